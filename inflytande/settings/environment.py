"""Typed readers of environment variables that fail loudly instead of guessing."""

import base64
import binascii
import os
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off"}
SEALING_KEY_BYTES = 32
_STANDARD_ALPHABET = str.maketrans("-_", "+/")


def required(name: str) -> str:
    """Return the variable's text; raise ``ImproperlyConfigured`` when it is missing or empty."""
    value = os.environ.get(name, "").strip()
    if not value:
        raise ImproperlyConfigured(f"Set the environment variable {name} (see docs/operations.md).")
    return value


def text(name: str, default: str = "") -> str:
    """Return the variable's text, or the default when it is missing."""
    return os.environ.get(name, default).strip()


def boolean(name: str, *, default: bool) -> bool:
    """Return a truth value; raise on anything but 1/0, true/false, yes/no, on/off."""
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in _TRUE:
        return True
    if value in _FALSE:
        return False
    raise ImproperlyConfigured(f"{name} must be true or false.")


def integer(name: str, default: int) -> int:
    """Return a whole number; raise when the text is not one."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    try:
        return int(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number.") from error


def words(name: str, default: str = "") -> list[str]:
    """Return a comma-separated list without empty parts."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def sealing_keys(text: str) -> list[bytes]:
    """Read ``SEALING_KEYS``: base64 of at least 32 random bytes each, newest first, comma-separated.

    Also takes the URL-safe alphabet and missing padding, which other tools write. Raises ``ImproperlyConfigured`` with
    the position of the key that is wrong, never with the key.
    """
    keys = []
    for number, part in enumerate(text.split(","), start=1):
        standard = part.strip().translate(_STANDARD_ALPHABET).rstrip("=")
        try:
            key = base64.b64decode(standard + "=" * (-len(standard) % 4), validate=True)
        except binascii.Error as error:
            raise ImproperlyConfigured(f"SEALING_KEYS: {_sealing_key_advice(number)}") from error
        if len(key) < SEALING_KEY_BYTES:
            raise ImproperlyConfigured(f"SEALING_KEYS: {_sealing_key_advice(number)}")
        keys.append(key)
    if len(set(keys)) < len(keys):
        raise ImproperlyConfigured("SEALING_KEYS: the same key stands there twice; remove one.")
    return keys


def key_store(url: str) -> str:
    """Return ``KEY_STORE_URL`` when it can be right: where the keys of sealed text live, and where their mirror is."""
    parts = urlsplit(url)
    if parts.scheme not in {"file", "postgresql", "postgres"} or "mirror" not in parse_qs(parts.query):
        raise ImproperlyConfigured(
            "KEY_STORE_URL must be file:///folder?mirror=/folder or postgresql://…?mirror=… (see docs/operations.md)."
        )
    return url


def key_folders(var: Path) -> str:
    """``KEY_STORE_URL`` of two folders in ``var``, made when they are missing: for development and measuring only."""
    folder = var.absolute()
    return f"file://{quote(str(folder / 'keys'))}?mirror={quote(str(folder / 'keys-mirror'))}&create=yes"


def _sealing_key_advice(number: int) -> str:
    return (
        f"key number {number} is not base64 of at least {SEALING_KEY_BYTES} bytes; "
        "openssl rand -base64 32 makes one (see docs/operations.md)."
    )


def database(url: str) -> dict[str, object]:
    """Turn ``postgresql://user:secret@host:port/name?option=value`` into Django's setting.

    A Unix socket is written ``postgresql://user@/name?host=/path/to/folder``.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql://")
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    host = query.pop("host", "") or parts.hostname or ""
    port = query.pop("port", "") or parts.port or ""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(port),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # A host that has vanished is told within seconds, also to whoever asks /-/ready.
        # Only what ``common.prepared`` sends is prepared; Django's own statements never are.
        "OPTIONS": {"connect_timeout": "5", "prepare_threshold": 1, **query},
    }


def broker(url: str) -> str:
    """Turn ``REDIS_URL`` into the address Celery understands: it names a Unix socket differently from redis-py."""
    parts = urlsplit(url)
    if parts.scheme != "unix":
        return url
    number = parse_qs(parts.query).get("db", ["0"])[-1]
    return f"redis+socket://{parts.path}?virtual_host={number}"
