"""Reads of the directory, each a small typed value for one page."""
