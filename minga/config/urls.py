"""The addresses of the application."""

from django.urls import URLPattern, URLResolver, include, path

from minga.config.navigation import start
from minga.foundation.access.guards import signed_in
from minga.foundation.web.views import gallery

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("minga.figures.publish.urls")),
    path("", include("minga.foundation.access.urls")),
    path("", include("minga.work.casework.urls")),
    path("protection/", include("minga.desk.protection.urls")),
    path("", include("minga.work.intake.urls")),
    path("work/", include("minga.desk.day.urls")),
    path("search/", include("minga.desk.search.urls")),
    path("results/", include("minga.desk.results.urls")),
    path("organisations/", include("minga.desk.network.urls")),
    path("pack/", include("minga.desk.packs.urls")),
    path("start/", signed_in(start), name="start"),
    path("", include("minga.work.gatherings.urls")),
    path("", include("minga.register.people.urls")),
    path("", include("minga.desk.glance.urls")),
    path("design/", signed_in(gallery), name="gallery"),
]
