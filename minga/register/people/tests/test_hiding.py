"""Somebody hidden in a circle: nothing recognises them, whatever is corrected or made again."""

import pytest

from minga.foundation.access.models import Circle
from minga.register.people.actions.facts import correct_registration
from minga.register.people.actions.hiding import hide
from minga.register.people.actions.registering import register_person
from minga.register.people.encodings import rebuild
from minga.register.people.models import Registration
from minga.register.people.rules import PeopleError
from minga.register.people.tests.factories import BY, NOON, make_registration, make_team, somebody
from minga.register.vault.models import Encoding

pytestmark = pytest.mark.django_db


@pytest.fixture
def hidden():
    found = register_person(
        somebody(document="0801234568"), team=make_team(), recorded_at=NOON, by=BY
    ).registration
    hide(registration=found.pk, circle=Circle.objects.create(), by=BY)
    return Registration.objects.get(pk=found.pk)


def nothing_recognises(registration):
    registration.refresh_from_db()
    encoded = Encoding.objects.filter(pk=registration.pk).values("registration").exists()
    return not (encoded or registration.own_document_key or registration.own_name_key)


def test_nothing_recognises_whoever_is_hidden(hidden):
    assert nothing_recognises(hidden)
    correct_registration(
        registration=hidden.pk,
        sex="f",
        birth_on=None,
        birth_precision="unknown",
        identity=somebody(document="0801234576").identity,
        corrected_at=NOON,
        by=BY,
        reason="typo",
    )
    assert nothing_recognises(hidden)
    assert rebuild(by=BY) == 0
    assert nothing_recognises(hidden)


def test_others_are_encoded_again_and_the_hidden_are_not(hidden):
    other = make_registration(given="Eva")
    Encoding.objects.filter(pk=other.pk).delete()
    assert rebuild(by=BY) == 1
    assert nothing_recognises(hidden)
    assert not nothing_recognises(other)


def test_whoever_came_in_a_list_or_is_in_another_circle_is_not_hidden(hidden):
    for known in (make_registration(), hidden):
        with pytest.raises(PeopleError, match="known without this case"):
            hide(registration=known.pk, circle=Circle.objects.create(), by=BY)
