"""Every address is opened as everybody: tests/pages.py says who is let in, and to which records."""

import re
import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, path, reverse

from minga.config import urls
from minga.foundation.access import second_factor
from minga.foundation.access.guards import demand_of, permitted
from minga.foundation.access.permissions import Permission
from minga.foundation.access.roles import ROLES
from minga.register.people.models import Registration
from minga.work.casework.models import Case
from minga.work.gatherings.models import Gathering
from minga.work.intake.models import PartnerList
from tests.pages import PAGES, PUBLIC, SIGNED_IN, Page
from tests.test_addresses import ARGUMENTS, every_address
from tests.visibility import TODAY, make_world

KINDS = {
    "case": Case,
    "registration": Registration,
    "gathering": Gathering,
    "list": PartnerList,
}


def demanded(view):
    """What a view demands, in the words of the table."""
    demand = demand_of(view)
    if demand is None:
        return PUBLIC
    return str(demand.permission) if demand.permission else SIGNED_IN


def test_every_address_demands_what_the_table_says():
    found = {name: demanded(view) for name, view in every_address(get_resolver())}
    assert found.keys() == PAGES.keys(), "say in tests/pages.py what the page demands"
    assert found == {name: page.demands for name, page in PAGES.items()}


def test_the_table_names_permissions_that_there_are():
    named = {page.demands for page in PAGES.values()} - {PUBLIC, SIGNED_IN}
    assert named <= set(Permission)
    assert {page.about for page in PAGES.values()} <= {"", *KINDS}


@pytest.fixture
def world(db, monkeypatch):
    """Everybody of the table of tests/visibility.py, with their second factor shown."""
    monkeypatch.setattr(second_factor, "is_shown", lambda request, user: True)
    return make_world()


def browser(user):
    client = Client(raise_request_exception=True)
    if not isinstance(user, AnonymousUser):
        client.force_login(user)
    return client


def holds(line, permission):
    """Whether a line of the table has a role with the permission, on whichever team, today."""
    role = ROLES.get(line.role)
    return role is not None and line.relation != "over" and permission in role.permissions


def opened(answer):
    """Whether a page was shown, or said what else it wants of whoever may see it."""
    return answer.status_code != 404


def each_of(world):
    """One visitor for each role and relation: who has no record to see needs no more.

    The pages that ask for no permission are opened by a few: what is one's own is alike for all.
    """
    there = set()
    for line, user in world.people.items():
        if (line.role, line.relation) not in there:
            there.add((line.role, line.relation))
            yield line, user, line.role in {"caseworker", "donor", "stranger"}


def wrongly_opened(world, pages):
    """Who gets a page that they may not have, or not one that they may."""
    found = []
    for line, user, own in each_of(world):
        for name, page in pages.items():
            if page.demands == PUBLIC or (page.demands == SIGNED_IN and not own):
                continue
            arguments = ARGUMENTS.get(name, [])
            answer = browser(user).get(reverse(name, args=arguments))
            if page.demands == SIGNED_IN:
                inside = not answer.headers.get("Location", "").startswith("/sign-in/")
                right = inside is not isinstance(user, AnonymousUser)
            elif arguments:  # of something that is not there
                right = holds(line, page.demands) or not opened(answer)
            else:
                right = opened(answer) is holds(line, page.demands)
            if not right:
                found.append(f"{line}: {name} answers {answer.status_code}")
    return found


def test_every_page_opens_to_whom_it_should_and_to_nobody_else(world):
    assert wrongly_opened(world, PAGES) == []


# Pages about a record: whoever may not see it learns nothing of whether it is there.


def told(line, user, name, number):
    """What a page answers about a record, without its number: read, and by some also written to."""
    client = browser(user)
    curious = line.standing == "-" and (line.role, line.relation) in CURIOUS
    asked = [client.get, client.post] if curious else [client.get]
    answers = []
    for ask in asked:
        answer = ask(reverse(name, args=[number, *ARGUMENTS.get(name, [])[1:]]))
        text = answer.content.decode().replace(str(number), "")
        answers.append((answer.status_code, re.sub(r'value="[\w-]{64}"', "", text)))
    return answers


CURIOUS = {("supervisor", "own"), ("caseworker", "sister"), ("supervisor", "elsewhere")}
"""Who tries the pages of forms, which reach a record as the page that shows it does."""


def wrongly_told(world, pages):
    """Where somebody is shown a record that they may not see, or is told that it is there."""
    found = []
    for name, page in pages.items():
        for line, user in world.people.items():
            if not page.about or not holds(line, page.demands):
                continue
            if not page.shows and (line.role, line.relation) not in CURIOUS:
                continue
            absent = told(line, user, name, uuid.uuid4())
            for kind, things in world.records.items():
                thing = next((one for one in things if isinstance(one, KINDS[page.about])), None)
                if thing is None:
                    continue
                may, same = kind in line.sees, told(line, user, name, thing.pk) == absent
                if same is may and (page.shows or not may):
                    found.append(f"{line}: {name} {'hides' if may else 'tells of'} {kind}")
    return found


def test_pages_about_records_tell_of_those_alone_that_one_may_see(world):
    assert wrongly_told(world, PAGES) == []


# The walk is seen to notice a page that lets the wrong people in, or shows the wrong record.


@permitted("casework.read_open_case")
def careful(request, number):
    seen = Case.objects.visible_to(request.user, on=TODAY).filter(pk=number)
    return HttpResponse("x" if seen else "", status=200 if seen else 404)


@permitted("casework.read_open_case")
def hinting(request, number):
    """Forgets visible_to, and tells of what it knows from elsewhere."""
    return HttpResponse("x", status=200 if str(number) in KNOWN else 404)


@permitted("audit.read_log")
def misguarded(request):
    return HttpResponse("x")


KNOWN: set[str] = set()
urlpatterns = [
    path("careful/<uuid:number>/", careful, name="careful"),
    path("hinting/<uuid:number>/", hinting, name="hinting"),
    path("misguarded/", misguarded, name="misguarded"),
    *urls.urlpatterns,
]


@pytest.fixture
def planted(world, settings):
    settings.ROOT_URLCONF = __name__
    return world


def test_a_page_for_the_wrong_role_is_noticed(planted):
    found = wrongly_opened(planted, {"misguarded": Page("casework.read_open_case")})
    assert "data_protection_officer own -: misguarded answers 200" in found
    assert "caseworker own -: misguarded answers 404" in found


def test_a_page_that_tells_of_a_hidden_record_is_noticed(planted):
    assert wrongly_told(planted, {"careful": Page("casework.read_open_case", "case")}) == []
    KNOWN.update(str(thing.pk) for thing in planted.records["sealed"])
    found = wrongly_told(planted, {"hinting": Page("casework.read_open_case", "case")})
    assert "supervisor own -: hinting tells of sealed" in found
