"""Pathways as a pack would load them, and steps said of them."""

from datetime import date, timedelta
from typing import Any

from minga.foundation.access.actions.accounts import make_account
from minga.foundation.access.actions.grants import grant
from minga.foundation.access.models import User
from minga.foundation.core.principals import command
from minga.foundation.definitions.models import LoadedDefinition
from minga.register.people.tests.factories import NOON
from minga.work.casework.rules import StepSaid

START = date(2015, 3, 2)
TITLE = {"es": "x", "en": "x"}
YES_NO = {"yes": TITLE, "no": TITLE}

SCHOOL: dict[str, Any] = {
    "pathway": "school",
    "title": TITLE,
    "subject": "registration",
    "roles": {"tutor": {"title": TITLE}},
    "steps": {
        "located": {"opens": True},
        "assessed": {"after": "located", "within": {"from": "located", "days": 14}},
        "enrolled": {"after": "assessed"},
        "checked": {
            "after": "enrolled",
            "repeats": True,
            "form": "check",
            "due": {"from": "enrolled", "days": [30, 60]},
        },
        "retained": {
            "after": "checked",
            "requires": {"checked": {"at_least": 2, "where": {"attending": ["yes"]}}},
            "closes": True,
        },
        "dropped_out": {"after": "enrolled", "closes": True, "by": ["tutor", "supervisor"]},
    },
}
CHECK = {
    "form": "check",
    "survey": [
        {"type": "select_one yes_no", "name": "attending", "required": "yes", "counted": "yes"},
        {"type": "text", "name": "remark"},
        {"type": "integer", "name": "days_absent"},
    ],
}
HARM: dict[str, Any] = {
    "pathway": "harm",
    "title": TITLE,
    "subject": "registration",
    "confidentiality": "sealed",
    "steps": {
        "told": {"opens": True, "form": "account"},
        "helped": {"after": "told", "repeats": True, "form": "account"},
        "ended": {"after": "told", "closes": True},
    },
}
ACCOUNT = {
    "form": "account",
    "survey": [
        {"type": "select_one yes_no", "name": "recent", "counted": "yes"},
        {"type": "text", "name": "story"},
    ],
}


def define(kind, code, content, version=None):
    same = LoadedDefinition.objects.filter(kind=kind, code=code)
    number = version or same.count() + 1
    same.update(current=False)
    return LoadedDefinition.objects.create(
        kind=kind, code=code, version=number, content=content, content_hash=f"{code}{number}"
    )


def load_pathways(*pathways):
    """Load pathways (the two above by default) with their forms."""
    define("vocabulary", "yes_no", {"vocabulary": "yes_no", "title": TITLE, "terms": YES_NO})
    define("form", "check", CHECK)
    define("form", "account", ACCOUNT)
    return [define("pathway", each["pathway"], each) for each in pathways or (SCHOOL, HARM)]


def on(day):
    return START + timedelta(days=day)


def at(day):
    return NOON + timedelta(days=day)


def said(name, day, **more):
    return StepSaid(name=name, occurred_on=on(day), **more)


def make_worker(name, team, role="caseworker"):
    """Somebody who works in a team for the year of these tests, made on first use."""
    email, by = f"{name}@example.org", command("test")
    there = User.objects.filter(email=email).first()
    worker = there or make_account(
        email=email, display_name=name.title(), language="es", password=None, by=by
    )
    if not worker.grants.filter(team=team, role=role).exists():
        grant(
            user=worker,
            team=team,
            role=role,
            starts_on=START - timedelta(days=30),
            ends_on=START + timedelta(days=300),
            reason="their work",
            at=NOON,
            today=START,
            by=by,
        )
    return worker


def two_members(team):
    """Ana and Luz, caseworkers of a team, who know of its sealed cases."""
    return make_worker("ana", team), make_worker("luz", team)
