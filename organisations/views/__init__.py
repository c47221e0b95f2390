"""The room's working pages."""
