"""Where each role can go from any page, and which page they are on."""

import pytest
from django.urls import reverse

from minga.config.navigation import ENTRIES, ways
from minga.foundation.access.roles import ROLES
from minga.foundation.access.second_factor import PROVEN
from minga.work.casework.tests.visits import colleague


def pages(role, path="/account/"):
    return {way.address for way in ways(path, ROLES[role].permissions)}


def test_each_role_finds_what_it_may_open_and_nothing_else():
    assert reverse("access:teams") in pages("administrator")
    assert reverse("access:staff") in pages("organisation_manager")
    for role in ("donor", "publisher", "coordinator", "field_worker"):
        assert not {reverse("access:teams"), reverse("access:staff")} & pages(role)


def test_the_page_one_is_on_is_marked_and_no_other():
    for path, page in [("/staff/invite/", "access:staff"), ("/account/", "access:account")]:
        found = ways(path, ROLES["administrator"].permissions)
        assert [way.address for way in found if way.current] == [reverse(page)]
    assert [w.address for w in ways("/", frozenset()) if w.current] == [reverse("publish:home")]
    assert [w.address for w in ways("/nowhere/", frozenset()) if w.current] == []


def test_every_entry_leads_somewhere():
    assert [reverse(entry.page) for entry in ENTRIES]


@pytest.mark.django_db
def test_a_stranger_sees_no_menu_and_no_script(client):
    page = client.get("/").content.decode()
    assert "<nav" not in page
    assert "<script" not in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "page"),
    [
        ("field_worker", "day:work"),
        ("supervisor", "day:work"),
        ("administrator", "access:teams"),
        ("organisation_manager", "access:staff"),
        ("donor", "publish:home"),
    ],
)
def test_each_role_s_day_begins_where_its_work_is(client, role, page):
    client.force_login(colleague(role.replace("_", ""), role))
    session = client.session
    session[PROVEN] = True
    session.save()
    assert client.get("/start/").url == reverse(page)
    assert f'class="brand" href="{reverse("start")}"' in client.get(reverse(page)).content.decode()
