"""Loading makes the house say what the pack says, whole or not at all; twice changes nothing."""

import shutil
import threading
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Sum

from minga.foundation.access.models import Team
from minga.foundation.audit.models import AuditEvent
from minga.foundation.core.principals import command
from minga.foundation.definitions.models import LoadedDefinition
from minga.foundation.definitions.pack.checks import check
from minga.foundation.definitions.pack.pack import read
from minga.foundation.organisations.models import Organisation
from minga.foundation.places.models import Place
from minga.register.programme import rows
from minga.register.programme.loading import PackNotLoadedError, load
from minga.register.programme.models import Activity, BudgetLine, Expenditure, Observation

HIGHLAND = Path(__file__).parents[4] / "tests" / "packs" / "highland"
BY = command("test")
TABLES = (
    "definitions.LoadedDefinition",
    "places.Place",
    "organisations.Organisation",
    "access.Team",
    "programme.Activity",
    "programme.BudgetLine",
    "programme.Expenditure",
    "programme.Observation",
    "audit.AuditEvent",
)


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(HIGHLAND, tmp_path / "highland"))


def change(folder, file, was, becomes):
    text = (folder / file).read_text()
    assert was in text
    (folder / file).write_text(text.replace(was, becomes))


def pack_in(folder):
    pack, _ = read(folder)
    assert pack is not None
    return pack


def loaded(folder, *, dry_run=False):
    assert [str(fault) for fault in check(folder)] == []
    pack = pack_in(folder)
    return [str(each) for each in load(pack, by=BY, dry_run=dry_run)]


def everything():
    """Every row of every table that a load writes."""
    return {name: sorted(map(str, apps.get_model(name).objects.values_list())) for name in TABLES}


@pytest.mark.django_db
def test_everything_that_the_pack_says_is_there_after_loading(folder):
    found = loaded(folder)
    assert all(each.startswith("new ") or each.endswith("out)") for each in found)
    assert LoadedDefinition.objects.filter(current=True, version=1).count() == 17
    assert Place.objects.get(code="B10201").parent_id == "B102"
    assert Place.objects.get(code="B101").valid_to == date(2019, 6, 30)
    left = Organisation.objects.get(code="maestras")
    assert (left.left_on, left.successor) == (date(2019, 12, 31), "escuelas")
    assert (left.synthetic, left.iati_type) == (True, "22")
    activity = Activity.objects.get()
    assert (activity.output, activity.dimensions) == ("o1_1", ["environmental", "community"])
    assert activity.places == ["B101", "B102"]
    line = BudgetLine.objects.get(line="b1")
    assert (line.cents, line.period, line.description_en) == (600_00, "y1", "Field staff")
    spent = Expenditure.objects.get(object_class="staff")
    assert (spent.spent_cents, spent.committed_cents) == (950_25, 49_75)
    assert Observation.objects.get(year=2020).value == Decimal(2450)


@pytest.mark.django_db
def test_loading_twice_changes_nothing(folder):
    loaded(folder)
    before = everything()
    assert loaded(folder) == []
    assert everything() == before


@pytest.mark.django_db
def test_a_dry_run_shows_the_same_and_leaves_nothing(folder):
    empty = everything()
    shown = loaded(folder, dry_run=True)
    assert everything() == empty
    assert loaded(folder) == shown


@pytest.mark.django_db
def test_every_organisation_has_one_team(folder):
    found = loaded(folder)
    assert "new      team aguaviva" in found
    change(
        folder, "organisations.csv", "escuelas,Red", "nueva,Nueva,New,,civil_society"
        ",B1,,,,,,,yes,\nescuelas,Red"
    )  # fmt: skip
    assert loaded(folder) == ["new      organisation nueva", "new      team nueva"]
    assert Team.objects.get(organisation="nueva").title == "Nueva"
    assert Team.objects.count() == Organisation.objects.count() == 4


@pytest.mark.django_db
def test_what_changed_is_named_field_by_field(folder):
    loaded(folder)
    change(folder, "places.csv", "Cantón Viento Alto", "Cantón Brisa")
    change(folder, "activities.csv", "2020-11-30,B101;B102", "2020-12-15,B102")
    change(folder, "indicators/water.yaml", "2020-12-31: 40", "2020-12-31: 50")
    change(folder, "observations.csv", "2450", "2500")
    assert loaded(folder) == [
        "changed  indicator trained (version 1 becomes 2)",
        "changed  place B102 (name)",
        "changed  activity irrigation (ends, places)",
        "changed  observation all (1 rows in, 1 out)",
    ]
    assert Place.objects.get(code="B102").name == "Cantón Brisa"
    assert Observation.objects.count() == 2


