"""Counts every indicator of an opened export again, in SQL: `python -m checks.recount FOLDER`.

Nothing of Minga takes part: DuckDB reads the Parquet files, and the definitions beside them say
what is counted. The statements that make the tables are those of docs/recount.md, which an auditor
can paste and run one by one; here each indicator becomes a statement over them. What comes out is
compared with what was released of the snapshot.
"""

import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from checks.floors import ROOT
from checks.statements import Indicator, Period, catchment, cells, kept, quoted, table_of

DOCUMENT = ROOT / "docs" / "recount.md"
BLOCK = re.compile(r"^```sql\n(.*?)^```", re.DOTALL | re.MULTILINE)

Cell = tuple[str, Period, str, str]
"""Indicator, period, axis and value on it; the last two are empty for the total."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A cell counted again."""

    value: Decimal | None
    participations: int = 0
    registrations: int = 0


def statements(document: Path = DOCUMENT) -> list[str]:
    """The statements of the document, in order."""
    return [block.strip() for block in BLOCK.findall(document.read_text(encoding="utf-8"))]


@dataclass
class Recount:
    """Counts the indicators of one opened export."""

    folder: Path
    database: duckdb.DuckDBPyConnection = field(init=False)
    indicators: Mapping[str, Indicator] = field(init=False)
    programme: Mapping[str, Any] = field(init=False)
    until: date = field(init=False)
    made: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        definitions = json.loads((self.folder / "definitions.json").read_text(encoding="utf-8"))
        manifest = json.loads((self.folder / "manifest.json").read_text(encoding="utf-8"))
        self.indicators = {c: each["content"] for c, each in definitions["indicators"].items()}
        self.programme = definitions["programme"]
        self.database = duckdb.connect()
        self.database.execute(f"SET file_search_path = {quoted(self.folder)}")
        self.database.execute("SET TimeZone = 'UTC'")
        for statement in statements():
            if statement.startswith("CREATE"):
                self.database.execute(statement)
        bands = ", ".join(f"({each})" for each in self.programme["bands"]["age_band"])
        self.database.execute(f"CREATE TABLE bands AS SELECT * FROM (VALUES {bands}) b(lower)")
        as_of = date.fromisoformat(manifest["as_of"][:10])
        self.until = min(date.fromisoformat(self.programme["ends"]), as_of)

    def count(self, codes: Sequence[str] = ()) -> dict[Cell, Counted]:
        """Every cell of the indicators named, or of all."""
        found: dict[Cell, Counted] = {}
        for code in codes or sorted(self.indicators):
            for period in self.periods(self.indicators[code]):
                for axis, value, counted in self.cells(code, period):
                    found[code, period, axis, value] = counted
        return found

    def periods(self, indicator: Indicator) -> list[Period]:
        """The periods that an indicator is counted for."""
        starts = date.fromisoformat(self.programme["starts"])
        if indicator.get("period") == "in_period":
            parts = [
                (date.fromisoformat(p["starts"]), min(date.fromisoformat(p["ends"]), self.until))
                for p in self.programme["periods"]
            ]
            if begun := [part for part in parts if part[0] <= self.until]:
                return begun
        return [(starts, self.until)]

    def cells(self, code: str, period: Period) -> Iterator[tuple[str, str, Counted]]:
        """Axis, value and count of each cell of one indicator in one period."""
        count = self.indicators[code]["count"]
        if isinstance(count, str) or "sum" in count:
            yield from self._of_units(code, period)
        elif "ratio" in count:
            yield from self._ratio(code, count["ratio"], period)
        else:
            yield from self._by_area(code, period)

    def _of_units(self, code: str, period: Period) -> Iterator[tuple[str, str, Counted]]:
        indicator = self.indicators[code]
        self._keep(code, period)
        rows = self.database.execute(cells(indicator, period)).fetchall()
        for axis, cell, number, steps, registrations in rows or [("", "", 0, 0, 0)]:
            yield axis, cell, Counted(Decimal(str(number)), steps, registrations)

    def _keep(self, code: str, period: Period) -> None:
        """Make the table of the steps for which each unit counts, once, after those it names."""
        name, indicator = table_of(code, period), self.indicators[code]
        if name not in self.made:
            self.made.add(name)
            for other in (*indicator.get("also", ()), *indicator.get("except", ())):
                self._keep(other, period)
            self.database.execute(f"CREATE TABLE {name} AS {kept(indicator, period)}")

    def _ratio(
        self, code: str, ratio: Mapping[str, Any], period: Period
    ) -> Iterator[tuple[str, str, Counted]]:
        above = {cell[:2]: cell[2].value for cell in self.cells(ratio["of"], period)}
        axes = {*self.indicators[code].get("by", ())}
        axes &= {*self.indicators[ratio["of"]].get("by", ())}
        for axis, value, counted in self.cells(ratio["over"], period):
            if axis and axis not in axes:
                continue
            events, base = above.get((axis, value)) or Decimal(0), counted.value or Decimal(0)
            share = events * ratio.get("per", 100) / base if base else None
            yield axis, value, Counted(share)

    def _by_area(self, code: str, period: Period) -> Iterator[tuple[str, str, Counted]]:
        indicator = self.indicators[code]
        count = indicator["count"]
        if "observation" in count:
            since = "NULL" if indicator.get("period") == "as_of" else period[0].year
            call = f"rolled_up({quoted(count['observation'])}, {since}, {period[1].year})"
        else:
            wanted_by = count["catchment"]
            if wanted_by.get("minus"):
                self._keep(wanted_by["minus"], period)
            call = catchment(wanted_by, period)
        wanted = ("", *(a for a in ("canton", "province") if a in indicator.get("by", ())))
        rows = self.database.execute(f"SELECT axis, area, value FROM {call}").fetchall()
        found = {(axis, area): value for axis, area, value in rows if axis in wanted}
        for (axis, area), value in {("", ""): Decimal(0), **found}.items():
            yield axis, area, Counted(Decimal(str(value)))


def released(recount: Recount) -> Iterator[tuple[Cell, Mapping[str, Any]]]:
    """What was released of the snapshot."""
    for row in recount.database.sql("FROM 'figures.parquet'").to_arrow_table().to_pylist():
        period = (row["period_start"], row["period_end"])
        yield (row["indicator"], period, row["axis"], row["cell"]), row


def main(folder: Path) -> int:
    """Count again, compare, report. How many figures differ."""
    recount = Recount(folder)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    left_out = set(manifest["cannot_be_counted_again"])
    counted = recount.count(sorted(set(recount.indicators) - left_out))
    same = hidden = 0
    different = []
    for cell, row in released(recount):
        if cell[0] in left_out:
            continue
        if row["suppressed"]:
            hidden += 1
        elif agree(row["value"], counted.get(cell, Counted(Decimal(0))).value):
            same += 1
        else:
            different.append(f"{cell}: released {row['value']}, counted {counted.get(cell)}")
    print(*different, sep="\n", end="\n" if different else "")
    print(f"{same} released figures are the same, {len(different)} differ, {hidden} are hidden.")
    return len(different)


def agree(told: Decimal | None, counted: Decimal | None) -> bool:
    """Whether two numbers are the same to the sixth decimal, as many as a release keeps."""
    if told is None or counted is None:
        return told is counted
    return abs(told - counted) < Decimal("0.000001")


if __name__ == "__main__":
    sys.exit(min(1, main(Path(sys.argv[1]))))
