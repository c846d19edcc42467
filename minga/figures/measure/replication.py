"""What of a snapshot an auditor gets: enough to count every figure again, and no more.

No name is in a snapshot at all. On its way out a row gets ids of its own, an answer stays only if
an indicator asks for it, and a registration only if a step that goes out, or somebody's household,
concerns the person. Steps of sealed pathways are left out with whoever only they concern, unless
they were asked for; then they go as coded facts: when, what, which organisation, and of the place
no more than the canton.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from minga.engines.indicators.definition import CatchmentCount, Indicator, RatioCount, SumCount
from minga.figures.measure.extracts import Tables, canton_of

Asked = Mapping[str, Collection[str]]
"""What indicators ask of each kind of step: names of answers, `place`, `role`, `activity`."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """The pathways whose steps are sealed, and whether those steps go out as coded facts."""

    pathways: Collection[str]
    told: bool

    def rows(self, table: pa.Table) -> list[bool]:
        """Which steps, or tallies of them, are sealed."""
        kinds = table["kind"].to_pylist()
        return [kind.partition(".")[0] in self.pathways for kind in kinds]

    def hides(self, kinds: Collection[str]) -> bool:
        """Whether any of these kinds of step is left out."""
        return not self.told and any(k.partition(".")[0] in self.pathways for k in kinds)


def asked(indicators: Mapping[str, Indicator]) -> dict[str, set[str]]:
    """What counting asks of each kind of step besides dates and subjects."""
    found: dict[str, set[str]] = defaultdict(set)
    for each in indicators.values():
        names = {*each.where, *each.by}
        names |= {each.count.sum} if isinstance(each.count, SumCount) else set()
        for kind in each.of:
            found[kind] |= names
    return found


def lean(tables: Tables, indicators: Mapping[str, Indicator], sealed: Sealed) -> Tables:
    """The tables without what no count needs, and without what is sealed unless it is told."""
    wanted = asked(indicators)
    tables = dict(tables)
    if sealed.told:
        tables["steps"] = _as_coded_facts(tables, wanted, sealed)
    else:
        tables |= _without_sealed(tables, sealed)
    for name in ("steps", "tallies"):
        tables[name] = _with_answers(tables[name], wanted)
    return tables


def uncountable(indicators: Mapping[str, Indicator], sealed: Sealed) -> list[str]:
    """The indicators that cannot be counted again, because steps that they count are left out."""
    missing = {code for code, each in indicators.items() if sealed.hides(_kinds(each))}
    before = -1
    while len(missing) != before:
        before = len(missing)
        missing |= {code for code, each in indicators.items() if missing & set(_parts(each))}
    return sorted(missing)


def _kinds(indicator: Indicator) -> set[str]:
    kinds = {*indicator.of, *([indicator.within.of] if indicator.within else [])}
    if isinstance(indicator.count, CatchmentCount):
        kinds |= {*indicator.count.catchment.of}
    return kinds


def _parts(indicator: Indicator) -> Iterator[str]:
    """The other indicators that one is counted with."""
    yield from (*indicator.also, *indicator.except_)
    match indicator.count:
        case RatioCount(ratio=ratio):
            yield from (ratio.of, ratio.over)
        case CatchmentCount(catchment=catchment) if catchment.minus:
            yield catchment.minus


def _without_sealed(tables: Tables, sealed: Sealed) -> Tables:
    """Without sealed steps and tallies, and without registrations that only they concern."""
    mask = pa.array(sealed.rows(tables["steps"]), pa.bool_())
    tallied = pa.array(sealed.rows(tables["tallies"]), pa.bool_())
    gone, steps = tables["steps"].filter(mask), tables["steps"].filter(pc.invert(mask))
    cases = pc.unique(gone["case"])
    of_sealed = pc.is_in(tables["participants"]["case"], value_set=cases)
    taking_part = tables["participants"].filter(pc.invert(of_sealed))
    seen = _concerned(gone, tables["participants"].filter(of_sealed))
    only = sorted(seen - _concerned(steps, taking_part))
    found = {"steps": steps, "participants": taking_part}
    found["tallies"] = tables["tallies"].filter(pc.invert(tallied))
    for name, column in (
        ("registrations", "id"),
        ("facts", "registration"),
        ("household_members", "registration"),
        ("persons", "registration"),
    ):
        apart = pc.is_in(tables[name][column], value_set=pa.array(only, pa.string()))
        found[name] = tables[name].filter(pc.invert(apart))
    found["persons"] = _unmarked(found["persons"])
    return found


def _unmarked(persons: pa.Table) -> pa.Table:
    """Without the mark of who stands apart from matching, which tells of a sealed record."""
    place = persons.schema.get_field_index("apart")
    nobody = pa.array([False] * persons.num_rows, pa.bool_())
    return persons.set_column(place, persons.schema.field(place), nobody)


def _concerned(steps: pa.Table, taking_part: pa.Table) -> set[str]:
    """The registrations that steps and cases are about."""
    about = steps.filter(pc.equal(steps["subject_kind"], "registration"))
    return {*about["subject"].to_pylist(), *taking_part["registration"].to_pylist()}


def _as_coded_facts(tables: Tables, wanted: Asked, sealed: Sealed) -> pa.Table:
    """Sealed steps with no more of the place than its canton, and nothing that is not counted."""
    steps = tables["steps"]
    cantons = canton_of(tables["places"])
    hidden, kinds = sealed.rows(steps), steps["kind"].to_pylist()
    for column in ("place", "role", "activity"):
        values = [
            _coarse(column, value, cantons)
            if covered and column not in wanted.get(kind, ())
            else value
            for value, covered, kind in zip(steps[column].to_pylist(), hidden, kinds, strict=True)
        ]
        place = steps.schema.get_field_index(column)
        steps = steps.set_column(place, steps.schema.field(place), pa.array(values, pa.string()))
    return steps


def _coarse(
    column: str, value: str | None, cantons: Mapping[str, tuple[str | None, str | None]]
) -> str | None:
    if column != "place" or value is None:
        return None
    canton, province = cantons.get(value, (None, None))
    return canton or province or value


def _with_answers(table: pa.Table, wanted: Asked) -> pa.Table:
    """The rows with those answers only that an indicator asks for."""
    kept = []
    columns = table["kind"].to_pylist(), table["answers"].to_pylist()
    for kind, written in zip(*columns, strict=True):
        names = wanted.get(kind, ())
        answers = {name: said for name, said in json.loads(written).items() if name in names}
        kept.append(json.dumps(answers, ensure_ascii=False, sort_keys=True))
    place = table.schema.get_field_index("answers")
    return table.set_column(place, table.schema.field(place), pa.array(kept, pa.string()))
