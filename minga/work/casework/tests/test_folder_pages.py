"""What a case holds besides its steps: notes, flags, papers, those who take part."""

import uuid
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from minga.foundation.audit.models import AuditEvent
from minga.foundation.keys.models import WrappedKey
from minga.register.people.models import Registration
from minga.register.people.tests.factories import BY, make_registration, make_team
from minga.work.casework.actions.erasing import erase_person
from minga.work.casework.models import Case, Handover, Note, Paper
from minga.work.casework.papers import LARGEST, plain_name, recognise
from minga.work.casework.rules import CaseworkError
from minga.work.casework.tests.test_case_pages import TODAY, begin
from minga.work.casework.tests.visits import colleague, come_in, load_grants, send, shown

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.MINGA_HOME = tmp_path


@pytest.fixture
def ana():
    return colleague("ana", "caseworker")


@pytest.fixture
def case(ana):
    load_grants()
    return begin(make_registration(), ana)


def a_picture(kind="JPEG"):
    """A picture that says where it was taken, and hides a script behind its end."""
    made, exif = BytesIO(), Image.Exif()
    exif[0x010E] = "taken at her house"
    Image.new("RGB", (900, 600), "teal").save(made, kind, exif=exif)
    return made.getvalue() + b"<script>alert(1)</script>"


def add(client, case, content, name):
    return send(
        client, f"/cases/{case.pk}/papers/", paper=SimpleUploadedFile(name, content)
    ).content.decode()


def test_a_flag_stands_on_top_until_it_is_settled(client, case, ana):
    come_in(client, ana)
    send(
        client, f"/cases/{case.pk}/notes/",
        text="Call before Friday", occurred_on=TODAY().isoformat(), flag="on",
    )  # fmt: skip
    flag = Note.objects.get()
    settle = f"/cases/{case.pk}/notes/{flag.pk}/"
    page = shown(client, f"/cases/{case.pk}/")
    assert page.count("Call before Friday") == 2
    assert settle in page
    client.post(settle, {"form_token": str(uuid.uuid4())})
    page = shown(client, f"/cases/{case.pk}/")
    assert page.count("Call before Friday") == 1
    assert settle not in page


def test_a_note_of_a_day_to_come_or_without_words_is_refused(client, case, ana):
    come_in(client, ana)
    late = (TODAY() + timedelta(days=1)).isoformat()
    page = send(client, f"/cases/{case.pk}/notes/", text="x", occurred_on=late).content.decode()
    assert "This day has not come yet" in page
    send(client, f"/cases/{case.pk}/notes/", text="  ", occurred_on=TODAY().isoformat())
    assert not Note.objects.exists()


def test_a_paper_is_kept_encrypted_and_its_thumbnail_holds_nothing_but_colours(
    client, case, ana, tmp_path
):
    come_in(client, ana)
    picture = a_picture()
    add(client, case, picture, "../of Ana.jpg")
    paper = Paper.objects.get()
    assert (paper.kind, paper.name) == ("image/jpeg", "of Ana.jpg")
    for file in (tmp_path / "files").iterdir():
        assert b"JFIF" not in file.read_bytes()
    whole = client.get(f"/cases/{case.pk}/papers/{paper.pk}/")
    assert whole.content == picture
    assert whole.headers["Content-Disposition"] == 'attachment; filename="of Ana.jpg"'
    assert whole.headers["Cache-Control"] == "no-store"
    assert whole.headers["X-Content-Type-Options"] == "nosniff"
    small = client.get(f"/cases/{case.pk}/papers/{paper.pk}/thumbnail/").content
    assert b"her house" not in small
    assert b"<script>" not in small
    with Image.open(BytesIO(small)) as drawn:
        assert max(drawn.size) == 320
        assert not drawn.getexif()
    assert AuditEvent.objects.filter(action="casework.paper_read").count() == 1


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"<html><script>alert(1)</script>", "no PDF, JPEG or PNG"),
        (b"MZ\x90\x00 program", "no PDF, JPEG or PNG"),
        (b"\xff\xd8\xff broken", "cannot be opened"),
        (b"\x89PNG\r\n\x1a\n", "cannot be opened"),
        (b"%PDF-" + b"0" * LARGEST, "more than 10 MB"),
    ],
)
def test_a_file_is_taken_by_what_is_in_it(client, case, ana, content, why):
    come_in(client, ana)
    assert why in add(client, case, content, "harmless.pdf")
    assert not Paper.objects.exists()
    assert "casework.paper_added" not in AuditEvent.objects.values_list("action", flat=True)


