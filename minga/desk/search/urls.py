"""The address of looking something up."""

from django.urls import path

from minga.desk.search import views

app_name = "search"
urlpatterns = [path("", views.search, name="search")]
