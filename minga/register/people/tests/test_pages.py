"""Searching and registering at a screen, as those who may and those who may not."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from minga.foundation.access.second_factor import PROVEN
from minga.foundation.access.tests.sample import a_team, a_user, give
from minga.foundation.audit.models import AuditEvent
from minga.foundation.definitions.actions import store
from minga.register.people.models import Consent, Registration, RegistrationFact, SafeContact
from minga.register.people.tests.factories import BY, make_registration

pytestmark = pytest.mark.django_db
LANGUAGES = pytest.mark.parametrize("language", ["es", "en"])
TERMS = {
    "sex": ("f", "m"),
    "group": ("indigenous", "afro_ecuadorian", "prefers_not_to_say"),
    "status": ("asylum_seeker", "refugee"),
    "document_type": ("cedula", "none"),
    "consent_purpose": ("services", "referral", "match_records"),
    "data_class": ("facts", "identity"),
    "safe_channel": ("never", "own_phone"),
}


@pytest.fixture(autouse=True)
def vocabularies(db):
    def words(code):
        return {"es": f"{code} es", "en": f"{code} en"}

    store(
        {
            ("vocabulary", name): {"terms": {c: words(c) for c in terms}}
            for name, terms in TERMS.items()
        }
    )


def come_in(client, name="lucia", role="field_worker", team=None, language="es"):
    """Somebody with a role in a team, signed in with both factors."""
    user = a_user(name, language=language)
    if role:
        give(user, role, team or a_team(), starts_on=timezone.localdate())
    client.force_login(user)
    session = client.session
    session[PROVEN] = True
    session.save()
    client.cookies["django_language"] = language
    return user


def search(client, words):
    answer = client.post("/people/", {"words": words})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    return sorted(uuid.UUID(each) for each in re.findall(r'href="([0-9a-f-]{36})/"', page))


@pytest.mark.parametrize(
    "words",
    [
        "Ana María Quiñónez Ayoví",
        "AYOVI QUIÑONES ANA MARIA",
        "Kiñonez Ayobí",
        "quinonez ana mria",
        "Ana Maria Quiñonez Caicedo",
        "1710034065",
        "171003406-5",
        "0991 234 567",
        "+593 99 123 4567",
    ],
)
def test_somebody_is_found_in_any_order_and_spelling(client, words):
    come_in(client)
    there = make_registration(a_team(), document="1710034065")
    reseal(there, phone="+593991234567")
    make_registration(a_team(), given="Wilson", surnames="Tapuy Grefa")
    assert search(client, words) == [there.pk]


def reseal(row, **changed):
    from dataclasses import replace

    from minga.register.people.identity import open_identity
    from minga.register.people.recognising import identity_of
    from minga.register.vault.actions import reseal_identities

    fields = replace(open_identity(row.pk, by=BY, reason="test"), **changed)
    reseal_identities([identity_of(row, fields)], by=BY, reason="test")


@pytest.mark.parametrize("words", ["Ana", "Maria Tapuy", "0926687856", "de la", "x"])
def test_other_words_find_nobody_or_whoever_bears_them(client, words):
    come_in(client)
    there = make_registration(a_team())
    found = search(client, words)
    assert found == ([there.pk] if words == "Ana" else [])


def test_only_those_whom_one_may_see_are_found_and_the_rest_are_as_nobody(client):
    come_in(client)
    make_registration(a_team("other_casework", "other"))
    make_registration(a_team("ours_sister"))
    hidden = client.post("/people/", {"words": "Ana María"}).content
    absent = client.post("/people/", {"words": "Ana Mariela"}).content
    assert search(client, "Ana María") == []

    def shape(page):
        page = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", page)
        return page.replace(b"Mariela", b"").replace(b"Mar\xc3\xada", b"")

    assert shape(hidden) == shape(absent)


def test_the_database_gives_nobody_of_another_team_even_when_asked_directly(client):
    there = make_registration(a_team("other_casework", "other"))
    from minga.register.vault.actions import search_numbers

    numbers = search_numbers("Ana", organisation=there.organisation_id)
    with connection.cursor() as cursor:
        for teams, found in ((f"{{{there.team_id}}}", 1), ("{}", 0), ("", 0)):
            cursor.execute("SELECT set_config('minga.registrations', %s, true)", [teams])
            cursor.execute("SELECT * FROM people_search(%s::jsonb, 1, 9)", [str(numbers)])
            assert len(cursor.fetchall()) == found


def test_a_search_is_logged_without_its_words_and_not_without_end(client, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"search": "2/h/user"}
    come_in(client)
    make_registration(a_team())
    search(client, "Ana María")
    search(client, "Nadie Ninguno")
    events = AuditEvent.objects.filter(action="people.searched")
    assert len({(e.object_id, e.reason, str(e.detail)) for e in events}) == 1, "found or not"
    assert client.post("/people/", {"words": "Ana"}).status_code == 429


@pytest.mark.parametrize("role", [None, "organisation_manager", "coordinator", "donor"])
@pytest.mark.parametrize("address", ["/people/", "/people/new/", "/people/{}/identity/"])
def test_a_stranger_and_a_wrong_role_find_no_such_page(client, role, address):
    there = make_registration(a_team())
    assert client.get(address.format(there.pk)).status_code == 404
    come_in(client, role=role)
    assert client.get(address.format(there.pk)).status_code == 404
    assert client.post(address.format(there.pk), {"words": "Ana"}).status_code == 404


def form(**changed):
    said = {
        "number": str(uuid.uuid4()),
        "team": a_team().pk,
        "given_names": "Luz Dary",
        "surnames": "Cortez",
        "sex": "f",
        "born_year": "1990",
        "channel": "never",
    }
    return said | changed


def test_somebody_is_registered_with_everything_they_said(client):
    come_in(client)
    sent = form(
        born_month="5",
        born_day="3",
        groups=["indigenous", "afro_ecuadorian"],
        status="refugee",
        purposes=["services", "match_records"],
        data_classes=["facts"],
        given_by="self",
        channel="own_phone",
        details="de 8 a 9, diga que es de la escuela",
    )
    answer = client.post("/people/new/", sent)
    assert answer.url == f"../{sent['number']}/"
    there = Registration.objects.get(pk=sent["number"])
    assert (there.sex, str(there.birth_on), there.birth_precision) == ("f", "1990-05-03", "day")
    facts = RegistrationFact.objects.filter(registration=there)
    assert set(facts.values_list("value", flat=True)) == {
        "indigenous", "afro_ecuadorian", "refugee",
    }  # fmt: skip
    agreed = Consent.objects.filter(registration=there).values_list("purpose", "given_by")
    assert set(agreed) == {("services", "self"), ("match_records", "self")}
    contact = SafeContact.objects.get()
    assert contact.channel == "own_phone"
    assert contact.sealed is not None
    assert b"escuela" not in bytes(contact.sealed)


def test_what_is_sent_twice_is_done_once(client):
    come_in(client)
    sent = form(born_year="", purposes=["services"], data_classes=["facts"], given_by="self")
    assert client.post("/people/new/", sent).url == client.post("/people/new/", sent).url
    assert Registration.objects.count() == Consent.objects.count() == 1
    assert SafeContact.objects.count() == 1


def test_contact_is_never_and_consent_to_nothing_unless_they_say_so(client):
    come_in(client)
    client.post("/people/new/", form())
    assert SafeContact.objects.get().channel == "never"
    assert not Consent.objects.exists()
    page = client.get("/people/new/").content.decode()
    assert re.findall(r'value="(\w+)"[^>]* checked', page) == ["never"]


def test_somebody_of_another_team_is_registered_anew_and_nothing_is_told(client):
    come_in(client)
    theirs = make_registration(a_team("ours_sister"), document="1710034065")
    sent = form(given_names="Ana María", document="1710034065")
    assert client.post("/people/new/", sent).url == f"../{sent['number']}/"
    assert Registration.objects.exclude(pk=theirs.pk).get().team == a_team()


def test_somebody_whom_the_team_knows_is_not_registered_twice(client):
    come_in(client)
    there = make_registration(a_team(), document="1710034065")
    sent = form(given_names="Ana", document="1710034065", groups=["indigenous"])
    assert client.post("/people/new/", sent).url == f"../{there.pk}/"
    assert Registration.objects.count() == 1


@LANGUAGES
@pytest.mark.parametrize(
    ("changed", "es", "en"),
    [
        ({"given_names": "", "surnames": ""}, "Escriba un nombre", "Write a name"),
        ({"born_year": "2990"}, "todavía", "Nobody was born on that day yet"),
        ({"born_month": "2", "born_day": "30"}, "No existe ese día", "There is no such day"),
        ({"groups": ["indigenous", "prefers_not_to_say"]}, "no nombra", "names no group"),
        ({"purposes": ["services"]}, "qué datos", "which data"),
        ({"channel": "own_phone"}, "el horario", "the hours"),
        (
            {
                "born_year": str(timezone.localdate().year - 9),
                "purposes": ["services"],
                "data_classes": ["facts"],
                "given_by": "self",
            },
            "por qué no se preguntó",
            "why nobody who looks after",
        ),
        (
            {"purposes": ["referral"], "data_classes": ["facts"], "given_by": "self"},
            "qué organización",
            "which organisation",
        ),
    ],
)
def test_what_is_wrong_is_said_in_words_and_nothing_is_kept(client, language, changed, es, en):
    come_in(client, language=language)
    page = client.post("/people/new/", form(**changed)).content.decode()
    assert {"es": es, "en": en}[language] in page
    assert "Cortez" in page or "surnames" in changed, "nothing that was typed is lost"
    assert not Registration.objects.exists()


def test_a_guardian_consents_for_a_child_who_agrees(client):
    come_in(client)
    year = timezone.localdate().year - 9
    client.post(
        "/people/new/",
        form(
            born_year=str(year),
            purposes=["services"],
            data_classes=["facts"],
            given_by="guardian",
            relation="tía",
            assent="given",
        ),
    )
    consent = Consent.objects.get()
    assert (consent.given_by, consent.relation, consent.assent) == ("guardian", "tía", "given")


def test_the_words_that_were_looked_for_begin_the_form(client):
    come_in(client)
    page = client.post("/people/begin/", {"words": "Luz Dary"}).content.decode()
    assert 'value="Luz Dary"' in page
    assert (
        "1710034065" not in client.post("/people/begin/", {"words": "1710034065"}).content.decode()
    )


def test_a_name_is_opened_by_a_post_with_a_reason_and_logged(client):
    user = come_in(client)
    there = make_registration(a_team(), document="1710034065")
    address = f"/people/{there.pk}/identity/"
    assert "Quiñónez" not in client.get(address).content.decode()
    assert "Quiñónez" not in client.post(address, {"reason": ""}).content.decode()
    answer = client.post(address, {"reason": "visita del jueves"})
    assert "Quiñónez" in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"
    event = AuditEvent.objects.get(action="vault.opened")
    assert (event.object_id, event.by, event.reason) == (
        str(there.pk), f"user:{user.pk}", "visita del jueves",
    )  # fmt: skip


def test_another_teams_person_is_nobody_to_every_page(client):
    come_in(client)
    other = make_registration(a_team("other_casework", "other"))
    for page in ("", "identity/", "consent/", "contact/"):
        there = client.get(f"/people/{other.pk}/{page}")
        nobody = client.get(f"/people/{uuid.uuid4()}/{page}")
        assert (there.status_code, nobody.status_code) == (404, 404)


def test_consent_is_asked_later_and_withdrawn_once(client):
    come_in(client)
    there = make_registration(a_team())
    sent = {"purposes": ["services"], "data_classes": ["facts"], "given_by": "self"}
    for _ in range(2):
        assert client.post(f"/people/{there.pk}/consent/", sent).url == "../"
    consent = Consent.objects.get()
    for _ in range(2):
        answer = client.post(f"/people/{there.pk}/consent/{consent.pk}/withdraw/")
        assert answer.url == "../../../"
    consent.refresh_from_db()
    assert consent.withdrawn_on == timezone.localdate()
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert not Consent.objects.standing(on=tomorrow).exists()


def test_a_safe_way_of_contact_takes_the_place_of_the_one_before(client):
    come_in(client)
    there = make_registration(a_team())
    address = f"/people/{there.pk}/contact/"
    monday = {"channel": "own_phone", "details": "solo los lunes", "form_token": uuid.uuid4()}
    client.post(address, monday)
    client.post(address, monday)
    client.post(address, {"channel": "never", "form_token": uuid.uuid4()})
    assert [each.channel for each in SafeContact.objects.said()] == ["never"]
    assert SafeContact.objects.count() == 2
    client.post(address, monday | {"details": "solo los martes", "form_token": uuid.uuid4()})
    page = client.post(f"/people/{there.pk}/identity/", {"reason": "visita"}).content.decode()
    assert "solo los martes" in page
