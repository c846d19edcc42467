"""The addresses of the application."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("minga.figures.publish.urls")),
    path("", include("minga.foundation.access.urls")),
]
