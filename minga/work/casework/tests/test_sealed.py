"""A sealed case hides its answers under its own key, and its existence from who opens another."""

import json

import pytest

from minga.engines.pathway.answers import Question
from minga.foundation.audit.models import AuditEvent
from minga.foundation.core.principals import command
from minga.foundation.keys.models import WrappedKey
from minga.foundation.keys.sealing import TamperedError, keyed_hash
from minga.register.people.tests.factories import BY, NOON, make_registration
from minga.work.casework.actions.cases import Subject, open_case
from minga.work.casework.actions.lists import NewStep, record_steps
from minga.work.casework.actions.reading import open_answers
from minga.work.casework.actions.steps import record_step, supersede_step, void_step
from minga.work.casework.models import Case, Step
from minga.work.casework.pathways import current_rules
from minga.work.casework.rules import CaseworkError
from minga.work.casework.tests.factories import at, load_pathways, on, said, two_members

pytestmark = pytest.mark.django_db
STORY = {"recent": "yes", "story": "On the bridge."}


@pytest.fixture
def survivor():
    load_pathways()
    return make_registration()


def open_sealed_case(survivor, answers=STORY, **more):
    return open_case(
        pathway="harm",
        said=said("told", 0, answers=answers),
        team=survivor.team,
        subject=Subject(registration=survivor.pk),
        recorded_at=at(0),
        by=command("test"),
        members=two_members(survivor.team),
        **more,
    ).step


def from_list(survivor, answers=STORY, source="a"):
    step = NewStep(name="told", occurred_on=on(0), registration=survivor.pk, answers=answers)
    return record_steps(
        [step],
        rules=current_rules()["harm"],
        team=survivor.team,
        source=source,
        recorded_at=NOON,
        by=BY,
    )


def test_only_counted_answers_stay_in_the_clear(survivor):
    step = open_sealed_case(survivor)
    assert step.answers == {"recent": "yes"}
    assert b"bridge" not in bytes(step.sealed_answers)


def test_reading_is_logged_and_needs_the_cases_own_key(survivor):
    step = open_sealed_case(survivor)
    assert open_answers(step=step, by=BY, reason="visit") == STORY
    event = AuditEvent.objects.get(action="casework.opened_answers")
    assert (event.object_id, event.reason) == (str(step.pk), "visit")
    WrappedKey.objects.filter(pk=step.case_id).delete()
    with pytest.raises(CaseworkError, match="this case was erased"):
        open_answers(step=step, by=BY, reason="visit")
    with pytest.raises(CaseworkError, match="this case was erased"):
        record_step(case=step.case, said=said("helped", 1), recorded_at=at(1), by=BY)


def test_sealed_answers_cannot_be_moved_to_another_case(survivor):
    one, other = open_sealed_case(survivor), open_sealed_case(survivor)
    other.sealed_answers = one.sealed_answers
    with pytest.raises(TamperedError):
        open_answers(step=other, by=BY, reason="visit")


def test_the_reason_of_a_correction_is_sealed_too(survivor):
    step = open_sealed_case(survivor)
    new = supersede_step(
        step=step, said=said("told", 0, answers=STORY), reason="her uncle", recorded_at=at(1), by=BY
    ).step
    void = void_step(step=new, reason="her cousin", recorded_at=at(2), by=BY).step
    assert (new.reason, void.reason) == ("", "")
    assert open_answers(step=new, by=BY, reason="visit") == STORY
    logged = str([(event.reason, event.detail) for event in AuditEvent.objects.all()])
    assert "uncle" not in logged
    assert "cousin" not in logged


def test_a_digest_cannot_be_guessed_without_the_cases_key(survivor):
    """The choices are few: whoever holds the organisation's key could else try them all."""
    from_list(survivor)
    step = Step.objects.get()
    team = survivor.team
    guess = json.dumps(["told", on(0), None, "", "", STORY], sort_keys=True, default=str)
    assert step.digest != keyed_hash(guess, purpose="step", organisation=team.organisation_id)
    two = [open_sealed_case(survivor), open_sealed_case(survivor)]
    assert len({step.digest, *(each.digest for each in two)}) == 3


def test_opening_a_second_sealed_case_tells_nothing_of_the_first(survivor):
    """Nor does the constraint: keys of sealed cases that people open never meet."""
    keys = {open_sealed_case(survivor, case_code="7").case.own_key for _ in range(3)}
    from_list(survivor)
    assert len(keys | set(Case.objects.values_list("own_key", flat=True))) == 4


def test_a_list_that_says_it_again_is_seen(survivor):
    assert from_list(survivor).fates == ["new"]
    assert from_list(survivor, source="b").fates == ["seen"]
    assert from_list(survivor, answers=STORY | {"story": "At home."}).fates == ["corrected"]
    step = Step.objects.live().get()
    assert open_answers(step=step, by=BY, reason="visit")["story"] == "At home."


def test_a_list_cannot_add_to_an_erased_case(survivor):
    from_list(survivor)
    WrappedKey.objects.filter(pk=Case.objects.get().pk).delete()
    done = from_list(survivor, answers={"recent": "no"}, source="b")
    assert done.fates == ["refused"]


def test_a_sealed_case_has_no_words_in_the_clear(survivor):
    with pytest.raises(CaseworkError, match="no matter in the clear"):
        open_sealed_case(survivor, matter="the bridge")


def test_the_counted_answers_of_a_form_are_known(survivor):
    asked = current_rules()["harm"].questions("told")
    assert asked["recent"] == Question(
        name="recent", kind=asked["recent"].kind, choices=frozenset({"no", "yes"}), counted=True
    )
