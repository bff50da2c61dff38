"""Django's settings, read from the environment (see ``environment.py``)."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import tempfile
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from hjemmel.apps.location import data_folder, database_address, database_file

env = environ.Env()
PACKAGE = Path(__file__).resolve().parent.parent

MODE = env.str("HJEMMEL_MODE", default="demo")
if MODE not in ("demo", "production"):
    raise ImproperlyConfigured(f"HJEMMEL_MODE is {MODE!r}; use demo or production.")
IS_PRODUCTION = MODE == "production"
DEBUG = False

DATA_FOLDER = data_folder()


def _secret_key() -> str:
    given = str(env.str("HJEMMEL_SECRET_KEY", default=""))
    if given:
        if IS_PRODUCTION and len(given) < 50:
            raise ImproperlyConfigured("HJEMMEL_SECRET_KEY is shorter than 50 characters.")
        return given
    if IS_PRODUCTION:
        raise ImproperlyConfigured("HJEMMEL_SECRET_KEY must be set in production.")
    file = DATA_FOLDER / "secret_key"
    if not file.exists():
        _make_key(file)
    return file.read_text("utf-8")


def _make_key(file: Path) -> None:
    """Write a key that only the owner reads; of two processes that do so at once, the first wins."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=file.parent, prefix=f"{file.name}-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as opened:
            opened.write(secrets.token_urlsafe(48))
        with contextlib.suppress(FileExistsError):
            os.link(draft, file)
    finally:
        os.unlink(draft)


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = env.list("HJEMMEL_ALLOWED_HOSTS", default=[])
if not ALLOWED_HOSTS:
    if IS_PRODUCTION:
        raise ImproperlyConfigured("HJEMMEL_ALLOWED_HOSTS must be set in production.")
    ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "csp",
    "django_htmx",
    "django_cotton.apps.SimpleAppConfig",
    "hjemmel.apps.audit",
    "hjemmel.apps.accounts",
    "hjemmel.apps.registry",
    "hjemmel.apps.exchange",
    "hjemmel.apps.coverage",
    "hjemmel.apps.lists",
    "hjemmel.apps.duty",
    "hjemmel.apps.grants",
    "hjemmel.apps.plan",
    "hjemmel.apps.documents",
    "hjemmel.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "hjemmel.web.middleware.LanguageMiddleware",
    "hjemmel.web.middleware.ErrorMiddleware",
    "hjemmel.web.middleware.TableFileMiddleware",
    "axes.middleware.AxesMiddleware",
]

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": name, "OPTIONS": options}
    for name, options in (
        ("hjemmel.apps.accounts.passwords.LongEnough", {"min_length": 12}),
        ("django.contrib.auth.password_validation.CommonPasswordValidator", {}),
        (
            "hjemmel.apps.accounts.passwords.UnlikeTheUser",
            {"user_attributes": ("username", "email")},
        ),
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
SESSION_COOKIE_NAME = "hjemmel"
SESSION_COOKIE_AGE = 10 * 3600  # a working day
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "hjemmel.web.accounts.views.locked_out"
AXES_CLIENT_IP_CALLABLE = "hjemmel.web.accounts.addresses.client_address"
PROXIES = env.int("HJEMMEL_PROXIES", default=0)
API_RATE = env.str("HJEMMEL_API_RATE", default="600/m")
if not re.fullmatch(r"([1-9][0-9]*/[smhd])?", API_RATE):
    raise ImproperlyConfigured(f"HJEMMEL_API_RATE is {API_RATE!r}; write for example 600/m.")

ACCOUNT_ADAPTER = "hjemmel.web.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = False  # django-axes counts, and in the database
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "hjemmel"
SOCIALACCOUNT_ADAPTER = "hjemmel.web.accounts.adapters.OpenIdAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_STORE_TOKENS = False


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


OIDC_ISSUER = env.str("HJEMMEL_OIDC_ISSUER", default="")
OIDC_NAME = env.str("HJEMMEL_OIDC_NAME", default="OpenID Connect")
SOCIALACCOUNT_PROVIDERS = (
    {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "oidc",
                    "name": OIDC_NAME,
                    "client_id": env.str("HJEMMEL_OIDC_CLIENT_ID"),
                    "secret": env.str("HJEMMEL_OIDC_CLIENT_SECRET"),
                    "settings": {"server_url": OIDC_ISSUER},
                }
            ],
        }
    }
    if OIDC_ISSUER
    else {}
)

ROOT_URLCONF = "hjemmel.config.urls"
CSRF_FAILURE_VIEW = "hjemmel.web.errors.refused"
WSGI_APPLICATION = "hjemmel.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates", PACKAGE / "web" / "components"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": [
                "django.templatetags.static",
                "django_cotton.templatetags.cotton",
                "hjemmel.web.templatetags.hjemmel",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "hjemmel.web.menus.page",
            ],
        },
    }
]
COTTON_SNAKE_CASED_NAMES = False

DATABASES = {
    "default": {
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        **env.db_url_config(database_address() or f"sqlite:///{database_file()}"),
    }
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATA_FOLDER.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["OPTIONS"] = {
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        "transaction_mode": "IMMEDIATE",
    } | DATABASES["default"].get("OPTIONS", {})
else:
    # To compile a statement takes PostgreSQL longer than it wins on any of ours.
    DATABASES["default"]["OPTIONS"] = {"options": "-c jit=off"} | DATABASES["default"].get(
        "OPTIONS", {}
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(DATA_FOLDER / "mail")
if env.str("HJEMMEL_EMAIL_URL", default=""):
    vars().update(env.email_url("HJEMMEL_EMAIL_URL"))
DEFAULT_FROM_EMAIL = env.str("HJEMMEL_EMAIL_FROM", default="hjemmel@localhost")
EMAIL_TIMEOUT = 10

LANGUAGE_CODE = "nb"
USE_I18N = True  # the libraries' own texts; ours are pairs (see docs/adr)
LANGUAGES = [("nb", "Norsk"), ("en", "English")]
TIME_ZONE = "Europe/Oslo"
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # the design system draws its icons as data addresses
        "font-src": [SELF],
        "connect-src": [SELF],
        # The sign-in form is sent on to the OpenID Connect service.
        "form-action": [SELF, *([_origin(OIDC_ISSUER)] if OIDC_ISSUER else [])],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
if env.bool("HJEMMEL_HTTPS", default=IS_PRODUCTION):
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_SECURE = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "without_values": {
            "()": "hjemmel.config.logs.WithoutValues",
            "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "without_values"}},
    "loggers": {
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "hjemmel": {"handlers": ["console"], "level": "INFO"},
        "psycopg": {"handlers": ["console"], "level": "ERROR"},  # a lost connection is told by us
        "axes": {"handlers": ["console"], "level": "ERROR"},  # its warnings name users
    },
}

# --- statistics from outside -------------------------------------------------------------------

HJEMMEL_SSB_URL = env.str("HJEMMEL_SSB_URL", default="https://data.ssb.no/api/pxwebapi/v2")
HJEMMEL_KLASS_URL = env.str("HJEMMEL_KLASS_URL", default="https://data.ssb.no/api/klass/v1")
