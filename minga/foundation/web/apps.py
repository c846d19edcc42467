"""Django's name for this room."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The room `web`."""

    name = "minga.foundation.web"
    label = "web"
