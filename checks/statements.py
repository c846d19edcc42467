"""Indicators as statements in SQL, over the tables that docs/recount.md makes.

Written from the definitions alone, so that a mistake in the counting engine is not made twice.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

OF_STEP = ("role", "place", "organisation", "activity")

Indicator = Mapping[str, Any]
"""As `definitions.json` writes it."""
Period = tuple[date, date]


def quoted(value: object) -> str:
    """A value as SQL writes it."""
    return "'" + str(value).replace("'", "''") + "'"


def listed(values: Sequence[object]) -> str:
    """Values as a list in SQL."""
    return "[" + ", ".join(map(quoted, values)) + "]"


def table_of(code: str, period: Period) -> str:
    """What the table of an indicator's steps in a period is called."""
    return f"kept_{code}_{period[0]:%Y%m%d}_{period[1]:%Y%m%d}"


def cells(indicator: Indicator, period: Period) -> str:
    """Every cell: axis, value on it, count, participations, registrations; the total has none."""
    count, value = indicator["count"], "count(DISTINCT unit)"
    if not isinstance(count, str):
        number = f"number(answers->>{quoted(count['sum'])})"
        steps = f"list(DISTINCT {{'step': step, 'number': {number}}})"
        value = f"coalesce(list_sum(list_transform({steps}, lambda s: s.number)), 0)"
    table = table_of(indicator["indicator"], period)
    return " UNION ALL ".join(
        f"SELECT {quoted(axis)}, value, {value}, count(DISTINCT step), count(DISTINCT registration)"
        f" FROM (SELECT *, {_on(axis)} AS value FROM {table}) GROUP BY value"
        for axis in ("", *indicator.get("by", ()))
    )


def kept(indicator: Indicator, period: Period) -> str:
    """The steps for which each unit of an indicator counts in a period."""
    pick, within = indicator.get("pick"), indicator.get("within")
    qualified = " AND ".join(_conditions(indicator)) or "true"
    parts = [
        f"seen AS ({_seen(indicator, indicator['of'])})",
        f"inside AS (SELECT *, {qualified} AS fits FROM seen WHERE {falls(indicator, period)})",
    ]
    if pick == "latest":
        parts.append(
            "chosen AS (SELECT * FROM inside QUALIFY"
            " step = first_value(step) OVER (PARTITION BY unit ORDER BY place_in_time DESC))"
        )
    else:
        parts.append("chosen AS (SELECT * FROM inside WHERE fits)")
    timely = "true"
    if within:
        parts.append(
            f"begun AS (SELECT unit, min(occurred_on) AS began FROM"
            f" ({_seen(indicator, [within['of']])}) GROUP BY unit)"
        )
        timely = (
            "unit IN (SELECT unit FROM begun) AND date_diff('day', (SELECT began FROM begun b"
            f" WHERE b.unit = c.unit), occurred_on) BETWEEN 0 AND {within['days']}"
        )
    parts.append(
        f"timely AS (SELECT * FROM chosen c WHERE fits AND {timely}),"
        " enough AS (SELECT unit FROM timely GROUP BY unit"
        f" HAVING count(DISTINCT step) >= {indicator.get('at_least', 1)})"
    )
    first = ""
    if pick == "first":
        first = (
            " QUALIFY step = first_value(step) OVER"
            " (PARTITION BY unit ORDER BY place_in_time, registration)"
        )
    others = [
        f" AND unit {word} (SELECT unit FROM {table_of(other, period)})"
        for name, word in (("also", "IN"), ("except", "NOT IN"))
        for other in indicator.get(name, ())
    ]
    return (
        f"WITH {', '.join(parts)} SELECT * FROM timely"
        f" WHERE unit IN (SELECT unit FROM enough){''.join(others)}{first}"
    )


def _seen(indicator: Indicator, kinds: Sequence[str]) -> str:
    """The steps of some kinds, seen from everybody whom they concern, each with its unit."""
    count, whom = indicator["count"], indicator.get("whom", "subject")
    unit = count if isinstance(count, str) else "steps"
    if unit == "households" and whom == "household":
        whom = "subject"
    concerned = {
        "subject": "SELECT s.*, r.registration FROM standing s"
        " LEFT JOIN registered r ON r.registration = s.subject",
        "household": "SELECT s.*, h.registration FROM standing s"
        " LEFT JOIN in_household h ON h.step = s.step",
    }.get(
        whom,
        "SELECT s.*, p.registration FROM standing s JOIN taking_part p"
        f' ON p."case" = s."case" AND p.role = {quoted(whom)}',
    )
    people = "alone" if unit == "registrations" else "people"
    found = (
        "SELECT c.*, p.person, p.sex, p.held, completed_years(p.birth_on, occurred_on) AS years"
        f" FROM ({concerned}) c"
        f" LEFT JOIN {people} p ON p.registration = c.registration"
        f" WHERE c.kind IN (SELECT unnest({listed(kinds)}))"
    )
    if unit == "households":
        return (
            "SELECT e.*, coalesce(h.household, CASE WHEN e.registration IS NULL"
            " AND subject_kind = 'household' THEN subject END) AS unit"
            f" FROM ({found}) e LEFT JOIN homes h ON h.registration = e.registration"
            " AND (h.from_on IS NULL OR h.from_on <= occurred_on)"
            " AND (h.to_on IS NULL OR occurred_on < h.to_on)"
            " WHERE unit IS NOT NULL"
        )
    key = {
        "people": "person",
        "registrations": "registration",
        "organisations": "CASE WHEN subject_kind = 'organisation' THEN subject END",
        "sites": "CASE WHEN subject_kind IN ('site', 'place') THEN subject END",
        "places": "CASE WHEN subject_kind IN ('site', 'place') THEN subject END",
        "cases": '"case"',
    }.get(unit, "step::varchar")
    return f"SELECT *, {key} AS unit FROM ({found}) WHERE unit IS NOT NULL"


