"""Django's name for this room."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """The room `search`."""

    name = "minga.desk.search"
    label = "search"
