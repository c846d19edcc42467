"""The roles as a table: what each may do, who gives it, and what does not go together."""

from datetime import date

import pytest
from django.conf import settings

from minga.foundation.access import rules
from minga.foundation.access.conflicts import CONFLICTS
from minga.foundation.access.permissions import GIVES_ACCESS, TOUCHES_RECORDS, Permission
from minga.foundation.access.roles import RECORD_ROLES, ROLES
from minga.foundation.access.rules import Held

TODAY = date(2016, 5, 2)


def test_every_role_of_the_design_is_here():
    assert list(ROLES) == [
        "field_worker", "caseworker", "supervisor", "organisation_manager", "coordinator",
        "monitoring_officer", "finance_officer", "publisher", "data_protection_officer",
        "administrator", "donor", "public",
    ]  # fmt: skip


def test_every_permission_names_a_room_and_belongs_to_a_role():
    rooms = {room.rsplit(".", 1)[-1] for room in settings.ROOMS}
    assert {permission.split(".")[0] for permission in Permission} <= rooms
    assert {p for role in ROLES.values() for p in role.permissions} == set(Permission)


@pytest.mark.parametrize("role", ROLES.values(), ids=ROLES)
def test_whoever_sees_records_or_opens_them_to_others_needs_a_second_factor(role):
    delicate = role.permissions & (TOUCHES_RECORDS | GIVES_ACCESS)
    if delicate:
        assert role.needs_second_factor


@pytest.mark.parametrize("role", ROLES.values(), ids=ROLES)
def test_only_record_roles_and_data_protection_touch_records(role):
    touches = bool(role.permissions & TOUCHES_RECORDS)
    assert touches == (role.code in RECORD_ROLES | {"data_protection_officer"})


@pytest.mark.parametrize(
    ("role", "permission", "may"),
    [
        ("field_worker", "casework.read_open_case", True),
        ("field_worker", "casework.read_restricted_case", False),
        ("field_worker", "casework.approve_step", False),
        ("caseworker", "casework.read_restricted_case", True),
        ("caseworker", "casework.approve_step", False),
        ("supervisor", "casework.approve_step", True),
        ("supervisor", "access.grant_team_role", False),
        ("organisation_manager", "access.grant_team_role", True),
        ("organisation_manager", "access.grant_house_role", False),
        ("organisation_manager", "people.open_identity", False),
        ("coordinator", "measure.read_internal_figure", True),
        ("coordinator", "people.search_person", False),
        ("monitoring_officer", "measure.release_figure", True),
        ("monitoring_officer", "publish.publish_edition", False),
        ("publisher", "publish.publish_edition", True),
        ("publisher", "measure.read_internal_figure", False),
        ("data_protection_officer", "audit.read_log", True),
        ("data_protection_officer", "people.open_identity", False),
        ("administrator", "access.keep_teams", True),
        ("administrator", "access.grant_team_role", False),
        ("donor", "measure.read_internal_figure", False),
        ("public", "publish.read_edition", True),
        ("public", "measure.read_released_figure", False),
    ],
)
def test_what_a_role_may_do(role, permission, may):
    assert (role in rules.roles_with(Permission(permission))) is may


@pytest.mark.parametrize(
    ("role", "held", "together"),
    [
        ("caseworker", ["field_worker"], True),
        ("supervisor", ["organisation_manager"], True),
        ("administrator", ["field_worker"], False),
        ("administrator", ["caseworker"], False),
        ("supervisor", ["administrator"], False),
        ("administrator", ["organisation_manager"], False),
        ("administrator", ["monitoring_officer"], True),
        ("publisher", ["monitoring_officer"], False),
        ("monitoring_officer", ["publisher"], False),
        ("finance_officer", ["caseworker"], False),
        ("finance_officer", ["organisation_manager"], True),
        ("data_protection_officer", ["supervisor"], False),
        ("data_protection_officer", ["organisation_manager"], False),
        ("data_protection_officer", ["coordinator"], True),
        ("donor", ["coordinator"], False),
        ("coordinator", [], True),
        ("coordinator", ["field_worker", "donor"], False),
    ],
)
def test_which_roles_go_together(role, held, together):
    assert (rules.conflict(role, held) is None) is together


def test_a_conflict_says_which_roles_and_why_in_both_languages():
    words = rules.conflict("publisher", ["monitoring_officer"])
    assert words is not None
    assert words.en == (
        "Publisher and Monitoring officer do not go together: "
        "whoever releases a figure does not publish it."
    )
    assert words.es.startswith("Publicaciones y Seguimiento y evaluación no van juntos: ")


def test_conflicts_name_known_roles():
    for rule in CONFLICTS:
        assert {rule.one, *rule.others} <= set(ROLES)
        assert rule.one not in rule.others


@pytest.mark.parametrize(
    ("role", "granter", "may"),
    [
        ("caseworker", Held("organisation_manager", "ours"), True),
        ("caseworker", Held("organisation_manager", "theirs"), False),
        ("caseworker", Held("administrator", "ours"), False),
        ("caseworker", Held("supervisor", "ours"), False),
        ("caseworker", Held("a_role_of_old", "ours"), False),
        ("organisation_manager", Held("administrator", "theirs"), True),
        ("organisation_manager", Held("organisation_manager", "ours"), False),
        ("administrator", Held("administrator", "theirs"), True),
        ("public", Held("administrator", "ours"), False),
    ],
)
def test_who_may_give_a_role(role, granter, may):
    assert rules.may_grant(ROLES[role], organisation="ours", held=[granter]) is may


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "fits"),
    [
        (date(2016, 5, 2), date(2017, 5, 3), True),
        (date(2016, 5, 2), date(2017, 5, 4), False),
        (date(2016, 5, 2), date(2016, 5, 2), False),
        (date(2016, 5, 2), date(2016, 5, 3), True),
        (date(2016, 4, 1), date(2016, 5, 2), False),
        (date(2016, 6, 1), date(2016, 5, 20), False),
    ],
)
def test_a_grant_lasts_at_most_a_year(starts_on, ends_on, fits):
    fault = rules.dates_fault(starts_on=starts_on, ends_on=ends_on, today=TODAY)
    assert (fault is None) is fits


@pytest.mark.parametrize(
    ("held", "needed"),
    [([], False), (["donor"], False), (["donor", "supervisor"], True), (["gone"], False)],
)
def test_the_second_factor_is_asked_for_by_any_role_that_needs_it(held, needed):
    assert rules.needs_second_factor(held) is needed
