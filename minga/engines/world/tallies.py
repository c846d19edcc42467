"""Gatherings where nobody was registered: people counted by sex and age only."""

from random import Random

from minga.engines.world.answers import Drawer
from minga.engines.world.cases import Stage
from minga.engines.world.events import Event
from minga.engines.world.rows import dated_by

LARGEST_CELL = 14


def tally_events(rng: Random, stage: Stage, drawer: Drawer) -> list[Event]:
    """Rows for every list of tallies; each row is one gathering."""
    events = []
    parishes = stage.parishes
    for pathway, kinds in stage.lists.items():
        for kind in kinds:
            if not kind.tallies():
                continue
            for number in range(stage.calibration.cases["default"]):
                on = stage.calendar.weekday(rng)
                event = Event(
                    list=kind.code,
                    organisation=rng.choice(stage.senders(pathway)),
                    on=on,
                    place=rng.choice(parishes).code,
                )
                event.gathering = event.case = f"G-{kind.code[:3].upper()}{number + 1:04d}"
                for entry in kind.steps:
                    event.dates[dated_by(kind, entry)] = on
                    step = stage.pathways[pathway].steps[entry.step]
                    answers = drawer.answers(pathway, step, entry.answers)
                    event.answers |= {f"{step.name}.{n}": value for n, value in answers.items()}
                cells = [column.to for column in kind.columns if column.to.startswith("tally.")]
                event.tallies = {cell: rng.randint(0, LARGEST_CELL) for cell in cells}
                events.append(event)
    return events
