"""The tables of a snapshot under ids made for one occasion, so that nothing joins them to others.

A pseudonym is a keyed hash under a key that is kept nowhere: it leads neither back to the database
nor to another export. Counting asks of ids only which are the same and, among what belongs
together, which comes first; so within one person, household or case the order is kept, and beyond
that it tells nothing. For the same reason a moment of recording becomes its day and its place
among the moments of that day. Rows stand in the order of their new ids.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa

from minga.figures.measure.extracts import Tables
from minga.foundation.keys.sealing import fingerprint

PERSONAL_SUBJECTS = frozenset({"registration", "household"})
"""Subjects whose ids tell of somebody; organisations and places keep their public codes."""
COLUMNS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "steps": (("id", "step"), ("supersedes", "step"), ("case", "case"), ("gathering", "gathering")),
    "participants": (("case", "case"), ("registration", "registration")),
    "registrations": (("id", "registration"),),
    "facts": (("registration", "registration"),),
    "household_members": (("household", "household"), ("registration", "registration")),
    "tallies": (("gathering", "gathering"),),
    "persons": (("registration", "registration"), ("person", "registration")),
}
"""Each column of ids, and of what."""
HEX = 32
STEP_DIGITS = 15
"""So many hexadecimal digits fit a 64-bit number."""


def under_pseudonyms(tables: Tables, *, key: bytes) -> Tables:
    """All tables under fresh ids."""
    belongs = _together(tables)
    new = {kind: _pseudonyms(kind, ids, belongs, key=key) for kind, ids in _ids(tables).items()} | {
        "moment": _moments(tables)
    }
    return {name: _renamed(name, table, new) for name, table in tables.items()}


def _renamed(name: str, table: pa.Table, new: Mapping[str, Mapping[Any, Any]]) -> pa.Table:
    for column, kind in COLUMNS.get(name, ()):
        table = _mapped(table, column, new[kind])
    if "recorded_at" in table.column_names:
        table = _mapped(table, "recorded_at", new["moment"])
    if name == "steps":
        kinds, subjects = table["subject_kind"].to_pylist(), table["subject"].to_pylist()
        told = [
            new[kind][subject] if kind in PERSONAL_SUBJECTS else subject
            for kind, subject in zip(kinds, subjects, strict=True)
        ]
        table = _replaced(table, "subject", told)
    if name in COLUMNS:
        table = table.sort_by([(column, "ascending") for column, _ in COLUMNS[name][:2]])
    return table


def _mapped(table: pa.Table, column: str, new: Mapping[Any, Any]) -> pa.Table:
    return _replaced(table, column, [new.get(old) for old in table[column].to_pylist()])


def _replaced(table: pa.Table, column: str, values: list[Any]) -> pa.Table:
    place = table.schema.get_field_index(column)
    field = table.schema.field(place)
    return table.set_column(place, field, pa.array(values, field.type))


def _ids(tables: Tables) -> dict[str, set[Any]]:
    """Every id, by what it is of."""
    found: dict[str, set[Any]] = defaultdict(set)
    for name, columns in COLUMNS.items():
        for column, kind in columns:
            found[kind].update(tables[name][column].unique().to_pylist())
    for kind, subject in _subjects(tables["steps"]):
        found[kind].add(subject)
    return {kind: ids - {None} for kind, ids in found.items()}


def _subjects(steps: pa.Table) -> Iterator[tuple[str, str]]:
    """The people and households that cases are about."""
    both = steps.group_by(["subject_kind", "subject"]).aggregate([]).to_pylist()
    for row in both:
        if row["subject_kind"] in PERSONAL_SUBJECTS:
            yield row["subject_kind"], row["subject"]


def _pseudonyms(
    kind: str, ids: Iterable[Any], belongs: Mapping[Hashable, Hashable], *, key: bytes
) -> dict[Any, Any]:
    """A fresh id for each; those that belong together are in the order that they were in."""
    groups: dict[Hashable, list[Any]] = defaultdict(list)
    for each in ids:
        groups[belongs.get((kind, each), each)].append(each)
    new: dict[Any, Any] = {}
    for members in groups.values():
        fresh = sorted(_fresh(kind, each, key=key) for each in members)
        new |= dict(zip(sorted(members), fresh, strict=True))
    if len(set(new.values())) != len(new):
        raise RuntimeError(f"two {kind} pseudonyms are the same: export again.")
    return new


def _fresh(kind: str, value: object, *, key: bytes) -> str | int:
    digits = fingerprint(f"{kind}|{value}", key=key)
    return int(digits[:STEP_DIGITS], 16) if kind == "step" else digits[:HEX]


def _moments(tables: Tables) -> dict[datetime, datetime]:
    """Each moment of recording as its day and, in microseconds, its place in that day."""
    known: set[datetime] = set()
    for name in ("steps", "registrations", "tallies"):
        known.update(tables[name]["recorded_at"].unique().to_pylist())
    by_day: dict[datetime, list[datetime]] = defaultdict(list)
    for moment in sorted(known):
        by_day[moment.replace(hour=0, minute=0, second=0, microsecond=0)].append(moment)
    return {
        moment: day + timedelta(microseconds=place)
        for day, moments in by_day.items()
        for place, moment in enumerate(moments)
    }


def _together(tables: Tables) -> dict[Hashable, Hashable]:
    """What belongs together through a person, a household or a case, by one of its members."""
    head: dict[Hashable, Hashable] = {}

    def find(node: Hashable) -> Hashable:
        while (above := head.setdefault(node, node)) != node:
            head[node] = node = head[above]
        return node

    for one, other in _links(tables):
        head[find(one)] = find(other)
    return {node: find(node) for node in list(head)}


def _links(tables: Tables) -> Iterator[tuple[Hashable, Hashable]]:
    for name in ("persons", "household_members", "participants"):
        (left, one), (right, other) = COLUMNS[name]
        columns = (tables[name][left].to_pylist(), tables[name][right].to_pylist())
        for this, that in zip(*columns, strict=True):
            yield (one, this), (other, that)
    wanted = tables["steps"].select(["id", "case", "subject_kind", "subject"]).to_pylist()
    for step in wanted:
        yield ("step", step["id"]), ("case", step["case"])
        if step["subject"] is not None:
            yield ("case", step["case"]), (step["subject_kind"], step["subject"])
