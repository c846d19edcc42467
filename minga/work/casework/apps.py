"""Django's name for this room."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """The room `casework`."""

    name = "minga.work.casework"
    label = "casework"
