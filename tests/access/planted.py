"""The planted portal as a database and files of their own: made by one worker, then copied.

A copy takes a fraction of a second, planting takes many. Tests that roll back share one copy; a browser's test, whose
server writes for good, has one of its own.
"""

import copy
import pickle
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import override_settings

from common.search import index
from tests import made_once
from tests.access.build import build_world, rooms
from tests.access.world import World
from tests.made_once import copy_database, drop_database


@pytest.fixture(scope="session")
def planted(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> "Iterator[Planted]":
    """The planted portal that copies are taken of. Nobody changes it."""
    database = f"{connection.settings_dict['NAME']}_planted"
    files = tmp_path_factory.mktemp("planted")
    #: Where the worker that plants leaves files and world for the others.
    kept = tmp_path_factory.getbasetemp().parent / "planted"
    world: list[World] = []

    def make() -> None:
        world.append(plant(database, files))
        if made_once.RUN:
            shutil.copytree(files, kept / "files")
            (kept / "world").write_bytes(pickle.dumps(world[0]))

    with django_db_blocker.unblock():
        if not made_once.made_here_or_copied(database, f"test_planted_{made_once.RUN}", make):
            shutil.copytree(kept / "files", files, dirs_exist_ok=True)
            world.append(pickle.loads((kept / "world").read_bytes()))  # noqa: S301 - written by this very run
    yield Planted(world[0], database, files)
    with django_db_blocker.unblock():
        drop_database(database)


@pytest.fixture
def living_world(
    planted: "Planted", transactional_db: None, settings: Any, tmp_path: Path
) -> Iterator[World]:
    """A planted portal of the test's own, for a live server that writes to it."""
    files = tmp_path / "planted"
    settings.MEDIA_ROOT = media_of(files)
    settings.KEY_STORE_URL = key_store_of(files)
    with copied(planted, files):
        yield planted.fresh_world()


@dataclass(frozen=True)
class Planted:
    """A planted world, the database it stands in and the folder with its files and keys."""

    world: World
    database: str
    files: Path

    def fresh_world(self) -> World:
        """The world as it was planted, whatever other tests did with theirs; the rooms are told of its people."""
        world = copy.deepcopy(self.world)
        for room in rooms():
            if hasattr(room, "register"):
                room.register(world)
        return world


def media_of(files: Path) -> Path:
    """The folder for uploads among a planted portal's files."""
    return files / "media"


def key_store_of(files: Path) -> str:
    """The address of the key store among a planted portal's files."""
    return f"file://{files}/keys?mirror={files}/key-mirror&create=yes"


def plant(database: str, files: Path) -> World:
    """Plant everything in a new database, made from the tests' own."""
    copy_database(str(connection.settings_dict["NAME"]), database)
    elsewhere = override_settings(MEDIA_ROOT=media_of(files), KEY_STORE_URL=key_store_of(files))
    with elsewhere, another_database(database), transaction.atomic():
        world = build_world()
        # What every commit does otherwise: everything planted stands in the search index.
        index.repair()
        # What planting would send stays unsent: letters and jobs are not what these tests are about.
        connection.run_on_commit = []
    return world


@contextmanager
def copied(planted: Planted, files: Path) -> Iterator[None]:
    """Let the process work in a copy of the planted portal; ``files`` gets a copy of its files."""
    database = f"{planted.database}_copy"
    shutil.copytree(planted.files, files, dirs_exist_ok=True)
    copy_database(planted.database, database)
    try:
        with another_database(database):
            yield
    finally:
        drop_database(database)


@contextmanager
def another_database(name: str) -> Iterator[None]:
    """Let every connection of this process, the live server's too, go to the database ``name`` for a while."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
