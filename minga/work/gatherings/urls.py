"""The addresses of gatherings."""

from django.urls import path

from minga.work.gatherings.views import certifying, holding, rolls, tallies

app_name = "gatherings"
urlpatterns = [
    path("gatherings/", holding.gatherings, name="gatherings"),
    path("gatherings/new/", holding.new, name="new"),
    path("gatherings/new/<slug:pathway>/<slug:step>/", holding.hold, name="hold"),
    path("gatherings/<uuid:number>/", rolls.roll, name="roll"),
    path("gatherings/<uuid:number>/newcomer/", rolls.newcomer, name="newcomer"),
    path("gatherings/<uuid:number>/earlier/", rolls.earlier, name="earlier"),
    path("gatherings/<uuid:number>/tally/", tallies.tally, name="tally"),
    path("gatherings/<uuid:number>/certificates/", certifying.certify, name="certify"),
    path("gatherings/<uuid:number>/certificates.pdf", certifying.pdf, name="certificates"),
]
