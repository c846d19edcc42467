"""Django's name for this room."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """The room `access`."""

    name = "minga.foundation.access"
    label = "access"
