"""Settings for the type checker alone: it needs models and apps, never a server."""

from inflytande.settings.base import *  # noqa: F403 - settings inherit by star import

SECRET_KEY = "types-only"  # noqa: S105
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "types"}}
