"""The addresses of this room."""

from django.urls import path

from minga.desk.protection.views import answers, law, log, requests

app_name = "protection"
urlpatterns = [
    path("log/", log.log, name="log"),
    path("log/verify/", log.verify, name="verify"),
    path("log/file.<slug:kind>", log.file, name="log_file"),
    path("law/", law.law, name="law"),
    path("requests/", requests.requests, name="requests"),
    path("requests/new/", requests.new, name="new_request"),
    path("requests/<int:number>/", requests.one, name="request"),
    path("requests/<int:number>/copy/", answers.copy, name="copy"),
    path("requests/<int:number>/copy.json", answers.data, name="data"),
    path("requests/<int:number>/handed-over/", answers.handed_over, name="handed_over"),
    path("requests/<int:number>/correct/", answers.correct, name="correct"),
    path("requests/<int:number>/objection/", answers.objection, name="objection"),
    path("requests/<int:number>/erase/", answers.erase, name="erase"),
]
