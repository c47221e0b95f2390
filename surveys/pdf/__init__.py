"""Paper of a survey: poster, form to fill in, results."""
