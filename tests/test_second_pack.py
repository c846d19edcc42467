"""Another country's tiny programme goes through the whole flow without touching code.

All people in these lists are synthetic.
"""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.test import Client

from minga.figures.measure import actions as measure
from minga.figures.measure import snapshots
from minga.figures.publish.actions import publish
from minga.foundation.access.models import Team
from minga.foundation.core.principals import command
from minga.foundation.definitions.pack.checks import check
from minga.foundation.definitions.pack.pack import read
from minga.register.people.judgements import match
from minga.register.programme.loading import load
from minga.work.intake.actions import receive, take_in
from minga.work.intake.opening import Vocabularies

PACK = Path(__file__).parent / "packs" / "highland"
BY = command("test")
NOW = datetime(2021, 2, 1, 12, tzinfo=UTC)

FAMILIES = ("MAMANI", "QUISPE", "CONDORI", "FLORES", "CHOQUE", "APAZA", "LIMACHI", "HUANCA")
WOMEN = [f"{one} {other}, Rosa Elena" for one in FAMILIES for other in FAMILIES]
MEN = [f"{one} {other}, Juan Carlos" for one in FAMILIES[:5] for other in FAMILIES]


def roll(names: list[tuple[str, str]]) -> bytes:
    lines = ["LISTA SINTÉTICA DE TALLER", "", "Nombre;Sexo;Comunidad;Fecha;Materia"]
    lines += [f"{name};{sex};Cantón Viento Alto;05/03/2020;Riego" for name, sex in names]
    return "\r\n".join(lines).encode("cp1252")


@pytest.fixture
def programme(committed_db):
    assert check(PACK) == []
    pack, _ = read(PACK)
    assert pack is not None
    load(pack, by=BY)
    return pack


def take(content: bytes, sender: str):
    team = Team.objects.get(organisation=sender)
    kept, _ = receive(content, name="roll.csv", team=team, received_at=NOW, by=BY)
    return take_in(kept, team=team, known=Vocabularies.load(), now=lambda: NOW, by=BY)


def test_loading_twice_changes_nothing(programme):
    assert load(programme, by=BY) == []


def test_a_second_programme_runs_from_lists_to_a_fact_sheet(programme):
    people = [(name, "Mujer") for name in WOMEN] + [(name, "Hombre") for name in MEN]
    report = take(roll(people), "aguaviva")
    assert report.fates == {"accepted": 104}
    match(apart=())
    taken, tables = snapshots.take(as_of=NOW, taken_at=NOW, by=BY)
    measured = measure.measure(tables, as_of=NOW)
    measure.release(measured, snapshot=taken, by=BY)
    totals = {row.indicator: row.value for row in measured.rows if not row.axes}
    assert totals["trained"] == 104
    for language, words in (("es", "más de"), ("en", "over")):
        done = publish(code="factsheet", language=language, snapshot=taken, published_at=NOW, by=BY)
        assert words in done.html
        assert bytes(done.pdf).startswith(b"%PDF")
        assert Client().get(f"/editions/{done.pk}/").status_code == 200
    assert date(2020, 12, 31) == measured.rows[0].period[1]
