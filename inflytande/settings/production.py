"""A region's installation. Everything secret or local comes from the environment; only tightens."""

from pathlib import Path

from inflytande.settings import environment as env
from inflytande.settings.base import *  # noqa: F403 - settings inherit by star import
from inflytande.settings.base import STORAGES

DEBUG = False
SECRET_KEY = env.required("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = [host.strip() for host in env.required("ALLOWED_HOSTS").split(",") if host.strip()]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
PORTAL_ORIGIN = env.text("PORTAL_ORIGIN", f"https://{ALLOWED_HOSTS[0]}").rstrip("/")

DATABASES = {"default": env.database(env.required("DATABASE_URL"))}
REDIS_URL = env.required("REDIS_URL")
CACHES = {"default": {"BACKEND": "common.cache.RedisCache", "LOCATION": REDIS_URL}}
CELERY_BROKER_URL = env.broker(REDIS_URL)
# Keys for sealed text (architecture decision 5), required from the first day so that
# an installation never has to move unsealed text later.
SEALING_KEYS = env.sealing_keys(env.required("SEALING_KEYS"))
KEY_STORE_URL = env.key_store(env.required("KEY_STORE_URL"))

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.boolean("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^-/"]
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"

EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.integer("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env.boolean("EMAIL_USE_TLS", default=False)

if env.text("MEDIA_S3_BUCKET"):
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": env.required("MEDIA_S3_BUCKET"),
            "endpoint_url": env.text("MEDIA_S3_ENDPOINT") or None,
            "access_key": env.text("MEDIA_S3_ACCESS_KEY") or None,
            "secret_key": env.text("MEDIA_S3_SECRET_KEY") or None,
            "default_acl": "private",
            "querystring_auth": True,
            "file_overwrite": False,
        },
    }
else:
    MEDIA_ROOT = Path(env.required("MEDIA_ROOT"))
