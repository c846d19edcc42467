"""Django's name for this room."""

from django.apps import AppConfig


class DayConfig(AppConfig):
    """The room `day`."""

    name = "minga.desk.day"
    label = "day"
