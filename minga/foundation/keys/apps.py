"""Django's name for this room."""

from django.apps import AppConfig


class KeysConfig(AppConfig):
    """The room `keys`."""

    name = "minga.foundation.keys"
    label = "keys"
