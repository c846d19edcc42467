"""Helping somebody back in, and closing an account: by whoever may give what it opens."""

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.utils import timezone

from minga.foundation.access.actions.accounts import close_account
from minga.foundation.access.actions.refusals import RefusedError
from minga.foundation.access.models import Session
from minga.foundation.access.roles import ROLES
from minga.foundation.access.tests.browser import PASSWORD, enrol, sign_in
from minga.foundation.access.tests.sample import BY, TODAY, a_team, a_user, give
from minga.foundation.access.tests.test_staff_pages import LANGUAGES, come_in, marta, root
from minga.foundation.audit.models import AuditEvent
from minga.foundation.keys.models import WrappedKey

pytestmark = pytest.mark.django_db
__all__ = ["marta", "root"]
WRONG = sorted(set(ROLES) - {"organisation_manager", "administrator", "public"})


@pytest.fixture
def ana():
    """A caseworker with an app and codes, signed in elsewhere."""
    ana = a_user("ana", password=PASSWORD)
    give(ana, "caseworker", a_team(), starts_on=timezone.localdate())
    elsewhere = Client()
    sign_in(elsewhere)
    enrol(elsewhere)
    assert elsewhere.get("/account/").status_code == 200
    return ana


def reset(client, user, reason="perdió el teléfono; la llamé"):
    return client.post(f"/staff/{user.pk}/second-factor/", {"reason": reason})


@LANGUAGES
def test_a_lost_factor_is_taken_off_with_a_reason_and_its_owner_is_told(
    client, marta, ana, language
):
    ana.language = marta.language = language
    ana.save()
    marta.save()
    page = client.get(f"/staff/{ana.pk}/second-factor/").content.decode()
    assert {"es": "¿Quitar el segundo factor?", "en": "Take off the second factor?"}[
        language
    ] in page
    mail.outbox.clear()
    assert reset(client, ana).url == f"/staff/{ana.pk}/"
    assert not Authenticator.objects.filter(user=ana).exists()
    assert not Session.objects.filter(user=ana).exists()
    event = AuditEvent.objects.get(action="access.factor_reset")
    assert (event.object_id, event.by) == (str(ana.pk), f"user:{marta.pk}")
    assert event.reason == "perdió el teléfono; la llamé"
    assert list(WrappedKey.objects.values_list("pk", flat=True)) != []
    (letter,) = mail.outbox
    assert letter.to == ["ana@example.org"]
    assert {"es": "quitó el segundo factor", "en": "took the second factor off"}[language] in (
        letter.body
    )


def test_what_sealed_the_lost_factor_is_destroyed(client, marta, ana):
    factors = Authenticator.objects.filter(user=ana)
    stored = [word for factor in factors for word in factor.data.values()]
    keys = [word.partition(":")[0] for word in stored if isinstance(word, str)]
    assert WrappedKey.objects.filter(pk__in=keys).count() == 2
    reset(client, ana)
    assert not WrappedKey.objects.filter(pk__in=keys).exists()


def test_afterwards_no_record_opens_before_another_factor_is_there(client, marta, ana):
    reset(client, ana)
    back = Client()
    sign_in(back)
    assert back.get("/account/").headers["Location"] == "/account/second-factor/"


def test_a_reset_needs_a_reason(client, marta, ana):
    assert reset(client, ana, reason="").status_code == 200
    assert Authenticator.objects.filter(user=ana).exists()


@pytest.mark.parametrize("page", ["second-factor", "close"])
def test_nobody_does_it_to_themselves_or_to_whom_they_could_not_appoint(client, marta, page):
    officer = a_user("officer")
    give(officer, "data_protection_officer", a_team("ours_office"), starts_on=timezone.localdate())
    for other, words in ((marta, "propia cuenta"), (officer, "funciones que usted no puede dar")):
        answer = client.post(f"/staff/{other.pk}/{page}/", {"reason": "x"})
        assert words in answer.content.decode()
        other.refresh_from_db()
        assert other.is_active


@pytest.mark.parametrize("page", ["second-factor", "close"])
def test_another_organisations_people_are_not_there(client, marta, page):
    berta = a_user("berta")
    give(berta, "caseworker", a_team("theirs", "theirs"), starts_on=timezone.localdate())
    for number in (berta.pk, 999999):
        assert client.get(f"/staff/{number}/{page}/").status_code == 404
        assert client.post(f"/staff/{number}/{page}/", {"reason": "x"}).status_code == 404


@pytest.mark.parametrize(
    "role", sorted(set(ROLES) - {"organisation_manager", "administrator", "public"})
)
def test_other_roles_see_no_such_page(client, role):
    other = a_user("other")
    give(other, role, a_team(), starts_on=timezone.localdate())
    come_in(client, other)
    for page in ("second-factor", "close"):
        assert client.get(f"/staff/{other.pk}/{page}/").status_code == 404


def test_an_administrator_helps_a_manager_back_in(client, root):
    manager = a_user("manager")
    give(manager, "organisation_manager", a_team(), starts_on=timezone.localdate())
    assert reset(client, manager).status_code == 302


@LANGUAGES
def test_an_account_is_closed_and_signed_out_everywhere(client, marta, ana, language):
    marta.language = language
    marta.save()
    page = client.get(f"/staff/{ana.pk}/close/").content.decode()
    assert {"es": "¿Cerrar esta cuenta?", "en": "Close this account?"}[language] in page
    assert client.post(f"/staff/{ana.pk}/close/", {"reason": "se fue"}).url == "/staff/"
    assert not Session.objects.filter(user=ana).exists()
    assert sign_in(Client()).url == "/closed/"
    assert "Ana" not in client.get("/staff/").content.decode()
    assert AuditEvent.objects.get(action="access.account_closed").reason == "se fue"


def test_an_account_is_not_closed_without_a_reason():
    with pytest.raises(RefusedError, match="Write why"):
        close_account(user=a_user("ana"), reason=" ", today=TODAY, by=BY)
