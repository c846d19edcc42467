"""After lists were taken in, no name stands open in the data folder, its database or its logs."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections

from minga.config import database
from minga.engines.lists.tests.fixtures import workbook
from minga.foundation.access.models import Team
from minga.work.intake.actions import IntakeError
from minga.work.intake.actions.deciding import decide
from minga.work.intake.corrections import open_rows
from minga.work.intake.opening import Vocabularies
from minga.work.intake.tests.house import BY, HEAD, bring, found_house, later
from minga.work.intake.tests.test_undoing import take_back

NAMES = ("Zumbarrieta", "Quilombeño", "Ñuflopango", "Xilonécar")
"""Surnames that stand nowhere else."""


@pytest.fixture
def house(committed_db):
    found_house()


def found_in(folder):
    """The names that any file under the folder holds, as spreadsheets and databases write them."""
    wanted = {
        form: name
        for name in NAMES
        for written in (name, name.lower(), name.upper())
        for form in (written.encode(), written.encode("cp1252"), written.encode("utf-16-le"))
    }
    found = set()
    for path in Path(folder).rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            found |= {(name, path) for form, name in wanted.items() if form in content}
    return found


def test_names_of_people_files_and_sheets_are_nowhere_in_the_open(house):
    accepted = ["Zumbarrieta", "Rosa", "0801234568", "Mujer", "Mataje", "03/03/2015"]
    doubtful = ["Quilombeño", "Luis", None, "Hombre", "Matage", "03/03/2015"]
    rejected = ["Ñuflopango", "Ana", None, "Mujer", "Mataje", None]
    content = workbook({"Ficha Xilonécar": [HEAD, accepted, doubtful, rejected]})
    kept = bring(content, name="Lista de Rosa Zumbarrieta.xlsx")
    with pytest.raises(IntakeError):
        bring(workbook({"Xilonécar": [["Ñuflopango", "Quilombeño"], ["x", "y"]]}))
    decide(
        kept,
        rows=[row.pk for row in open_rows(kept).filter(fate="review")],
        accept=True,
        reason="confirmed by telephone",
        team=Team.objects.get(organisation="fundacion"),
        known=Vocabularies.load(),
        decided_at=later(),
        by=BY,
    )
    take_back(bring(workbook({"h": [HEAD, [*accepted[:5], "04/04/2015"]]})))
    connections.close_all()
    with database.administration() as administration:
        administration.execute("CHECKPOINT")
    assert found_in(settings.MINGA_HOME) == set()


def test_the_search_would_find_a_name(tmp_path):
    (tmp_path / "server.log").write_bytes(b"... " + "QUILOMBEÑO".encode("utf-16-le"))
    assert {name for name, _ in found_in(tmp_path)} == {"Quilombeño"}
