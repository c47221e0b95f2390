"""Sealing keys old and new, and a key that a row of the database needs."""

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from common.sealing import new_key
from inflytande import embedded
from tests.revisions.factories import make_audit

OLD = b"den gamla huvudnyckeln, 32 byte."
NEW = b"den nya huvudnyckeln, 32 byte.!!"


@pytest.fixture
def key_in_use(db: None) -> Callable[[], UUID]:
    """Make a key that an audit's own texts are sealed with."""

    def make() -> UUID:
        return make_audit(key_id=new_key()).key_id

    return make


@pytest.fixture
def key_files(key_store: Path) -> Callable[[UUID, str], list[Path]]:
    """The files of one key, in store and mirror; the second argument is ``key`` or ``gone``."""

    def files(key_id: UUID, kind: str = "key") -> list[Path]:
        name = key_id.hex
        roots = (key_store, key_store.with_name("key-mirror"))
        return [root / name[:2] / name[2:4] / f"{name}.{kind}" for root in roots]

    return files


@pytest.fixture
def aged() -> Callable[..., None]:
    """Let files look two days old."""

    def age(*paths: Path) -> None:
        then = (timezone.now() - timedelta(days=2)).timestamp()
        for path in paths:
            os.utime(path, (then, then))

    return age


@pytest.fixture
def in_the_way(settings: Any, tmp_path: Path) -> Path:
    """A file where a key store's folder should be: root, too, is refused."""
    path = tmp_path / "in-the-way"
    path.write_bytes(b"")
    path.chmod(0o600)
    return path


@pytest.fixture(scope="session")
def other_cluster() -> Iterator[embedded.Attachment]:
    """A second PostgreSQL, as a region runs for its keys."""
    attachment = embedded.attach_temporary()
    yield attachment
    attachment.close()
