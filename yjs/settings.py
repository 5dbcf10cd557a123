"""Every setting, from the environment, with defaults that work on one machine.

DATABASE_URL, YJS_DATA, SECRET_KEY, DEBUG, ALLOWED_HOSTS and SERVICE_NAME are read; nothing else is.
"""

import sys
from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONE, SELF

from yjs.start import check_hosts, is_local, made_secret, secret_key, service_name


BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# The data folder: database, issued documents, the made secret and name, fetched styles.
YJS_DATA = Path(env.str("YJS_DATA", default=str(BASE_DIR / "var"))).resolve()
ASSETS = YJS_DATA / "assets" / "govuk"
STATIC_ROOT = YJS_DATA / "static"
for folder in (ASSETS, STATIC_ROOT):
    folder.mkdir(parents=True, exist_ok=True)

SERVICE_NAME = env.str("SERVICE_NAME", default=service_name(YJS_DATA))

DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[]) or ["localhost", "127.0.0.1", "[::1]"]
check_hosts(ALLOWED_HOSTS, DEBUG)
LOCAL = is_local(ALLOWED_HOSTS)
SECRET_KEY = secret_key(env.str("SECRET_KEY", default=None), YJS_DATA, ALLOWED_HOSTS, sys.argv)
SECRET_IS_MADE = made_secret(YJS_DATA) == SECRET_KEY

INSTALLED_APPS = [
    "yjs.people",
    "yjs.records",
    "yjs.measures",
    "yjs.documents",
    "disposals",
    "reoffending",
    "restorative",
    "yjs.plan",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "simple_history",
]

MIDDLEWARE = [
    "yjs.people.middleware.ThisMachineOnly",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "yjs.people.middleware.SessionLimits",
    "yjs.people.middleware.NoStore",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "yjs.urls"
WSGI_APPLICATION = "yjs.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "yjs.context.service",
                "yjs.navigation.navigation",
            ],
        },
    },
]

# Records

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{YJS_DATA / 'yjs.sqlite3'}")}
DATABASES["default"]["ATOMIC_REQUESTS"] = True
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A commit has reached the disk before anybody is told it was kept, and writers queue instead of failing.
    DATABASES["default"]["OPTIONS"] = {
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON",
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "people:sign-in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "people:sign-in"

# Ten wrong tries at one name from one address, or ten times as many from one address at any.
AXES_HANDLER = "yjs.people.tries.Tries"
AXES_FAILURE_LIMIT = 10
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "yjs.people.tries.name_tried"
AXES_COOLOFF_TIME = timedelta(minutes=15)
# Or whoever goes on guessing would shut out everybody else behind the same address for good.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_LOCKOUT_TEMPLATE = "people/locked_out.html"

# SessionLimits ends a session after 15 minutes idle or ten hours; what was typed outlives it by an hour.
SESSION_COOKIE_AGE = 11 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# A message may name a child, and names are not left in the browser.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# The way here. Browsers take a `__Host-` cookie over https alone, so plain http on this machine goes without.

SESSION_COOKIE_NAME = "session" if LOCAL else "__Host-session"
CSRF_COOKIE_NAME = "csrf" if LOCAL else "__Host-csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = not LOCAL
CSRF_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = 0 if LOCAL else 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not LOCAL
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        # Charts are drawn here and shown as pictures within the page.
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}

# What pages look like: our own styles, and GOV.UK Frontend as fetched by `manage.py assets`

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "yjs" / "static", ("govuk", ASSETS)]
WHITENOISE_USE_FINDERS = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "yjs.plan.assets.CollectedFiles"},
}
MEDIA_ROOT = YJS_DATA / "documents"

# Words and days

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True

# Uploads: a case bundle may be 50 MB packed; what is posted beside it is words.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "without_names": {
            "()": "yjs.logs.WithoutNames",
            "format": "{levelname} {name}: {message}",
            "style": "{",
        },
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "without_names"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        # It names the account that was tried; who signed in is kept in the access log instead.
        "axes": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}
