"""Django's name for this room."""

from django.apps import AppConfig


class ResultsConfig(AppConfig):
    """The room `results`."""

    name = "minga.desk.results"
    label = "results"
