"""The scope that a page, a stream or a job reads in: a transaction that knows who looks.

Guards open one around every view, so that pages render inside it. What goes on after the view
(a streaming response, a job) opens its own. Without a scope the application sees no scoped row.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from django.db import connection, transaction

from minga.foundation.access.clearance import Clearance, Visitor, current, of_organisation, work_out
from minga.foundation.access.models import Circle, User
from minga.foundation.organisations.models import Organisation

SETTINGS = (
    "minga.operator",
    "minga.user",
    "minga.registrations",
    "minga.open_cases",
    "minga.restricted_cases",
    "minga.sealed_cases",
    "minga.households",
    "minga.gatherings",
    "minga.lists",
    "minga.glass",
    "minga.requests",
    "minga.unnamed",
    "minga.new_circle",
)
"""What the database is told for one transaction."""


@contextmanager
def acting(user: Visitor, *, on: date) -> Iterator[Clearance]:
    """A transaction in which the database shows what this user may see on that day."""
    with transaction.atomic(), _scope(work_out(user, on=on), on) as clearance:
        yield clearance


@contextmanager
def acting_for(organisation: Organisation, *, on: date) -> Iterator[Clearance]:
    """A transaction for an organisation's own lists: they must find whom they named before.

    Nothing that it reads may be shown to anybody before it is asked for again in their own scope.
    """
    with transaction.atomic(), _scope(of_organisation(organisation.pk), on) as clearance:
        yield clearance


@contextmanager
def answering(user: User, organisation: Organisation, *, on: date) -> Iterator[Clearance]:
    """A transaction in which a user sees what an organisation holds, but for what is sealed.

    It is for whoever answers a person about their own data, and stays with that person's rows.
    """
    whole = of_organisation(organisation.pk)
    seen = replace(whole, user=user.pk, sealed_cases=(), unnamed=False)
    with transaction.atomic(), _scope(seen, on) as clearance:
        yield clearance


@contextmanager
def founding(circle: Circle) -> Iterator[None]:
    """Let the circle that is being made here be seen until its first members are written down."""
    before = _tell(["minga.new_circle"], [str(circle.pk)])
    yield
    _tell(["minga.new_circle"], before)


@contextmanager
def _scope(clearance: Clearance, on: date) -> Iterator[Clearance]:
    """Tell the database, and what it was told before once this is over; a rollback does as much."""
    before = _tell(SETTINGS, _told(clearance))
    token = current.set((clearance, on))
    try:
        yield clearance
    finally:
        current.reset(token)
    _tell(SETTINGS, before)


def _told(clearance: Clearance) -> list[str]:
    """The settings' values, in their order."""
    return [
        "off",
        "" if clearance.user is None else str(clearance.user),
        _array(clearance.registrations),
        _array(clearance.open_cases),
        _array(clearance.restricted_cases),
        _array(clearance.sealed_cases),
        _array(clearance.households),
        _array(clearance.gatherings),
        _array(clearance.lists),
        "on" if clearance.glass else "off",
        _array(clearance.requests),
        "on" if clearance.unnamed else "off",
        "",
    ]


def _array(values: Sequence[int] | Sequence[str]) -> str:
    """An array as PostgreSQL writes it: our numbers and codes need no quotes, yet get them."""
    return "{" + ",".join(f'"{value}"' for value in values) + "}"


def _tell(names: Sequence[str], values: Sequence[str]) -> list[str]:
    """Set what holds until the transaction ends; what it was before."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(was, ''), set_config(name, value, true) FROM ("
            "  SELECT name, value, n, current_setting(name, true) AS was"
            "  FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS told (name, value, n)"
            "  OFFSET 0) AS before ORDER BY n",
            [list(names), list(values)],
        )
        return [was for was, _ in cursor.fetchall()]
