"""A sealed case at a screen: for its members alone, with nothing in the clear, and logged."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from minga.foundation.audit.models import AuditEvent
from minga.foundation.core.principals import user as principal_of
from minga.register.people.actions.registering import register_person
from minga.register.people.tests.factories import make_registration, make_team, somebody
from minga.work.casework.actions.cases import Subject, open_case
from minga.work.casework.models import Case, Note, Paper, Step
from minga.work.casework.rules import StepSaid
from minga.work.casework.tests.factories import load_pathways
from minga.work.casework.tests.test_case_pages import TODAY, pages
from minga.work.casework.tests.visits import colleague, come_in, send, shown

pytestmark = pytest.mark.django_db
STORY = "what she told"


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.MINGA_HOME = tmp_path


@pytest.fixture
def ana():
    return colleague("ana", "caseworker")


@pytest.fixture
def case(ana):
    load_pathways()
    person = make_registration()
    return open_case(
        pathway="harm",
        said=StepSaid(name="told", occurred_on=TODAY(), answers={"recent": "yes", "story": STORY}),
        team=person.team,
        subject=Subject(registration=person.pk),
        recorded_at=timezone.now(),
        by=principal_of(ana.pk),
        members=[ana, colleague("rosa", "caseworker")],
    ).step.case


def test_only_members_see_that_there_is_a_case(client, case, ana):
    for who in (colleague("luz", "supervisor"), colleague("eva", "caseworker")):
        come_in(client, who)
        assert str(case.pk) not in shown(client, "/cases/")
        for address in pages(case, case.steps.get().pk):
            assert client.get(address).status_code in {404, 405}
    come_in(client, ana)
    assert str(case.pk) in shown(client, "/cases/")


def test_a_member_reads_it_and_that_is_logged(client, case, ana):
    come_in(client, ana)
    page = client.get(f"/cases/{case.pk}/")
    assert STORY in page.content.decode()
    assert page.headers["Cache-Control"] == "no-store"
    assert "<title>Minga</title>" in page.content.decode()
    read = AuditEvent.objects.get(action="casework.read_sealed")
    assert (read.object_id, read.by) == (str(case.pk), f"user:{ana.pk}")
    assert STORY not in str([(event.detail, event.reason) for event in AuditEvent.objects.all()])


def test_what_is_written_in_it_is_nowhere_in_the_clear(client, case, ana, tmp_path):
    come_in(client, ana)
    here = f"/cases/{case.pk}/"
    send(client, f"{here}notes/", text="a secret note", occurred_on=TODAY().isoformat(), flag="on")
    paper = SimpleUploadedFile("of Rosa.pdf", b"%PDF-1.4 a secret paper")
    send(client, f"{here}papers/", paper=paper)
    send(
        client, f"{here}record/helped/",
        occurred_on=TODAY().isoformat(), **{"answer.story": "a secret step"},
    )  # fmt: skip
    page = shown(client, here)
    for told in ("a secret note", "of Rosa.pdf", "a secret step"):
        assert told in page
    rows = [*Note.objects.values(), *Paper.objects.values(), *Step.objects.values()]
    assert "secret" not in str(rows)
    assert "Rosa" not in str(rows)
    kept = client.get(f"{here}papers/{Paper.objects.get().pk}/")
    assert kept.content == b"%PDF-1.4 a secret paper"


def test_a_sealed_case_is_offered_to_no_team(client, case, ana):
    come_in(client, ana)
    team = type(case.team).objects.create(
        code="sister", organisation=case.team.organisation, title="Sister"
    )
    assert "/offer/" not in shown(client, f"/cases/{case.pk}/")
    page = send(client, f"/cases/{case.pk}/offer/", to=team.pk, reason="x").content.decode()
    assert "A sealed case goes to nobody" in page


def test_a_sealed_case_is_opened_with_a_second_member(client, ana):
    load_pathways()
    rosa, luz = colleague("rosa", "caseworker"), colleague("luz", "supervisor")
    elsewhere = colleague("maruja", "caseworker", make_team("hillside"))
    person = register_person(
        somebody(), team=make_team(), recorded_at=timezone.now(), by=principal_of(ana.pk)
    ).registration
    come_in(client, ana)
    here = f"/cases/for/{person.pk}/harm/"
    page = shown(client, here)
    assert rosa.display_name in page
    assert elsewhere.display_name not in page
    said = {"step": "told", "occurred_on": TODAY().isoformat(), "team": person.team_id}
    send(client, here, **said)
    assert not Case.objects.exists(), "nobody is left alone with one"
    send(client, here, **said, member=rosa.pk, hides="on")
    case = Case.objects.get()
    assert {one.user for one in case.members} == {ana, rosa}
    come_in(client, luz)
    assert client.get(f"/cases/{case.pk}/").status_code == 404
    assert client.get(f"/cases/for/{person.pk}/").status_code == 404, "she is hidden too"
