"""What people ask about their own data, from the first paper to the last button."""

import json
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from minga.desk.protection.tests.house import WRONG, come_in
from minga.foundation.access.tests.browser import found
from minga.foundation.audit.models import AuditEvent
from minga.foundation.audit.verifying import verify
from minga.foundation.core.principals import command
from minga.foundation.legal.actions import keep_record
from minga.foundation.legal.tests.sample import whole
from minga.register.people.actions.consents import give_consent
from minga.register.people.identity import open_identity
from minga.register.people.models import Consent, Registration
from minga.register.people.rules import Agreement
from minga.register.people.tests.factories import BY, NOON, make_registration
from minga.register.rights.actions import decide
from minga.register.rights.models import DataRequest
from minga.register.rights.rules import Decision, Right
from minga.register.rights.tests.test_rights import received
from minga.work.casework.actions.cases import Subject, open_case
from minga.work.casework.actions.notes import add_note
from minga.work.casework.models import Case
from minga.work.casework.tests.factories import (
    HARM,
    SCHOOL,
    at,
    define,
    load_pathways,
    said,
    two_members,
)
from minga.work.intake.models import PartnerList
from minga.work.intake.tests.house import ROSA, bring, found_house, roll

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    return come_in(client, "data_protection_officer")


@pytest.fixture
def row():
    return make_registration(document="1710034065")


def on(right, row, decision=Decision.GRANTED):
    """A request for this, decided."""
    made = received(row, right)
    decide(made, decision=decision, reason="es suyo", decided_at=NOON, by=BY)
    return f"/protection/requests/{made.pk}/"


def shown(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


PAGES = [
    (Right.ACCESS, "copy/"),
    (Right.PORTABILITY, "copy.json"),
    (Right.RECTIFICATION, "correct/"),
    (Right.OBJECTION, "objection/"),
    (Right.ERASURE, "erase/"),
]


@pytest.mark.parametrize("role", [*WRONG, "stranger"])
def test_for_every_other_role_there_are_no_such_pages(client, row, role):
    if role != "stranger":
        come_in(client, role)
    pages = ["/protection/requests/", "/protection/requests/new/", on(Right.ACCESS, row)]
    pages += [on(right, row) + page for right, page in PAGES]
    for page in pages:
        assert client.get(page).status_code == 404, page
        assert client.post(page).status_code == 404, page
    assert client.post(pages[2] + "handed-over/").status_code == 404
    assert Registration.objects.get().erased_at is None


def test_a_request_is_written_down_and_decided(client, officer, row):
    page = shown(client, "/protection/requests/new/")
    token = found(r'name="form_token" value="([^"]+)"', page)
    form = {
        "form_token": token, "organisation": row.organisation_id, "registration": str(row.pk),
        "right": "access", "asked_by": "self", "check_made": "document",
        "received_on": (timezone.localdate() - timedelta(3)).isoformat(),
    }  # fmt: skip
    assert client.post("/protection/requests/new/", form).url == "/protection/requests/"
    client.post("/protection/requests/new/", form)  # a second click
    made = DataRequest.objects.get()
    assert made.due_on == timezone.localdate() + timedelta(12)
    assert "por resolver" in shown(client, "/protection/requests/")

    here = f"/protection/requests/{made.pk}/"
    assert client.post(here, {"decision": "granted", "reason": ""}).status_code == 200
    assert client.post(here, {"decision": "granted", "reason": "es suyo"}).url == here
    page = shown(client, here)
    assert "es suyo" in page
    assert "Abrir la copia para imprimir" in page
    assert client.post(f"{here}handed-over/").url == here
    assert "Cumplida" in shown(client, here)
    assert client.get(f"{here}copy/").status_code == 404, "a copy once, by a request of its own"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"registration": str(uuid.uuid4())}, "No hay tal inscripción"),
        ({"check_made": "mandate_papers"}, "no demuestra"),
        ({"received_on": "2999-01-01"}, "todavía no llega"),
        ({"registration": "Rosa"}, "UUID"),
    ],
)
def test_what_is_wrong_with_a_request_is_said(client, officer, row, change, words):
    form = {
        "form_token": str(uuid.uuid4()), "organisation": row.organisation_id,
        "registration": str(row.pk), "right": "access", "asked_by": "self",
        "check_made": "document", "received_on": "2016-05-02", **change,
    }  # fmt: skip
    assert words in client.post("/protection/requests/new/", form).content.decode()
    assert not DataRequest.objects.exists()


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_copy_says_all_that_is_held_but_nothing_of_sealed_cases(client, row, language):
    come_in(client, "data_protection_officer", language=language)
    load_pathways()
    define("pathway", "harm", HARM)
    define("pathway", "school", SCHOOL)
    agreed = Agreement(
        purpose="referral", data_class="health", given_by="self", given_on=NOON.date()
    )
    give_consent(registration=row.pk, agreed=agreed, recorded_at=NOON, by=BY)
    about, by = Subject(registration=row.pk), command("test")
    open_case(
        pathway="school", said=said("located", 0), team=row.team, subject=about,
        recorded_at=at(0), by=by,
    )  # fmt: skip
    told = {"recent": "yes", "story": "by the bridge"}
    open_case(
        pathway="harm", said=said("told", 0, answers=told), team=row.team, subject=about,
        recorded_at=at(0), by=by, members=two_members(row.team),
    )  # fmt: skip
    kept = Case.objects.exclude(confidentiality="sealed").get()
    add_note(case=kept, text="came with her aunt", occurred_on=NOON.date(), recorded_at=NOON, by=BY)
    open_identity(row.pk, by=BY, reason="una visita")
    here = on(Right.ACCESS, row)
    page = shown(client, f"{here}copy/")
    for words in ("Ana María", "1710034065", "referral", "Located", "came with her aunt"):
        assert words in page
    for words in ("bridge", "harm", "told", "una visita"):
        assert words not in page
    answer = client.get(f"{here}copy.json")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "attachment" in answer.headers["Content-Disposition"]
    held = json.loads(answer.content)
    assert held["identity"]["document"] == "1710034065"
    assert [case["pathway"] for case in held["cases"]] == ["school"]
    assert len(held["opened_by"]) == 3, "the visit, the page and this"
    opened = AuditEvent.objects.filter(action="vault.opened").latest("pk")
    assert opened.reason == f"access, request {DataRequest.objects.get().pk}"


