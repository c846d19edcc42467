"""Django's name for this room."""

from django.apps import AppConfig


class PacksConfig(AppConfig):
    """The room `packs`."""

    name = "minga.desk.packs"
    label = "packs"
