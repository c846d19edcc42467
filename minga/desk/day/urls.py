"""The addresses of a day's work."""

from django.urls import path

from minga.desk.day import views

app_name = "day"
urlpatterns = [
    path("", views.work, name="work"),
    path("<slug:name>/", views.group, name="group"),
]
