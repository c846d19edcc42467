"""Cases: each walks its pathway and fills rows of the lists that carry it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random
from typing import Any

from minga.engines.world.answers import Drawer
from minga.engines.world.events import Calendar, Event, TrueStep
from minga.engines.world.inputs import ListKind, Organisation, Place
from minga.engines.world.pathways import Pathway
from minga.engines.world.people import Person
from minga.engines.world.rows import rows_of
from minga.engines.world.settings import Calibration, Life
from minga.engines.world.walks import Walk, Walker, routes

FIRST_DAY = 20
"""Nothing happens in the first days of a programme."""


@dataclass(frozen=True)
class Stage:
    """What cases are made from: the pathways, their lists, and who delivers."""

    pathways: Mapping[str, Pathway]
    lists: Mapping[str, Sequence[ListKind]]
    houses: Sequence[str]
    organisations: Sequence[Organisation]
    places: Sequence[Place]
    calendar: Calendar
    calibration: Calibration
    life: Life

    @property
    def parishes(self) -> list[Place]:
        """The parishes that stand to this day."""
        return [place for place in self.places if place.kind == "parish" and not place.valid_to]

    def senders(self, pathway: str) -> Sequence[str]:
        """The organisations that send lists of a pathway."""
        return self.life.senders.get(pathway) or self.houses


@dataclass(frozen=True)
class About:
    """Whom or what a case is about: a person, or a subject by its code and its name."""

    place: str = ""
    person: Person | None = None
    subject: str = ""
    name: str = ""
    household: str = ""


@dataclass(frozen=True)
class Plan:
    """How a case shall go: through a step, without others, with answers that are settled."""

    through: str | None = None
    without: tuple[str, ...] = ()
    given: Mapping[str, Any] | None = None


class Cases:
    """Opens cases, numbers them by pathway, and keeps what truly happened."""

    def __init__(self, rng: Random, stage: Stage, drawer: Drawer) -> None:
        self._rng, self._stage = rng, stage
        self._walker = Walker(rng, drawer, stage.life.repeats)
        self._numbers: dict[str, int] = {}
        self._turns: dict[tuple[str, Plan], int] = {}
        self._routes: dict[tuple[str, Plan, str], list[tuple[str, ...]]] = {}
        self.happened: list[TrueStep] = []

    def open(self, code: str, about: About, plan: Plan | None = None) -> list[Event]:
        """Walk one case to one of its ends and give its rows."""
        plan = plan or Plan()
        pathway = self._stage.pathways[code]
        number = self._numbers[code] = self._numbers.get(code, 0) + 1
        walk = self._walk(pathway, plan)
        if walk is None:
            return []
        letters = "".join(word[0] for word in code.split("_")).upper()
        base = Event(
            list="",
            organisation=self.house(code, about.place),
            on=walk.steps[0].on,
            place=about.place,
            person=about.person,
            subject=about.name,
            household=about.household,
            case=f"{letters}-{number:05d}",
        )
        self._happened(code, about, base, walk)
        return case_events(self._stage.lists.get(code, ()), base, walk)

    def house(self, pathway: str, place: str) -> str:
        """The organisation that keeps the cases of a pathway in a canton: always the same."""
        senders = self._stage.senders(pathway)
        return senders[sum(place[:4].encode()) % len(senders)]

    def _walk(self, pathway: Pathway, plan: Plan) -> Walk | None:
        """To each end in turn first, so that every one is reached; then as life goes."""
        kind = (pathway.code, replace(plan, given=None))
        number = self._turns[kind] = self._turns.get(kind, 0) + 1
        ends = [end for end in pathway.ends if self._ways(pathway, plan, end)]
        if not ends:
            return None
        shares = self._stage.life.ends
        weights = [shares.get(f"{pathway.code}.{end}", shares.get(end, 1.0)) for end in ends]
        turn = number <= len(ends)
        end = ends[number - 1] if turn else self._rng.choices(ends, weights)[0]
        walk = self._walker.walk(
            pathway,
            self._rng.choice(self._ways(pathway, plan, end)),
            (self._stage.calendar.starts + timedelta(days=FIRST_DAY), self._stage.calendar.ends),
            self._stage.calendar.ends,
            given={**self._stage.life.given.get(f"{pathway.code}.{end}", {}), **(plan.given or {})},
            without=plan.without,
        )
        return walk if turn else self._cut(walk, plan.through)

    def _ways(self, pathway: Pathway, plan: Plan, end: str) -> list[tuple[str, ...]]:
        key = (pathway.code, replace(plan, given=None), end)
        if key not in self._routes:
            banned = end in plan.without
            self._routes[key] = [] if banned else routes(pathway, end, plan.through, plan.without)
        return self._routes[key]

    def _cut(self, walk: Walk, through: str | None) -> Walk:
        """The walk, or what there is of it so far when the case is still under way."""
        if self._rng.random() >= self._stage.life.unfinished:
            return walk
        names = [taken.name for taken in walk.steps]
        least = 1 if through is None else names.index(through) + 1
        return Walk(walk.steps[: self._rng.randint(least, len(names))])

    def _happened(self, pathway: str, about: About, base: Event, walk: Walk) -> None:
        self.happened += [
            TrueStep(
                pathway=pathway,
                step=taken.name,
                case=base.case,
                on=taken.on,
                place=base.place,
                organisation=base.organisation,
                person=about.person,
                subject=about.subject,
                household=about.household,
                answers=taken.answers,
            )
            for taken in walk.steps
        ]


def case_events(kinds: Sequence[ListKind], base: Event, walk: Walk) -> list[Event]:
    """One case's rows in the lists, tallies left out."""
    events = []
    for kind in kinds:
        for row in () if kind.tallies() else rows_of(kind, walk):
            on = max(row.dates.values())
            event = replace(base, list=kind.code, on=on, dates=row.dates, answers=row.answers)
            events.append(event)
            if base.person:
                for day in row.dates.values():
                    base.person.seen(day)
    return events
