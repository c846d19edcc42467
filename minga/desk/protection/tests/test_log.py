"""The page of the log: who opened what and why, for the data-protection officer alone."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from minga.desk.protection.tests.house import WRONG, come_in
from minga.foundation.access.tests.sample import a_user
from minga.foundation.audit.actions import forget_reasons, record
from minga.foundation.audit.models import AuditEvent
from minga.foundation.core.principals import command
from minga.foundation.core.principals import user as principal_of

pytestmark = pytest.mark.django_db
PAGES = ("/protection/log/", "/protection/log/file.csv", "/protection/log/file.xlsx")


@pytest.fixture
def officer(client):
    return come_in(client, "data_protection_officer")


def opened(user, number, reason="una visita"):
    record(
        action="vault.opened",
        kind="identity",
        object_id=number,
        by=principal_of(user.pk),
        reason=reason,
        team="ours_casework",
    )


def shown(client, question=""):
    return client.get(f"/protection/log/{question}").content.decode()


@pytest.mark.parametrize("role", WRONG)
def test_for_every_other_role_there_is_no_such_page(client, role):
    come_in(client, role)
    assert [client.get(page).status_code for page in PAGES] == [404, 404, 404]
    assert client.post("/protection/log/verify/").status_code == 404


def test_nor_for_a_stranger(client):
    assert [client.get(page).status_code for page in PAGES] == [404, 404, 404]


@pytest.mark.parametrize(
    ("language", "words"),
    [("es", "Abrió una identidad"), ("en", "Opened an identity")],
)
def test_it_says_who_opened_whose_identity_and_why(client, language, words):
    come_in(client, "data_protection_officer", language=language)
    opened(a_user("ana"), "7a3c", "una visita a su casa")
    page = shown(client, "?action=vault.opened")
    for said in ("Ana", words, "7a3c", "una visita a su casa", "ours_casework"):
        assert said in page
    assert "ana@example.org" not in page


def test_a_reason_that_was_erased_is_told_as_such(client, officer):
    opened(a_user("ana"), "7a3c", "Yolanda preguntó")
    forget_reasons({"identity": ["7a3c"]}, by=command("test"))
    page = shown(client, "?action=vault.opened")
    assert "Yolanda" not in page
    assert "(el motivo se borró)" in page


def test_it_is_asked_by_who_what_number_chain_and_days(client, officer):
    ana, berta = a_user("ana"), a_user("berta")
    opened(ana, "one")
    opened(berta, "two")
    record(action="people.registered", kind="registration", object_id="six", by=command("intake"))
    today = timezone.localdate()
    chain = AuditEvent.objects.latest("pk").chain
    table = {
        f"?who=user:{ana.pk}&action=vault.opened": {"one"},
        "?who=command:intake": {"six"},
        "?action=vault.opened": {"one", "two"},
        "?number=two": {"two"},
        f"?since={today}&action=vault.opened": {"one", "two"},
        f"?since={today + timedelta(days=1)}": set(),
        f"?until={today - timedelta(days=1)}": set(),
        f"?until={today}&number=six": {"six"},
        f"?chain={chain}&number=one": {"one"},
        f"?chain={chain + 1000}": set(),
    }
    for question, numbers in table.items():
        page = shown(client, question)
        assert {one for one in ("one", "two", "six") if f" {one}</a>" in page} == numbers
    assert "orden intake" in page


@pytest.mark.parametrize("question", ["?number=Ana María", "?who=user:99999", "?since=ayer"])
def test_a_question_that_makes_no_sense_is_said_and_shows_nothing(client, officer, question):
    page = shown(client, question)
    assert 'class="notice now"' in page
    assert "<tbody>" not in page


def test_reading_is_logged_without_what_was_typed(client, officer):
    shown(client, "?number=0999")
    last = AuditEvent.objects.latest("pk")
    assert (last.action, last.by) == ("audit.read", f"user:{officer.pk}")
    assert last.detail == {"asked": ["number"]}


def test_older_events_are_on_further_pages(client, officer):
    ana = a_user("ana")
    for number in range(120):
        opened(ana, f"n{number:03}")
    seen, question = [], "?action=vault.opened"
    while question:
        page = shown(client, question)
        seen += [f"n{n:03}" for n in range(120) if f" n{n:03}</a>" in page]
        older = page.split("Anteriores</a>")[0].rsplit('href="', 1)[1].split('"')[0]
        question = older.replace("&amp;", "&") if "Anteriores" in page else ""
    assert sorted(seen) == [f"n{n:03}" for n in range(120)]


def test_everything_that_was_asked_for_is_a_file(client, officer):
    opened(a_user("ana"), "7a3c", "=1+1")
    for kind in ("csv", "xlsx"):
        answer = client.get(f"/protection/log/file.{kind}?action=vault.opened")
        content = b"".join(answer.streaming_content)
        if kind == "csv":
            rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        else:
            book = load_workbook(io.BytesIO(content), read_only=True)
            rows = [list(map(str, row)) for row in book["log"].iter_rows(values_only=True)]
            book.close()
        assert rows[0][0] == "DATOS SINTÉTICOS."
        assert rows[1][:2] == ["Cuándo", "Quién"]
        assert len(rows) == 3
        assert rows[2][1:] == [
            "Ana", "ours_casework", "Abrió una identidad", "identity", "7a3c", "'=1+1",
            AuditEvent.objects.get(action="vault.opened").place,
        ]  # fmt: skip
        assert "no-store" in answer.headers["Cache-Control"]
    assert AuditEvent.objects.filter(action="audit.exported").count() == 2
    assert client.get("/protection/log/file.pdf").status_code == 404


def test_looking_through_the_log_says_what_was_found(client, officer):
    assert "Nadie la ha revisado todavía." in shown(client)
    assert client.post("/protection/log/verify/").url == "/protection/log/"
    page = shown(client)
    assert "Cada evento está como se escribió." in page
    assert "Sí: revisada" in page


def test_it_takes_few_queries_however_much_there_is(client, officer, django_assert_max_num_queries):
    for number in range(60):
        opened(officer, number)
    with django_assert_max_num_queries(30):
        shown(client)
