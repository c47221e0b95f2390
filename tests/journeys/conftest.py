"""Walks through every page use the planted portal of the access matrix."""

from tests.access.conftest import _files, _planted, world

__all__ = ["_files", "_planted", "world"]
