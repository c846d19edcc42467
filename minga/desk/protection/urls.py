"""The addresses of this room."""

from django.urls import path

from minga.desk.protection.views import log

app_name = "protection"
urlpatterns = [
    path("log/", log.log, name="log"),
    path("log/verify/", log.verify, name="verify"),
    path("log/file.<slug:kind>", log.file, name="log_file"),
]
