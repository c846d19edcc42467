"""How a case walks its pathway: which steps, in what order, how often, and on which days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from minga.engines.world.inputs import Pathway

GAP = (6, 40)
MOST_STEPS = 60


@dataclass
class Walk:
    """A case's steps in order, each with its day and the answers that the pathway demands of it."""

    steps: list[tuple[str, date, dict[str, Any]]] = field(default_factory=list)

    def first(self, step: str) -> date | None:
        """The day of a step's first occurrence."""
        return next((on for name, on, _ in self.steps if name == step), None)


def _demanded(value: Any) -> Any:
    return value[0] if isinstance(value, list | tuple) else value


def route(
    pathway: Pathway, goal: str, seen: frozenset[str] = frozenset()
) -> list[tuple[str, dict[str, Any]]]:
    """The steps that lead to `goal`, in order, with what is demanded of their answers."""
    step = pathway.steps[goal]
    before: list[tuple[str, dict[str, Any]]] = []
    ways = [
        name for name in step.after if name in pathway.steps and name not in seen and name != goal
    ]
    if ways:
        before = route(pathway, ways[0], seen | {goal})
    for name, demand in step.requires.items():
        demand = demand or {}
        where = {key: _demanded(value) for key, value in (demand.get("where") or {}).items()}
        if name not in {known for known, _ in before}:
            more = route(pathway, name, seen | {goal}) if name not in seen else []
            before += [entry for entry in more if entry[0] not in {known for known, _ in before}]
        there = [entry for entry in before if entry[0] == name]
        for _, answers in there:
            answers.update(where)
        last = max(
            (i for i, entry in enumerate(before) if entry[0] == name), default=len(before) - 1
        )
        missing = int(demand.get("at_least", 1)) - len(there)
        before[last + 1 : last + 1] = [(name, dict(where)) for _ in range(missing)]
    return [*before, (goal, {})][:MOST_STEPS]


def goals(pathway: Pathway, through: str | None = None) -> list[str]:
    """The closing steps, or those among them that a walk reaches through a step."""
    closing = [name for name, step in pathway.steps.items() if step.closes] or list(pathway.steps)[
        -1:
    ]
    if through is None:
        return closing
    return [goal for goal in closing if through in {name for name, _ in route(pathway, goal)}]


def walk(
    rng: Random,
    pathway: Pathway,
    goal: str,
    starts: date,
    ends: date,
    stop_before: Sequence[str] = (),
) -> Walk:
    """Walk to `goal` from a day on; gaps shrink so that the walk ends in time."""
    steps = route(pathway, goal)
    for place, (name, _) in enumerate(steps):
        if name in stop_before:
            steps = steps[:place]
            break
    room = max(1, (ends - starts).days // max(1, len(steps)))
    on, result = starts, Walk()
    for name, answers in steps:
        if result.steps:
            allowed = pathway.steps[name].within or GAP[1]
            on = min(ends, on + timedelta(days=rng.randint(1, max(1, min(GAP[1], room, allowed)))))
        result.steps.append((name, on, dict(answers)))
    return result


def answers_of(walked: Walk) -> Mapping[str, Any]:
    """The demanded answers by `step.field`; for a repeated step the last one holds."""
    return {
        f"{step}.{name}": value
        for step, _, answers in walked.steps
        for name, value in answers.items()
    }
