"""The addresses of published editions."""

from django.urls import path

from minga.figures.publish import views

app_name = "publish"
urlpatterns = [
    path("", views.home, name="home"),
    path("editions/<int:number>/", views.edition, name="edition"),
]
