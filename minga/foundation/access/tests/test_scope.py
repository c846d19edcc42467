"""The scope of a transaction: what the database is told, and that it forgets."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from minga.foundation.access.clearance import NOTHING, clearance_of
from minga.foundation.access.scope import SETTINGS, acting, acting_for
from minga.foundation.access.tests.sample import NEXT_YEAR, TODAY, a_team, a_user, give

pytestmark = pytest.mark.django_db


def told():
    found = {}
    with connection.cursor() as cursor:
        for name in SETTINGS:
            cursor.execute("SELECT coalesce(current_setting(%s, true), '')", [name])
            found[name.removeprefix("minga.")] = cursor.fetchone()[0]
    return found


def fail_in_a_scope(organisation):
    with acting_for(organisation, on=TODAY):
        assert told()["unnamed"] == "on"
        raise ZeroDivisionError


def test_the_database_is_told_whose_records_may_be_seen():
    team, sister = a_team(), a_team("ours_legal")
    elsewhere = a_team("theirs_casework", "theirs")
    ana = a_user("ana")
    give(ana, "caseworker", team)
    with acting(ana, on=TODAY):
        said = told()
    assert said["user"] == str(ana.pk)
    assert said["open_cases"] == said["registrations"] == f'{{"{team.pk}"}}'
    assert said["sealed_cases"] == f'{{"{team.pk}","{sister.pk}"}}'
    assert said["lists"] == said["gatherings"] == '{"ours"}'
    assert said["operator"] == said["unnamed"] == "off"
    assert str(elsewhere.pk) not in said["sealed_cases"]


def test_a_scope_inside_another_gives_way_to_it_again():
    team, ana, luz = a_team(), a_user("ana"), a_user("luz")
    give(luz, "field_worker", team)
    before = told()
    with acting(ana, on=TODAY):
        outer = told()
        with acting(luz, on=TODAY) as clearance:
            assert clearance_of(luz, on=TODAY) is clearance
            assert told()["user"] == str(luz.pk)
        with pytest.raises(ZeroDivisionError):
            fail_in_a_scope(team.organisation)
        assert told() == outer
    assert told() == before


def test_a_stranger_somebody_whose_role_is_over_and_a_closed_account_see_nothing():
    ana = a_user("ana")
    give(ana, "supervisor", a_team())
    assert clearance_of(ana, on=TODAY).registrations
    assert not clearance_of(ana, on=NEXT_YEAR + timedelta(days=2)).registrations
    assert clearance_of(AnonymousUser(), on=TODAY) == NOTHING
    ana.is_active = False
    assert clearance_of(ana, on=TODAY) == NOTHING


def test_the_scope_of_somebody_else_says_nothing_of_one_self():
    ana, luz = a_user("ana"), a_user("luz")
    give(luz, "field_worker", a_team())
    with acting(luz, on=TODAY):
        assert not clearance_of(ana, on=TODAY).registrations
        assert not clearance_of(AnonymousUser(), on=TODAY).registrations
