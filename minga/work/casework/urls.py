"""The addresses of cases: a case is named by its number, which says nothing."""

from django.urls import path

from minga.work.casework.views import (
    approvals,
    case,
    folder,
    glass,
    handovers,
    listing,
    members,
    opening,
    steps,
)

app_name = "casework"
urlpatterns = [
    path("cases/", listing.cases, name="cases"),
    path("cases/new/", opening.new, name="new"),
    path("cases/new/<slug:pathway>/", opening.open_about, name="open"),
    path("cases/for/<uuid:registration>/", opening.choose_for, name="choose_for"),
    path("cases/for/<uuid:registration>/<slug:pathway>/", opening.open_for, name="open_for"),
    path("cases/offers/<int:offer>/", handovers.answer, name="answer"),
    path("cases/<uuid:number>/", case.case, name="case"),
    path("cases/<uuid:number>/record/<slug:name>/", steps.record, name="record"),
    path("cases/<uuid:number>/steps/<int:step>/correct/", steps.correct, name="correct"),
    path("cases/<uuid:number>/steps/<int:step>/take-back/", steps.take_back, name="take_back"),
    path("cases/<uuid:number>/move/", steps.move, name="move"),
    path("cases/<uuid:number>/reopen/", steps.reopen, name="reopen"),
    path("cases/<uuid:number>/proposals/<int:proposal>/", approvals.approve, name="approve"),
    path(
        "cases/<uuid:number>/proposals/<int:proposal>/decline/", approvals.decline, name="decline"
    ),
    path("cases/<uuid:number>/notes/", folder.note, name="note"),
    path("cases/<uuid:number>/notes/<uuid:note>/", folder.settle, name="settle"),
    path("cases/<uuid:number>/papers/", folder.upload, name="add_paper"),
    path("cases/<uuid:number>/papers/<uuid:paper>/", folder.paper, name="paper"),
    path("cases/<uuid:number>/papers/<uuid:paper>/thumbnail/", folder.thumbnail, name="thumbnail"),
    path("cases/<uuid:number>/participants/", folder.participant, name="participant"),
    path("cases/<uuid:number>/members/", members.members, name="members"),
    path("cases/<uuid:number>/members/<int:member>/leave/", members.leaving, name="leaving"),
    path("break-glass/", glass.glass, name="glass"),
    path("break-glass/<int:number>/end/", glass.end_own, name="glass_end"),
    path("break-glass/requests/", glass.requests, name="glass_requests"),
    path("break-glass/requests/<int:number>/", glass.answer, name="glass_answer"),
    path("break-glass/requests/<int:number>/end/", glass.end_any, name="glass_close"),
    path("cases/<uuid:number>/offer/", handovers.offer, name="offer"),
    path("cases/<uuid:number>/offer/take-back/", handovers.take_back, name="take_offer_back"),
]
