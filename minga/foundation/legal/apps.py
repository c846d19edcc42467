"""Django's name for this room."""

from django.apps import AppConfig


class LegalConfig(AppConfig):
    """The room `legal`."""

    name = "minga.foundation.legal"
    label = "legal"
