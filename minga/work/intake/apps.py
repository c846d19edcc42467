"""Django's name for this room."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """The room `intake`."""

    name = "minga.work.intake"
    label = "intake"
