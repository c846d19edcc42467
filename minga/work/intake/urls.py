"""The addresses of partners' lists: a list is named by its number, which says nothing."""

from django.urls import path

from minga.work.intake.views import files, lists, mapping, one, rows

app_name = "intake"
urlpatterns = [
    path("lists/", lists.lists, name="lists"),
    path("lists/workbooks/", files.templates, name="templates"),
    path("lists/workbooks/<slug:code>/", files.template, name="template"),
    path("lists/<uuid:number>/", one.one, name="list"),
    path("lists/<uuid:number>/progress/", one.progress, name="progress"),
    path("lists/<uuid:number>/again/", one.again, name="again"),
    path("lists/<uuid:number>/undo/", one.undo, name="undo"),
    path("lists/<uuid:number>/corrections/", files.corrections, name="corrections"),
    path("lists/<uuid:number>/rows/", rows.rows, name="rows"),
    path("lists/<uuid:number>/rows/<int:row>/", rows.row, name="row"),
    path("lists/<uuid:number>/mapping/<slug:kind>/", mapping.mapping, name="mapping"),
]
