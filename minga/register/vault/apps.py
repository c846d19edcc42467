"""Django's name for this room."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    """The room `vault`."""

    name = "minga.register.vault"
    label = "vault"
