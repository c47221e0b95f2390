"""Walks through every page use the planted portal of the access matrix."""

from pathlib import Path
from typing import Any

import pytest

from tests.access.conftest import _files, _key_store_url, _planted, media_folder, world

__all__ = ["_files", "_key_store_url", "_planted", "key_store", "media_folder", "world"]


@pytest.fixture(autouse=True)
def key_store(request: pytest.FixtureRequest, settings: Any, tmp_path: Path, _key_store_url: str) -> Path:
    """The planted portal's keys for walks through it, a store of its own for every other journey."""
    own = f"file://{tmp_path}/keys?mirror={tmp_path}/key-mirror&create=yes"
    settings.KEY_STORE_URL = _key_store_url if "world" in request.fixturenames else own
    return tmp_path / "keys"
