"""Settings that hold in every environment. Development, test and production add to them."""

from pathlib import Path
from typing import Any

import django_stubs_ext

from inflytande.settings import environment as env
from inflytande.settings import identity
from inflytande.settings.editing import *  # noqa: F403 - settings inherit by star import
from inflytande.settings.editing import WAGTAIL_APPS

# Generic views and forms take type arguments, as the checker wants, at run time too.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var")))

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.sites",
    "django.contrib.humanize",
    "django.forms",
    "crispy_forms",
    "django_htmx",
    "rules.apps.AutodiscoverRulesConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.socialaccount.providers.saml",
    "allauth.usersessions",
    # Before our own: what they make after a migration must stand when ours look for it.
    *WAGTAIL_APPS,
    "common",
    "accounts",
    "organisations",
    "associations",
    "surveys",
    "calendar_app",
    "proposals",
    "revisions",
    "councils",
    "peersupport",
    "pages",
    "inflytande",
]

MIDDLEWARE = [
    # Answers cached anonymous pages before anything else runs (architecture decision 8).
    "common.page_cache.PageCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "common.content_policy.ContentPolicyMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Closed by default; sends to sign-in without losing what was typed; 401 for scripts.
    "accounts.middleware.SignInRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    # Innermost: fills a form with what was typed before the session ended.
    "accounts.middleware.LostTextMiddleware",
    # An address that nothing answers to may have been renamed.
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "inflytande.urls"
WSGI_APPLICATION = "inflytande.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SITE_ID = 1

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "common.context.portal",
                "inflytande.context.workspace",
            ],
            "builtins": [
                "common.templatetags.components",
                "common.templatetags.swedish",
                "crispy_forms.templatetags.crispy_forms_tags",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "inflytande_forms"
CRISPY_TEMPLATE_PACK = "inflytande_forms"

LANGUAGE_CODE = "sv"
TIME_ZONE = "Europe/Stockholm"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = ["inflytande.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
# The rules of common.privacy are one file, read by Python and by the browser.
STATICFILES_DIRS = [BASE_DIR / "static", ("privacy", BASE_DIR / "common" / "privacy" / "public")]
MEDIA_ROOT = VAR_DIR / "media"
STORAGES: dict[str, dict[str, Any]] = {
    # Private files only; downloads always pass a view that checks access.
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "inflytande.static_files.HashedStaticFiles"},
}
WHITENOISE_MAX_AGE = 31_536_000

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

# --- accounts -------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "accounts.backends.PasswordBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
]
LOGIN_URL = "/konto/logga-in/"
LOGIN_REDIRECT_URL = "/oversikt/"
LOGOUT_REDIRECT_URL = "/"
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 20
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "accounts.csrf.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignInForm",
    "reauthenticate": "accounts.forms.PasswordAgainForm",
    "request_login_code": "accounts.forms.AskForCodeForm",
    "confirm_login_code": "accounts.forms.SignInCodeForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "set_password": "accounts.forms.ChoosePasswordForm",
    "reset_password": "accounts.forms.ForgottenPasswordForm",
    "confirm_password_reset_code": "accounts.forms.PasswordCodeForm",
    "reset_password_from_key": "accounts.forms.NewPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "accounts.models.display_name"
# The invitation's link verifies the address; sign-in never has to.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Same answer, same work and a mail either way, whether or not an address has an account.
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_MAX_ATTEMPTS = 5
# Eight digits in two groups: easy to read aloud and to type, a hundred million to guess among.
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "dashed": True, "length": 8}
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "20/m/ip,5/5m/key",
    "request_login_code": "20/m/ip,3/m/key,20/d/key",
    "reset_password": "20/m/ip,3/m/key,20/d/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
}
# Proxies in front of the portal whose X-Forwarded-For may be believed.
ALLAUTH_TRUSTED_PROXY_COUNT = env.integer("TRUSTED_PROXY_COUNT", 0)

MFA_ADAPTER = "accounts.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "accounts.forms.SecondFactorCodeForm",
    "reauthenticate": "accounts.forms.CodeAgainForm",
    "activate_totp": "accounts.forms.ConnectAppForm",
    "deactivate_totp": "accounts.forms.RemoveAppForm",
    "generate_recovery_codes": "accounts.forms.NewRecoveryCodesForm",
    "add_webauthn": "accounts.forms.AddPasskeyForm",
    "edit_webauthn": "accounts.forms.RenamePasskeyForm",
    "login_webauthn": "accounts.forms.PasskeyForm",
    "authenticate_webauthn": "accounts.forms.PasskeyAsSecondFactorForm",
    "reauthenticate_webauthn": "accounts.forms.PasskeyAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
