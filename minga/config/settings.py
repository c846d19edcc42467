"""Django's settings; one file. What differs between installations comes from the environment."""

import os
import secrets
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

from minga.config import database
from minga.config.home import InstallationKind, home, installation, kept


def _secret_key() -> str:
    """The signing key: from the environment, or made once and kept in the data folder."""
    given = os.environ.get("MINGA_SECRET_KEY")
    return given or kept(home() / "secret_key", lambda: secrets.token_urlsafe(50))


PACKAGE = Path(__file__).resolve().parent.parent

SECRET_KEY = _secret_key()
DEBUG = False
ADDRESS = os.environ.get("MINGA_ADDRESS", "")  # where people open it: https://minga.example.org
ALLOWED_HOSTS = os.environ.get("MINGA_HOSTS", "127.0.0.1,localhost,testserver").split(",")
if ADDRESS:
    ALLOWED_HOSTS.append(urlsplit(ADDRESS).hostname or "")
    CSRF_TRUSTED_ORIGINS = [ADDRESS.rstrip("/")]
DEMONSTRATION = installation() != InstallationKind.LIVE
DEMONSTRATION_ACCOUNTS = installation() == InstallationKind.DEMONSTRATION
# Only a demonstration may be served without encryption, on this machine itself.
ENCRYPTED = not DEMONSTRATION or ADDRESS.startswith("https://")
PROXIES = int(os.environ.get("MINGA_PROXIES", "0"))  # trusted ones between people and Minga

ROOMS = [
    "minga.foundation.web",
    "minga.foundation.keys",
    "minga.foundation.audit",
    "minga.foundation.places",
    "minga.foundation.organisations",
    "minga.foundation.access",
    "minga.foundation.definitions",
    "minga.foundation.legal",
    "minga.register.vault",
    "minga.register.programme",
    "minga.register.people",
    "minga.register.rights",
    "minga.work.casework",
    "minga.work.gatherings",
    "minga.work.intake",
    "minga.figures.measure",
    "minga.figures.publish",
    "minga.desk.day",
    "minga.desk.glance",
    "minga.desk.network",
    "minga.desk.packs",
    "minga.desk.protection",
    "minga.desk.results",
    "minga.desk.search",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    *ROOMS,
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "minga.foundation.access.middleware.PageHeadersMiddleware",
    "minga.foundation.access.middleware.SessionMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "minga.foundation.access.middleware.GuardMiddleware",
]
ROOT_URLCONF = "minga.config.urls"
WSGI_APPLICATION = "minga.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "minga.foundation.web.context.installation",
                "minga.foundation.access.context.visitor",
                "minga.config.navigation.navigation",
            ]
        },
    }
]

DATABASES = {
    "default": database.parameters("app"),
    "owner": database.parameters("owner"),
    "counter": database.parameters("counter"),
    "linker": database.parameters("linker"),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "access_remembered",
    }
}

LANGUAGE_CODE = "es"
LANGUAGES = [("es", "Español"), ("en", "English")]
TIME_ZONE = "America/Guayaquil"
FORMAT_MODULE_PATH = "minga.foundation.web.formats"
USE_TZ = True

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 30 * 24 * 60 * 60  # addresses of assets change with what is in them

# Who signs in, and how.
AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["minga.foundation.access.backends.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {
        "NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "display_name"]},
    },
]
PASSWORD_RESET_TIMEOUT = 60 * 60
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
ACCOUNT_ADAPTER = "minga.foundation.access.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation has reached its address
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/10m/key",
    "reset_password": "20/m/ip,3/10m/key",
    "invitation": "20/m/ip",
    "invite": "30/h/user",
    "search": "30/m/user,300/h/user",
    "upload": "60/h/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
SOCIALACCOUNT_PROVIDERS: dict[str, dict[str, object]] = {}
if _server := os.environ.get("MINGA_OIDC_SERVER"):  # an organisation's own sign-in
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "APPS": [
            {
                "provider_id": "sso",
                "name": os.environ.get("MINGA_OIDC_NAME", urlsplit(_server).hostname),
                "client_id": os.environ.get("MINGA_OIDC_CLIENT", ""),
                "secret": os.environ.get("MINGA_OIDC_SECRET", ""),
                "settings": {"server_url": _server, "oauth_pkce_enabled": True},
            }
        ]
    }
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True  # finds the account by an address that was confirmed
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_STORE_TOKENS = False
MFA_ADAPTER = "minga.foundation.access.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_RECOVERY_CODE_DIGITS = 10
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not ENCRYPTED

# How long somebody stays signed in, and how they leave in a hurry.
SESSION_ENGINE = "minga.foundation.access.sessions"
SESSION_IDLE_LIMIT = timedelta(minutes=int(os.environ.get("MINGA_IDLE_MINUTES", "15")))
SESSION_LIMIT = timedelta(hours=int(os.environ.get("MINGA_SESSION_HOURS", "10")))
SESSION_COOKIE_AGE = int(SESSION_LIMIT.total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
QUICK_EXIT_ADDRESS = os.environ.get("MINGA_QUICK_EXIT", "https://es.wikipedia.org/")

# What a browser may do with a page. Every page that demands nothing of its visitor is named.
PUBLIC_PAGES = frozenset(
    {
        "publish:home",
        "publish:edition",
        "publish:record",
        "publish:file",
        "publish:cells",
        "publish:figure",
        "publish:download",
        "account_login",
        "account_inactive",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "mfa_authenticate",
        "openid_connect_login",
        "openid_connect_callback",
        "socialaccount_login_cancelled",
        "socialaccount_login_error",
        "socialaccount_signup",
        "access:invitation",
        "set_language",
    }
)
KEPT_PAGES = frozenset(  # a browser may keep a copy
    {page for page in PUBLIC_PAGES if page.startswith("publish:")}
)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = ENCRYPTED
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if ENCRYPTED else 0
if PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
# What is sent may name somebody: it waits in memory, never as it is on a disk; more is not taken.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 81_000_000
SESSION_COOKIE_NAME = "__Host-session" if ENCRYPTED else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if ENCRYPTED else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = ENCRYPTED
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"  # a link in a letter finds one signed in
CSRF_COOKIE_SAMESITE = "Strict"

# Letters: through the operator's mail server; a demonstration writes them into a folder.
DEFAULT_FROM_EMAIL = os.environ.get("MINGA_MAIL_FROM", "minga@localhost")
EMAIL_FILE_PATH = str(home() / "mail")
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
if _mail := os.environ.get("MINGA_MAIL_URL"):  # smtps://user:password@host:465
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = urlsplit(_mail).hostname or ""
    EMAIL_PORT = urlsplit(_mail).port or (465 if _mail.startswith("smtps") else 587)
    EMAIL_HOST_USER = unquote(urlsplit(_mail).username or "")
    EMAIL_HOST_PASSWORD = unquote(urlsplit(_mail).password or "")
    EMAIL_USE_SSL = _mail.startswith("smtps")
    EMAIL_USE_TLS = not EMAIL_USE_SSL

MINGA_HOME = home()
MINGA_KEY_FILE = os.environ.get("MINGA_KEY_FILE", str(home() / "wrapping-keys.json"))
