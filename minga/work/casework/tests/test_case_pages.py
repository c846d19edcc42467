"""Pages of cases: who opens them, and a case from its opening to its end."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from minga.foundation.audit.models import AuditEvent
from minga.foundation.core.principals import user as principal_of
from minga.register.people.tests.factories import make_registration, make_team
from minga.work.casework.actions.cases import Subject, open_case
from minga.work.casework.actions.steps import record_step
from minga.work.casework.models import Case, Proposal, Step
from minga.work.casework.rules import StepSaid
from minga.work.casework.tests.visits import (
    colleague,
    come_in,
    load_grants,
    send,
    shown,
    token_in,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def person():
    load_grants()
    return make_registration()


@pytest.fixture
def ana():
    return colleague("ana", "caseworker")


@pytest.fixture
def case(person, ana):
    return begin(person, ana)


def begin(person, by, day=None):
    return open_case(
        pathway="grant",
        said=StepSaid(name="asked", occurred_on=day or TODAY() - timedelta(days=9)),
        team=person.team,
        subject=Subject(registration=person.pk),
        recorded_at=timezone.now(),
        by=principal_of(by.pk),
    ).step.case


def decide(case, by, **answers):
    said = StepSaid(
        name="decided",
        occurred_on=TODAY() - timedelta(days=5),
        answers={"granted": "yes", **answers},
    )
    return record_step(case=case, said=said, recorded_at=timezone.now(), by=principal_of(by.pk))


def pages(case, step=1, paper=None):
    """Every page of a case."""
    here, number = f"/cases/{case.pk}/", uuid.uuid4()
    return [
        here,
        f"{here}record/decided/",
        f"{here}steps/{step}/correct/",
        f"{here}steps/{step}/take-back/",
        f"{here}reopen/",
        f"{here}proposals/1/",
        f"{here}proposals/1/decline/",
        f"{here}notes/",
        f"{here}notes/{number}/",
        f"{here}papers/",
        f"{here}papers/{paper or number}/",
        f"{here}papers/{paper or number}/thumbnail/",
        f"{here}participants/",
        f"{here}offer/",
        f"{here}offer/take-back/",
    ]


def outsiders(person):
    """Nobody, people whose role is another, and a caseworker of another organisation."""
    elsewhere = make_team("hillside")
    return [
        None,
        colleague("marta", "organisation_manager"),
        colleague("nora", "coordinator"),
        colleague("donor", "donor"),
        colleague("olga", "supervisor", elsewhere),
        colleague("field", "field_worker"),  # the case is restricted
    ]


def test_a_stranger_and_wrong_roles_find_no_page_of_a_case(client, case, person):
    step = case.steps.get().pk
    for who in outsiders(person):
        client.logout()
        if who is not None:
            come_in(client, who)
        for address in pages(case, step):
            assert client.get(address).status_code in {404, 405}, (who, address)
            assert client.post(address, {"reason": "x"}).status_code in {404, 405}, (who, address)
    assert case.steps.count() == 1


def test_the_list_shows_only_what_one_may_see(client, case, ana, person):
    olga = colleague("olga", "supervisor", make_team("hillside"))
    here = str(case.pk)
    assert here in shown(come_in(client, ana), "/cases/")
    assert here not in shown(come_in(client, olga), "/cases/")
    assert here not in shown(come_in(client, colleague("field", "field_worker")), "/cases/")


def test_the_list_is_narrowed_and_paged(client, ana, person):
    for number in range(27):
        surnames = f"Vera {chr(97 + number) * 3}"
        begin(make_registration(source=str(number), surnames=surnames), ana)
    come_in(client, ana)
    first = shown(client, "/cases/?pathway=grant")
    assert "Page 1 of 2, 27 in all" in first
    assert "?pathway=grant&amp;page=2" in first
    assert shown(client, "/cases/?pathway=grant&page=2").count("Seed grant, Person") == 2
    assert "27 in all" in shown(client, "/cases/?pathway=elsewhere")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Seed grant", "What comes next", "Decided"]),
        ("es", ["Capital semilla", "Qué sigue"]),
    ],
)
def test_a_case_shows_its_path_and_what_comes_next(client, case, ana, language, words):
    ana.language = language
    ana.save()
    page = shown(come_in(client, ana), f"/cases/{case.pk}/")
    for each in words:
        assert each in page
    assert "<title>Minga</title>" in page
    assert f"/people/{case.registration_id}/identity/" in page
    assert "1990" in page
    assert f"/cases/{case.pk}/record/decided/" in page
    assert f"/cases/{case.pk}/record/paid/" not in page


def test_answers_lead_to_further_questions_before_anything_is_recorded(client, case, ana):
    come_in(client, ana)
    address = f"/cases/{case.pk}/record/decided/"
    first = shown(client, address)
    assert "answer.amount" not in first
    said = {"occurred_on": TODAY().isoformat(), "answer.granted": "yes"}
    asked = send(client, address, **said)
    page = asked.content.decode()
    assert "lead to 1 more question" in page
    assert "answer.amount" in page
    assert "answer.why_not" not in page
    assert case.steps.count() == 1
    done = client.post(
        address,
        {
            **said,
            "answer.amount": "120,50",
            "answer.why_not": "never asked",
            "asked": "amount granted",
            "form_token": token_in(page),
        },
        follow=True,
    )
    assert done.redirect_chain == [(f"/cases/{case.pk}/", 302)]
    assert case.steps.get(name="decided").answers == {"granted": "yes", "amount": "120.50"}
    assert "120.50" in done.content.decode()


def test_with_htmx_only_the_questions_come_back_and_nothing_is_judged(client, case, ana):
    come_in(client, ana)
    sent = client.post(
        f"/cases/{case.pk}/record/decided/",
        {"answer.granted": "yes", "asked": "granted", "ask_again": "1"},
        headers={"HX-Request": "true"},
    )
    page = sent.content.decode()
    assert page.startswith('<div id="questions">')
    assert "answer.amount" in page
    assert "fault" not in page
    assert case.steps.count() == 1


def test_what_does_not_fit_is_told_and_what_was_typed_stays(client, case, ana):
    come_in(client, ana)
    late = (TODAY() + timedelta(days=2)).isoformat()
    sent = send(
        client,
        f"/cases/{case.pk}/record/decided/",
        occurred_on=late,
        asked="amount granted",
        **{"answer.granted": "yes", "answer.amount": "-3"},
    )
    page = sent.content.decode()
    assert "This day has not come yet" in page
    assert "More than nothing" in page
    assert 'value="-3"' in page
    assert case.steps.count() == 1


def test_the_order_of_the_pathway_is_told_with_its_titles(client, case, ana):
    come_in(client, ana)
    early = (TODAY() - timedelta(days=30)).isoformat()
    sent = send(
        client, f"/cases/{case.pk}/record/decided/", occurred_on=early,
        asked="granted why_not", **{"answer.granted": "no"},
    )  # fmt: skip
    assert "this case was not open yet" in sent.content.decode()
    assert case.steps.count() == 1


def test_a_form_sent_twice_is_recorded_once(client, case, ana):
    come_in(client, ana)
    address = f"/cases/{case.pk}/notes/"
    said = {
        "text": "She called", "occurred_on": TODAY().isoformat(),
        "form_token": token_in(shown(client, address)),
    }  # fmt: skip
    for _ in range(2):
        assert client.post(address, said).url == f"/cases/{case.pk}/"
    assert case.notes.count() == 1
    assert client.post(address, {**said, "form_token": ""}).status_code == 400


def test_a_form_that_was_refused_can_be_sent_again(client, case, ana):
    come_in(client, ana)
    other = colleague("luz", "caseworker")
    decide(case, other, amount="5")
    said = {"occurred_on": TODAY().isoformat(), "answer.granted": "no", "asked": "granted why_not"}
    first = send(client, f"/cases/{case.pk}/record/decided/", **said)
    assert "happens once" in first.content.decode()
    step = case.steps.get(name="decided").pk
    again = client.post(
        f"/cases/{case.pk}/steps/{step}/correct/",
        {**said, "reason": "it was no", "form_token": token_in(first.content.decode())},
    )
    assert again.status_code == 302
    assert Step.objects.live().get(case=case, name="decided").answers == {"granted": "no"}


def test_a_step_is_corrected_with_a_reason_and_the_first_stays_readable(client, case, ana):
    step = decide(case, ana, amount="5").step
    come_in(client, ana)
    address = f"/cases/{case.pk}/steps/{step.pk}/correct/"
    before = shown(client, address)
    assert 'value="5"' in before
    said = {"occurred_on": step.occurred_on.isoformat(), "answer.granted": "yes"}
    said |= {"answer.amount": "50", "asked": "amount granted"}
    assert "was not saved" in send(client, address, **said).content.decode()
    assert not Step.objects.filter(supersedes=step).exists()
    page = send(client, address, **said, reason="a zero was missing").content.decode()
    assert "a zero was missing" in page
    assert 'class="struck"' in page
    assert client.get(address).status_code == 404


def test_a_step_is_taken_back_and_a_case_is_closed_and_reopened(client, case, ana):
    step = decide(case, ana, amount="5").step
    come_in(client, ana)
    send(client, f"/cases/{case.pk}/record/ended/", occurred_on=TODAY().isoformat())
    page = shown(client, f"/cases/{case.pk}/")
    assert "This case is closed" in page
    assert "/record/" not in page
    page = send(client, f"/cases/{case.pk}/reopen/", reason="too early").content.decode()
    assert "What comes next" in page
    assert "too early" in page
    page = send(
        client, f"/cases/{case.pk}/steps/{step.pk}/take-back/", reason="another person"
    ).content.decode()
    assert "another person" in page
    assert Step.objects.live().filter(case=case).count() == 1


def test_a_step_that_needs_approval_waits_for_a_supervisor(client, case, ana):
    decide(case, ana, amount="5")
    come_in(client, ana)
    address = f"/cases/{case.pk}/record/paid/"
    page = send(client, address, occurred_on=TODAY().isoformat(), **{"answer.paid": "5"})
    assert "waits for approval" in page.content.decode()
    assert not Step.objects.filter(name="paid").exists()
    proposal = Proposal.objects.get()
    assert client.post(f"/cases/{case.pk}/proposals/{proposal.pk}/").status_code == 404
    luz = colleague("luz", "supervisor")
    come_in(client, luz)
    done = send(client, f"/cases/{case.pk}/", follow=False)
    assert done.status_code == 405
    token = token_in(shown(client, f"/cases/{case.pk}/"))
    client.post(f"/cases/{case.pk}/proposals/{proposal.pk}/", {"form_token": token})
    paid = Step.objects.get(name="paid")
    assert paid.by == f"user:{ana.pk}"
    assert paid.answers == {"paid": "5"}
    proposal.refresh_from_db()
    assert (proposal.step, proposal.decided_by) == (paid, f"user:{luz.pk}")
    assert AuditEvent.objects.filter(action="casework.step_approved", by=f"user:{luz.pk}").exists()


def test_nobody_approves_their_own_step_and_a_declined_one_is_not_recorded(client, case):
    luz = colleague("luz", "supervisor")
    come_in(client, luz)
    decide(case, luz, amount="5")
    address = f"/cases/{case.pk}/record/paid/"
    send(client, address, occurred_on=TODAY().isoformat(), **{"answer.paid": "5"})
    here = f"/cases/{case.pk}/proposals/{Proposal.objects.get().pk}/"
    assert here not in shown(client, f"/cases/{case.pk}/")
    told = client.post(here, {"form_token": str(uuid.uuid4())}, follow=True).content.decode()
    assert "Nobody approves what they proposed" in told
    eva = colleague("eva", "supervisor")
    come_in(client, eva)
    send(client, f"{here}decline/", reason="no receipt")
    assert not Step.objects.filter(name="paid").exists()
    assert Proposal.objects.get().reason == "no receipt"


def test_a_case_goes_on_by_a_newer_version_of_its_pathway(client, case, ana):
    come_in(client, ana)
    assert client.get(f"/cases/{case.pk}/move/").status_code == 404
    load_grants()
    assert "/move/" in shown(client, f"/cases/{case.pk}/")
    page = send(client, f"/cases/{case.pk}/move/", reason="a better order").content.decode()
    assert "Moved to a newer version" in page
    assert "/move/" not in page
    case.refresh_from_db()
    assert case.pathway.version == 2


def test_a_case_is_opened_from_a_person(client, person, ana):
    come_in(client, ana)
    assert "Seed grant" in shown(client, f"/cases/for/{person.pk}/")
    send(
        client, f"/cases/for/{person.pk}/grant/",
        occurred_on=TODAY().isoformat(), team=person.team.pk,
    )  # fmt: skip
    assert Case.objects.get().registration_id == person.pk


def test_nobody_opens_a_case_that_they_could_not_read_or_of_somebody_else_s(client, person):
    come_in(client, colleague("field", "field_worker"))
    assert "Seed grant" not in shown(client, f"/cases/for/{person.pk}/")
    assert client.get(f"/cases/for/{person.pk}/grant/").status_code == 404
    come_in(client, colleague("olga", "supervisor", make_team("hillside")))
    assert client.get(f"/cases/for/{person.pk}/").status_code == 404
    assert client.get(f"/cases/for/{person.pk}/grant/").status_code == 404
