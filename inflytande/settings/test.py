"""Tests: real PostgreSQL and Valkey, mail in memory, jobs run at once."""

from inflytande.settings import environment as env
from inflytande.settings.base import *  # noqa: F403 - settings inherit by star import
from inflytande.settings.base import STORAGES, VAR_DIR

DEBUG = False
DEMO = True
SECRET_KEY = "tests-only-" + "0" * 50
ALLOWED_HOSTS = ["*"]
# Connections close with each request: a browser test's server must not hold the database at the end.
DATABASES = {"default": {**env.database(env.required("DATABASE_URL")), "CONN_MAX_AGE": 0}}
REDIS_URL = env.required("REDIS_URL")
CACHES = {"default": {"BACKEND": "common.cache.RedisCache", "LOCATION": REDIS_URL}}
CELERY_BROKER_URL = env.broker(REDIS_URL)
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
SEALING_KEYS = env.sealing_keys("dGVzdHMtb25seS10ZXN0cy1vbmx5LXRlc3RzLW9ubHkhIQ==")
# Every test has a key store of its own: tests/conftest.py.
KEY_STORE_URL = env.key_folders(VAR_DIR / "test")
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = VAR_DIR / "test-media"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True
REQUIRE_SECOND_FACTOR = False
# Passkeys over plain http, on this machine alone (open the portal as http://localhost).
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
