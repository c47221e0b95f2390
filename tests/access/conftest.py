"""The world is planted once for a whole worker; each test's own changes are rolled back."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.access.planted import Planted, another_database, key_store_of, media_of
from tests.access.world import World


@pytest.fixture(scope="module")
def _files(planted: Planted, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The planted files and keys, for one module to work with."""
    folder = tmp_path_factory.mktemp("planted")
    shutil.copytree(planted.files, folder, dirs_exist_ok=True)
    return folder


@pytest.fixture(scope="module")
def _planted(planted: Planted, _files: Path, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), another_database(planted.database):
        yield planted.fresh_world()


@pytest.fixture
def world(_planted: World, _files: Path, settings: Any, db: None) -> World:
    """The planted portal; ``db`` takes back what the test itself changes."""
    settings.MEDIA_ROOT = media_of(_files)
    settings.KEY_STORE_URL = key_store_of(_files)
    return _planted
