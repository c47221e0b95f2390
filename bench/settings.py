"""Production's behaviour on the measuring machine's loopback, without its secrets and HTTPS redirect."""

from inflytande.settings import environment as env
from inflytande.settings.base import *  # noqa: F403 - settings inherit by star import
from inflytande.settings.base import VAR_DIR

DEBUG = False
ROOT_URLCONF = "bench.urls"
SECRET_KEY = "bench-only-" + "0" * 50
ALLOWED_HOSTS = ["127.0.0.1"]
DATABASES = {"default": env.database(env.required("DATABASE_URL"))}
REDIS_URL = env.required("REDIS_URL")
CACHES = {"default": {"BACKEND": "common.cache.RedisCache", "LOCATION": REDIS_URL}}
CELERY_BROKER_URL = REDIS_URL
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
EMAIL_FILE_PATH = ""
LOGGING: dict[str, object] = {"version": 1, "disable_existing_loggers": False}
SEALING_KEYS = env.sealing_keys("YmVuY2gtb25seS1iZW5jaC1vbmx5LWJlbmNoLW9ubHkhIQ==")
KEY_STORE_URL = env.key_folders(VAR_DIR)
