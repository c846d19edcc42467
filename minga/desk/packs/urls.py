"""The addresses of bringing in a pack."""

from django.urls import path

from minga.desk.packs import views

app_name = "packs"
urlpatterns = [
    path("", views.pack, name="pack"),
    path("<slug:digest>/", views.received, name="received"),
]
