"""The facts as flat tables without names: what is counted, frozen, and recounted by an auditor.

Read as the counter role, which sees every organisation's steps and never the vault, and all at
one moment of the database. Of the answers only those are read that forms mark as counted: free
text and whatever else was written down stay where they are.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

import pyarrow as pa
from django.db import connections, transaction

from minga.foundation.definitions.models import LoadedDefinition
from minga.register.people.judgements import persons
from minga.work.casework.apart import set_apart

UTC_TIME = pa.timestamp("us", tz="UTC")
TEXT, DAY, NUMBER = pa.string(), pa.date32(), pa.int64()
BATCH = 20_000

Tables = dict[str, pa.Table]


@dataclass(frozen=True, slots=True)
class Extract:
    """One table: its name, its columns and the query that fills them."""

    name: str
    schema: pa.Schema
    query: str


EXTRACTS = (
    Extract(
        "steps",
        pa.schema(
            [
                ("id", NUMBER), ("kind", TEXT), ("case", TEXT), ("subject_kind", TEXT),
                ("subject", TEXT), ("occurred_on", DAY), ("recorded_at", UTC_TIME),
                ("supersedes", NUMBER), ("voided", pa.bool_()), ("place", TEXT),
                ("organisation", TEXT), ("activity", TEXT), ("role", TEXT), ("gathering", TEXT),
                ("answers", TEXT),
            ]
        ),
        """
        SELECT s.id, d.code || '.' || s.name, s.case_id::text,
               CASE WHEN c.registration_id IS NOT NULL THEN 'registration'
                    WHEN c.household_id IS NOT NULL THEN 'household'
                    WHEN c.organisation_id IS NOT NULL THEN 'organisation'
                    WHEN c.place_id IS NOT NULL THEN 'place' ELSE 'none' END,
               coalesce(c.registration_id::text, c.household_id::text, c.organisation_id,
                        c.place_id),
               s.occurred_on, s.recorded_at, s.supersedes_id, s.voided, s.place_id,
               s.organisation_id, nullif(s.activity, ''), nullif(s.role, ''),
               s.gathering::text,
               (SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(s.answers)
                WHERE d.code || '.' || s.name || '.' || key = ANY(%(counted)s))::text
        FROM casework_step s
        JOIN casework_case c ON c.id = s.case_id
        JOIN definitions_loadeddefinition d ON d.id = c.pathway_id
        WHERE s.recorded_at <= %(as_of)s AND s.moves_to_id IS NULL
        ORDER BY coalesce(c.registration_id::text, c.id::text), s.id
        """,
    ),
    Extract(
        "participants",
        pa.schema([("case", TEXT), ("role", TEXT), ("registration", TEXT)]),
        """
        SELECT case_id::text, role, registration_id::text
        FROM casework_participant WHERE recorded_at <= %(as_of)s
          AND (retracted_at IS NULL OR retracted_at > %(as_of)s)
        ORDER BY case_id, role, registration_id
        """,
    ),
    Extract(
        "registrations",
        pa.schema(
            [
                ("id", TEXT), ("organisation", TEXT), ("sex", TEXT), ("birth_on", DAY),
                ("birth_precision", TEXT), ("recorded_at", UTC_TIME), ("erased", pa.bool_()),
            ]
        ),
        """
        SELECT r.id::text, r.organisation_id,
               nullif(CASE WHEN was.id IS NULL THEN r.sex ELSE was.sex END, ''),
               CASE WHEN was.id IS NULL THEN r.birth_on ELSE was.birth_on END,
               CASE WHEN was.id IS NULL THEN r.birth_precision ELSE was.birth_precision END,
               r.recorded_at, r.erased_at IS NOT NULL
        FROM people_registration r LEFT JOIN (
            SELECT DISTINCT ON (registration_id) * FROM people_correction
            WHERE corrected_at > %(as_of)s ORDER BY registration_id, corrected_at, id
        ) was ON was.registration_id = r.id
        WHERE r.recorded_at <= %(as_of)s ORDER BY r.id
        """,
    ),
    Extract(
        "facts",
        pa.schema(
            [("registration", TEXT), ("kind", TEXT), ("value", TEXT), ("from_on", DAY),
             ("to_on", DAY)]
        ),
        """
        SELECT registration_id::text, kind, value, from_on, to_on
        FROM people_registrationfact WHERE recorded_at <= %(as_of)s
          AND (retracted_at IS NULL OR retracted_at > %(as_of)s)
        ORDER BY registration_id, kind, value, id
        """,
    ),
    Extract(
        "household_members",
        pa.schema(
            [("household", TEXT), ("registration", TEXT), ("from_on", DAY), ("to_on", DAY)]
        ),
        """
        SELECT household_id::text, registration_id::text, from_on, to_on
        FROM people_householdmember WHERE recorded_at <= %(as_of)s
          AND (retracted_at IS NULL OR retracted_at > %(as_of)s)
        ORDER BY registration_id, household_id, id
        """,
    ),
    Extract(
        "tallies",
        pa.schema(
            [
                ("kind", TEXT), ("gathering", TEXT), ("occurred_on", DAY),
                ("recorded_at", UTC_TIME), ("place", TEXT), ("organisation", TEXT), ("sex", TEXT),
                ("age_from", NUMBER), ("age_to", NUMBER), ("count", NUMBER), ("answers", TEXT),
            ]
        ),
        """
        SELECT g.pathway || '.' || g.step, g.id::text, g.occurred_on, g.recorded_at, g.place_id,
               g.organisation_id, coalesce(nullif(t.sex, ''), 'unknown'), t.age_from, t.age_to,
               t.count,
               (SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(g.answers)
                WHERE g.pathway || '.' || g.step || '.' || key = ANY(%(counted)s))::text
        FROM gatherings_tally t JOIN gatherings_gathering g ON g.id = t.gathering_id
        WHERE g.recorded_at <= %(as_of)s AND (g.undone_at IS NULL OR g.undone_at > %(as_of)s)
        ORDER BY g.id, t.id
        """,
    ),
    Extract(
        "organisations",
        pa.schema(
            [("id", TEXT), ("kind", TEXT), ("place", TEXT), ("joined_on", DAY), ("left_on", DAY)]
        ),
        # What the pack no longer has is in no network; its kind is still asked for.
        """
        SELECT code, kind, place_id, CASE WHEN NOT retired THEN joined_on END, left_on
        FROM organisations_organisation ORDER BY code
        """,
    ),
    Extract(
        "places",
        pa.schema(
            [("code", TEXT), ("name", TEXT), ("kind", TEXT), ("parent", TEXT),
             ("lat", pa.float64()), ("lon", pa.float64())]
        ),
        """
        SELECT code, name, kind, parent_id, lat::float, lon::float
        FROM places_place ORDER BY code
        """,
    ),
    Extract(
        "observations",
        pa.schema(
            [("measure", TEXT), ("place", TEXT), ("year", NUMBER), ("value", pa.decimal128(16, 4)),
             ("source", TEXT), ("method", TEXT), ("version", TEXT)]
        ),
        """
        SELECT measure, place_id, year, value, source, method, version
        FROM programme_observation ORDER BY measure, place_id, year, version
        """,
    ),
)  # fmt: skip
KNOWN = """
    SELECT id::text FROM people_registration
    WHERE recorded_at <= %(as_of)s AND erased_at IS NULL ORDER BY id
