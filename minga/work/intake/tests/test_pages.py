"""Lists at a screen: brought, watched, looked at row by row, decided, undone; and by whom."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from minga.engines.lists.tests.fixtures import workbook
from minga.foundation.access.models import Team
from minga.foundation.audit.models import AuditEvent
from minga.work.casework.tests.visits import colleague, come_in, shown, token_in
from minga.work.intake.actions import jobs
from minga.work.intake.models import ListJob, ListMapping, ListRow, PartnerList
from minga.work.intake.tests.house import DATELESS, DOUBTFUL, LUIS, ROSA, bring, fates, later, roll

pytestmark = pytest.mark.django_db
NAMES = ("Rosa", "Eva", "Ana", "Luz", "Flor")
OTHER = ["Cuero Mina", "Ana", None, "Mujer", "Matage", "06/03/2015"]


@pytest.fixture
def worker(client):
    return come_in(client, colleague("wilma", "field_worker", Team.objects.get(code="fundacion")))


@pytest.fixture
def supervisor(client):
    return come_in(client, colleague("susana", "supervisor", Team.objects.get(code="fundacion")))


def page_of(name, *parts):
    return reverse(f"intake:{name}", args=parts)


def send(client, address, there=None, **said):
    token = token_in(shown(client, there or address))
    return client.post(address, {"form_token": token, **said}, follow=True)


def bring_at_screen(client, content, name="lista.xlsx"):
    return send(client, page_of("lists"), file=SimpleUploadedFile(name, content))


def work():
    return jobs.work_through(now=timezone.now)


def words_of(answer):
    return " ".join(answer.content.decode().split())


def test_a_list_is_brought_watched_and_told_in_numbers(worker):
    answer = bring_at_screen(worker, roll(ROSA, LUIS, DOUBTFUL, DATELESS, ROSA))
    kept = PartnerList.objects.get()
    assert answer.redirect_chain == [(page_of("list", kept.pk), 302)]
    watching = answer.content.decode()
    assert '<noscript><meta http-equiv="refresh"' in watching
    assert f'hx-get="{page_of("progress", kept.pk)}"' in watching
    assert worker.get(page_of("progress", kept.pk)).headers.get("HX-Refresh") is None
    assert work() == 1
    assert worker.get(page_of("progress", kept.pk)).headers["HX-Refresh"] == "true"
    page = shown(worker, page_of("list", kept.pk))
    assert "5 rows: 2 taken, 1 seen before, 1 to look at, 1 refused" in page
    assert "lista.xlsx" in page
    assert kept.short_id in shown(worker, page_of("lists"))


def test_the_same_file_leads_to_the_same_list(worker):
    content = roll(ROSA)
    bring_at_screen(worker, content)
    work()
    answer = bring_at_screen(worker, content, "otra.xlsx")
    assert "This file had come before" in words_of(answer)
    assert (PartnerList.objects.count(), ListJob.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("lista.pdf", b"%PDF", "Send a spreadsheet"),
        ("lista.xls", b"<html><table></table></html>", "web page"),
        ("lista.csv", b"", "empty"),
    ],
)
def test_what_is_no_list_is_refused_before_it_is_kept(worker, name, content, words):
    assert words in words_of(bring_at_screen(worker, content, name))
    assert not PartnerList.objects.exists()


def test_a_file_that_cannot_be_read_says_why_and_may_be_tried_again(worker):
    head, body = ["Persona", "Día"], ["MINA CAICEDO, Rosa", "03/03/2015"]
    bring_at_screen(worker, workbook({"h": [head, body]}))
    work()
    kept = PartnerList.objects.get()
    there = page_of("list", kept.pk)
    assert "No sheet is a list" in shown(worker, there)
    send(worker, page_of("again", kept.pk), there, kind="training_roll")
    assert work() == 1
    assert ListJob.objects.latest("pk").kind == "training_roll"


def test_a_doubtful_row_is_shown_with_its_marks_and_decided(worker):
    kept = bring(roll(ROSA, DOUBTFUL, OTHER))
    first, second = ListRow.objects.filter(fate="review").order_by("number")
    listed = shown(worker, page_of("rows", kept.pk))
    assert "is not among the values; it looks like" in listed
    page = shown(worker, page_of("row", kept.pk, first.pk))
    assert "<mark>Matage</mark>" in page
    said = {"verdict": "accept", "reason": "confirmed by telephone"}
    answer = send(worker, page_of("row", kept.pk, first.pk), **said)
    assert answer.redirect_chain[-1][0] == page_of("row", kept.pk, second.pk)
    said["verdict"] = "reject"
    answer = send(worker, page_of("row", kept.pk, second.pk), **said)
    assert answer.redirect_chain[-1][0] == page_of("list", kept.pk)
    assert fates(kept) == ["accepted", "accepted", "rejected"]
    assert AuditEvent.objects.filter(action="intake.read_rows").count() >= 2


def test_a_decision_needs_its_reason_and_is_done_once(worker):
    kept = bring(roll(ROSA, DOUBTFUL))
    (row,) = ListRow.objects.filter(fate="review")
    address = page_of("row", kept.pk, row.pk)
    assert 'class="fault"' in send(worker, address, verdict="accept").content.decode()
    token = token_in(shown(worker, address))
    for _ in range(2):
        said = {"form_token": token, "verdict": "accept", "reason": "asked"}
        assert worker.post(address, said, follow=True).status_code == 200
    assert fates(kept) == ["accepted", "accepted"]


def test_the_workbook_for_the_sender_is_kept_and_logged(worker):
    kept = bring(roll(ROSA, DOUBTFUL))
    answer = worker.get(page_of("corrections", kept.pk))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert "Ortiz Mina" in [cell.value for cell in book.worksheets[0]["B"]]
    assert AuditEvent.objects.filter(action="intake.corrections_written").count() == 1


def test_headings_are_tried_before_they_are_kept(worker):
    kept = bring(
        roll(
            [*ROSA, "Afro"],
            head=["Apellidos", "Nombres", "Cédula", "Sexo", "Lugar de origen", "Fecha", "Pueblo"],
        )
    )
    address = page_of("mapping", kept.pk, "training_roll")
    page = shown(worker, address)
    at = next(i for i in range(9) if f'id="id_heading_{i}"' in page and i == 6)
    answers = {
        "heading_0": "surnames", "heading_1": "given_names", "heading_2": "document",
        "heading_3": "sex", "heading_5": "attended_on", f"heading_{at}": "group",
    }  # fmt: skip
    before = ListMapping.objects.get().text
    tried = words_of(send(worker, address, **answers, **{"try": ""}))
    assert "1 row would say something else" in tried
    assert ListMapping.objects.get().text == before
    send(worker, address, **answers, keep="")
    assert "Pueblo: group" in ListMapping.objects.get().text


def test_a_list_is_undone_by_whoever_may(supervisor):
    kept = bring(roll(ROSA))
    answer = send(supervisor, page_of("undo", kept.pk), reason="the wrong year")
    assert "being undone" in words_of(answer)
    work()
    kept.refresh_from_db()
    assert kept.state == "undone"
    assert "1 row: 1 taken" in shown(supervisor, page_of("list", kept.pk))


def test_a_list_that_counts_is_read_again_by_whoever_may_undo(supervisor):
    kept = bring(roll(ROSA))
    send(supervisor, page_of("again", kept.pk), page_of("list", kept.pk), kind="")
    work()
    again = PartnerList.objects.live().get()
    assert again.pk != kept.pk
    assert page_of("list", again.pk) in shown(supervisor, page_of("list", kept.pk))


def test_workbooks_for_partners_come_in_the_language_of_the_page(worker):
    assert page_of("template", "training_roll") in shown(worker, page_of("templates"))
    answer = worker.get(page_of("template", "training_roll"))
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert "Surnames" in [cell.value for cell in book.worksheets[0][2]]
    assert worker.get(page_of("template", "nothing")).status_code == 404


def every_page(kept):
    row = ListRow.objects.filter(partner_list=kept).latest("pk")
    return [
        page_of("list", kept.pk), page_of("progress", kept.pk), page_of("again", kept.pk),
        page_of("undo", kept.pk), page_of("corrections", kept.pk), page_of("rows", kept.pk),
        page_of("row", kept.pk, row.pk), page_of("mapping", kept.pk, "training_roll"),
    ]  # fmt: skip


def test_a_stranger_finds_no_list(client):
    kept = bring(roll(ROSA, DOUBTFUL))
    for address in [page_of("lists"), page_of("templates"), *every_page(kept)]:
        assert client.get(address).status_code == 404, address
        assert client.post(address, {}).status_code == 404, address


@pytest.mark.parametrize("role", ["coordinator", "organisation_manager", "publisher"])
def test_a_role_without_lists_finds_none(client, role):
    kept = bring(roll(ROSA, DOUBTFUL))
    come_in(client, colleague("carla", role, Team.objects.get(code="fundacion")))
    for address in [page_of("lists"), *every_page(kept)]:
        assert client.get(address).status_code == 404, address


@pytest.mark.parametrize("role", ["field_worker", "supervisor"])
def test_another_organisations_list_is_not_there(client, role):
    kept = bring(roll(ROSA, DOUBTFUL))
    come_in(client, colleague("otto", role, Team.objects.get(code="ministerio")))
    assert kept.short_id not in shown(client, page_of("lists"))
    for address in every_page(kept):
        assert client.get(address).status_code == 404, address
        assert client.post(address, {"reason": "x"}).status_code in {404, 405}, address
    assert fates(kept) == ["accepted", "review"]


def test_a_row_of_another_list_is_not_there(worker):
    mine, theirs = bring(roll(ROSA)), bring(roll(LUIS), sender="ministerio")
    row = ListRow.objects.get(partner_list=theirs)
    assert worker.get(page_of("row", mine.pk, row.pk)).status_code == 404


def test_a_field_worker_neither_undoes_nor_reads_again(worker):
    kept = bring(roll(ROSA))
    page = shown(worker, page_of("list", kept.pk))
    assert page_of("undo", kept.pk) not in page
    assert page_of("again", kept.pk) not in page
    assert worker.get(page_of("undo", kept.pk)).status_code == 404
    assert worker.post(page_of("again", kept.pk), {"kind": ""}).status_code == 404
    assert not ListJob.objects.exists()


def test_a_job_goes_on_where_it_was_killed(worker, monkeypatch):
    bring_at_screen(worker, roll(ROSA, LUIS))

    def killed(*args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(jobs, "take_in", killed)
        with pytest.raises(KeyboardInterrupt):
            work()
    assert work() == 1
    assert fates(PartnerList.objects.get()) == ["accepted", "accepted"]
    assert work() == 0


def test_a_job_that_kills_its_worker_is_given_up_and_said_so(worker):
    bring_at_screen(worker, roll(ROSA))
    ListJob.objects.update(attempts=jobs.ATTEMPTS)
    work()
    kept = PartnerList.objects.get()
    assert ListJob.objects.get().failed
    assert "could not be done" in shown(worker, page_of("list", kept.pk))


def test_a_file_that_is_too_large_is_refused_in_words(worker, settings, monkeypatch):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000
    monkeypatch.setattr("minga.work.intake.views.lists.LARGEST", 1_000)
    assert "too large" in words_of(bring_at_screen(worker, roll(ROSA)))
    assert not PartnerList.objects.exists()


def test_what_is_sent_is_never_on_a_disk_as_it_is(settings):
    assert settings.FILE_UPLOAD_HANDLERS == [
        "django.core.files.uploadhandler.MemoryFileUploadHandler"
    ]


def test_a_row_that_may_change_an_earlier_one_is_shown_beside_it(worker):
    rows = [[f"Mina {name}", name, None, "Mujer", "Mataje", "05/03/2015"] for name in NAMES]
    first = bring(roll(*rows))
    rows[1] = [*rows[1][:5], "06/03/2015"]
    rows[1][1] = "Zoila"
    kept = bring(roll(*rows), at=later())
    (row,) = ListRow.objects.filter(partner_list=kept, fate="review")
    address = page_of("row", kept.pk, row.pk)
    page = shown(worker, address)
    assert page_of("row", first.pk, row.corrects_id) in page
    assert "It corrects the earlier row" in page
    send(worker, address, verdict="apart", reason="two sisters")
    row.refresh_from_db()
    assert (row.fate, row.corrects) == ("accepted", None)