def test_a_correction_is_made_and_closes_the_request(client, officer, row):
    here = on(Right.RECTIFICATION, row)
    page = shown(client, f"{here}correct/")
    assert 'value="Ana María"' in page
    form = {
        "given_names": "Ana Luz", "surnames": "Quiñónez Ayoví", "document": "1710034065",
        "sex": "", "birth_on": "1990-05-04", "birth_precision": "day",
    }  # fmt: skip
    wrong = client.post(f"{here}correct/", {**form, "birth_on": "2999-01-01"})
    assert "nobody was born on" in wrong.content.decode()
    assert client.post(f"{here}correct/", form).url == here
    assert open_identity(row.pk, by=BY, reason="look").given_names == "Ana Luz"
    assert DataRequest.objects.get().done_on == timezone.localdate()


def test_an_objection_ends_the_chosen_consents(client, officer, row):
    for purpose in ("referral", "research"):
        agreed = Agreement(
            purpose=purpose, data_class="health", given_by="self", given_on=NOON.date()
        )
        give_consent(registration=row.pk, agreed=agreed, recorded_at=NOON, by=BY)
    here = on(Right.OBJECTION, row)
    assert "research" in shown(client, f"{here}objection/")
    ended = Consent.objects.get(purpose="research")
    assert client.post(f"{here}objection/", {}).status_code == 200
    assert client.post(f"{here}objection/", {"consents": [ended.pk]}).url == here
    standing = Consent.objects.standing(on=timezone.localdate())
    assert [one.purpose for one in standing] == ["referral"]


def test_erasing_asks_twice_and_reaches_everything(client, officer):
    found_house()
    bring(roll(ROSA))
    row = Registration.objects.get()
    here = on(Right.ERASURE, row)
    page = shown(client, f"{here}erase/")
    assert "1 lista original que nombraba a la persona" in page
    last = str(row.pk)[-6:]
    wrong = client.post(f"{here}erase/", {"number": "zzzzzz", "sure": "on"})
    assert "no son las últimas letras" in wrong.content.decode()
    asked = client.post(f"{here}erase/", {"number": last}).content.decode()
    assert "¿Borrar a esta persona?" in asked
    assert Registration.objects.get().erased_at is None
    assert client.post(f"{here}erase/", {"number": last, "sure": "on"}).url == here
    assert Registration.objects.get().erased_at is not None
    assert PartnerList.objects.get().purged_at is not None
    assert "el motivo se borró" in shown(client, here)
    assert client.get(f"{here}erase/").status_code == 404
    assert verify().faults == []


@pytest.mark.parametrize("decision", [Decision.REFUSED, None])
def test_nothing_is_done_that_was_not_granted(client, officer, row, decision):
    for right, page in PAGES:
        made = received(row, right)
        if decision:
            decide(made, decision=decision, reason="no", decided_at=NOON, by=BY)
        assert client.get(f"/protection/requests/{made.pk}/{page}").status_code == 404
    assert not AuditEvent.objects.filter(action="vault.opened").exists()


def test_a_granted_request_opens_its_own_page_only(client, officer, row):
    here = on(Right.ACCESS, row)
    for page in ("correct/", "objection/", "erase/"):
        assert client.get(here + page).status_code == 404
    assert client.get("/protection/requests/999999/").status_code == 404


@pytest.mark.parametrize("role", ["data_protection_officer", "administrator"])
def test_the_legal_record_is_shown_to_whoever_watches_or_keeps(client, role):
    come_in(client, role)
    assert "No hay nada registrado" in shown(client, "/protection/law/")
    keep_record(whole(), recorded_at=timezone.now(), by=BY)
    page = shown(client, "/protection/law/")
    assert "LOPDP art. 8" in page
    assert "Derivar" in page


@pytest.mark.parametrize("role", sorted(set(WRONG) - {"administrator"}))
def test_and_to_nobody_else(client, role):
    come_in(client, role)
    assert client.get("/protection/law/").status_code == 404
