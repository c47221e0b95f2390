"""What only production sets: cookies that never travel unprotected, no debugging, no default secret."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

_ASK = """
import json
from inflytande.settings import production as p
names = ["DEBUG", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "CSRF_COOKIE_HTTPONLY",
         "SESSION_COOKIE_SAMESITE", "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SECURE_SSL_REDIRECT",
         "SECURE_HSTS_SECONDS", "SECURE_CONTENT_TYPE_NOSNIFF", "SECURE_REFERRER_POLICY", "X_FRAME_OPTIONS", "DEMO",
         "REQUIRE_SECOND_FACTOR", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "CONTENT_SECURITY_POLICY", "STORAGES"]
print(json.dumps({name: getattr(p, name) for name in names}))
"""
_NEEDED = {
    "SECRET_KEY": "x" * 60,
    "ALLOWED_HOSTS": "portalen.example.org",
    "DATABASE_URL": "postgresql://portal@db/portal",
    "REDIS_URL": "redis://redis:6379/0",
    "SEALING_KEYS": "bm90LWEtc2VjcmV0LW5vdC1hLXNlY3JldC1ub3QtYS0hIQ==",
    "KEY_STORE_URL": "file:///nycklar?mirror=/spegel",
    "MEDIA_ROOT": "/media",
}


def _started(without: str = "", **instead: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name not in _NEEDED}
    environment |= {name: value for name, value in _NEEDED.items() if name != without} | instead
    environment |= {
        "PYTHONPATH": str(settings.BASE_DIR),
        "DJANGO_SETTINGS_MODULE": "inflytande.settings.production",
    }
    return subprocess.run(
        [sys.executable, "-c", _ASK],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )


@pytest.fixture(scope="module")
def production() -> dict[str, Any]:
    started = _started()
    assert started.returncode == 0, started.stderr
    return json.loads(started.stdout)


def test_cookies_travel_only_protected_and_no_script_reads_them(production: dict[str, Any]):
    for name in (
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "SESSION_COOKIE_HTTPONLY",
        "CSRF_COOKIE_HTTPONLY",
    ):
        assert production[name] is True, name
    assert production["SESSION_COOKIE_SAMESITE"] in {"Lax", "Strict"}
    # No subdomain can plant them.
    assert production["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert production["CSRF_COOKIE_NAME"].startswith("__Host-")


def test_production_shows_no_faults_and_has_no_demo(production: dict[str, Any]):
    assert production["DEBUG"] is production["DEMO"] is False
    assert production["REQUIRE_SECOND_FACTOR"] is True
    assert production["ALLOWED_HOSTS"] == ["portalen.example.org"]
    assert production["CSRF_TRUSTED_ORIGINS"] == ["https://portalen.example.org"]


def test_everything_goes_by_tls_and_frames_are_refused(production: dict[str, Any]):
    assert production["SECURE_SSL_REDIRECT"] is True
    assert production["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert production["SECURE_CONTENT_TYPE_NOSNIFF"] is True
    assert production["X_FRAME_OPTIONS"] == "DENY"
    policy = production["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == ["'none'"]
    assert policy["script-src"] == policy["style-src"] == policy["img-src"] == ["'self'"]


@pytest.mark.parametrize("missing", sorted(set(_NEEDED) - {"MEDIA_ROOT"}))
def test_production_starts_with_no_secret_of_its_own_making(missing: str):
    started = _started(without=missing)

    assert started.returncode != 0
    assert missing in started.stderr


def test_files_go_to_s3_compatible_storage_by_a_setting(production: dict[str, Any]):
    started = _started(
        without="MEDIA_ROOT", MEDIA_S3_BUCKET="filer", MEDIA_S3_ENDPOINT="https://s3.example.org"
    )
    assert started.returncode == 0, started.stderr
    chosen = json.loads(started.stdout)["STORAGES"]["default"]

    store = import_string(chosen["BACKEND"])(**chosen["OPTIONS"])

    assert (store.bucket_name, store.endpoint_url) == ("filer", "https://s3.example.org")
    # Nobody but the portal reads the files, and none replaces another.
    assert (store.default_acl, store.querystring_auth, store.file_overwrite) == ("private", True, False)
    assert "s3" not in production["STORAGES"]["default"]["BACKEND"]


_GOOD_KEY = _NEEDED["SEALING_KEYS"]


@pytest.mark.parametrize(
    ("keys", "advice"),
    [
        ("losenord", "key number 1 is not base64 of at least 32 bytes"),
        ("bm90IGVub3VnaA==", "key number 1 is not base64 of at least 32 bytes"),
        (f"{_GOOD_KEY},", "key number 2 is not base64 of at least 32 bytes"),
        (f"{_GOOD_KEY},{_GOOD_KEY}", "the same key stands there twice"),
    ],
)
def test_sealing_keys_that_protect_nothing_stop_the_start_and_are_not_printed(keys: str, advice: str):
    started = _started(SEALING_KEYS=keys)

    assert started.returncode != 0
    assert advice in started.stderr
    assert keys not in started.stderr


@pytest.mark.parametrize("url", ["file:///nycklar", "https://kms.example.org/?mirror=/spegel"])
def test_keys_without_a_mirror_or_in_an_unknown_place_stop_the_start(url: str):
    started = _started(KEY_STORE_URL=url)

    assert started.returncode != 0
    assert "KEY_STORE_URL must be file:///folder?mirror=/folder" in started.stderr
