"""What `make check` proves beside format, lint, types and imports: migrations and documents."""

import atexit
import os
import shutil
import tempfile

import django


def start_django() -> None:
    """Django with all its models, in a data folder that is thrown away, and without a database."""
    # Settings make secrets where there are none: never in the installation of whoever checks.
    folder = tempfile.mkdtemp(prefix="minga-check-")
    atexit.register(shutil.rmtree, folder)
    os.environ["MINGA_HOME"] = folder
    os.environ["DJANGO_SETTINGS_MODULE"] = "minga.config.settings"
    django.setup()
