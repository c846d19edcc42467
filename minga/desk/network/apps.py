"""Django's name for this room."""

from django.apps import AppConfig


class NetworkConfig(AppConfig):
    """The room `network`."""

    name = "minga.desk.network"
    label = "network"
