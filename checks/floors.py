"""The floors of the house, as the import contracts draw them."""

import configparser
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@cache
def layers(contract: str) -> tuple[tuple[str, ...], ...]:
    """A contract's floors from the top down, each with the rooms on it; none without a contract."""
    parser = configparser.ConfigParser()
    parser.read(ROOT / ".importlinter")
    text = parser.get(f"importlinter:contract:{contract}", "layers", fallback="")
    return tuple(tuple(re.findall(r"\w+", line)) for line in text.splitlines() if line.strip())


@cache
def floors() -> dict[str, int]:
    """Each room's floor, counted from the bottom; neighbours share one."""
    drawn = [
        floor
        for (wing,) in reversed(layers("wings"))
        for floor in reversed(layers(wing) or ((wing,),))
    ]
    return {room: number for number, floor in enumerate(drawn) for room in floor}


def may_know(room: str, other: str) -> bool:
    """Whether a room may know another: itself, or one on a floor below; not a neighbour."""
    return room == other or floors()[other] < floors()[room]
