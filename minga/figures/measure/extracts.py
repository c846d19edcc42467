"""The frozen facts as flat tables without names: what is counted, and what an auditor recounts.

Read as the counter role, which sees every organisation's steps and never the vault.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

import pyarrow as pa
from django.db import connections

from minga.register.people.judgements import persons

UTC_TIME = pa.timestamp("us", tz="UTC")
TEXT, DAY, NUMBER = pa.string(), pa.date32(), pa.int64()


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
                ("organisation", TEXT), ("activity", TEXT), ("role", TEXT), ("answers", TEXT),
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
               s.organisation_id, nullif(s.activity, ''), nullif(s.role, ''), s.answers::text
        FROM casework_step s
        JOIN casework_case c ON c.id = s.case_id
        JOIN definitions_loadeddefinition d ON d.id = c.pathway_id
        WHERE s.recorded_at <= %(as_of)s
        ORDER BY coalesce(c.registration_id::text, c.id::text), s.id
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
        SELECT id::text, organisation_id, nullif(sex, ''), birth_on, birth_precision, recorded_at,
               erased_at IS NOT NULL
        FROM people_registration WHERE recorded_at <= %(as_of)s ORDER BY id
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
        FROM people_registrationfact ORDER BY registration_id, kind, value, id
        """,
    ),
    Extract(
        "household_members",
        pa.schema(
            [("household", TEXT), ("registration", TEXT), ("from_on", DAY), ("to_on", DAY)]
        ),
        """
        SELECT household_id::text, registration_id::text, from_on, to_on
        FROM people_householdmember ORDER BY registration_id, household_id
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
               g.organisation_id, t.sex, t.age_from, t.age_to, t.count, g.answers::text
        FROM gatherings_tally t JOIN gatherings_gathering g ON g.id = t.gathering_id
        WHERE g.recorded_at <= %(as_of)s AND (g.undone_at IS NULL OR g.undone_at > %(as_of)s)
        ORDER BY g.id, t.id
        """,
    ),
    Extract(
        "organisations",
        pa.schema([("id", TEXT), ("kind", TEXT), ("joined_on", DAY), ("left_on", DAY)]),
        # What the pack no longer has is in no network; its kind is still asked for.
        """
        SELECT code, kind, CASE WHEN NOT retired THEN joined_on END, left_on
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

Tables = dict[str, pa.Table]


def extract(*, as_of: datetime, database: str = "counter") -> Tables:
    """Every table, as recorded up to `as_of` (with time zone)."""
    tables = {wanted.name: _read(wanted, as_of, database) for wanted in EXTRACTS}
    tables["persons"] = _persons(tables["registrations"], database)
    return tables


def _read(wanted: Extract, as_of: datetime, database: str) -> pa.Table:
    with connections[database].cursor() as cursor:
        cursor.execute(wanted.query, {"as_of": as_of})
        batches = list(_batches(cursor, wanted.schema))
    return pa.Table.from_batches(batches, schema=wanted.schema)


def _batches(cursor: object, schema: pa.Schema, size: int = 20_000) -> Iterator[pa.RecordBatch]:
    while rows := cursor.fetchmany(size):  # type: ignore[attr-defined]
        columns = zip(*rows, strict=True)
        yield pa.record_batch(
            [pa.array(c, type=f.type) for c, f in zip(columns, schema, strict=True)], schema=schema
        )


def _persons(registrations: pa.Table, database: str) -> pa.Table:
    """The person behind each registration, derived from the judgements that stand."""
    ids = registrations["id"].to_pylist()
    known = persons(database=database)
    person = [str(known.get(uuid.UUID(each), each)) for each in ids]
    return pa.table({"registration": pa.array(ids, TEXT), "person": pa.array(person, TEXT)})


def canton_of(places: pa.Table) -> dict[str, tuple[str | None, str | None]]:
    """The canton and province of each place code; None above that level."""
    parents = dict(zip(places["code"].to_pylist(), places["parent"].to_pylist(), strict=True))
    kinds = dict(zip(places["code"].to_pylist(), places["kind"].to_pylist(), strict=True))

    def up(code: str | None, kind: str) -> str | None:
        while code is not None and kinds.get(code) != kind:
            code = parents.get(code)
        return code

    return {code: (up(code, "canton"), up(code, "province")) for code in chain(parents)}
