"""Doubtful rows go back to the partner and tie to their first reading, or somebody decides them."""

import io

import openpyxl
import pytest

from minga.engines.lists.tests.fixtures import workbook
from minga.foundation.access.models import Team
from minga.foundation.audit.models import AuditEvent
from minga.work.casework.models import Step
from minga.work.intake.actions import IntakeError
from minga.work.intake.actions.deciding import decide
from minga.work.intake.corrections import corrections, open_rows
from minga.work.intake.models import ListRow
from minga.work.intake.opening import Vocabularies
from minga.work.intake.report import overview, report
from minga.work.intake.tests.house import (
    BY,
    DATELESS,
    DOUBTFUL,
    LUIS,
    ROSA,
    bring,
    fates,
    later,
    roll,
    standing,
)
from minga.work.intake.tests.test_undoing import take_back

pytestmark = pytest.mark.django_db


def going_back(kept):
    """The corrections workbook of a list, open."""
    content = corrections(kept, known=Vocabularies.load(), mark="DATOS SINTÉTICOS")
    return openpyxl.load_workbook(io.BytesIO(content))


def saved(book):
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def settle(kept, *, accept, reason="confirmed with the sender", rows=None):
    return decide(
        kept,
        rows=[row.pk for row in (rows or open_rows(kept))],
        accept=accept,
        reason=reason,
        team=Team.objects.get(organisation=kept.organisation_id),
        known=Vocabularies.load(),
        decided_at=later(),
        by=BY,
    )


def test_only_rows_to_mend_go_back_with_their_reasons():
    kept = bring(roll(ROSA, DOUBTFUL, DATELESS))
    sheet = going_back(kept).worksheets[0]
    assert sheet["A1"].value is None
    assert sheet["B1"].value == "DATOS SINTÉTICOS"
    assert sheet.column_dimensions["A"].hidden
    assert [row[1].value for row in sheet.iter_rows(min_row=3)] == ["Ortiz Mina", "Nazareno Cuero"]
    assert "Mataje" in sheet["F3"].comment.text
    assert "Falta un dato" in sheet["G4"].comment.text
    assert "A required value is missing" in sheet["H4"].value


def test_a_corrected_workbook_ties_back_and_doubles_nothing():
    kept = bring(roll(ROSA, DOUBTFUL, DATELESS, LUIS))
    book = going_back(kept)
    sheet = book.worksheets[0]
    sheet["F3"], sheet["G4"] = "Mataje", "06/03/2015"
    again = bring(saved(book), at=later())
    assert fates(again) == ["accepted", "accepted"]
    first = ListRow.objects.filter(partner_list=kept, fate__in=["review", "rejected"])
    assert set(first) == {row.corrects for row in ListRow.objects.filter(partner_list=again)}
    assert not open_rows(kept).exists()
    assert report(kept).mended == 2
    assert standing()["people"].total() == standing()["steps"].total() == 4


def test_the_first_file_corrected_whole_doubles_nothing():
    bring(roll(ROSA, DOUBTFUL, DATELESS))
    mended = [[*DOUBTFUL[:4], "Mataje", DOUBTFUL[5]], [*DATELESS[:5], "06/03/2015"]]
    assert fates(bring(roll(ROSA, *mended), at=later())) == ["seen", "accepted", "accepted"]
    assert standing()["steps"].total() == 3


def test_a_row_that_comes_back_unmended_stays_open():
    kept = bring(roll(DOUBTFUL, DATELESS))
    assert fates(bring(saved(going_back(kept)), at=later())) == ["review", "rejected"]
    assert open_rows(kept).count() == 2


def test_a_correction_that_is_undone_opens_the_row_again():
    kept = bring(roll(DOUBTFUL))
    book = going_back(kept)
    book.worksheets[0]["F3"] = "Mataje"
    take_back(bring(saved(book), at=later()))
    assert open_rows(kept).count() == 1


def test_what_the_whole_file_told_holds_for_its_corrections():
    head = ["Apellidos", "Nombres", "Sexo", "Fecha"]
    body = [["Mina", "Rosa", "M", "03/25/2015"], ["Ortiz", "Luis", "Hombr", "03/04/2015"]]
    kept = bring(workbook({"h": [["Parroquia: Mataje"], head, *body, ["Cuero", "Eva", "H", None]]}))
    book = going_back(kept)
    sheet = book.worksheets[0]
    assert [row[2].value for row in sheet.iter_rows(min_row=3)] == ["Luis", "Eva"]
    sheet["D3"], sheet["E4"] = "H", "03/05/2015"
    bring(saved(book), at=later())
    steps = Step.objects.live().order_by("occurred_on")
    assert [step.occurred_on.isoformat() for step in steps] == [
        "2015-03-04",
        "2015-03-05",
        "2015-03-25",
    ]
    assert {step.place_id for step in steps} == {"080556"}


