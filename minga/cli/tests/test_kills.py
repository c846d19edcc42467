"""Processes are killed while they take a list in, and run at once; nothing is lost or doubled."""

import itertools
import os
import random
import signal
import threading
import time
from collections import Counter
from contextlib import suppress

import pytest

from minga.cli.tests.process import takers
from minga.engines.lists.tests.fixtures import workbook
from minga.foundation.access.models import Team
from minga.foundation.audit.models import AuditEvent
from minga.foundation.keys import files
from minga.foundation.keys.models import WrappedKey
from minga.foundation.organisations.models import Organisation
from minga.register.people.models import Registration, RegistrationFact
from minga.work.casework.models import Case, Step
from minga.work.gatherings.models import Gathering, Tally
from minga.work.intake.actions import receive
from minga.work.intake.models import ListRow, PartnerList
from minga.work.intake.tests.house import BY, HEAD, NOW, found_house

KILLS = 60
PEOPLE = 24


def somebody(number):
    """A synthetic person, told from all others by the birth date."""
    who = ["Mina Caicedo", "Rosa", None, "Mujer", "Mataje"]
    return who, f"{number + 1:02}/05/1990"


def some_list():
    """Two rolls with people in common, grants of which some correct each other, and tallies."""
    head = [*HEAD, "Fecha de nacimiento", "Etnia"]
    rolls = {}
    for month in ("03", "04"):
        rows = []
        for number in range(PEOPLE):
            who, born = somebody(number)
            rows.append([*who, f"{number + 1:02}/{month}/2015", born, "Afro"])
        rows[3][4], rows[7][5] = "Matage", None
        rolls[f"Mes {month}"] = [head, *rows, rows[0]]
    grant = ["Apellidos", "Nombres", "Fecha de nacimiento", "Fecha de entrega", "Monto"]
    grants = [
        [*who[:2], born, "05/05/2015", 600 + amount]
        for amount in (0, 50)
        for who, born in map(somebody, range(10))
    ]
    tallies = [[f"{day:02}/06/2015", "Mataje", day, 2] for day in range(1, 21)]
    tally = ["Fecha", "Parroquia", "Mujeres 0-11", "Hombres 0-11"]
    return workbook(
        {**rolls, "Capital": [grant, *grants], "Conteo": [tally, *tallies, *tallies[:2]]}
    )


def everything_of(sender):
    """All that stands of an organisation, and how much there is of what does not."""
    steps = Step.objects.filter(organisation=sender).select_related("case")
    born = dict(Registration.objects.filter(organisation=sender).values_list("pk", "birth_on"))
    rows = ListRow.objects.filter(partner_list__organisation=sender)
    gatherings = Gathering.objects.filter(organisation=sender)
    (kept,) = PartnerList.objects.filter(organisation=sender)
    return {
        "list": (kept.state, kept.rows_done, len(files.fetch(kept.pk))),
        "people": Counter(born.values()),
        "facts": Counter(
            (born[fact.registration_id], fact.kind, fact.value)
            for fact in RegistrationFact.objects.filter(registration__in=born)
        ),
        "steps": Counter(
            (s.name, s.occurred_on, str(s.answers), born.get(s.case.registration_id or kept.pk))
            for s in steps
        ),
        "standing": Counter((s.name, s.occurred_on, str(s.answers)) for s in steps.live()),
        "cases": Case.objects.filter(team__organisation=sender).count(),
        "tallies": Counter(
            Tally.objects.filter(gathering__in=gatherings).values_list(
                "gathering__occurred_on", "sex", "count"
            )
        ),
        "fates": list(rows.order_by("sheet", "number").values_list("sheet", "number", "fate")),
        "keys": WrappedKey.objects.filter(organisation=sender).count(),
        "audited": AuditEvent.objects.filter(action="intake.done", object_id=kept.pk).count(),
    }


def new_sender(number):
    code = f"sender_{number}"
    Organisation.objects.create(code=code, name_es=code, name_en=code, kind="cso")
    Team.objects.create(code=code, organisation_id=code, title=code)
    return code


@pytest.fixture
def house(committed_db):
    found_house()


@pytest.mark.slow
def test_killing_at_any_moment_loses_and_doubles_nothing(house, tmp_path):
    rng = random.Random(4)
    file = tmp_path / "lista.xlsx"
    file.write_bytes(some_list())
    kills = Counter[str]()
    with takers() as (begin, end):
        begin("fundacion", file)
        begun = time.monotonic()
        assert end() == 0
        whole = time.monotonic() - begun
        undisturbed = everything_of("fundacion")
        told = {fate for *_, fate in undisturbed["fates"]}
        assert told == {"accepted", "review", "rejected", "seen"}
        for turn in itertools.count():
            if kills.total() >= KILLS:
                break
            sender, ended = new_sender(turn), 1
            while ended != 0:
                child = begin(sender, file)
                time.sleep(rng.uniform(0, whole))
                with suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)
                ended = end()
                assert ended in (0, -signal.SIGKILL)
                if ended:
                    kills[state_of(sender)] += 1
            assert everything_of(sender) == undisturbed
    assert kills["reading"] >= KILLS / 3, f"most kills came too early or too late: {kills}"


def state_of(sender):
    found = PartnerList.objects.filter(organisation=sender).first()
    return found.state if found else "nothing"


def test_two_processes_share_one_file(house, tmp_path):
    file = tmp_path / "lista.xlsx"
    file.write_bytes(some_list())
    with takers() as one, takers() as other:
        for begin, _ in (one, other):
            begin("fundacion", file)
        assert [end() for _, end in (one, other)] == [0, 0]
        together = everything_of("fundacion")
        begin, end = one
        begin("ministerio", file)
        assert end() == 0
    assert together == everything_of("ministerio")


def test_two_files_of_one_organisation_at_once_register_each_person_once(house, tmp_path):
    head = [*HEAD, "Fecha de nacimiento"]
    for month in ("03", "04"):
        rows = [
            [*who, f"{number + 1:02}/{month}/2015", born]
            for number, (who, born) in enumerate(map(somebody, range(PEOPLE)))
        ]
        (tmp_path / f"{month}.xlsx").write_bytes(workbook({"Lista": [head, *rows]}))
    with takers() as one, takers() as other:
        for (begin, _), month in ((one, "03"), (other, "04")):
            begin("fundacion", tmp_path / f"{month}.xlsx")
        assert [end() for _, end in (one, other)] == [0, 0]
    assert Registration.objects.count() == PEOPLE
    assert Step.objects.count() == 2 * PEOPLE


def test_a_file_received_twice_at_once_is_one_list(house):
    team = Team.objects.get(organisation="fundacion")
    content = some_list()
    found = []

    def bring():
        from django.db import connection

        found.append(receive(content, name="a", team=team, received_at=NOW, by=BY)[0].pk)
        connection.close()

    threads = [threading.Thread(target=bring) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == PartnerList.objects.count() == 1