def test_an_empty_file_and_a_huge_picture_are_refused():
    with pytest.raises(CaseworkError, match="empty"):
        recognise(b"")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("C:\\fotos\\a.jpg", "a.jpg"),
        ("../../etc/passwd", "passwd"),
        ('x"; filename=y.exe', "x; filename=y.exe"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("...", "-"),
    ],
)
def test_a_file_s_name_is_only_a_name(name, shown):
    assert plain_name(name) == shown


def test_somebody_takes_part_by_the_code_on_their_page(client, case, ana):
    come_in(client, ana)
    other = make_registration(surnames="Cortez Vera", source="other")
    address = f"/cases/{case.pk}/participants/"
    page = send(client, address, person=str(other.pk)[:8], role="guarantor").content.decode()
    assert f"Person {str(other.pk)[:8]}" in page
    stranger = make_registration(make_team("hillside"), source="x")
    page = send(client, address, person=str(stranger.pk), role="guarantor").content.decode()
    assert "Nobody whom you may see has this code" in page
    assert case.participants.count() == 1


def test_a_case_goes_to_another_team_when_that_team_takes_it(client, case, ana):
    sister = make_team("riverside")
    sister = type(sister).objects.create(
        code="riverside_legal", organisation=sister.organisation, title="Legal"
    )
    luz = colleague("luz", "caseworker", sister)
    come_in(client, ana)
    send(client, f"/cases/{case.pk}/offer/", to=sister.pk, reason="needs a lawyer")
    assert "on offer to Legal" in shown(client, f"/cases/{case.pk}/")
    offer = f"/cases/offers/{Handover.objects.get().pk}/"
    assert client.get(offer).status_code == 404
    come_in(client, luz)
    assert client.get(f"/cases/{case.pk}/").status_code == 404
    assert offer in shown(client, "/cases/")
    assert "needs a lawyer" in shown(client, offer)
    assert str(case.pk) not in shown(client, offer)
    refused = send(client, offer, taken="no").content.decode()
    assert "Say why" in refused
    send(client, offer, taken="yes")
    assert shown(client, f"/cases/{case.pk}/")
    moved = Case.objects.get()
    assert moved.team == sister
    assert Registration.objects.get().team == sister
    come_in(client, ana)
    assert client.get(f"/cases/{case.pk}/").status_code == 404


def test_an_offer_that_is_declined_or_taken_back_leaves_the_case_where_it_was(client, case, ana):
    organisation = make_team().organisation
    sister = type(make_team()).objects.create(
        code="sister", organisation=organisation, title="Sister"
    )
    luz = colleague("luz", "caseworker", sister)
    for _ in range(2):
        come_in(client, ana)
        send(client, f"/cases/{case.pk}/offer/", to=sister.pk, reason="closer to her")
        again = send(client, f"/cases/{case.pk}/offer/", to=sister.pk, reason="x").content.decode()
        assert "on offer already" in again
        if _ == 0:
            token = {"form_token": str(uuid.uuid4())}
            assert client.post(f"/cases/{case.pk}/offer/take-back/", token).status_code == 302
    come_in(client, luz)
    offer = f"/cases/offers/{Handover.objects.waiting().get().pk}/"
    send(client, offer, taken="no", answer="we are full")
    case.refresh_from_db()
    assert case.team == make_team()
    assert client.get(offer).status_code == 404


def test_a_case_is_offered_to_no_other_organisation(client, case, ana):
    elsewhere = make_team("hillside")
    come_in(client, ana)
    send(client, f"/cases/{case.pk}/offer/", to=elsewhere.pk, reason="x")
    assert not Handover.objects.exists()


def test_erasing_somebody_takes_what_their_cases_hold(client, case, ana, tmp_path):
    come_in(client, ana)
    send(client, f"/cases/{case.pk}/notes/", text="x", occurred_on=TODAY().isoformat())
    add(client, case, a_picture("PNG"), "x.png")
    paper = Paper.objects.get()
    kept = [str(paper.pk), str(paper.thumbnail)]
    assert WrappedKey.objects.filter(pk__in=kept).count() == 2
    erase_person(case.registration_id, erased_at=timezone.now(), by=BY, reason="asked")
    assert not Note.objects.exists()
    assert not Paper.objects.exists()
    assert not WrappedKey.objects.filter(pk__in=kept).exists()
    assert shown(client, "/cases/")
