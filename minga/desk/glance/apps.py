"""Django's name for this room."""

from django.apps import AppConfig


class GlanceConfig(AppConfig):
    """The room `glance`."""

    name = "minga.desk.glance"
    label = "glance"
