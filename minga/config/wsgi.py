"""The application for a WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

from minga.config import database, gate

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minga.config.settings")
database.attach()
application = get_wsgi_application()
gate.refuse_unless_fit()
