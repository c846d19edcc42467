"""The results framework: outcomes and outputs, and each output with its indicators."""

from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from minga.desk.results.reached import Latest, Promise, framework, indicators
from minga.foundation.access.guards import permitted
from minga.foundation.definitions.pack.schema import Results
from minga.foundation.organisations.models import Organisation
from minga.foundation.web.charts import Bars
from minga.foundation.web.pieces import Head, Table
from minga.foundation.web.saying import language, write_day, write_number
from minga.register.programme.models import Activity

GOAL = "goal"
"""Under this name stand the indicators of the goal."""


@permitted("programme.read_results")
@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """What the programme is for, and what it delivers to get there."""
    framed, counted = framework(), indicators()
    if framed is None:
        return render(request, "results/results.html", {"goal": "", "groups": []})

    def line(code: str, title: str) -> tuple[str, str, str]:
        return code, title, _many(len(counted.get(code, ())))

    groups = []
    for code, outcome in framed.outcomes.items():
        title = outcome.title.in_language(language())
        below = [
            line(name, said.title.in_language(language()))
            for name, said in framed.outputs.items()
            if said.outcome == code
        ]
        if code in counted:
            below.insert(0, line(code, _("The change itself")))
        groups.append((title, below))
    if GOAL in counted:
        groups.insert(0, (_("The programme as a whole"), [line(GOAL, _("The change itself"))]))
    goal = framed.goal.title.in_language(language())
    return render(request, "results/results.html", {"goal": goal, "groups": groups})


def _many(count: int) -> str:
    words = ngettext("%(count)s indicator", "%(count)s indicators", count)
    return words % {"count": write_number(count)}


@permitted("programme.read_results")
@require_safe
def output(request: HttpRequest, code: str) -> HttpResponse:
    """An output, an outcome or the goal: what was promised and reached, and what is done for it."""
    framed = framework()
    place = _place(framed, code) if framed else None
    if place is None:
        raise Http404
    counted = indicators().get(code, [])
    latest = Latest.find()
    totals = latest.totals([each.indicator for each in counted]) if latest else {}
    promises = [Promise(each, latest, totals.get(each.indicator)) for each in counted]
    bars = [each.bar() for each in promises if each.promised is not None]
    rows = [each.row() for each in promises if each.promised is None]
    as_of = write_day(timezone.localdate(latest.snapshot.as_of)) if latest else ""
    context = {
        "title": place.title,
        "over": place.over,
        "agencies": _names(place.agencies),
        "chart": Bars(
            _("What was reached of what was promised"),
            _("Released figures, as of %s.") % as_of if as_of else _("Nothing was released yet."),
            _("Reached"),
            bars,
            _("The dark line is the promise. Open a figure to see how it was counted."),
            own_scale=True,
        ),
        "counted": Table(
            _("Counted without a promise"),
            [Head(_("Indicator")), Head(_("Reached"), number=True)],
            rows,
        )
        if rows
        else None,
        "activities": _activities(code),
    }
    return render(request, "results/output.html", context)


class _Place(NamedTuple):
    """An output, an outcome or the goal, and what it belongs to."""

    title: str
    over: str = ""
    agencies: tuple[str, ...] = ()


def _place(framed: Results, code: str) -> _Place | None:
    goal = framed.goal.title.in_language(language())
    if code == GOAL:
        return _Place(goal)
    if outcome := framed.outcomes.get(code):
        return _Place(outcome.title.in_language(language()), goal)
    if output := framed.outputs.get(code):
        above = framed.outcomes[output.outcome].title.in_language(language())
        return _Place(output.title.in_language(language()), above, output.agencies)
    return None


def _names(codes: tuple[str, ...]) -> str:
    known = Organisation.objects.filter(code__in=codes)
    called = {one.code: one.acronym or getattr(one, f"name_{language()}") for one in known}
    return ", ".join(called.get(code, code) for code in codes)


def _activities(output: str) -> Table | None:
    planned = Activity.objects.filter(output=output, retired=False)
    rows = [
        [
            getattr(one, f"title_{language()}"),
            getattr(one.organisation, f"name_{language()}"),
            " – ".join(write_day(day) for day in (one.starts, one.ends) if day) or "–",
        ]
        for one in planned.select_related("organisation").order_by("starts", "code")
    ]
    heads = [Head(_("Activity")), Head(_("Who runs it")), Head(_("When"))]
    return Table(_("What is done for it"), heads, rows) if rows else None
