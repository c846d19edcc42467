"""Opens the pages of a day's work over many cases, and says how long each took.

    python benchmarks/day.py [CASES] [STEPS OF EACH]

Runs in a data folder of its own, with the pack of this repository. Everybody is invented, and
the rows are written straight into the tables: they are many, and mean nothing.
"""

import os
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

os.environ["MINGA_HOME"] = tempfile.mkdtemp(prefix="minga-bench-")
PAGES = ("/work/", "/work/?whose=mine", "/work/now/", "/work/now/?page=20", "/cases/")
TIMES = 20
CASES = """
WITH teams AS (
    SELECT id, organisation_id, row_number() OVER (ORDER BY id) AS n, count(*) OVER () AS many
    FROM access_team
), numbered AS (
    SELECT i, CASE WHEN mod(i, 10) = 0 THEN 1 ELSE mod(i, many) + 1 END AS n,
        gen_random_uuid() AS person
    FROM generate_series(1, %(cases)s) AS i, (SELECT many FROM teams LIMIT 1) AS every
), people AS (
    INSERT INTO people_registration (id, organisation_id, team_id, sex, birth_precision,
        own_document_key, own_name_key, source, recorded_at)
    SELECT person, organisation_id, id, 'f', 'unknown', '', '', '', now() - i * interval '1 minute'
    FROM numbered JOIN teams USING (n) RETURNING id, team_id, recorded_at
)
INSERT INTO casework_case (id, pathway_id, own_key, team_id, confidentiality, registration_id,
    matter, out_of_order)
SELECT gen_random_uuid(), %(pathway)s, md5(id::text), team_id, 'restricted', id, '', false
FROM people
"""
STEPS = """
INSERT INTO casework_step (case_id, name, occurred_on, recorded_at, organisation_id, activity, role,
    answers, voided, reason, digest, source, by)
SELECT c.id, CASE WHEN s = 1 THEN 'located' WHEN s = 2 THEN 'assessed' WHEN s = 3 THEN 'enrolled'
    ELSE 'checked' END, current_date - 400 + s * 20, now() - interval '1 year', t.organisation_id,
    '', '', '{}', false, '', '', 'list', 'command:intake'
FROM casework_case c JOIN access_team t ON t.id = c.team_id, generate_series(1, %(steps)s) AS s
"""
POSITIONS = """
INSERT INTO casework_position (case_id, team_id, confidentiality, state, opened_on, came_at,
    moved_at, last_step, last_on, due_step, due_on, waiting_for)
SELECT id, team_id, confidentiality, CASE WHEN mod(n, 4) = 0 THEN 'closed' ELSE 'open' END,
    current_date - 400, now() - mod(n, 4000) * interval '1 hour',
    now() - mod(n, 9000) * interval '1 hour', 'enrolled', current_date - 300,
    CASE WHEN mod(n, 4) = 0 THEN '' ELSE 'checked' END,
    CASE WHEN mod(n, 4) = 0 THEN NULL ELSE current_date + mod(n, 400)::int - 30 END, '{}'
FROM (SELECT *, row_number() OVER () AS n FROM casework_case) AS numbered
"""


def fill(cases, steps):
    """Many cases, each with some steps and where it stands."""
    from minga.config import database
    from minga.foundation.definitions.models import LoadedDefinition

    pathway = LoadedDefinition.objects.get(kind="pathway", code="return_to_school", current=True)
    told = {"cases": cases, "steps": steps, "pathway": pathway.pk}
    with database.connect("owner") as owner:
        for statement in (CASES, STEPS, POSITIONS):
            begun = time.perf_counter()
            done = owner.execute(statement, told)
            print(f"{done.rowcount:,} rows in {time.perf_counter() - begun:.0f} s", flush=True)
    with database.connect("owner") as owner:
        owner.autocommit = True
        for table in ("casework_case", "casework_step", "casework_position"):
            owner.execute(f"VACUUM ANALYZE {table}")


def visitor():
    """A supervisor of the largest team, signed in."""
    from django.test import Client
    from django.utils import timezone

    from minga.foundation.access.actions.accounts import make_account
    from minga.foundation.access.actions.grants import grant
    from minga.foundation.access.models import Team
    from minga.foundation.access.second_factor import PROVEN
    from minga.foundation.core.principals import command

    by, today = command("benchmark"), timezone.localdate()
    user = make_account(
        email="sol@example.org", display_name="Sol", language="es", password=None, by=by
    )
    grant(
        user=user,
        team=Team.objects.order_by("pk")[0],
        role="supervisor",
        starts_on=today,
        ends_on=today.replace(year=today.year + 1),
        reason="to measure",
        at=timezone.now(),
        today=today,
        by=by,
    )
    client = Client()
    client.force_login(user)
    session = client.session
    session[PROVEN] = True
    session.save()
    return client, user


def plans(user):
    """How the database finds what is due now, and what came in."""
    from django.utils import timezone

    from minga.desk.day.groups import Asked, groups
    from minga.foundation.access.scope import acting

    now = timezone.now()
    today = timezone.localdate(now)
    roles = frozenset({"supervisor"})
    with acting(user, on=today):
        for name, found in groups(Asked(user=user, now=now, today=today, roles=roles)).items():
            print(f"\n{name}\n{found[:8].explain(analyze=True)}")


def main(cases, steps):
    """Install, fill, open each page, report."""
    from minga.config import setup
    from minga.config.home import InstallationKind

    setup.make_installation(InstallationKind.DEMONSTRATION)
    from minga.config import database
    from minga.foundation.core.principals import command
    from minga.foundation.definitions.pack.pack import read
    from minga.register.programme.loading import load

    pack, _ = read(Path("programmes/northern-border"))
    load(pack, by=command("benchmark"))
    fill(cases, steps)
    client, user = visitor()
    for page in PAGES:
        took = []
        for _time in range(TIMES):
            begun = time.perf_counter()
            if client.get(page).status_code != 200:
                sys.exit(f"{page} did not open")
            took.append((time.perf_counter() - begun) * 1000)
        print(f"{page:20} median {statistics.median(took):4.0f} ms, worst {max(took):4.0f} ms")
    plans(user)
    database.server().detach()
    shutil.rmtree(os.environ["MINGA_HOME"], ignore_errors=True)


if __name__ == "__main__":
    numbers = [int(each) for each in sys.argv[1:]]
    main(*(numbers + [1_000_000, 10][len(numbers) :]))
