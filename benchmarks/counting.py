"""The counting engine beside DuckDB, polars and pandas, on the programme's synthetic world.

DuckDB counts all indicators, by the statements that an auditor uses. polars and pandas count those
that need no more than filtering and counting different ones: who, what, where, no rules on which
step decides. All begin with the files of an export.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from benchmarks.measuring import Measured, measured, same

PACK = Path("programmes/northern-border")
UNITS = {"people": "person", "registrations": "registration", "cases": "case", "steps": "step"}
ON_A_STEP = ("canton", "province", "organisation")
Cells = dict[tuple[str, str, str], int]
"""Indicator, axis and value to how many."""


def run(scale: float) -> Iterator[tuple[str, Sequence[Measured]]]:
    """The two comparisons, each with a title."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    folder = Path(tempfile.mkdtemp(prefix="minga-bench-"))
    try:
        indicators, frame = make(folder, scale)
        plain = {code: each for code, each in indicators.items() if _plain(each)}
        steps = _rows(folder / "steps.parquet")
        yield (
            f"All {len(indicators)} indicators, all axes, over {steps:,} steps; CPU seconds",
            same(
                [
                    measured("all", "Minga", lambda: _facts(folder), _minga(indicators, frame)),
                    measured("all", "DuckDB", lambda: _recount(folder), _duckdb(indicators)),
                ]
            ),
        )
        yield (
            f"The {len(plain)} of them that filter and count different ones; CPU seconds",
            same(
                [
                    measured("plain", "Minga", lambda: _facts(folder), _minga(plain, frame, plain)),
                    measured("plain", "DuckDB", lambda: _recount(folder), _duckdb(plain, plain)),
                    measured("plain", "polars", lambda: _polars_of(folder, plain), _polars(plain)),
                    measured("plain", "pandas", lambda: _pandas_of(folder, plain), _pandas(plain)),
                ]
            ),
        )
    finally:
        shutil.rmtree(folder)


def make(folder: Path, scale: float) -> tuple[dict[str, Any], Any]:
    """A synthetic world as an opened export; the indicators and the frame they are counted in."""
    from minga.engines.indicators.count import Frame
    from minga.engines.world.generate import generate
    from minga.engines.world.reading import read_inputs
    from minga.foundation.definitions.pack.pack import read
    from tests.exported import LATER, world_tables, written

    pack, _ = read(PACK)
    if pack is None:
        raise RuntimeError("the pack has faults: see `minga check`")
    plan = pack.programme
    frame = Frame(
        starts=plan.starts,
        until=plan.ends,
        as_of=LATER,
        periods=tuple((p.starts, p.ends) for p in plan.periods),
        age_bands=plan.bands["age_band"],
    )
    world = folder / "world"
    generate(out=world, seed=1, scale=scale, calibrate="source", **read_inputs(PACK))
    written(folder, world_tables(world / "truth", pack), pack.indicators, frame)
    return pack.indicators, frame


def _rows(file: Path) -> int:
    import pyarrow.parquet as pq

    return int(pq.read_metadata(file).num_rows)


def _plain(indicator: Any) -> bool:
    """Whether counting needs no more than filtering and counting different ones."""
    beyond = (
        indicator.unit_kind not in UNITS,
        indicator.whom != "subject",
        indicator.at_least > 1,
        indicator.pick,
        indicator.within,
        indicator.also,
        indicator.except_,
        indicator.period != "cumulative",
        indicator.who.age,
        indicator.who.group,
        indicator.who.status,
        indicator.who.kind,
        "network.member" in indicator.of,
        {"role", "place", "activity", "organisation"} & {*indicator.where},
    )
    return not any(beyond)


def _axes(indicator: Any) -> list[str]:
    """The axes that every tool counts along."""
    own = ["sex"] if indicator.unit_kind in {"people", "registrations"} else []
    return [axis for axis in indicator.by if axis in (*ON_A_STEP, *own)]


def _asked(indicators: Mapping[str, Any]) -> list[str]:
    return sorted({name for each in indicators.values() for name in each.where})


# Minga.


def _facts(folder: Path) -> Any:
    import pyarrow.parquet as pq

    from minga.figures.measure.counting import facts
    from minga.figures.measure.extracts import SCHEMAS

    return facts({name: pq.read_table(folder / f"{name}.parquet") for name in SCHEMAS})


def _minga(
    indicators: Mapping[str, Any], frame: Any, plain: Mapping[str, Any] | None = None
) -> Any:
    def count(facts: Any) -> Any:
        from minga.engines.indicators.count import Counter

        counter = Counter(facts, frame, indicators)
        found = {}
        for code in indicators:
            for row in counter.count(code):
                ((axis, value),) = row.axes or (("", ""),)
                if row.value and (plain is None or not axis or axis in _axes(plain[code])):
                    key = (code, axis, value) if plain else (code, row.period, axis, value)
                    found[key] = round(Decimal(row.value), 6)
        return found

    return count


