"""Django's name for this room."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """The room `organisations`."""

    name = "minga.foundation.organisations"
    label = "organisations"
