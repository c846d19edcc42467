"""The pages of an organisation's manager and of the administrator, in both languages."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from minga.foundation.access.actions import invitations
from minga.foundation.access.models import Grant, Invitation, Team, User
from minga.foundation.access.second_factor import PROVEN
from minga.foundation.access.tests.browser import PASSWORD, found
from minga.foundation.access.tests.sample import BY, a_team, a_user, give
from minga.foundation.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
LANGUAGES = pytest.mark.parametrize("language", ["es", "en"])


def come_in(client, user):
    """Signed in, the second factor shown."""
    client.force_login(user)
    session = client.session
    session[PROVEN] = True
    session.save()


def today():
    return timezone.localdate()


@pytest.fixture
def marta(client):
    """A manager, signed in."""
    marta = a_user("marta")
    give(marta, "organisation_manager", a_team("ours_office"), starts_on=today())
    come_in(client, marta)
    return marta


@pytest.fixture
def root(client):
    """An administrator, signed in."""
    root = a_user("root")
    give(root, "administrator", a_team("office", "programme"), starts_on=today())
    come_in(client, root)
    return root


def invitation(**change):
    return {
        "email": "nueva@example.org",
        "team": a_team().pk,
        "role": "caseworker",
        "last_day": (today() + timedelta(days=90)).isoformat(),
        "reason": "entra al equipo",
        "language": "es",
        **change,
    }


@LANGUAGES
def test_an_invitation_from_the_button_to_the_first_page(client, marta, language):
    marta.language = language
    marta.save()
    page = client.get("/staff/invite/").content.decode()
    assert {"es": "Enviar la invitación", "en": "Send the invitation"}[language] in page
    a_team()
    assert client.post("/staff/invite/", invitation(language=language)).url == "/staff/"
    assert "nueva@example.org" in client.get("/staff/").content.decode()

    letter = mail.outbox[0]
    assert letter.to == ["nueva@example.org"]
    assert letter.subject == {"es": "Minga: una invitación", "en": "Minga: an invitation"}[language]
    link = found(r"http://testserver(/invitation/\S+)", letter.body)

    client.post("/sign-out/")
    page = client.get(link).content.decode()
    title = {"es": "Una invitación para usted", "en": "An invitation for you"}[language]
    assert f"<h1>{title}</h1>" in page
    form = {"display_name": "Nueva", "language": language}
    answer = client.post(link, {**form, "password": PASSWORD, "password_again": PASSWORD})
    assert answer.url == "/account/"
    assert client.get("/account/").url == "/account/second-factor/"  # the role demands one
    held = Grant.objects.get(user__email="nueva@example.org")
    assert held.granted_by == f"user:{marta.pk}"
    assert held.last_day == today() + timedelta(days=90)
    assert client.get(link).status_code == 410


def test_a_faulty_answer_is_kept_and_said(client, marta):
    a_team()
    client.post("/staff/invite/", invitation())
    link = found(r"http://testserver(/invitation/\S+)", mail.outbox[0].body)
    client.post("/sign-out/")
    answers = {"display_name": "Nueva", "language": "es", "password": PASSWORD}
    page = client.post(link, {**answers, "password_again": "otra"}).content.decode()
    assert "Las dos contraseñas no son iguales." in page
    assert 'value="Nueva"' in page
    assert PASSWORD not in page
    page = client.post(link, {**answers, "password": "nueva", "password_again": "nueva"})
    assert "12 caracteres" in page.content.decode()
    assert not User.objects.filter(email="nueva@example.org").exists()


def test_an_address_with_an_account_signs_in_and_accepts(client, marta):
    ana = a_user("ana", password=PASSWORD)
    client.post("/staff/invite/", invitation(email="ana@example.org"))
    link = found(r"http://testserver(/invitation/\S+)", mail.outbox[0].body)
    client.post("/sign-out/")
    assert client.get(link).url == f"/sign-in/?next={link}"
    come_in(client, ana)
    assert "Una invitación para usted" in client.get(link).content.decode()
    assert client.post(link).url == "/account/"
    assert Grant.objects.filter(user=ana, role="caseworker").exists()


def test_an_invented_link_is_told_like_a_spent_one(client):
    page = client.get("/invitation/invented/", headers={"Accept-Language": "en"})
    assert page.status_code == 410
    assert "This link was used, withdrawn or is too old." in page.content.decode()


def test_links_cannot_be_guessed_without_end(client):
    answers = [client.post("/invitation/invented/").status_code for _ in range(21)]
    assert answers == [410] * 20 + [429]


def test_an_invitation_is_withdrawn_with_a_reason(client, marta):
    made, token = invitations.invite(
        email="x@example.org", team=a_team(), role="caseworker", reason="r", language="es",
        ends_on=today() + timedelta(days=9), at=timezone.now(), today=today(), by=BY,
    )  # fmt: skip
    address = f"/staff/invitations/{made.pk}/withdraw/"
    assert client.post(address, {"reason": ""}).status_code == 200
    assert client.post(address, {"reason": "otra dirección"}).url == "/staff/"
    assert client.get(f"/invitation/{token}/").status_code == 410
    assert client.get(address).status_code == 404


@LANGUAGES
def test_a_role_is_given_and_taken_back(client, marta, language):
    marta.language = language
    marta.save()
    ana, team = a_user("ana"), a_team()
    give(ana, "field_worker", team, starts_on=today())
    assert "Ana" in client.get("/staff/").content.decode()
    more = invitation(team=team.pk, role="supervisor")
    assert client.post(f"/staff/{ana.pk}/", more).url == f"/staff/{ana.pk}/"
    page = client.get(f"/staff/{ana.pk}/").content.decode()
    assert {"es": "Supervisión", "en": "Supervisor"}[language] in page

    held = Grant.objects.get(user=ana, role="supervisor")
    answer = client.post(f"/staff/roles/{held.pk}/take-back/", {"reason": "terminó"})
    assert answer.url == f"/staff/{ana.pk}/"
    page = client.get(f"/staff/{ana.pk}/").content.decode()
    assert {"es": "Funciones anteriores", "en": "Earlier roles"}[language] in page
    assert AuditEvent.objects.latest("pk").action == "access.revoked"
    assert client.get(f"/staff/roles/{held.pk}/take-back/").status_code == 404


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"last_day": (timezone.localdate() + timedelta(days=400)).isoformat()}, "máximo un año"),
        ({"last_day": "mañana"}, "fecha válida"),
        ({"reason": ""}, "obligatorio"),
        ({"role": "administrator"}, "opción válida"),
        ({"role": "finance_officer"}, "no van juntos"),
    ],
)
def test_what_is_wrong_with_a_role_is_said(client, marta, change, words):
    ana = a_user("ana")
    give(ana, "field_worker", a_team(), starts_on=today())
    page = client.post(f"/staff/{ana.pk}/", invitation(**change)).content.decode()
    assert words in page
    assert "Todavía no se guardó" in page
    assert Grant.objects.of(ana).count() == 1


def test_a_manager_does_not_give_a_role_to_themselves(client, marta):
    page = client.post(f"/staff/{marta.pk}/", invitation()).content.decode()
    assert "Nadie se da una función a sí mismo" in page


def test_another_organisations_people_are_not_there(client, marta):
    berta, theirs = a_user("berta"), a_team("theirs_casework", "theirs")
    held = give(berta, "caseworker", theirs, starts_on=today())
    made, _ = invitations.invite(
        email="y@example.org", team=theirs, role="caseworker", reason="r", language="es",
        ends_on=today() + timedelta(days=9), at=timezone.now(), today=today(), by=BY,
    )  # fmt: skip
    page = client.get("/staff/").content.decode()
    assert "Berta" not in page
    assert "y@example.org" not in page
    for address in (
        f"/staff/{berta.pk}/",
        "/staff/999999/",
        f"/staff/roles/{held.pk}/take-back/",
        f"/staff/invitations/{made.pk}/withdraw/",
    ):
        assert client.get(address).status_code == 404, address
    a_user("ana")
    answer = client.post("/staff/invite/", invitation(team=theirs.pk))
    assert answer.status_code == 200
    assert Invitation.objects.count() == 1


def test_roles_in_other_organisations_are_not_shown(client, marta):
    ana = a_user("ana")
    give(ana, "field_worker", a_team(), starts_on=today())
    give(ana, "caseworker", a_team("theirs_secret", "theirs"), starts_on=today())
    assert "theirs_secret" not in client.get(f"/staff/{ana.pk}/").content.decode()


@pytest.mark.parametrize(
    "role", ["field_worker", "caseworker", "supervisor", "coordinator", "donor"]
)
def test_other_roles_see_no_page_about_people(client, role):
    ana = a_user("ana")
    give(ana, role, a_team(), starts_on=today())
    come_in(client, ana)
    for address in (
        "/staff/",
        "/staff/invite/",
        f"/staff/{ana.pk}/",
        "/teams/",
        "/teams/ours_casework/",
    ):
        answer = client.get(address)
        assert answer.status_code == 404, address
        assert "Esta página no existe" in answer.content.decode()


def test_a_manager_keeps_no_teams(client, marta):
    assert client.get("/teams/").status_code == 404


@LANGUAGES
def test_an_administrator_makes_and_renames_teams(client, root, language):
    root.language = language
    root.save()
    a_team()
    form = {"organisation": "ours", "title": "Protección, San Lorenzo"}
    assert client.post("/teams/", form).url == "/teams/"
    team = Team.objects.get(code="ours_proteccion_san_lorenzo")
    assert client.post("/teams/", form).status_code == 200  # the title is taken
    client.post(f"/teams/{team.code}/", {"title": "Protección, frontera"})
    page = client.get("/teams/").content.decode()
    assert "Protección, frontera" in page
    assert {"es": "Un equipo nuevo", "en": "A new team"}[language] in page


def test_an_administrator_appoints_a_manager_anywhere_but_no_caseworker(client, root):
    team = a_team()
    form = invitation(team=team.pk, role="organisation_manager")
    assert client.post("/staff/invite/", form).url == "/staff/"
    page = client.post("/staff/invite/", invitation(team=team.pk)).content.decode()
    assert "opción válida" in page


@LANGUAGES
def test_my_account_says_what_i_may_do_until_when(client, language):
    ana = a_user("ana", language=language)
    give(ana, "coordinator", a_team(), starts_on=today())
    come_in(client, ana)
    page = client.get("/account/").content.decode()
    assert {"es": "Coordinación", "en": "Coordinator"}[language] in page
    assert {"es": "Qué puedo hacer", "en": "What I may do"}[language] in page
    other = {"es": "en", "en": "es"}[language]
    client.post("/account/", {"display_name": "Ana Lucía", "language": other})
    page = client.get("/account/").content.decode()
    assert 'value="Ana Lucía"' in page
    assert f'<html lang="{other}">' in page
    assert AuditEvent.objects.latest("pk").action == "access.details_changed"


def test_pages_take_few_queries_however_many_people(client, marta, django_assert_max_num_queries):
    for number in range(30):
        give(a_user(f"one{number}"), "field_worker", a_team(), starts_on=today())
    client.get("/staff/")
    with django_assert_max_num_queries(14):
        assert client.get("/staff/").status_code == 200
