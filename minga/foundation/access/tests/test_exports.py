"""A list as a file is what its reader may see, in words or codes, and is logged."""

import csv
import io

import pytest
from django.test import RequestFactory
from django.utils import timezone, translation

from minga.foundation.access.clearance import current
from minga.foundation.access.exports import Column, export, wanted
from minga.foundation.access.scope import acting
from minga.foundation.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
COLUMNS: list[Column[str]] = [
    Column("state", "Estado", lambda row: row, lambda row: {"open": "abierto"}[row]),
    Column("length", "Letras", len),
]


@pytest.fixture(autouse=True)
def spanish():
    with translation.override("es"):
        yield


def ask(user, query, rows):
    request = RequestFactory().get(f"/list/?{query}")
    request.user = user
    assert wanted(request)
    with acting(user, on=timezone.localdate()):
        return export(request, what="cases", columns=COLUMNS, rows=rows)


def read(answer):
    return list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))


def test_words_or_codes(ana):
    assert read(ask(ana, "as=csv", lambda: ["open"]))[:2] == [
        ["Estado", "Letras", "Datos sintéticos"],
        ["abierto", "4", "SYNTHETIC"],
    ]
    assert read(ask(ana, "as=csv&in=codes", lambda: ["open"]))[:2] == [
        ["state", "length", "Datos sintéticos"],
        ["open", "4", "SYNTHETIC"],
    ]


def test_rows_are_read_in_the_scope_of_whoever_asks_once_the_page_is_left(ana):
    scopes = []

    def rows():
        scope = current.get()
        scopes.append(scope and scope[0].user)
        return ["open"]

    answer = ask(ana, "as=xlsx", rows)
    assert scopes == []
    list(answer)
    assert scopes == [ana.pk]
    assert current.get() is None


def test_it_is_logged_before_it_is_sent_and_counted_at_its_end(ana):
    answer = ask(ana, "as=csv&pathway=school&team=", lambda: ["open", "open"])
    begun = AuditEvent.objects.get(action="access.export_begun")
    assert begun.by == f"user:{ana.pk}"
    assert begun.detail == {"as": "csv", "in": "words", "asked": ["as", "pathway"]}
    assert not AuditEvent.objects.filter(action="access.export_ended").exists()
    list(answer)
    assert AuditEvent.objects.get(action="access.export_ended").detail["rows"] == 2


def test_it_speaks_the_language_in_which_it_was_asked_for(ana):
    with translation.override("en"):
        answer = ask(ana, "as=csv", list)
    with translation.override("es"):
        assert read(answer)[0][-1] == "Synthetic data"


@pytest.mark.parametrize("query", ["", "as=pdf", "as="])
def test_anything_else_is_the_page_itself(query):
    assert not wanted(RequestFactory().get(f"/list/?{query}"))