# One step before and after: phones' clocks are seldom right to the second.
MFA_TOTP_TOLERANCE = 1

SOCIALACCOUNT_ADAPTER = "accounts.adapters.ProviderAdapter"
SOCIALACCOUNT_PROVIDERS = identity.providers()
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_ONLY = False

# --- celery -----------------------------------------------------------------------------------
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_TIME_LIMIT = 15 * 60
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A broker that is away must not hold a web request: the outbox sweeper sends later.
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 2, "socket_timeout": 5}
CELERY_TASK_PUBLISH_RETRY = False

# --- security headers -------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "media-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        # The interviews' shell without coverage.
        "worker-src": ["'self'"],
        # The button to the identity provider posts here and is sent on there.
        "form-action": ["'self'", *identity.form_origins()],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    "camera": [],
    "geolocation": [],
    "microphone": [],
    "payment": [],
    "usb": [],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
# Searches can reveal an interest in a diagnosis: addresses never leave the portal.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# --- mail -------------------------------------------------------------------------------------
# Sender and subject are neutral: a mail must not reveal an association, an audit or a diagnosis.
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "portalen@example.org")
EMAIL_SUBJECT_PREFIX = ""
EMAIL_TIMEOUT = 20

# --- the portal's own -------------------------------------------------------------------------
PORTAL: dict[str, Any] = {
    "name": env.text("PORTAL_NAME", "Brukarinflytande"),
    "region_line": env.text("PORTAL_REGION_LINE", "Psykisk hälsa i Gävleborg"),
    "county": env.text("PORTAL_COUNTY", "Gävleborg"),
    "operator_line": env.text(
        "PORTAL_OPERATOR_LINE",
        "Regionen och länets kommuner driver webbplatsen tillsammans med "
        "Föreningsnätverket för psykisk hälsa. Vi spårar inte dig som besöker oss.",
    ),
    "coordinator_title": env.text("PORTAL_COORDINATOR_TITLE", "Samordnare för brukarinflytande"),
    "coordinator_email": env.text("PORTAL_COORDINATOR_EMAIL", "samordnare@region.example.org"),
    "coordinator_phone": env.text("PORTAL_COORDINATOR_PHONE", "070-174 06 05"),
    "controller": env.text("PORTAL_CONTROLLER", "Regionen"),
    "data_protection_email": env.text("PORTAL_DATA_PROTECTION_EMAIL", "dataskydd@region.example.org"),
    # Where to tell of a weakness (/.well-known/security.txt); the coordinator when empty.
    "security_contact": env.text("PORTAL_SECURITY_CONTACT", ""),
    # Where "Lämna sidan" leads: something that anybody may have looked at.
    "leave_url": env.text("PORTAL_LEAVE_URL", "https://www.smhi.se/"),
}
# Working days within which what visitors ask is answered; shown beside the forms.
PORTAL_ANSWER_DAYS = env.integer("PORTAL_ANSWER_DAYS", 5)
# Absolute addresses in mails, feeds and PDFs.
PORTAL_ORIGIN = env.text("PORTAL_ORIGIN", "http://127.0.0.1:8000").rstrip("/")
WAGTAILADMIN_BASE_URL = PORTAL_ORIGIN
# Second factor or passkey for coordinators, administrators, auditors and unit managers.
REQUIRE_SECOND_FACTOR = env.boolean("REQUIRE_SECOND_FACTOR", default=True)
DEMO = False
PAGE_CACHE_MAX_ENTRIES = 2_000

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "one_time_links": {"()": "accounts.log_filters.HideOneTimeLinks"},
        "anonymous_answers": {"()": "surveys.log_filters.HideAnswers"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["one_time_links"]}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # Laying out pages and subsetting fonts write some thirty lines about every document.
    "loggers": {
        "weasyprint.progress": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
        # Who wrote which page when stands in the page's own history; titles of drafts have no place in a log.
        "wagtail": {"level": "WARNING"},
        # Nobody can read in the log that a survey was opened.
        "django.request": {"filters": ["anonymous_answers"]},
    },
}
