"""Makes the whole world: people, what happened, partners' lists, and the truth apart."""

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from minga.engines.world.answers import Drawer, codes_of
from minga.engines.world.caseload import all_cases
from minga.engines.world.cases import Cases, Stage
from minga.engines.world.courses import choose_trainees, train
from minga.engines.world.deliveries import Delivery, Desk, styles_by_organisation
from minga.engines.world.events import Calendar, Event, TrueStep
from minga.engines.world.inputs import ListKind, Organisation, Place, Term
from minga.engines.world.pathways import Pathway, with_forms
from minga.engines.world.people import Person, population, settle_birth
from minga.engines.world.perfect import PerfectCount
from minga.engines.world.settings import (
    Calibration,
    Life,
    Style,
    calibration_from,
    peoples_from,
    style_from,
    without_school,
)
from minga.engines.world.tallies import tally_events
from minga.engines.world.training import Trainings
from minga.engines.world.truth import write_truth
from minga.engines.world.values import Values, Words

HOUSES = {
    "un_agency": 6,
    "ministry": 3,
    "public_institution": 1,
    "provincial_gov": 2,
    "cantonal_gov": 3,
    "civil_society": 7,
}
"""How many organisations of each kind send lists."""


@dataclass(frozen=True)
class Summary:
    """What was made: counts of files, rows and people, the true totals, and who writes how."""

    files: int
    rows: int
    people: int
    totals: Mapping[str, Any]
    """What a perfect count gives, by indicator; of each period's figures, the last one."""
    listed: Mapping[str, int]
    """What the organisations' own totals add up to, by indicator."""
    styles: Mapping[str, str]
    lists: Mapping[str, int]


def _silent(done: int, total: int) -> None:
    """Nobody watches."""


def choose_houses(organisations: Iterable[Organisation], calendar: Calendar) -> list[str]:
    """Who sends lists where nobody is named: some of each kind, there from first day to last."""
    left, chosen = dict(HOUSES), []
    for house in organisations:
        if left.get(house.kind, 0) and house.stood(calendar.starts, calendar.ends):
            left[house.kind] -= 1
            chosen.append(house.code)
    if not chosen:
        raise ValueError("no organisation stood during the whole programme: nobody can send lists")
    return chosen


def _settle(rng: Random, people: Iterable[Person], c: Calibration) -> None:
    """Birth dates come last: they must fit the age bands on every day of taking part."""
    bounds = sorted(c.bands)
    upper = {band: bounds[i + 1] if i + 1 < len(bounds) else None for i, band in enumerate(bounds)}
    for person in people:
        settle_birth(rng, person, None if person.duty_bearer else upper.get(person.band))


def _clear(out: Path) -> None:
    """Remove the lists of an earlier world, so that nobody takes them for this one's."""
    for path in sorted((out / "lists").glob("*/SYNTHETIC_*")):
        path.unlink()