def _conditions(indicator: Indicator) -> Iterator[str]:
    """What `where` and `who` ask of a step seen from somebody."""
    for name, wanted in indicator.get("where", {}).items():
        yield f"list_has_any({_said(name)}, {listed(wanted)})"
    who = indicator.get("who", {})
    if kinds := who.get("kind"):
        yield f"coalesce(list_contains({listed(kinds)}, organisation_kind), false)"
    if sexes := who.get("sex"):
        yield f"list_contains({listed(sexes)}, coalesce(sex, 'unknown'))"
    for name in ("group", "status"):
        if wanted := who.get(name):
            yield f"list_has_any({_held(name)}, {listed(wanted)})"
    if ages := who.get("age"):
        low, high = ages.get("from") or 0, ages.get("to") or 1000
        yield f"coalesce(years BETWEEN {low} AND {high - 1}, false)"


def _on(axis: str) -> str:
    """The values of a row on an axis: one, or several as rows."""
    first = "first_value({}) OVER (PARTITION BY unit ORDER BY place_in_time, registration)"
    match axis:
        case "":
            return "''"
        case "sex":
            return first.format("coalesce(sex, 'unknown')")
        case "age_band":
            band = "(SELECT max(lower) FROM bands WHERE lower <= years)"
            return first.format(f"coalesce({band}::varchar, 'unknown')")
        case "canton" | "province":
            return f"coalesce({axis}, 'unknown')"
        case "group" | "status":
            return f"unnest({_held(axis)})"
    said = _said(axis)
    return f"unnest(CASE WHEN len({said}) = 0 THEN ['unknown'] ELSE {said} END)"


def catchment(wanted: Mapping[str, Any], period: Period) -> str:
    """An estimate of who is reached indirectly, by area."""
    minus = "SELECT NULL AS canton, 0 AS people WHERE false"
    if wanted.get("minus"):
        table = table_of(wanted["minus"], period)
        minus = f"SELECT canton, count(DISTINCT unit) AS people FROM {table} GROUP BY canton"
    return f"""(
        WITH minus AS ({minus}), reached AS (
            SELECT DISTINCT canton FROM standing
            WHERE kind IN (SELECT unnest({listed(wanted["of"])})) AND canton IS NOT NULL
            AND {falls({}, period)}
        ), estimate AS (
            SELECT r.canton, province, greatest(0, least(
                round(p.value * greatest(0, c.value)), floor(p.value)
            ) - coalesce(m.people, 0)) AS value
            FROM reached r
            JOIN rolled_up({quoted(wanted["population"])}, NULL, {period[1].year}) p
                ON p.axis = 'canton' AND p.area = r.canton
            JOIN latest({quoted(wanted["coverage"])}, {period[1].year}) c
                ON c.place = r.canton
            JOIN area a ON a.code = r.canton
            LEFT JOIN minus m ON m.canton = r.canton
        )
        SELECT 'canton' AS axis, canton AS area, value FROM estimate
        UNION ALL SELECT 'province', province, sum(value) FROM estimate
        WHERE province IS NOT NULL GROUP BY province
        UNION ALL SELECT '', '', coalesce(sum(value), 0) FROM estimate
    )"""


def _said(name: str) -> str:
    """What a step says under a name, as a list of texts."""
    if name in OF_STEP:
        return f"CASE WHEN {name} IS NULL THEN []::varchar[] ELSE [{name}] END"
    return f"said(answers, {quoted(name)})"


def _held(kind: str) -> str:
    """The groups or statuses that held on the day of a step."""
    return f"held_on(held, {quoted(kind)}, occurred_on)"


def falls(indicator: Indicator, period: Period) -> str:
    """Whether a step counts in a period."""
    starts, ends = (f"DATE {quoted(day)}" for day in period)
    if indicator.get("period") == "as_of":
        return f"occurred_on <= {ends} AND (until IS NULL OR until > {ends})"
    return (
        f"occurred_on <= {ends} AND CASE WHEN until IS NULL THEN occurred_on >= {starts}"
        f" ELSE until > {starts} END"
    )