# DuckDB.


def _recount(folder: Path) -> Any:
    from checks.recount import Recount

    return Recount(folder)


def _duckdb(indicators: Mapping[str, Any], plain: Mapping[str, Any] | None = None) -> Any:
    def count(recount: Any) -> Any:
        for code, each in (plain or {}).items():
            recount.indicators[code]["by"] = _axes(each)
        return {
            (cell[0], *cell[2:]) if plain else cell: round(counted.value, 6)
            for cell, counted in recount.count(list(indicators)).items()
            if counted.value
        }

    return count


# What polars and pandas work on: one flat row a step, the answers asked for as `|one|other|`.


def _flat(folder: Path, indicators: Mapping[str, Any]) -> dict[str, list[Any]]:
    import pyarrow.parquet as pq

    from minga.figures.measure.extracts import canton_of

    def table(name: str) -> Any:
        return pq.read_table(folder / f"{name}.parquet")

    lies = canton_of(table("places"))
    names = _asked(indicators)
    steps = table("steps").select(
        ["id", "kind", "case", "subject", "occurred_on", "place", "organisation", "answers"]
    )
    found: dict[str, list[Any]] = {
        column: steps[old].to_pylist()
        for column, old in (
            ("step", "id"), ("kind", "kind"), ("case", "case"), ("registration", "subject"),
            ("on", "occurred_on"), ("organisation", "organisation"),
        )
    }  # fmt: skip
    answers = [json.loads(each) for each in steps["answers"].to_pylist()]
    for name in names:
        found[f"said_{name}"] = [_joined(each.get(name)) for each in answers]
    places = steps["place"].to_pylist()
    for level, axis in enumerate(("canton", "province")):
        found[axis] = [lies.get(p or "", (None, None))[level] or "unknown" for p in places]
    people = _pairs(table("persons"), "registration", "person")
    sexes = _pairs(table("registrations"), "id", "sex")
    found["person"] = [people.get(each) for each in found["registration"]]
    found["sex"] = [sexes.get(each) for each in found["registration"]]
    found["registration"] = [each if each in people else None for each in found["registration"]]
    return found


def _pairs(table: Any, key: str, value: str) -> dict[Any, Any]:
    return dict(zip(table[key].to_pylist(), table[value].to_pylist(), strict=True))


def _joined(answer: Any) -> str:
    from minga.engines.indicators.events import texts

    return "".join(f"|{each}" for each in sorted(texts(answer))) + "|"


def _pattern(values: Sequence[str]) -> str:
    import re

    return "|".join(rf"\|{re.escape(value)}\|" for value in values)


def _polars_of(folder: Path, indicators: Mapping[str, Any]) -> Any:
    import polars

    return polars.DataFrame(_flat(folder, indicators)).filter(polars.col("on") >= _starts(folder))


def _starts(folder: Path) -> Any:
    from datetime import date

    programme = json.loads((folder / "definitions.json").read_text())["programme"]
    return date.fromisoformat(programme["starts"])


def _polars(indicators: Mapping[str, Any]) -> Any:
    def count(frame: Any) -> Cells:
        import polars

        found: Cells = {}
        for code, each in indicators.items():
            unit = UNITS[each.unit_kind]
            wanted = polars.col("kind").is_in(each.of) & polars.col(unit).is_not_null()
            for name, values in each.where.items():
                wanted &= polars.col(f"said_{name}").str.contains(_pattern(values))
            if each.who.sex:
                wanted &= polars.col("sex").is_in(each.who.sex)
            rows = frame.filter(wanted)
            found[code, "", ""] = rows[unit].n_unique()
            for axis in _axes(each):
                cells = rows.group_by(axis).agg(polars.col(unit).n_unique())
                found |= {(code, axis, value): number for value, number in cells.iter_rows()}
        return {key: Decimal(number) for key, number in found.items() if number}

    return count


def _pandas_of(folder: Path, indicators: Mapping[str, Any]) -> Any:
    import pandas

    frame = pandas.DataFrame(_flat(folder, indicators))
    return frame[frame["on"] >= _starts(folder)]


def _pandas(indicators: Mapping[str, Any]) -> Any:
    def count(frame: Any) -> Cells:
        found: Cells = {}
        for code, each in indicators.items():
            unit = UNITS[each.unit_kind]
            wanted = frame["kind"].isin(each.of) & frame[unit].notna()
            for name, values in each.where.items():
                wanted &= frame[f"said_{name}"].str.contains(_pattern(values))
            if each.who.sex:
                wanted &= frame["sex"].isin(each.who.sex)
            rows = frame[wanted]
            found[code, "", ""] = rows[unit].nunique()
            for axis in _axes(each):
                cells = rows.groupby(axis)[unit].nunique()
                found |= {(code, axis, value): int(number) for value, number in cells.items()}
        return {key: Decimal(int(number)) for key, number in found.items() if number}

    return count
