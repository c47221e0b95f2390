"""The calendar on paper. A PDF is drawn from the edition's own frozen data and from nothing else."""
