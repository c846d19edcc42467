"""Django's name for this room."""

from django.apps import AppConfig


class PublishConfig(AppConfig):
    """The room `publish`."""

    name = "minga.figures.publish"
    label = "publish"
