"""Django's settings, made from the environment alone (see `environment.py`)."""

from __future__ import annotations

import hashlib
from pathlib import Path

from antechamber.logs import logging_settings
from antechamber.settings.accounts import account_settings
from antechamber.settings.environment import database_settings, mail_settings, read_environment

ENVIRONMENT = read_environment()
PACKAGE = Path(__file__).resolve().parent.parent

# The demonstration and a developer's machine work without any key of their own: each data folder
# keeps one. A production set-up without keys is refused by the checks in `people/checks.py`.
_DERIVED_KEY = hashlib.sha256(f"demo only {ENVIRONMENT.data_dir}".encode()).hexdigest() * 2

DEMO = ENVIRONMENT.demo
MOVABLE_CLOCK = DEMO
DEBUG = ENVIRONMENT.debug
SECRET_KEY = ENVIRONMENT.secret_key or (_DERIVED_KEY if DEMO or DEBUG else "")
ENCRYPTION_KEYS = ENVIRONMENT.encryption_keys or ((SECRET_KEY,) if DEMO or DEBUG else ())
SEALING_KEY = ENVIRONMENT.sealing_key or (
    hashlib.sha256(f"demo seals {_DERIVED_KEY}".encode()).digest() if DEMO or DEBUG else b""
)
ALLOWED_HOSTS = list(ENVIRONMENT.hosts)
BASE_URL = ENVIRONMENT.base_url
DATA_DIR = ENVIRONMENT.data_dir
CSRF_TRUSTED_ORIGINS = [BASE_URL] if BASE_URL.startswith("https://") else []

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "antechamber.web",
    "antechamber.places",
    "antechamber.record",
    "antechamber.people",
    "antechamber.mail",
    "antechamber.questionnaires",
    "antechamber.paper",
    "antechamber.organizations",
    "antechamber.processes",
    "antechamber.accreditation",
    "antechamber.portal",
]
if DEMO:
    INSTALLED_APPS.append("antechamber.demo")

MIDDLEWARE = [
    "antechamber.web.middleware.RequestIdMiddleware",
    "antechamber.web.middleware.AccessLineMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "antechamber.people.middleware.ActorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
if DEMO or DEBUG:
    MIDDLEWARE.insert(2, "antechamber.web.statements.StatementCountMiddleware")
if DEMO:
    MIDDLEWARE.insert(0, "antechamber.demo.middleware.DemonstrationMiddleware")

ROOT_URLCONF = "antechamber.urls"
WSGI_APPLICATION = "antechamber.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "antechamber.web.context.site",
                *(["antechamber.demo.context.banner"] if DEMO else []),
            ],
            "builtins": ["django.templatetags.i18n", "antechamber.web.templatetags.components"],
        },
    }
]

DATABASES = {"default": database_settings(ENVIRONMENT.database_url, DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": ENVIRONMENT.cache_url,
    }
    if ENVIRONMENT.cache_url
    else {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "antechamber",
        # Every public page in six languages, with room for the counts of rate limits.
        "OPTIONS": {"MAX_ENTRIES": 2_000},
    }
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS: list[dict[str, str]] = []
vars().update(account_settings(ENVIRONMENT))
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600  # seconds: an applicant may come back within a fortnight
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "antechamber.web.errors.csrf_failure"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BASE_URL.startswith("https://")
SECURE_SSL_REDIRECT = False  # the proxy in front does it
SILENCED_SYSTEM_CHECKS = ["security.W008"]  # asks for the redirect; antechamber.E007 for https
SECURE_HSTS_SECONDS = 31_536_000 if BASE_URL.startswith("https://") else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.trusted_proxies else None
)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000  # bytes of typed text in one form
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("ar", "العربية"),
    ("zh-hans", "中文"),
    ("en", "English"),
    ("fr", "Français"),
    ("ru", "Русский"),
    ("es", "Español"),
]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(DATA_DIR / "files")},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG

vars().update(mail_settings(ENVIRONMENT.mail_url, DATA_DIR))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENVIRONMENT.mail_from

LOGGING_CONFIG = "antechamber.logs.configure"
LOGGING = logging_settings(ENVIRONMENT.log_format)
