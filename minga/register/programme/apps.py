"""Django's name for this room."""

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    """The room `programme`."""

    name = "minga.register.programme"
    label = "programme"
