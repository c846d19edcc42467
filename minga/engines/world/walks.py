"""How a case walks its pathway: which steps, in what order, how often, and on which days."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from minga.engines.world.answers import Drawer
from minga.engines.world.pathways import Clock, Pathway, PathwayStep

GAP = (6, 40)
"""Days between two steps that no clock holds together."""
LATE = 0.12
"""How often a step comes after its day."""
ASIDE = 0.7
"""How often a case takes a step that its end does not need."""
Origins = Mapping[str, tuple[int, Mapping[str, Any]]]
"""By step, the day of its latest occurrence and what was answered."""


@dataclass(frozen=True)
class Taken:
    """A step that was truly taken."""

    name: str
    on: date
    answers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Walk:
    """A case's steps in order of time."""

    steps: tuple[Taken, ...] = ()

    def first(self, step: str) -> date | None:
        """The day of a step's first occurrence."""
        return next((taken.on for taken in self.steps if taken.name == step), None)


def chains(
    pathway: Pathway, goal: str, without: Collection[str] = (), seen: frozenset[str] = frozenset()
) -> Iterator[tuple[str, ...]]:
    """Every way from an opening step to `goal` that goes through none of `without`."""
    step = pathway.steps[goal]
    if step.opens:
        yield (goal,)
    for way in step.after:
        if way not in {*without, *seen, goal} and way in pathway.steps:
            for chain in chains(pathway, way, without, seen | {goal}):
                yield (*chain, goal)


def routes(
    pathway: Pathway, goal: str, through: str | None = None, without: Collection[str] = ()
) -> list[tuple[str, ...]]:
    """The ways to `goal`, each with the steps that it demands, shortest first."""
    found = (_with_demanded(pathway, chain, without) for chain in chains(pathway, goal, without))
    kept = {route for route in found if route and (through is None or through in route)}
    return sorted(kept, key=lambda route: (len(route), route))


def _with_demanded(
    pathway: Pathway, chain: tuple[str, ...], without: Collection[str]
) -> tuple[str, ...]:
    """The chain with demanded steps put before the step that demands them; empty if it cannot."""
    route: list[str] = []
    for name in chain:
        for wanted in pathway.steps[name].requires:
            if wanted not in route:
                ways = sorted(chains(pathway, wanted, without), key=len)
                if not ways:
                    return ()
                route += [step for step in ways[0] if step not in route]
        if name not in route:
            route.append(name)
    return tuple(route)


def demanded(pathway: Pathway, route: Sequence[str], step: str) -> dict[str, tuple[str, ...]]:
    """What later steps of the route want `step` to have answered, and how often it must stand."""
    wanted: dict[str, tuple[str, ...]] = {}
    for name in route:
        need = pathway.steps[name].requires.get(step)
        for asked, values in (need.where if need else {}).items():
            both = tuple(value for value in wanted.get(asked, values) if value in values)
            wanted[asked] = both or values
    return wanted


def least(pathway: Pathway, route: Sequence[str], step: str) -> int:
    """How often the route needs the step."""
    needs = (pathway.steps[name].requires.get(step) for name in route)
    return max((need.at_least for need in needs if need), default=1)