def _register_deliveries(out: Path, deliveries: Iterable[Delivery]) -> None:
    """The register of what came in: which file is which kind of list, as the sender said."""
    with (out / "deliveries.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("file", "organisation", "list", "last_on", "rows", "note"))
        for sent in deliveries:
            note = "SYNTHETIC"
            writer.writerow(
                (sent.file, sent.organisation, sent.list, sent.last_on, len(sent.rows), note)
            )


def _stage(
    *,
    tuned: Calibration,
    life: Life,
    lists: Sequence[ListKind],
    pathways: Mapping[str, Pathway],
    organisations: Sequence[Organisation],
    places: Sequence[Place],
    calendar: Calendar,
) -> Stage:
    by_pathway: dict[str, list[ListKind]] = {}
    for kind in sorted(lists, key=lambda kind: kind.code):
        by_pathway.setdefault(kind.pathway, []).append(kind)
    there = {o.code for o in organisations if o.stood(calendar.starts, calendar.ends)}
    senders = {code: [o for o in named if o in there] for code, named in life.senders.items()}
    return Stage(
        pathways=pathways,
        lists=by_pathway,
        houses=choose_houses(organisations, calendar),
        organisations=organisations,
        places=places,
        calendar=calendar,
        calibration=tuned if by_pathway.get("return_to_school") else without_school(tuned),
        life=replace(life, senders=senders),
    )


def generate(
    *,
    seed: int,
    scale: float,
    calibrate: str,
    out: Path,
    names: Mapping[str, Any],
    calibration: Mapping[str, Mapping[str, Any]],
    life: Mapping[str, Any],
    styles: Sequence[Mapping[str, Any]],
    places: Sequence[Place],
    organisations: Sequence[Organisation],
    lists: Sequence[ListKind],
    pathways: Mapping[str, Pathway],
    vocabularies: Mapping[str, Sequence[Term]],
    indicators: Mapping[str, Mapping[str, Any]],
    starts: date,
    ends: date,
    periods: Sequence[tuple[date, date]] = (),
    training: str = "training",
    progress: Callable[[int, int], None] = _silent,
) -> Summary:
    """Write `out/lists` and `out/truth`; the same seed and inputs give the same bytes.

    `scale` multiplies the number of people, `calibrate` names one of the calibrations; `progress`
    hears rows written and rows in all. Raises KeyError for an unknown calibration and ValueError
    where no organisation or an unknown style key is given.
    """
    _clear(out)
    rng = Random(seed)
    lists = with_forms(lists, pathways)
    stage = _stage(
        tuned=calibration_from(calibration[calibrate], scale),
        life=Life(**life),
        lists=lists,
        pathways=pathways,
        organisations=organisations,
        places=places,
        calendar=Calendar(starts, ends),
    )
    served, officials = population(rng, stage.calibration, places, peoples_from(names))
    drawer = Drawer(rng, codes_of(vocabularies), stage.life)
    events, steps = _happenings(rng, stage, drawer, served, officials, training)
    people = (*served, *officials)
    _settle(rng, people, stage.calibration)
    kept = _styles(events, organisations, styles)
    desk = _desk(rng, stage, out, {kind.code: kind for kind in lists}, kept, vocabularies)
    deliveries = desk.deliver(events, _counter(len(events), progress))
    _register_deliveries(out / "lists", deliveries)
    perfect = PerfectCount(steps, indicators, organisations)
    by_period = perfect.by_period(periods)
    summary = _summary(deliveries, len(people), perfect, by_period, kept)
    write_truth(
        out / "truth",
        people=people,
        steps=steps,
        deliveries=deliveries,
        totals={
            "files": summary.files,
            "rows": summary.rows,
            "people": summary.people,
            "indicators": summary.totals,
            "periods": by_period,
            "listed": summary.listed,
        },
    )
    return summary


def _happenings(
    rng: Random,
    stage: Stage,
    drawer: Drawer,
    served: Sequence[Person],
    officials: Sequence[Person],
    training: str,
) -> tuple[list[Event], list[TrueStep]]:
    """Everything that happens: the rows that speak of it, and the true steps."""
    cases = Cases(rng, stage, drawer)
    events = all_cases(rng, cases, stage, served, training)
    trainings = Trainings(rng, stage, drawer, stage.pathways[training])
    trainees = choose_trainees(rng, served, officials, stage.calibration)
    courses = train(rng, trainees, stage.calibration, stage.calendar, stage.senders(training))
    events += trainings.events(courses)
    events += tally_events(rng, stage, drawer)
    return events, [*cases.happened, *trainings.happened]


def _styles(
    events: Iterable[Event],
    organisations: Iterable[Organisation],
    styles: Sequence[Mapping[str, Any]],
) -> dict[str, Style]:
    senders = sorted({event.organisation for event in events})
    known = {house.code: house for house in organisations}
    return styles_by_organisation(senders, known, [style_from(style) for style in styles])


def _desk(
    rng: Random,
    stage: Stage,
    out: Path,
    kinds: Mapping[str, ListKind],
    kept: Mapping[str, Style],
    vocabularies: Mapping[str, Sequence[Term]],
) -> Desk:
    organisations = {house.code: house for house in stage.organisations}
    names = {code: house.name for code, house in organisations.items()}
    words = Words(vocabularies, {place.code: place for place in stage.places}, names)
    return Desk(
        rng=rng,
        out=out / "lists",
        lists=kinds,
        styles=kept,
        organisations=organisations,
        places=words.places,
        values=Values(rng, words),
    )


def _counter(total: int, progress: Callable[[int, int], None]) -> Callable[[int], None]:
    done = 0

    def count(rows: int) -> None:
        nonlocal done
        done += rows
        progress(done, max(total, done))

    return count


def _summary(
    deliveries: Sequence[Delivery],
    people: int,
    perfect: PerfectCount,
    by_period: Mapping[str, Mapping[str, int | float]],
    kept: Mapping[str, Style],
) -> Summary:
    by_list: dict[str, int] = {}
    for sent in deliveries:
        by_list[sent.list] = by_list.get(sent.list, 0) + len(sent.rows)
    latest = {code: list(values.values())[-1] for code, values in by_period.items()}
    totals = perfect.totals() | latest
    return Summary(
        files=len(deliveries),
        rows=sum(by_list.values()),
        people=people,
        totals=totals,
        listed={c: n for c in totals if (n := perfect.listed(c))},
        styles={code: style.style for code, style in kept.items()},
        lists=by_list,
    )
