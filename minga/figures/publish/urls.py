"""The addresses of published editions and of the figures in them; they stay as they are."""

from django.urls import path

from minga.figures.publish import views

app_name = "publish"
urlpatterns = [
    path("", views.home, name="home"),
    path("editions/<int:number>/", views.edition, name="edition"),
    path("editions/<int:number>/record/", views.record, name="record"),
    path("editions/<int:number>/file.<slug:kind>", views.file, name="file"),
    path("figures/<uuid:snapshot>/cells.<slug:kind>", views.download, name="cells"),
    path("figures/<uuid:snapshot>/<slug:code>/", views.figure, name="figure"),
    path("figures/<uuid:snapshot>/<slug:code>/cells.<slug:kind>", views.download, name="download"),
]
