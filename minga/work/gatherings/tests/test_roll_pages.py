"""A roll at a screen: begun, taken from an earlier one, marked by keyboard, and what follows."""

import uuid
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from pypdf import PdfReader

from minga.foundation.audit.models import AuditEvent
from minga.register.people.models import Registration
from minga.register.people.tests.factories import BY, make_registration, make_team
from minga.work.casework.models import Step
from minga.work.casework.tests.factories import TITLE, define
from minga.work.casework.tests.visits import colleague, come_in, send, shown, token_in
from minga.work.gatherings.actions.expecting import expect
from minga.work.gatherings.models import Expected, Gathering, Tally

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
COURSE = {
    "pathway": "course",
    "title": {"es": "Curso", "en": "Course"},
    "steps": {
        "attended": {
            "title": {"es": "Asistió", "en": "Attended"},
            "opens": True,
            "repeats": True,
            "form": "session",
            "gathering": ["topic"],
        },
        "certified": {
            "title": {"es": "Recibió certificado", "en": "Received a certificate"},
            "after": "attended",
            "requires": {"attended": {"at_least": 2}},
            "certificate": True,
            "form": "given",
        },
        "ended": {"after": "attended", "closes": True},
    },
}
SESSION = {
    "form": "session",
    "survey": [
        {"type": "select_one topic", "name": "topic", "label": "Topic", "required": "yes"},
        {"type": "select_one yes_no", "name": "official", "label": "Official?", "required": "yes"},
    ],
}
GIVEN = {"form": "given", "survey": [{"type": "integer", "name": "hours", "label": "Hours"}]}


@pytest.fixture
def team():
    rights = {"es": "Derechos", "en": "Rights"}
    define("vocabulary", "topic", {"terms": {"rights": rights, "peace": TITLE}})
    define("vocabulary", "yes_no", {"terms": {"yes": TITLE, "no": TITLE}})
    sexes = {"f": {"es": "Mujer", "en": "Woman"}, "m": {"es": "Hombre", "en": "Man"}}
    define("vocabulary", "sex", {"terms": sexes})
    define("programme", "x", {"bands": {"age_band": [0, 18]}})
    define("form", "session", SESSION)
    define("form", "given", GIVEN)
    define("pathway", "course", COURSE)
    return make_team()


@pytest.fixture
def ana(client, team):
    ana = colleague("ana", "field_worker")
    come_in(client, ana)
    return ana


def begin(client, team, day=0):
    answers = {"answer.topic": "rights", "answer.official": "no"}
    on = TODAY() - timedelta(days=day)
    send(
        client, "/gatherings/new/course/attended/",
        occurred_on=on.isoformat(), team=team.pk, **answers,
    )  # fmt: skip
    return Gathering.objects.order_by("-recorded_at").first()


def expected(gathering, count=3):
    numbers = [
        make_registration(source=str(n), surnames=f"Vera {chr(97 + n) * 3}").pk
        for n in range(count)
    ]
    expect(gathering=gathering, people=numbers, added_at=timezone.now(), by=BY)
    return numbers


def save(client, gathering, shown_, came):
    return client.post(
        f"/gatherings/{gathering.pk}/",
        {
            "form_token": str(uuid.uuid4()),
            "shown": [str(one) for one in shown_],
            "present": [str(one) for one in came],
        },
        follow=True,
    ).content.decode()


def test_a_stranger_and_wrong_roles_find_no_page_of_a_gathering(client, team, ana):
    gathering = begin(client, team)
    here = f"/gatherings/{gathering.pk}/"
    pages = ["/gatherings/", "/gatherings/new/", "/gatherings/new/course/attended/"]
    inside = ["", "newcomer/", "earlier/", "tally/", "certificates/", "certificates.pdf"]
    for who in (None, colleague("nora", "coordinator"), colleague("marta", "organisation_manager")):
        client.logout()
        if who is not None:
            come_in(client, who)
        for address in (*pages, *(here + page for page in inside)):
            assert client.get(address).status_code == 404, address
    come_in(client, colleague("olga", "field_worker", make_team("hillside")))
    for page in inside:
        assert client.get(here + page).status_code == 404, page
        assert client.post(here + page, {}).status_code in {404, 405}, page
    assert str(gathering.pk) not in shown(client, "/gatherings/")


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Save who came"), ("es", "Guardar quién vino")]
)
def test_a_roll_is_begun_and_marked(client, team, ana, language, words):
    ana.language = language
    ana.save()
    gathering = begin(client, team)
    assert gathering.usual == {"official": "no"}
    people = expected(gathering)
    page = shown(client, f"/gatherings/{gathering.pk}/")
    assert words in page
    assert page.index("Vera aaa") < page.index("Vera bbb") < page.index("Vera ccc")
    save(client, gathering, people, people[:2])
    came = Step.objects.live().filter(gathering=gathering.pk)
    assert {step.case.registration_id for step in came} == set(people[:2])
    assert came[0].answers == {"topic": "rights", "official": "no"}
    assert shown(client, f"/gatherings/{gathering.pk}/").count(" checked") == 2


def test_saving_again_changes_nothing_and_unmarking_takes_the_step_back(client, team, ana):
    gathering = begin(client, team)
    people = expected(gathering)
    save(client, gathering, people, people)
    save(client, gathering, people, people)
    assert Step.objects.count() == 3
    save(client, gathering, people, people[1:])
    assert gathering.roll().count() == 2
    save(client, gathering, people, people)
    assert gathering.roll().count() == 3


