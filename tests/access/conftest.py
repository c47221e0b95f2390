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
def _planted(django_db_setup: None, django_db_blocker: Any, _files: Path) -> Iterator[World]:
    from django.test import override_settings

    with django_db_blocker.unblock(), transaction.atomic(), override_settings(MEDIA_ROOT=_files):
        yield build_world()
        transaction.set_rollback(True)


@pytest.fixture
def world(_planted: World, db: None, media_folder: None) -> World:
    """The planted portal; ``db`` takes back what the test itself changes."""
    return _planted
