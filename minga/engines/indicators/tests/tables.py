"""Facts written as tables, so that a worked example can be read and checked by hand.

A column holds what its heading says; an empty cell is not known. Several values are separated by
`+`, the dates of a value by `:` and `..` (half-open).
"""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from minga.engines.indicators.count import Counter, Frame
from minga.engines.indicators.facts import Fact, Facts, Observation, Registration, Step, Tally
from minga.engines.indicators.tests.worlds import define

YEARS = tuple((date(year, 1, 1), date(year, 12, 31)) for year in (2014, 2015, 2016))
CANTONS = {
    "quinindé": ("quinindé", "esmeraldas"),
    "muisne": ("muisne", "esmeraldas"),
    "esmeraldas": (None, "esmeraldas"),
    "lago_agrio": ("lago_agrio", "sucumbíos"),
    "sucumbíos": (None, "sucumbíos"),
}

FRAME = Frame(
    starts=YEARS[0][0],
    until=YEARS[-1][1],
    as_of=datetime(2100, 1, 1, tzinfo=UTC),
    periods=YEARS,
    age_bands=(0, 12, 18, 30),
)


def rows(table: str) -> list[dict[str, str]]:
    lines = table.strip().splitlines()
    head, *body = [[cell.strip() for cell in line.split("|")] for line in lines]
    return [dict(zip(head, line, strict=True)) for line in body]


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def moment(text: str) -> datetime:
    return datetime.combine(date.fromisoformat(text or "2014-01-01"), datetime.min.time(), UTC)


def span(text: str) -> tuple[str, date | None, date | None]:
    """`refugee:2014-01-01..2015-01-01`, `refugee:2014-01-01..` or `refugee`."""
    name, _, dates = text.partition(":")
    start, _, end = dates.partition("..")
    return name.strip(), day(start.strip()), day(end.strip())


def several(text: str) -> list[str]:
    return [part.strip() for part in text.split("+") if part.strip()]


def registration(row: dict[str, str]) -> Registration:
    dated = [
        (kind, span(each)) for kind in ("group", "status") for each in several(row.get(kind, ""))
    ]
    return Registration(
        id=row["id"],
        person=row.get("person") or row["id"],
        organisation=row.get("organisation", "one"),
        recorded_at=moment(row.get("recorded", "")),
        sex=row.get("sex") or "unknown",
        birth_on=day(row.get("birth", "")),
        birth_precision=row.get("precision") or ("day" if row.get("birth") else "unknown"),
        facts=tuple(Fact(kind=k, value=v, from_on=a, to_on=b) for k, (v, a, b) in dated),
        households=tuple(span(each) for each in several(row.get("household", ""))),
    )


def step(number: int, row: dict[str, str]) -> Step:
    asked = {name: row[name] for name in ("topic", "amount", "works") if row.get(name)}
    return Step(
        id=int(row.get("id") or number),
        kind=row["step"],
        case=row.get("case") or f"case of {row.get('subject')}",
        occurred_on=date.fromisoformat(row["on"]),
        recorded_at=moment(row.get("recorded") or row["on"]),
        organisation=row.get("organisation", "one"),
        supersedes=int(row["supersedes"]) if row.get("supersedes") else None,
        voided=row.get("void") == "yes",
        subject_kind=row.get("kind") or "registration",
        subject=row.get("subject") or None,
        place=row.get("place") or None,
        participants=tuple(
            (each.partition(":")[0], each.partition(":")[2])
            for each in several(row.get("with", ""))
        ),
        answers={name: several(text) if "+" in text else text for name, text in asked.items()},
        until=day(row.get("until", "")),
    )


def tally(row: dict[str, str]) -> Tally:
    return Tally(
        kind=row["step"],
        gathering=row["gathering"],
        occurred_on=date.fromisoformat(row["on"]),
        recorded_at=moment(row["on"]),
        organisation="one",
        sex=row["sex"],
        count=int(row["count"]),
        place=row.get("place") or None,
        age_from=int(row["from"]) if row.get("from") else None,
        age_to=int(row["to"]) if row.get("to") else None,
        answers={"topic": row["topic"]} if row.get("topic") else {},
    )


def observation(row: dict[str, str]) -> Observation:
    return Observation(
        measure=row["measure"],
        place=row["place"],
        year=int(row["year"]),
        value=Decimal(row["value"]),
        version=row.get("version") or "1",
    )


def facts(*, people: str = "id", steps: str = "id", tallies: str = "id", outside: str = "id",
          kinds: dict[str, str] | None = None) -> Facts:  # fmt: skip
    known = [registration(row) for row in rows(people)]
    return Facts(
        steps=tuple(step(number, row) for number, row in enumerate(rows(steps), start=1)),
        registrations={each.id: each for each in known},
        tallies=tuple(map(tally, rows(tallies))),
        organisation_kinds=kinds or {},
        cantons=CANTONS,
        observations=tuple(map(observation, rows(outside))),
    )


def count(known, *, as_of="2016-12-31", others=None, **said):
    """The rows of one indicator; `others` defines those that it names."""
    frame = replace(
        FRAME,
        until=min(date.fromisoformat(as_of), FRAME.until),
        as_of=datetime.combine(date.fromisoformat(as_of), datetime.max.time(), UTC),
    )
    pack = {code: define(code, **other) for code, other in (others or {}).items()}
    pack["it"] = define("it", **said)
    return Counter(known, frame, pack).count("it")


def value(known, **said):
    """The total of an indicator over all time."""
    return count(known, **said)[0].value


def cells(known, axis, **said):
    """The values along one axis."""
    found = count(known, by=[axis], **said)
    return {row.axes[0][1]: row.value for row in found if row.axes}


def by_year(known, **said):
    """The totals of 2014, 2015 and 2016."""
    return [row.value for row in count(known, period="in_period", **said) if not row.axes]