def test_marks_are_saved_by_themselves_and_before_a_newcomer_is_added(client, team, ana):
    gathering = begin(client, team)
    people = expected(gathering)
    here = f"/gatherings/{gathering.pk}/"
    said = {"shown": [str(one) for one in people], "present": [str(people[0])]}
    told = client.post(here, said, headers={"HX-Request": "true"}).content.decode()
    assert told == "Saved: 1 person came."
    said["present"] = [str(people[0]), str(people[1])]
    assert client.post(here, {**said, "then": "newcomer"}).url == f"{here}newcomer/"
    assert gathering.roll().count() == 2


def test_two_people_may_keep_the_same_roll(client, team, ana):
    gathering = begin(client, team)
    people = expected(gathering)
    save(client, gathering, people, people[:1])
    save(client, gathering, people[1:], people[1:2])
    assert gathering.roll().count() == 2


def test_somebody_of_another_organisation_cannot_be_marked(client, team, ana):
    gathering = begin(client, team)
    stranger = make_registration(make_team("hillside"), source="x")
    page = save(client, gathering, [stranger.pk], [stranger.pk])
    assert "was not saved" in page
    assert not Step.objects.exists()


def test_each_name_that_is_opened_is_logged(client, team, ana):
    gathering = begin(client, team)
    people = expected(gathering)
    shown(client, f"/gatherings/{gathering.pk}/")
    opened = AuditEvent.objects.filter(action="vault.opened", by=f"user:{ana.pk}")
    assert {event.object_id for event in opened} == {str(one) for one in people}


def test_a_newcomer_is_registered_and_present_at_once(client, team, ana):
    gathering = begin(client, team)
    address = f"/gatherings/{gathering.pk}/newcomer/"
    said = {"given_names": "Luz Marina", "surnames": "Cuero", "sex": "f", "born": "1998"}
    page = send(client, address, **said).content.decode()
    assert "Cuero Luz Marina" in page
    assert gathering.roll().count() == 1
    person = Registration.objects.get()
    assert (person.birth_on, person.birth_precision) == (date(1998, 1, 1), "year")
    assert "four digits" in send(client, address, **{**said, "born": "98"}).content.decode()


def test_a_form_sent_twice_adds_one_newcomer(client, team, ana):
    gathering = begin(client, team)
    address = f"/gatherings/{gathering.pk}/newcomer/"
    token = token_in(shown(client, address))
    for name in ("Luz", "Rosa"):
        client.post(address, {"form_token": token, "given_names": name})
    assert Registration.objects.count() == 1


def test_the_roll_of_an_earlier_gathering_is_taken_unmarked(client, team, ana):
    first = begin(client, team, day=7)
    people = expected(first)
    save(client, first, people, people[:2])
    second = begin(client, team)
    send(client, f"/gatherings/{second.pk}/earlier/", like=first.pk)
    assert Expected.objects.filter(gathering=second).count() == 3
    assert " checked" not in shown(client, f"/gatherings/{second.pk}/")


def test_people_are_counted_without_names_and_counted_again(client, team, ana):
    gathering = begin(client, team)
    address = f"/gatherings/{gathering.pk}/tally/"
    assert "Nobody is counted yet" in send(client, address).content.decode()
    send(client, address, n_f_0_18="4", n_m_18_None="3")
    assert sum(Tally.objects.values_list("count", flat=True)) == 7
    assert 'value="4"' in shown(client, address)
    send(client, address, n_f_0_18="5", n_m_18_None="3")
    stands = Gathering.objects.filter(undone_at=None, tallies__isnull=False).distinct().get()
    assert sorted(stands.tallies.values_list("count", flat=True)) == [3, 5]
    assert "8 people came without" in shown(client, f"/gatherings/{gathering.pk}/")
    listed = shown(client, "/gatherings/").partition("<tbody>")[2]
    assert listed.count("<tr>") == 1
    assert ">8<" in listed


def test_certificates_follow_the_pathway_s_rule(client, team, ana):
    first, second = begin(client, team, day=7), begin(client, team)
    people = expected(first)
    expect(gathering=second, people=people, added_at=timezone.now(), by=BY)
    save(client, first, people, people)
    save(client, second, people, people[:2])
    address = f"/gatherings/{second.pk}/certificates/"
    page = shown(client, address)
    assert "Vera aaa" in page
    assert "Vera ccc" not in page
    assert client.get(f"/gatherings/{second.pk}/certificates.pdf").status_code == 404
    said = {"occurred_on": TODAY().isoformat(), "answer.hours": "16"}
    assert "Nobody is chosen yet" in send(client, address, **said).content.decode()
    send(client, address, **said, present=[str(people[0]), str(people[2])])
    certified = Step.objects.filter(name="certified")
    assert [step.case.registration_id for step in certified] == [people[0]]
    made = client.get(f"/gatherings/{second.pk}/certificates.pdf")
    assert made.headers["Cache-Control"] == "no-store"
    text = PdfReader(BytesIO(made.content)).pages[0].extract_text()
    for words in ("Ana María Vera aaa", "Course, Rights", "Hours: 16", "SYNTHETIC"):
        assert words in text
