"""The world is planted once for a whole module; each test's own changes are rolled back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from tests.access.build import build_world
from tests.access.world import World


@pytest.fixture(scope="module")
def _files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("media")


@pytest.fixture(autouse=True)
def media_folder(settings: Any, _files: Path) -> None:
    """The planted files stay for the whole module."""
    settings.MEDIA_ROOT = _files


@pytest.fixture(scope="module")
def _key_store_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("sealing")
    return f"file://{folder}/keys?mirror={folder}/key-mirror&create=yes"


@pytest.fixture(autouse=True)
def key_store(settings: Any, _key_store_url: str) -> None:
    """The keys of planted texts stay for the whole module."""
    settings.KEY_STORE_URL = _key_store_url


@pytest.fixture(scope="module")
def _planted(
    django_db_setup: None, django_db_blocker: Any, _files: Path, _key_store_url: str
) -> Iterator[World]:
    from django.test import override_settings

    planted = override_settings(MEDIA_ROOT=_files, KEY_STORE_URL=_key_store_url)
    with django_db_blocker.unblock(), transaction.atomic(), planted:
        yield build_world()
        transaction.set_rollback(True)


@pytest.fixture
def world(_planted: World, db: None, media_folder: None) -> World:
    """The planted portal; ``db`` takes back what the test itself changes."""
    return _planted
