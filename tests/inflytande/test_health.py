"""What probes are told, and what they are not."""

from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from common.tasks import HEARTBEAT_KEY, beat_heart

UNREACHABLE_CACHE = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "unix:///nonexistent/valkey.sock?db=0",
    }
}


def test_a_process_is_healthy_without_asking_the_database(client: Client) -> None:
    answer = client.get("/-/healthy")  # no database fixture: a query would fail the test

    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert answer["Content-Type"] == "text/plain"
    assert not answer.cookies


@pytest.mark.django_db
def test_the_portal_is_ready_when_every_part_works(client: Client) -> None:
    beat_heart()

    answer = client.get("/-/ready")

    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert not answer.cookies
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_without_a_heartbeat_it_is_not_ready_and_only_the_log_says_why(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    beat_heart()
    cache.delete(HEARTBEAT_KEY)

    answer = client.get("/-/ready")

    assert (answer.status_code, answer.content) == (503, b"not ready\n")
    assert "no sign of life from worker and beat" in caplog.text


@pytest.mark.django_db
def test_with_an_unapplied_migration_it_is_not_ready(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    beat_heart()
    MigrationRecorder.Migration.objects.filter(app="common").order_by("-id").first().delete()

    answer = client.get("/-/ready")

    assert (answer.status_code, answer.content) == (503, b"not ready\n")
    assert "migrations are not applied" in caplog.text


@pytest.mark.django_db
def test_without_the_cache_it_is_not_ready(
    client: Client, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    beat_heart()
    settings.CACHES = UNREACHABLE_CACHE

    answer = client.get("/-/ready")

    assert (answer.status_code, answer.content) == (503, b"not ready\n")
    assert "the cache does not answer" in caplog.text


@pytest.mark.django_db
def test_without_the_key_store_it_is_not_ready_and_only_the_log_says_why(
    client: Client, settings: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    beat_heart()
    settings.KEY_STORE_URL = f"file://{tmp_path}/not-mounted?mirror={tmp_path}/nor-this"

    answer = client.get("/-/ready")

    assert (answer.status_code, answer.content) == (503, b"not ready\n")
    assert "the key store: store or mirror is not prepared or not mounted" in caplog.text


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/-/healthy", "/-/ready"])
def test_probes_only_read(client: Client, path: str) -> None:
    beat_heart()

    assert client.get(path).status_code == 200
    assert client.post(path).status_code == 405
