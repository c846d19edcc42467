"""Gatherings where nobody was registered: people counted by sex and age only."""

from random import Random

from minga.engines.world.cases import Stage, dated_by
from minga.engines.world.events import Event

LARGEST_CELL = 14


def tally_events(rng: Random, stage: Stage) -> list[Event]:
    """Rows for every list of tallies; each row is one gathering."""
    parishes = [
        place.code for place in stage.places if place.kind == "parish" and not place.valid_to
    ]
    events = []
    for kinds in stage.lists.values():
        for kind in kinds:
            if not kind.tallies():
                continue
            for number in range(stage.calibration.cases["default"]):
                on = stage.calendar.weekday(rng)
                event = Event(
                    list=kind.code,
                    organisation=rng.choice(stage.houses),
                    on=on,
                    place=rng.choice(parishes),
                )
                event.gathering = f"G-{kind.code[:3].upper()}{number + 1:04d}"
                event.case = event.gathering
                event.dates = {dated_by(kind, step): on for step in kind.steps}
                cells = [column.to for column in kind.columns if column.to.startswith("tally.")]
                event.tallies = {cell: rng.randint(0, LARGEST_CELL) for cell in cells}
                events.append(event)
    return events
