"""Pages for those who work with the calendar."""
