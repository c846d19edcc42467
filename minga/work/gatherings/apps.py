"""Django's name for this room."""

from django.apps import AppConfig


class GatheringsConfig(AppConfig):
    """The room `gatherings`."""

    name = "minga.work.gatherings"
    label = "gatherings"
