"""Makes the whole world: people, what happened, partners' lists, and the truth apart."""

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from minga.engines.world.cases import Cases, Stage, grants, of_others, of_people, school
from minga.engines.world.courses import (
    Trainee,
    choose_duties,
    choose_peace,
    choose_rights,
    choose_vocational,
    train,
)
from minga.engines.world.deliveries import Delivery, Desk, styles_by_organisation
from minga.engines.world.events import Calendar, Event
from minga.engines.world.inputs import ListKind, Organisation, Pathway, Place, Term, with_forms
from minga.engines.world.people import Person, population, settle_birth
from minga.engines.world.settings import (
    Calibration,
    Style,
    calibration_from,
    peoples_from,
    style_from,
    without_school,
)
from minga.engines.world.tallies import tally_events
from minga.engines.world.truth import Tellers, totals_of, write_truth
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
    styles: Mapping[str, str]
    lists: Mapping[str, int]


def _silent(done: int, total: int) -> None:
    """Nobody watches."""


def choose_houses(organisations: Iterable[Organisation], calendar: Calendar) -> list[str]:
    """The organisations that send lists: some of each kind, all there from first day to last."""
    left, chosen = dict(HOUSES), []
    for house in organisations:
        if left.get(house.kind, 0) and house.stood(calendar.starts, calendar.ends):
            left[house.kind] -= 1
            chosen.append(house.code)
    if not chosen:
        raise ValueError("no organisation stood during the whole programme: nobody can send lists")
    return chosen


def _trainees(
    rng: Random, served: Sequence[Person], officials: Sequence[Person], c: Calibration
) -> list[Trainee]:
    """Everybody to be trained; the order matters: later themes reach who has nothing yet."""
    peace = choose_peace(rng, served, officials, c)
    for trainee in peace:
        trainee.person.services.add("peace")
    rights = choose_rights(rng, served, officials, c)
    for trainee in rights:
        trainee.person.services.add("rights")
    return [*peace, *rights, *choose_vocational(rng, served, c), *choose_duties(rng, officials)]


def _case_events(rng: Random, stage: Stage, served: Sequence[Person], training: str) -> list[Event]:
    """Cases on every pathway but training, as many as the calibration says."""
    cases, c = Cases(rng, stage), stage.calibration
    events: list[Event] = []
    for code in sorted(stage.pathways):
        pathway = stage.pathways[code]
        if code == training or not stage.lists.get(code):
            continue
        if code == "seed_grant":
            events += grants(rng, cases, served, c, pathway)
        elif code == "return_to_school":
            events += school(rng, cases, served, c, pathway)
        elif pathway.subject == "registration":
            events += of_people(rng, cases, stage, served, pathway)
        else:
            events += of_others(rng, cases, stage, pathway)
    return events


def roll_for(kinds: Sequence[ListKind], topic: str) -> ListKind | None:
    """The roll on which a topic's attendances stand: its own, or the first that is open to all."""
    rolls = [kind for kind in kinds if not kind.tallies()]
    own = [k for k in rolls if any(step.answers.get("topic") == topic for step in k.steps)]
    free = [k for k in rolls if not any("topic" in step.answers for step in k.steps)]
    return next(iter([*own, *free]), None)


def _training_events(
    rng: Random, stage: Stage, served: Sequence[Person], officials: Sequence[Person], training: str
) -> list[Event]:
    kinds = stage.lists.get(training, ())
    trainees = _trainees(rng, served, officials, stage.calibration)
    kept = []
    for event in train(rng, trainees, stage.calibration, stage.calendar, stage.houses):
        roll = roll_for(kinds, event.answers["topic"])
        if roll is not None:
            event.list = roll.code
            kept.append(event)
    return kept


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
    scale: float,
    calibrate: str,
    calibration: Mapping[str, Mapping[str, Any]],
    lists: Sequence[ListKind],
    pathways: Mapping[str, Pathway],
    organisations: Sequence[Organisation],
    places: Sequence[Place],
    starts: date,
    ends: date,
) -> Stage:
    calendar = Calendar(starts, ends)
    by_pathway: dict[str, list[ListKind]] = {}
    for kind in sorted(lists, key=lambda kind: kind.code):
        by_pathway.setdefault(kind.pathway, []).append(kind)
    tuned = calibration_from(calibration[calibrate], scale)
    return Stage(
        pathways=pathways,
        lists=by_pathway,
        houses=choose_houses(organisations, calendar),
        organisations=organisations,
        places=places,
        calendar=calendar,
        calibration=tuned if by_pathway.get("return_to_school") else without_school(tuned),
    )


def generate(
    *,
    seed: int,
    scale: float,
    calibrate: str,
    out: Path,
    names: Mapping[str, Any],
    calibration: Mapping[str, Mapping[str, Any]],
    styles: Sequence[Mapping[str, Any]],
    places: Sequence[Place],
    organisations: Sequence[Organisation],
    lists: Sequence[ListKind],
    pathways: Mapping[str, Pathway],
    vocabularies: Mapping[str, Sequence[Term]],
    starts: date,
    ends: date,
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
    lists = [with_forms(kind, pathways.get(kind.pathway)) for kind in lists]
    stage = _stage(
        scale=scale,
        calibrate=calibrate,
        calibration=calibration,
        lists=lists,
        pathways=pathways,
        organisations=organisations,
        places=places,
        starts=starts,
        ends=ends,
    )
    served, officials = population(rng, stage.calibration, places, peoples_from(names))
    events = _case_events(rng, stage, served, training)
    events += _training_events(rng, stage, served, officials, training)
    events += tally_events(rng, stage)
    _settle(rng, (*served, *officials), stage.calibration)
    kept = styles_by_organisation(
        stage.houses, {o.code: o for o in organisations}, [style_from(style) for style in styles]
    )
    kinds = {kind.code: kind for kind in lists}
    desk = _desk(rng, stage, out, kinds, kept, vocabularies)
    deliveries = desk.deliver(events, _counter(len(events), progress))
    _register_deliveries(out / "lists", deliveries)
    tellers = Tellers(deliveries, kinds)
    totals = totals_of(tellers, served)
    write_truth(out / "truth", (*served, *officials), deliveries, totals)
    return _summary(deliveries, tellers, len(served) + len(officials), totals, kept)


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
        values=Values(rng, words, stage.calibration.answers),
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
    tellers: Tellers,
    people: int,
    totals: Mapping[str, Any],
    kept: Mapping[str, Any],
) -> Summary:
    by_list: dict[str, int] = {}
    for sent in deliveries:
        by_list[sent.list] = by_list.get(sent.list, 0) + len(sent.rows)
    styles = {code: style.style for code, style in kept.items()}
    return Summary(tellers.files, tellers.rows, people, totals, styles, by_list)
