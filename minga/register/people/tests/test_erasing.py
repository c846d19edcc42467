"""Erasing leaves an anonymous row that counts as before, and nothing that finds the person."""

from datetime import date

import pytest

from minga.foundation.audit.models import AuditEvent
from minga.foundation.audit.verifying import verify
from minga.foundation.keys.models import WrappedKey
from minga.foundation.keys.sealing import ErasedError
from minga.register.people.actions import erase, erase_all
from minga.register.people.actions.consents import give_consent
from minga.register.people.identity import open_identity
from minga.register.people.models import Consent, HouseholdMember, Registration, RegistrationFact
from minga.register.people.rules import Agreement
from minga.register.people.tests.factories import BY, NOON, make_registration
from minga.register.vault.models import Identity

pytestmark = pytest.mark.django_db
WHY = "asked for it"


def gone(registration, **more):
    return erase(registration, erased_at=NOON, by=BY, reason=WHY, **more)


def test_everything_that_names_somebody_goes():
    row = make_registration(document="1710034065", groups=("indigenous",), household="H-7")
    sealed = Identity.objects.get()
    gone(row.pk)
    row.refresh_from_db()
    known = (row.sex, row.birth_on, row.birth_precision, row.own_document_key, row.own_name_key)
    assert known == ("", None, "unknown", "", "")
    assert row.erased_at == NOON
    for model in (Identity, RegistrationFact, HouseholdMember):
        assert not model.objects.exists(), model
    assert not WrappedKey.objects.filter(pk=row.pk).exists()
    sealed.save(force_insert=True)  # a backup that was restored
    with pytest.raises(ErasedError, match="its key was destroyed"):
        open_identity(row.pk, by=BY, reason="look")


def test_the_row_stays_to_be_counted_and_the_person_is_somebody_new():
    row = make_registration(document="1710034065")
    gone(row.pk)
    again = make_registration(document="1710034065")
    assert again.pk != row.pk
    assert Registration.objects.count() == 2


def test_consent_ends_and_loses_its_words():
    row = make_registration(birth_on=date(2006, 5, 3))
    agreed = Agreement(
        purpose="referral",
        data_class="health",
        given_by="self",
        given_on=date(2015, 3, 1),
        no_guardian_reason="the guardian is who she fears",
    )
    give_consent(registration=row.pk, agreed=agreed, recorded_at=NOON, by=BY)
    gone(row.pk)
    assert not Consent.objects.standing(on=date(2015, 3, 2)).exists()
    assert Consent.objects.get().no_guardian_reason == ""


def test_erasing_is_logged_with_its_reason_once():
    row = make_registration()
    gone(row.pk)
    gone(row.pk)
    events = AuditEvent.objects.filter(action__in=["people.erased", "vault.erased"])
    assert sorted((e.action, e.object_id, e.reason) for e in events) == [
        ("people.erased", str(row.pk), ""),
        ("vault.erased", str(row.pk), WHY),
    ]


def test_the_log_stays_whole_and_forgets_what_was_said_of_somebody():
    row, other = make_registration(), make_registration(given="Luz")
    for each in (row, other):
        open_identity(each.pk, by=BY, reason="her brother asked where she is")
    gone(row.pk)
    opened = AuditEvent.objects.filter(action="vault.opened").order_by("pk")
    assert [event.reason for event in opened] == ["", "her brother asked where she is"]
    assert verify().faults == []


def test_many_are_erased_at_once_and_none_without_a_reason():
    ids = [make_registration(given=name).pk for name in ("Ana", "Luz", "Eva")]
    with pytest.raises(ValueError, match="say why"):
        erase_all(ids, erased_at=NOON, by=BY, reason="")
    assert erase_all(ids[:2], erased_at=NOON, by=BY, reason=WHY) == 2
    assert erase_all(ids, erased_at=NOON, by=BY, reason=WHY) == 1
    assert erase_all([], erased_at=NOON, by=BY, reason=WHY) == 0
    assert not Identity.objects.exists()
