"""Split by subject; import from the modules."""
