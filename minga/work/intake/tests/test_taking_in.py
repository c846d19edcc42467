"""Lists are taken in once, whole, with a fate for every row and nothing lost silently."""

import pytest

from minga.engines.lists.tests.fixtures import workbook
from minga.foundation.access.models import Team
from minga.work.casework.models import Step
from minga.work.intake.actions import IntakeError, prepare, receive, take_in
from minga.work.intake.models import ListMapping, ListRow, ListSheet, PartnerList
from minga.work.intake.opening import Vocabularies, mapping_to_edit
from minga.work.intake.tests.house import (
    ANA,
    BY,
    DATELESS,
    DOUBTFUL,
    HEAD,
    LUIS,
    NOW,
    ROSA,
    SENDERS,
    bring,
    fates,
    later,
    roll,
    standing,
)

pytestmark = pytest.mark.django_db


def test_every_row_has_a_fate_and_its_reasons():
    kept = bring(roll(ROSA, DOUBTFUL, DATELESS, ROSA))
    assert fates(kept) == ["accepted", "review", "rejected", "seen"]
    problems = dict(ListRow.objects.filter(partner_list=kept).values_list("number", "problems"))
    assert [p["code"] for p in problems[3]] == ["term_near"]
    assert [p["code"] for p in problems[4]] == ["missing"]
    assert (kept.state, kept.rows_total, kept.rows_done) == ("done", 4, 4)


def test_the_same_file_again_is_the_same_list():
    content = roll(ROSA, LUIS)  # a workbook holds the moment it was written
    first = bring(content)
    before = standing()
    again = bring(content, at=later(), name="otro nombre.xlsx")
    assert again.pk == first.pk
    assert standing() == before


def test_overlapping_files_double_nothing():
    bring(roll(ROSA, LUIS))
    second = bring(roll(LUIS, ANA), at=later())
    assert fates(second) == ["seen", "accepted"]
    assert standing()["people"].total() == standing()["steps"].total() == 3


def test_a_row_written_otherwise_is_seen_too():
    bring(roll(ROSA))
    head = ["Fecha del taller", "Nombres y apellidos", "No. de cédula", "Género", "Parroquia"]
    row = ["2015-03-03", "MINA CAICEDO, ROSA", 801234568, "F", "MATAJE"]
    assert fates(bring(roll(row, head=head))) == ["seen"]


def test_a_doubtful_row_that_says_what_was_accepted_is_seen():
    bring(roll([*ROSA[:4], "Mataje", ROSA[5]]))
    assert fates(bring(roll([*ROSA[:4], "Matage", ROSA[5]]))) == ["seen"]


def test_seen_speaks_of_the_organisations_own_files_only():
    bring(roll(ROSA, LUIS))
    other = bring(roll(ROSA, LUIS), sender="ministerio")
    assert fates(other) == ["accepted", "accepted"]
    keys = ListRow.objects.values_list("content_key", flat=True)
    assert len(set(keys)) == 4
    ours, theirs = (
        set(Step.objects.filter(organisation=sender).values_list("digest", flat=True))
        for sender in SENDERS
    )
    assert ours
    assert not ours & theirs


def test_a_corrected_file_brings_in_what_was_corrected():
    bring(roll(ROSA, DOUBTFUL, DATELESS))
    mended = [*DOUBTFUL[:4], "Mataje", DOUBTFUL[5]]
    dated = [*DATELESS[:5], "06/03/2015"]
    assert fates(bring(roll(ROSA, mended, dated))) == ["seen", "accepted", "accepted"]


def test_a_step_that_cannot_repeat_is_corrected():
    head = ["Apellidos", "Nombres", "Cédula", "Fecha de entrega", "Monto"]
    who = ROSA[:3]
    bring(roll([*who, "05/05/2015", 600], head=head))
    bring(roll([*who, "05/05/2015", 650], head=head))
    (step,) = Step.objects.filter(organisation="fundacion").live()
    assert step.answers == {"amount": "650"}


def test_tallies_are_kept_once():
    head = ["Fecha", "Parroquia", "Mujeres 0-11", "Mujeres 12-17", "Hombres 0-11"]
    body = [["02/04/2015", "Mataje", 4, 5, 6], ["03/04/2015", "Mataje", 1, 0, None]]
    assert fates(bring(roll(*body, head=head))) == ["accepted", "accepted"]
    again = [*body, ["04/04/2015", "Mataje", 2, 2, 2]]
    assert fates(bring(roll(*again, head=head))) == ["seen", "seen", "accepted"]
    assert sum(count for *_, count in standing()["tallies"]) == 22


