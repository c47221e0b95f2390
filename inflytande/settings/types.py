"""Settings for the type checker alone: it needs models and apps, never a server."""

from inflytande.settings.base import *  # noqa: F403 - settings inherit by star import

SECRET_KEY = "types-only"  # noqa: S105
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "types"}}
# Named for the checker; the other settings read them from the environment.
SEALING_KEYS: list[bytes] = []
KEY_STORE_URL = "file:///types?mirror=/types-mirror"