class Walker:
    """Walks cases; what happens is drawn from one source of chance."""

    def __init__(self, rng: Random, drawer: Drawer, repeats: Mapping[str, Sequence[int]]) -> None:
        self._rng, self._drawer, self._repeats = rng, drawer, repeats

    def walk(
        self,
        pathway: Pathway,
        route: Sequence[str],
        starts: tuple[date, date],
        ends: date,
        *,
        given: Mapping[str, Any] | None = None,
        without: Collection[str] = (),
    ) -> Walk:
        """Walk the route, and steps beside it, from a day between `starts` to `ends` at the latest.

        The days are settled from the opening on; then the whole is put where it fits.
        """
        days, steps = self._days(pathway, self._widened(pathway, route, without), given or {})
        length = max(days, default=0)
        room = (ends - starts[0]).days
        if length > room:
            days = [day * room // length for day in days]
            length = room
        latest = max(0, min((starts[1] - starts[0]).days, room - length))
        first = starts[0] + timedelta(days=self._rng.randint(0, latest))
        taken = [
            Taken(name, first + timedelta(days=day), answers)
            for day, (name, answers) in zip(days, steps, strict=True)
        ]
        return Walk(tuple(sorted(taken, key=lambda step: step.on)))

    def _widened(
        self, pathway: Pathway, route: Sequence[str], without: Collection[str]
    ) -> list[str]:
        """The route with some of the steps that could be taken on the way."""
        wide = list(route)
        for name, step in pathway.steps.items():
            stands = [place for place, known in enumerate(wide) if known in step.after]
            if name in wide or name in without or step.closes or step.opens or not stands:
                continue
            fits = _leads_on(pathway, wide, name) and _agrees(pathway, wide, stands[0], step)
            if fits and self._rng.random() < ASIDE:
                wide.insert(stands[0] + 1, name)
        return wide

    def _days(
        self, pathway: Pathway, route: Sequence[str], given: Mapping[str, Any]
    ) -> tuple[list[int], list[tuple[str, dict[str, Any]]]]:
        """How many days after the opening each step is taken, and what is answered."""
        days: list[int] = []
        steps: list[tuple[str, dict[str, Any]]] = []
        before: dict[str, Any] = {}
        for name in route:
            step = pathway.steps[name]
            origins = _origins(days, steps)
            if self._beside_the_point(step, route, origins, pathway):
                continue
            said: dict[str, Any] = {}
            for day in self._occurrences(pathway, step, route, origins):
                settled = {**given, **self._settled(pathway, route, step)}
                answers = self._drawer.answers(pathway.code, step, settled, before)
                days.append(day)
                steps.append((name, answers))
                said |= answers
            before = {**said, **before}
        return days, steps

    def _settled(self, pathway: Pathway, route: Sequence[str], step: PathwayStep) -> dict[str, str]:
        return {
            f"{step.name}.{name}": self._drawer.one_of(pathway.code, step.name, name, values)
            for name, values in demanded(pathway, route, step.name).items()
        }

    def _beside_the_point(
        self,
        step: PathwayStep,
        route: Sequence[str],
        origins: Origins,
        pathway: Pathway,
    ) -> bool:
        """Whether every clock of the step waits for answers that were not given."""
        needed = {name for each in route for name in pathway.steps[each].requires}
        clocks = (*step.within, *step.due)
        if step.closes or step.opens or step.name in needed or not clocks:
            return False
        if any(step.name in pathway.steps[each].after for each in route):
            return False
        return not any(c.origin in origins and c.runs(origins[c.origin][1]) for c in clocks)

    def _occurrences(
        self,
        pathway: Pathway,
        step: PathwayStep,
        route: Sequence[str],
        origins: Origins,
    ) -> list[int]:
        base = self._base(step, origins)
        due = _running(step.due, origins)
        wanted = least(pathway, route, step.name)
        count = self._count(pathway, step, wanted, len(due.days) if due else 0)
        found: list[int] = []
        for number in range(count):
            if due and number < len(due.days):
                day = origins[due.origin][0] + due.days[number] + self._rng.randint(-3, 6)
            elif number == 0:
                day = self._first_day(step, base, origins)
            else:
                day = found[-1] + self._rng.randint(*GAP)
            found.append(max(day, found[-1] if found else base))
        return found

    def _count(self, pathway: Pathway, step: PathwayStep, wanted: int, due: int) -> int:
        if not step.repeats:
            return 1
        low, high = self._repeats.get(f"{pathway.code}.{step.name}", (1, max(due, 2)))
        return max(wanted, self._rng.randint(low, high))

    def _base(self, step: PathwayStep, origins: Origins) -> int:
        """The earliest day on which the step may be taken."""
        if step.closes:
            return max((day for day, _ in origins.values()), default=0)
        stands = [origins[name][0] for name in step.after if name in origins]
        needed = [origins[name][0] for name in step.requires if name in origins]
        clock = _running(step.within, origins)
        if clock and stands:
            # What has a clock does not wait for what would make it late.
            last = origins[clock.origin][0] + clock.days[0]
            stands = [day for day in stands if day <= last] or [min(stands)]
        return max([max(stands, default=0), *needed])

    def _first_day(
        self,
        step: PathwayStep,
        base: int,
        origins: Origins,
    ) -> int:
        if not origins:
            return 0
        clock = _running(step.within, origins)
        if clock is None:
            return base + self._rng.randint(*GAP)
        allowed = origins[clock.origin][0] + clock.days[0] - base
        if self._rng.random() < LATE:
            return base + max(0, allowed) + self._rng.randint(1, max(2, clock.days[0] // 2))
        return base + self._rng.randint(0, max(0, min(allowed, 90)))


def _leads_on(pathway: Pathway, route: Sequence[str], name: str) -> bool:
    """Whether the route goes on from the step, or nothing at all does."""
    later = [other for other, step in pathway.steps.items() if name in step.after]
    return not later or any(other in route for other in later)


def _agrees(pathway: Pathway, route: Sequence[str], place: int, step: PathwayStep) -> bool:
    """Whether what the step demands stands by then, and nothing else is demanded of that."""
    if not set(step.requires) <= set(route[: place + 1]):
        return False
    return all(
        set(values) & set(demanded(pathway, route, other).get(name, values))
        for other, need in step.requires.items()
        for name, values in need.where.items()
    )


def _origins(
    days: Sequence[int], steps: Sequence[tuple[str, dict[str, Any]]]
) -> dict[str, tuple[int, Mapping[str, Any]]]:
    """The latest day and answers of each step so far."""
    return {name: (day, answers) for day, (name, answers) in zip(days, steps, strict=True)}


def _running(clocks: Sequence[Clock], origins: Origins) -> Clock | None:
    """The first clock that the answers so far have set going."""
    return next((c for c in clocks if c.origin in origins and c.runs(origins[c.origin][1])), None)
