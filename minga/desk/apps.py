"""Django's name for this wing."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The wing `desk`, which is one room."""

    name = "minga.desk"
    label = "desk"
