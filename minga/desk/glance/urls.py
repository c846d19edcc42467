"""The address of this room."""

from django.urls import path

from minga.desk.glance import views

app_name = "glance"
urlpatterns = [
    path("people/<uuid:number>/", views.person, name="person"),
]