def test_what_is_recorded_is_recorded_when_it_is_recorded():
    team = Team.objects.get(organisation="fundacion")
    kept, _ = receive(roll(ROSA), name="a.xlsx", team=team, received_at=NOW, by=BY)
    take_in(kept, team=team, known=Vocabularies.load(), now=lambda: later(3), by=BY)
    assert Step.objects.get().recorded_at == later(3)


def test_sheets_that_are_no_list_are_told():
    content = workbook(
        {
            "Enero": [HEAD, ROSA],
            "Presupuesto": [["Rubro", "Saldo", "Cuenta"], ["Taller", 100, 7]],
            "Notas": [["Solo texto"]],
            "Hoja4": [],
            "Sin filas": [HEAD],
        }
    )
    team = Team.objects.get(organisation="fundacion")
    kept, _ = receive(content, name="a.xlsx", team=team, received_at=NOW, by=BY)
    told = prepare(kept, known=Vocabularies.load(), by=BY)
    assert [text.en.split(" is ")[0][:17] for text in told] == [
        "sheet 2 fits no l",
        "sheet 3 holds no ",
        "sheet 5 has headi",
    ]
    faults = ListSheet.objects.order_by("position").values_list("fault", flat=True)
    assert list(faults) == ["", "no_kind", "no_table", "empty", "no_rows"]


def test_a_file_without_a_list_is_refused_and_can_be_tried_again():
    content = workbook({"h": [["Persona", "Día"], ["MINA CAICEDO, Rosa", "03/03/2015"]]})
    with pytest.raises(IntakeError, match=r"no sheet is a list .* name its kind"):
        bring(content)
    kept = PartnerList.objects.get()
    assert kept.state == "refused"
    assert "ninguna hoja" in kept.refusal["es"]
    ListMapping.objects.create(
        organisation_id="fundacion",
        kind="training_roll",
        text="list: training_roll\ncolumns: {Persona: full_name, Día: attended_on}",
    )
    assert fates(bring(content)) == ["accepted"]
    assert PartnerList.objects.count() == 1


def test_a_damaged_file_is_refused_in_words_and_kept():
    with pytest.raises(IntakeError, match="damaged"):
        bring(b"PK\x03\x04 no archive")
    with pytest.raises(IntakeError, match="damaged"):
        bring(b"PK\x03\x04 no archive")
    assert PartnerList.objects.get().state == "refused"


def test_a_suggested_mapping_is_kept_and_grows():
    bring(roll(ROSA))
    text = ListMapping.objects.get(organisation="fundacion", kind="training_roll").text
    assert "Cédula: document" in text
    bring(roll([*ROSA, "Afro", "XL"], head=[*HEAD, "Etnia", "Talla"]), at=later())
    text = ListMapping.objects.get().text
    assert "Etnia: group" in text
    assert "Talla" not in text
    shown = mapping_to_edit("fundacion", "training_roll")
    assert shown is not None
    assert shown.unmapped == ("Talla",)


def test_a_reading_that_was_interrupted_goes_on_where_it_stopped():
    team = Team.objects.get(organisation="fundacion")
    content = roll(ROSA, LUIS, ANA, DOUBTFUL, DATELESS)
    kept, _ = receive(content, name="a.xlsx", team=team, received_at=NOW, by=BY)
    known = Vocabularies.load()

    def stop(rows):
        if rows == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        take_in(kept, team=team, known=known, now=later, by=BY, progress=stop, batch_size=2)
    assert ListRow.objects.count() == 2
    counted: list[int] = []
    bring(content, batch_size=2, progress=counted.append)
    assert counted == [2, 2, 1]
    assert fates(kept) == ["accepted", "accepted", "accepted", "review", "rejected"]


def test_a_batch_that_fails_leaves_nothing_of_itself(monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(ListRow.objects, "bulk_create", fail)
    with pytest.raises(RuntimeError):
        bring(roll(ROSA))
    assert Step.objects.count() == 0
    assert PartnerList.objects.get().rows_done == 0
