"""The addresses of the network."""

from django.urls import path

from minga.desk.network import views

app_name = "network"
urlpatterns = [
    path("", views.organisations, name="organisations"),
    path("<slug:code>/", views.organisation, name="organisation"),
]
