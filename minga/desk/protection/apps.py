"""Django's name for this room."""

from django.apps import AppConfig


class ProtectionConfig(AppConfig):
    """The room `protection`."""

    name = "minga.desk.protection"
    label = "protection"
