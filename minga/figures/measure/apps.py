"""Django's name for this room."""

from django.apps import AppConfig


class MeasureConfig(AppConfig):
    """The room `measure`."""

    name = "minga.figures.measure"
    label = "measure"
