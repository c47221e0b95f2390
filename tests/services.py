"""Pytest plugin: one temporary PostgreSQL and Valkey for the whole run, gone afterwards even if the run is killed.

Loaded with ``-p tests.services``, so that the addresses are known before Django reads its settings. Workers of
pytest-xdist inherit them from the first process. ``DATABASE_URL`` and ``REDIS_URL`` given from outside are respected.
"""

import os
from collections.abc import Generator

import pytest

from inflytande import embedded

_attachments: list[embedded.Attachment] = []


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests() -> Generator[None, object, object]:
    if not (os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL")):
        try:
            attachment = embedded.attach_temporary()
        except embedded.EmbeddedServiceError as error:
            raise pytest.UsageError(str(error)) from error
        _attachments.append(attachment)
        os.environ["DATABASE_URL"] = attachment.database_url
        os.environ["REDIS_URL"] = attachment.redis_url
    worker = os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw")
    if worker:
        # Each worker has a numbered database of its own in Valkey: emptying the cache must not empty another's.
        os.environ["REDIS_URL"] = os.environ["REDIS_URL"].replace("?db=0", f"?db={int(worker) + 1}")
    return (yield)


def pytest_unconfigure() -> None:
    while _attachments:
        _attachments.pop().close()