"""
ERASED = "SELECT id::text FROM people_registration WHERE erased_at IS NOT NULL"
PERSONS = pa.schema([("registration", TEXT), ("person", TEXT), ("apart", pa.bool_())])
SCHEMAS: dict[str, pa.Schema] = {each.name: each.schema for each in EXTRACTS} | {"persons": PERSONS}


@contextmanager
def reading(*, as_of: datetime, database: str = "counter") -> Iterator["Reading"]:
    """A reading of all tables at one moment of the database, as recorded up to `as_of`."""
    with transaction.atomic(using=database):
        with connections[database].cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield Reading(as_of, database, counted_answers(database))


@dataclass(frozen=True, slots=True)
class Reading:
    """Reads tables in batches; no table is ever in memory whole."""

    as_of: datetime
    database: str
    counted: list[str]
    """The answers that may leave the record rooms, as forms mark them."""

    def batches(self, name: str) -> Iterator[pa.RecordBatch]:
        """The batches of one table."""
        if name == "persons":
            yield from self._persons()
            return
        (wanted,) = (each for each in EXTRACTS if each.name == name)
        known = {"as_of": self.as_of, "counted": self.counted}
        for rows in self._rows(wanted.query, known):
            columns = zip(*rows, strict=True)
            arrays = [pa.array(c, type=f.type) for c, f in zip(columns, wanted.schema, strict=True)]
            yield pa.record_batch(arrays, schema=wanted.schema)

    def _rows(self, query: str, known: dict[str, Any]) -> Iterator[list[tuple[Any, ...]]]:
        with connections[self.database].chunked_cursor() as cursor:
            cursor.execute(query, known)
            while rows := cursor.fetchmany(BATCH):
                yield rows

    def _persons(self) -> Iterator[pa.RecordBatch]:
        """The person behind each registration, by the judgements that stood.

        Whoever was erased is nobody: there is no person to count, and nothing links what is left.
        Whoever stands apart is a person of their own.
        """
        erased = {each for (each,) in chain.from_iterable(self._rows(ERASED, {}))}
        alone = {str(each) for each in set_apart(as_of=self.as_of, database=self.database)}
        judged = persons(database=self.database, as_of=self.as_of).items()
        known = without({str(each): str(person) for each, person in judged}, erased | alone)
        for rows in self._rows(KNOWN, {"as_of": self.as_of}):
            ids = [each for (each,) in rows]
            person = [known.get(each, each) for each in ids]
            columns = (ids, person, [each in alone for each in ids])
            arrays = [pa.array(c, f.type) for c, f in zip(columns, PERSONS, strict=True)]
            yield pa.record_batch(arrays, schema=PERSONS)


def extract(*, as_of: datetime, database: str = "counter") -> Tables:
    """Every table in memory, as recorded up to `as_of` (with time zone)."""
    with reading(as_of=as_of, database=database) as source:
        return {
            name: pa.Table.from_batches(source.batches(name), schema=schema)
            for name, schema in SCHEMAS.items()
        }


def without(person: Mapping[str, str], left_out: Collection[str]) -> dict[str, str]:
    """The person of each registration that is not left out; those that stay are together still."""
    gone = set(left_out)
    together: dict[str, list[str]] = defaultdict(list)
    for registration, whose in person.items():
        if registration not in gone:
            together[whose].append(registration)
    return {
        each: whose if whose not in gone else min(left)
        for whose, left in together.items()
        for each in left
    }


def counted_answers(database: str) -> list[str]:
    """The answers that any version of a form marks as counted, as `pathway.step.field`."""
    rows = LoadedDefinition.objects.using(database)
    forms: dict[str, set[str]] = {}
    for form in rows.filter(kind="form"):
        rows_of_form = form.content.get("survey", ())
        names = {row["name"] for row in rows_of_form if row.get("counted", "").lower() == "yes"}
        forms.setdefault(form.code, set()).update(names)
    found = {
        f"{pathway.code}.{step}.{name}"
        for pathway in rows.filter(kind="pathway")
        for step, definition in pathway.content["steps"].items()
        for name in forms.get(definition.get("form") or "", ())
    }
    return sorted(found)


def canton_of(places: pa.Table) -> dict[str, tuple[str | None, str | None]]:
    """The canton and province of each place code; None above that level."""
    parents = dict(zip(places["code"].to_pylist(), places["parent"].to_pylist(), strict=True))
    kinds = dict(zip(places["code"].to_pylist(), places["kind"].to_pylist(), strict=True))

    def up(code: str | None, kind: str) -> str | None:
        while code is not None and kinds.get(code) != kind:
            code = parents.get(code)
        return code

    return {code: (up(code, "canton"), up(code, "province")) for code in parents}