def test_ids_of_another_organisation_mean_nothing():
    kept = bring(roll(DOUBTFUL))
    book = going_back(kept)
    book.worksheets[0]["F3"] = "Mataje"
    theirs = bring(saved(book), sender="ministerio")
    assert fates(theirs) == ["accepted"]
    assert ListRow.objects.get(partner_list=theirs).corrects is None
    assert open_rows(kept).count() == 1


def test_a_reviewer_accepts_a_row_as_it_was_read():
    kept = bring(roll(DOUBTFUL))
    assert settle(kept, accept=True) == {"accepted": 1}
    row = ListRow.objects.get()
    assert (row.fate, row.decided_by, row.decided_at) == ("accepted", str(BY), later())
    (step,) = Step.objects.all()
    assert (step.place_id, step.recorded_at) == ("080556", later())
    event = AuditEvent.objects.get(action="intake.accepted_rows")
    assert (event.detail, event.reason) == ({"accepted": 1}, "")


def test_a_reviewer_rejects_a_row_and_the_partner_reads_why():
    kept = bring(roll(DOUBTFUL))
    settle(kept, accept=False, reason="no estuvo en el taller")
    assert fates(kept) == ["rejected"]
    assert "no estuvo en el taller" in going_back(kept).worksheets[0]["H3"].value
    assert settle(kept, accept=True) == {"accepted": 1}


def test_only_rows_that_wait_can_be_decided():
    kept = bring(roll(ROSA, DATELESS, DOUBTFUL))
    for fate in ("accepted", "rejected"):
        with pytest.raises(IntakeError, match="nothing was decided"):
            settle(kept, accept=True, rows=list(ListRow.objects.filter(fate=fate)))
    with pytest.raises(IntakeError, match="has a reason"):
        settle(kept, accept=True, reason=" ", rows=list(ListRow.objects.filter(fate="review")))
    take_back(kept)
    with pytest.raises(IntakeError, match="nothing was decided"):
        settle(kept, accept=True, rows=list(ListRow.objects.filter(fate="review")))


def test_a_decided_row_is_undone_with_its_list():
    kept = bring(roll(DOUBTFUL))
    settle(kept, accept=True)
    take_back(kept)
    assert not any(standing().values())


def test_what_an_earlier_list_said_and_a_later_one_corrected_is_looked_at():
    head = ["Apellidos", "Nombres", "Cédula", "Fecha de entrega", "Monto"]
    stale, right = ([*ROSA[:3], "05/05/2015", amount] for amount in (600, 650))
    bring(roll(stale, head=head))
    bring(roll(right, head=head), at=later())
    again = bring(roll(stale, [*LUIS[:3], "05/05/2015", 500], head=head), at=later(2))
    assert fates(again) == ["review", "accepted"]
    assert settle(again, accept=True) == {"accepted": 1}
    assert Step.objects.live().filter(answers__amount="600").count() == 1


def test_a_report_says_what_is_to_mend_without_a_cell():
    kept = bring(roll(ROSA, DOUBTFUL, DATELESS, [*DOUBTFUL[:3], "Muher", *DOUBTFUL[4:]]))
    seen = report(kept)
    troubles = {(t.column.en, tuple(t.rows)) for t in seen.troubles}
    assert troubles == {("parish", (3, 5)), ("attended_on", (4,)), ("sex", (5,))}
    said = " ".join(f"{t.message.es} {t.mend.en} {t.column.es}" for t in seen.troubles)
    for cell in ("Matage", "Muher", "Ortiz", "Eva"):
        assert cell not in said
    (line,) = overview("fundacion")
    assert (line.kinds, line.fates["review"]) == (("training_roll",), 2)
    assert overview("ministerio") == []


def test_a_row_that_its_pathway_cannot_take_is_looked_at_whole():
    head = ["Apellidos", "Nombres", "Cédula", "Fecha de entrega", "Monto", "Destino"]
    given = "05/05/2015", 600
    kept = bring(roll([*ROSA[:3], *given, "a la playa"], [*LUIS[:3], *given, "farm"], head=head))
    assert fates(kept) == ["review", "accepted"]
    assert standing()["people"].total() == 1
    assert settle(kept, accept=True) == {"review": 1}
    assert "no corresponde" in going_back(kept).worksheets[0]["H3"].value
