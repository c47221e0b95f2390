"""A first run on one machine: embedded PostgreSQL and Valkey, demo content, no second factor."""

from inflytande.settings import environment as env
from inflytande.settings.base import *  # noqa: F403 - settings inherit by star import
from inflytande.settings.base import STORAGES, VAR_DIR

DEBUG = env.boolean("DEBUG", default=False)
DEMO = True
# Only ever for a portal that listens on this machine's loopback address.
SECRET_KEY = env.text("SECRET_KEY") or "development-only-" + "0" * 40
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
REQUIRE_SECOND_FACTOR = env.boolean("REQUIRE_SECOND_FACTOR", default=False)
# Passkeys over plain http, on this machine alone (open the portal as http://localhost).
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True

DATABASE_URL = env.text("DATABASE_URL")
REDIS_URL = env.text("REDIS_URL")
if not (DATABASE_URL and REDIS_URL):
    from inflytande.embedded import addresses

    DATABASE_URL, REDIS_URL = addresses(VAR_DIR)

DATABASES = {"default": env.database(DATABASE_URL)}
CACHES = {"default": {"BACKEND": "common.cache.RedisCache", "LOCATION": REDIS_URL}}
CELERY_BROKER_URL = env.broker(REDIS_URL)

# Sealed text on this machine: keys beside the database's data, wrapped by a key that everybody can read here.
SEALING_KEYS = env.sealing_keys(
    env.text("SEALING_KEYS") or "ZGV2ZWxvcG1lbnQtb25seS1kZXZlbG9wbWVudC1vbmx5IQ=="
)
KEY_STORE_URL = env.text("KEY_STORE_URL") or env.key_folders(VAR_DIR)

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
if DEBUG:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
