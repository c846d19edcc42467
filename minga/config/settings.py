"""Django's settings; one file. What differs between installations comes from the environment."""

import os
import secrets
from pathlib import Path

from minga.config import database
from minga.config.home import InstallationKind, home, installation, kept


def _secret_key() -> str:
    """The signing key: from the environment, or made once and kept in the data folder."""
    given = os.environ.get("MINGA_SECRET_KEY")
    return given or kept(home() / "secret_key", lambda: secrets.token_urlsafe(50))


PACKAGE = Path(__file__).resolve().parent.parent

SECRET_KEY = _secret_key()
DEBUG = False
ALLOWED_HOSTS = os.environ.get("MINGA_HOSTS", "127.0.0.1,localhost,testserver").split(",")
DEMONSTRATION = installation() != InstallationKind.LIVE

ROOMS = [
    "minga.foundation.web",
    "minga.foundation.audit",
    "minga.foundation.keys",
    "minga.foundation.places",
    "minga.foundation.organisations",
    "minga.foundation.access",
    "minga.foundation.definitions",
    "minga.register.vault",
    "minga.register.programme",
    "minga.register.people",
    "minga.work.casework",
    "minga.work.gatherings",
    "minga.work.intake",
    "minga.figures.measure",
    "minga.figures.publish",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.staticfiles",
    *ROOMS,
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
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
                "minga.foundation.web.context.installation",
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
AUTH_USER_MODEL = "access.User"

LANGUAGE_CODE = "es"
LANGUAGES = [("es", "Español"), ("en", "English")]
TIME_ZONE = "America/Guayaquil"
USE_TZ = True

STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True

MINGA_HOME = home()
MINGA_KEY_FILE = os.environ.get("MINGA_KEY_FILE", str(home() / "wrapping-keys.json"))
