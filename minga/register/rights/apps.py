"""Django's name for this room."""

from django.apps import AppConfig


class RightsConfig(AppConfig):
    """The room `rights`."""

    name = "minga.register.rights"
    label = "rights"
