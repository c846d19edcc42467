"""Who is the same person: rules propose, people decide, nothing is rewritten."""

import uuid
from dataclasses import replace

import pytest

from minga.engines.linkage.propose import propose
from minga.foundation.audit.models import AuditEvent
from minga.register.people.actions import erase
from minga.register.people.actions.facts import correct_registration
from minga.register.people.encodings import rebuild
from minga.register.people.identity import open_identity
from minga.register.people.judgements import conflicts, doubtful, judge, latest, match, persons
from minga.register.people.models import Judgement
from minga.register.people.rules import PeopleError
from minga.register.people.tests.factories import BY, NOON, make_registration, make_team
from minga.register.vault.actions import without_encodings

DOCUMENT, OTHER = "1710034065", "0926687856"


def made(*documents, **said):
    """The same name in as many organisations, each with its own document or none."""
    return [
        make_registration(make_team(f"org{n}"), document=document, **said).pk
        for n, document in enumerate(documents)
    ]


def together(ids):
    person = persons()
    return len({person.get(each, each) for each in ids}) == 1


def say(pair, verdict, reason="they came together"):
    left, right = pair
    return judge(left=left, right=right, verdict=verdict, reason=reason, by=BY)


def correct(registration, **changed):
    fields = replace(open_identity(registration, by=BY, reason="typo"), **changed)
    correct_registration(
        registration=registration,
        sex="f",
        birth_on=None,
        birth_precision="unknown",
        identity=fields,
        corrected_at=NOON,
        by=BY,
        reason="typo",
    )


def test_the_linker_judges_on_encodings_alone(committed_db):
    ids = made(DOCUMENT, DOCUMENT, "")
    found = match(apart=())
    # Ids are random: who has no document may stand between the two others in the chain.
    assert found["same"] in {2, 3}
    assert found["unsure"] == 0
    assert together(ids)
    assert match(apart=()) == {"same": 0, "unsure": 0}
    assert AuditEvent.objects.get(action="people.matched").detail == found


def test_two_documents_of_one_name_are_for_somebody_to_judge(committed_db):
    ids = made(DOCUMENT, OTHER)
    assert match(apart=()) == {"same": 0, "unsure": 1}
    assert not together(ids)
    assert [sorted((each.left, each.right)) for each in doubtful()] == [sorted(ids)]
    say(ids, "same")
    assert together(ids)
    assert doubtful() == []


def test_rules_never_overrule_people(committed_db):
    ids = made(DOCUMENT, DOCUMENT)
    match(apart=())
    say(ids, "different")
    assert match(apart=()) == {"same": 0, "unsure": 0}
    assert not together(ids)
    say(ids, "same")
    assert together(ids)
    assert Judgement.objects.count() == 3, "every word is kept"


def test_a_chain_goes_round_whom_somebody_judged_different(committed_db):
    ids = sorted(made(DOCUMENT, DOCUMENT, DOCUMENT))
    say(ids[1:], "different")
    match(apart=())
    assert together([ids[0], ids[1]])
    assert not together([ids[1], ids[2]])


def test_a_correction_parts_whom_a_rule_had_joined_and_the_rest_is_left(committed_db):
    one, other, third = made(DOCUMENT, DOCUMENT, DOCUMENT)
    say((other, third), "same", "seen")
    match(apart=())
    assert together([one, other, third])
    correct(one, document=OTHER, given_names="Luz")
    assert match(apart=())["unsure"] >= 1
    assert not together([one, other])
    assert together([other, third])
    correct(one, document=DOCUMENT)
    match(apart=())
    assert together([one, other, third]), "rules may change their own minds"


def test_whoever_is_erased_is_counted_as_before(committed_db):
    ids = made(DOCUMENT, DOCUMENT)
    match(apart=())
    erase(ids[0], erased_at=NOON, by=BY, reason="asked")
    assert match(apart=()) == {"same": 0, "unsure": 0}
    assert together(ids)


def test_lost_encodings_are_made_again_and_give_the_same_judgements(committed_db, role_connection):
    ids = made(DOCUMENT, DOCUMENT)
    owner = role_connection("owner")
    owner.execute("TRUNCATE vault_encoding")
    owner.commit()
    assert sorted(without_encodings()) == sorted(ids)
    assert match(apart=()) == {"same": 0, "unsure": 0}
    told: list[int] = []
    assert rebuild(by=BY, progress=told.append) == 2
    assert (told, without_encodings()) == ([2], [])
    assert match(apart=()) == {"same": 1, "unsure": 0}
    assert AuditEvent.objects.get(action="vault.encoded").detail == {"count": 2}
    assert not AuditEvent.objects.filter(action="vault.opened").exists()


def test_another_proposer_may_take_the_rules_place(committed_db):
    ids = made(DOCUMENT, OTHER)
    found = match(apart=(), proposer=lambda encodings, *, apart=frozenset(): [])
    assert found == {"same": 0, "unsure": 0}
    assert match(apart=(), proposer=propose)["unsure"] == 1
    assert not together(ids)


@pytest.mark.django_db
def test_what_contradicts_is_listed_for_somebody_to_look_at():
    one, other, third = sorted(made("", "", "", given="Luz"))
    say((one, other), "same")
    say((other, third), "same")
    say((one, third), "different")
    assert [pair.verdict for pair in conflicts()] == ["same"]
    assert not together([one, third])


@pytest.mark.django_db
def test_the_latest_word_holds_for_either_order_of_the_pair():
    one, other = made(DOCUMENT, OTHER)
    say((one, other), "same")
    say((other, one), "unsure")
    assert [each.verdict for each in latest()] == ["unsure"]
    assert latest(as_of=NOON) == []
    event = AuditEvent.objects.filter(action="people.judged").first()
    assert event is not None
    assert (event.reason, event.detail) == ("", {}), "who is who is not for the log"


@pytest.mark.django_db
def test_a_judgement_names_two_who_exist_a_verdict_and_its_grounds():
    (one,) = made(DOCUMENT)
    with pytest.raises(PeopleError) as told:
        say((one, one), "alike", " ")
    assert len(told.value.problems) == 3
    with pytest.raises(PeopleError, match="there is no such registration"):
        say((one, uuid.UUID(int=7)), "same")