@pytest.mark.django_db
def test_a_budget_line_that_is_gone_is_in_no_total(folder):
    loaded(folder)
    change(folder, "budget.csv", "b2,solidarity,aguaviva,o1_1,staff,y2,400.00,Personal de campo,F"
        "ield staff\n", "")  # fmt: skip
    change(folder, "budget.csv", "y1,600.00", "y1,1000.00")
    assert loaded(folder) == [
        "changed  budgetline b1 (cents)",
        "gone     budgetline b2 (removed)",
    ]
    assert BudgetLine.objects.aggregate(total=Sum("cents")) == {"total": 1070_00}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("file", "row", "model", "code"),
    [
        ("places.csv", "B10201,Fuente del Cóndor,site,B102", Place, "B10201"),
        ("organisations.csv", "escuelas,Red de Escuelas", Organisation, "escuelas"),
        ("activities.csv", "irrigation,Talleres de riego", Activity, "irrigation"),
    ],
)
def test_what_records_may_stand_on_is_retired_and_can_come_back(folder, file, row, model, code):
    loaded(folder)
    lines = (folder / file).read_text().splitlines(keepends=True)
    rest = [line for line in lines if not line.startswith(row)]
    assert len(rest) == len(lines) - 1
    (folder / file).write_text("".join(rest).replace("2019-12-31,escuelas", "2019-12-31,"))
    name = model._meta.model_name
    gone = f"gone     {name} {code} (retired: records may stand on it)"
    assert [each for each in loaded(folder) if code in each] == [gone]
    assert model.objects.get(code=code).retired
    assert loaded(folder) == []
    (folder / file).write_text("".join(lines))
    assert f"changed  {name} {code} (retired)" in loaded(folder)
    assert not model.objects.get(code=code).retired


@pytest.mark.django_db
def test_statements_of_money_that_are_gone_are_removed(folder):
    loaded(folder)
    change(folder, "expenditure.csv", "aguaviva,solidarity,support,70.00,0.00,2020-12-31\n", "")
    assert loaded(folder) == ["changed  expenditure all (0 rows in, 1 out)"]
    assert [row.object_class for row in Expenditure.objects.all()] == ["staff"]


@pytest.mark.django_db
def test_it_does_not_matter_what_was_loaded_before(folder, tmp_path):
    """From any state of the pack to any other: what is in use is what the last pack says."""
    other = Path(shutil.copytree(folder, tmp_path / "other"))
    change(other, "places.csv", "B10201,Fuente del Cóndor", "B10202,Fuente del Zorro")
    change(other, "budget.csv", "b2,", "b9,")
    change(other, "indicators/water.yaml", "indicator: hours", "indicator: workshop_hours")

    def in_use():
        return {
            model: sorted(str(row) for row in model.objects.filter(**standing).values())
            for model, standing in (
                (Place, {"retired": False}),
                (Organisation, {"retired": False}),
                (Activity, {"retired": False}),
                (BudgetLine, {}),
            )
        } | {
            "definitions": dict(
                LoadedDefinition.objects.filter(current=True).values_list("code", "content_hash")
            )
        }

    loaded(folder)
    first = in_use()
    loaded(other)
    assert in_use() != first
    loaded(folder)
    assert in_use() == first


@pytest.mark.django_db
def test_a_load_is_audited_in_its_own_transaction_with_what_it_did(folder):
    loaded(folder)
    event = AuditEvent.objects.get(action="programme.loaded")
    assert (event.object_id, event.by) == ("highland", "command:test")
    assert event.detail["new"]["place"] == 5
    assert event.detail["gone"] == []
    change(folder, "budget.csv", "b2,", "b9,")
    loaded(folder)
    event = AuditEvent.objects.latest("id")
    assert event.detail == {
        "new": {"budgetline": 1},
        "changed": [],
        "gone": ["budgetline b2"],
    }


@pytest.mark.django_db
def test_a_load_that_fails_late_leaves_nothing(folder, monkeypatch):
    def fails(pack):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(rows, "observations", fails)
    before = everything()
    with pytest.raises(RuntimeError, match="disk is full"):
        loaded(folder)
    assert everything() == before


@pytest.mark.django_db
def test_another_programme_is_refused_and_nothing_of_it_stays(folder):
    loaded(folder)
    before = everything()
    change(folder, "programme.yaml", "programme: highland", "programme: lowland")
    pack = pack_in(folder)
    with pytest.raises(PackNotLoadedError, match="holds the programme highland"):
        load(pack, by=BY)
    assert everything() == before


@pytest.mark.django_db
def test_places_in_a_circle_are_refused(folder):
    change(folder, "places.csv", "B1,Provincia Quinua,province,BO", "B1,Provincia,province,B101")
    pack = pack_in(folder)
    with pytest.raises(PackNotLoadedError, match="in a circle"):
        load(pack, by=BY)
    assert not LoadedDefinition.objects.exists()


def test_two_loads_at_once_go_one_after_the_other(committed_db, folder):
    """The second waits, sees what the first stored, and finds nothing left to do."""
    pack = pack_in(folder)
    found: list[object] = []
    ready = threading.Barrier(2)

    def one():
        try:
            ready.wait()
            found.append(len(load(pack, by=BY)))
        except Exception as error:
            found.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    first, second = sorted(found, key=str)
    assert (first, second) == (0, 17 + 5 + 3 + 3 + 1 + 3 + 1 + 1)
    assert LoadedDefinition.objects.count() == 17
    assert AuditEvent.objects.filter(action="programme.loaded").count() == 1
