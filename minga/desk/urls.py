"""The addresses of pages that compose several rooms."""

from django.urls import path

from minga.desk import person

app_name = "desk"
urlpatterns = [
    path("people/<uuid:number>/", person.person, name="person"),
]
