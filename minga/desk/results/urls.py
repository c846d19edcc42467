"""The addresses of what was promised and reached."""

from django.urls import path

from minga.desk.results import views

app_name = "results"
urlpatterns = [
    path("", views.results, name="results"),
    path("<slug:code>/", views.output, name="output"),
]
