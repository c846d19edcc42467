"""The application for a WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

from minga.config import gate, setup

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minga.config.settings")
setup.start(serving=True)
gate.refuse_unless_fit()
application = get_wsgi_application()
