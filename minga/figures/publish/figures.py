"""Released figures out of the database, with their definitions as they were when counted."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import get_language

from minga.engines.indicators.definition import Indicator
from minga.engines.lists.definition import Vocabulary
from minga.figures.measure import surroundings
from minga.figures.measure.defined import programme
from minga.figures.measure.models import ReleasedFigure, Snapshot
from minga.figures.publish.factsheet import Number
from minga.figures.publish.released import UNKNOWN, Key, Released
from minga.figures.publish.words import say
from minga.foundation.definitions.actions import current
from minga.foundation.definitions.models import LoadedDefinition

SHORT_ID = 8
LISTED = frozenset({"people", "registrations"})
"""Units that partners list, so that what they would add up between them means something."""
Definitions = Mapping[tuple[str, int], Indicator]
"""Indicators by code and version."""


def reading_language() -> str:
    """The language of the page that is being made."""
    return "en" if (get_language() or "es").startswith("en") else "es"


def released(
    snapshot: Snapshot, language: str, *, totals_of: Collection[str] | None = None
) -> list[Released]:
    """The released figures of a snapshot with their definitions in words; the last period each.

    An indicator of which nothing was counted is there without a value. With `totals_of` only the
    totals of those indicators are made, which needs no names of places and values.
    """
    wanted = ReleasedFigure.objects.filter(snapshot=snapshot)
    if totals_of is not None:
        wanted = wanted.filter(axes=[], indicator__in=totals_of)
    rows = list(wanted.order_by("period_end", "id"))
    definitions = definitions_of(rows)
    names: Mapping[tuple[str, str], str] = {}
    titles: Mapping[str, str] = {}
    if totals_of is None:
        names, titles = labels(language), axis_titles(language)
    found: dict[Key, Released] = {}
    for row in rows:
        indicator = definitions[row.indicator, row.definition_version]
        each = in_words(row, indicator, snapshot, language)
        cell = (f"{titles.get(a, a)}: {names.get((a, v), v)}" for a, v in each.key.axes)
        found[each.key] = replace(each, title=" · ".join((each.title, *cell)))
    for code, stored in current("indicator").items():
        if Key(code) not in found and (totals_of is None or code in totals_of):
            indicator = Indicator.model_validate(stored.content)
            found[Key(code)] = _uncounted(indicator, stored.version, snapshot, language)
    return list(found.values())


def definitions_of(rows: Iterable[ReleasedFigure]) -> Definitions:
    """The definition that each row was counted by, not what it may have become since."""
    wanted = {(row.indicator, row.definition_version) for row in rows}
    stored = LoadedDefinition.objects.filter(
        kind="indicator", code__in={code for code, _ in wanted}
    )
    return {
        (row.code, row.version): Indicator.model_validate(row.content)
        for row in stored
        if (row.code, row.version) in wanted
    }


def in_words(
    row: ReleasedFigure, indicator: Indicator, snapshot: Snapshot, language: str
) -> Released:
    """One released cell with what its definition says of it in a language."""
    axes = tuple(sorted((str(axis), str(value)) for axis, value in row.axes))
    target_on = max(indicator.targets, default=None) if not axes else None
    # A policy or a broadcast is nobody's registration, and takes part in nothing.
    of_people = bool(row.registrations) or row.unit in LISTED
    return Released(
        key=Key(row.indicator, axes),
        title=indicator.title.in_language(language),
        definition=_one_line(indicator.definition.in_language(language)),
        as_of=row.period_end,
        snapshot=str(snapshot.id)[:SHORT_ID],
        version=row.definition_version,
        value=number(row.value),
        unit=indicator.unit.in_language(language),
        participations=row.participations if of_people else None,
        registrations=row.registrations if row.unit in LISTED else None,
        tally_low=row.tally_low,
        tally_high=row.tally_high,
        low=number(row.low),
        high=number(row.high),
        numerator=number(row.numerator),
        denominator=number(row.denominator),
        suppressed=row.suppressed,
        source=indicator.source.in_language(language) if indicator.source else "",
        target=number(indicator.targets[target_on]) if target_on else None,
        target_on=target_on,
        axes=frozenset(indicator.by),
    )


def _uncounted(indicator: Indicator, version: int, snapshot: Snapshot, language: str) -> Released:
    target_on = max(indicator.targets, default=None)
    return Released(
        key=Key(indicator.indicator),
        title=indicator.title.in_language(language),
        definition=_one_line(indicator.definition.in_language(language)),
        as_of=snapshot.as_of.date(),
        snapshot=str(snapshot.id)[:SHORT_ID],
        version=version,
        value=None,
        unit=indicator.unit.in_language(language),
        target=number(indicator.targets[target_on]) if target_on else None,
        target_on=target_on,
        axes=frozenset(indicator.by),
    )


def number(value: Decimal | None) -> Number | None:
    """A number without the zeros that the database adds to it."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else value.normalize()


def labels(language: str) -> dict[tuple[str, str], str]:
    """What each value of an axis is called."""
    plan = programme()
    found = {(axis, UNKNOWN): say(language, "unknown") for axis in plan.axes}
    for code, row in current("vocabulary").items():
        vocabulary = Vocabulary.model_validate(row.content)
        for value, term in vocabulary.terms.items():
            found[code, value] = term.es if language == "es" else term.en
    places = surroundings.place_names()
    found |= {
        (axis, code): name for axis in ("canton", "province") for code, name in places.items()
    }
    found |= {("organisation", code): name for code, name in surroundings.acronyms().items()}
    for axis, bounds in plan.bands.items():
        for low, high in zip(bounds, [*bounds[1:], None], strict=True):
            key = "ages_from" if high is None else "ages_between"
            last = None if high is None else high - 1
            found[axis, str(low)] = say(language, key, low=low, last=last)
    return found


def axis_titles(language: str) -> dict[str, str]:
    """What each axis is called."""
    return {code: axis.title.in_language(language) for code, axis in programme().axes.items()}


def _one_line(text: str) -> str:
    return " ".join(text.split())
