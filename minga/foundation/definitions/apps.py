"""Django's name for this room."""

from django.apps import AppConfig


class DefinitionsConfig(AppConfig):
    """The room `definitions`."""

    name = "minga.foundation.definitions"
    label = "definitions"
