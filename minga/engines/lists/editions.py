"""Two editions of one list compared: which row of the later stands in place of which before.

Rows that both have are the landmarks. A row that only the later one has, between the same
landmarks as one that only the earlier has, is that row changed, or may be: who is who is never
guessed, it is asked.
"""

from collections.abc import Iterable, Iterator, Sequence, Set
from typing import NamedTuple

LARGE = 0.5
"""The share of rows in common from which one list is an edition of another."""
NEARLY_ALL = 0.8
"""The share from which a row that names the same person otherwise is corrected without asking."""


class Line(NamedTuple):
    """A row of an edition: what it says as a key, and marks of whom it speaks, the surest first."""

    number: int
    key: str
    marks: tuple[int | None, ...] = ()
    """Hashes: all that is said of the person, their code, their document, their name."""


class Pair(NamedTuple):
    """A row of the later edition and the one of the earlier that it may stand for."""

    new: int
    old: int | None
    same: bool = False
    """Whether both surely speak of the same, and stand at the same place."""
    mark: int | None = None
    """Which of their marks they have in common, the surest being 0."""


def is_edition(common: int, old: int, new: int) -> bool:
    """Whether so many rows in common make one list a later edition of another."""
    return common > 0 and common >= LARGE * min(old, new)


def changed_rows(
    old: Sequence[Line], new: Sequence[Line], *, known: Set[str] = frozenset()
) -> list[Pair]:
    """The pairs, in the order of the later edition.

    `known` are keys that other lists have said already: such a row is nobody's change.
    """
    gone = _apart(old, {line.key for line in new})
    come = _apart(new, {line.key for line in old} | known)
    if not any(gone.values()) or not any(come.values()):
        return []
    common = {line.key for line in old} & {line.key for line in new}
    sure = len(common) >= NEARLY_ALL * len({line.key for line in old})
    pairs: list[Pair] = []
    left_old: list[Line] = []
    left_new: list[Line] = []
    for landmark, lines in come.items():
        found, others, strangers = _paired(gone.pop(landmark, []), lines, sure=sure)
        pairs += found
        left_old += others
        left_new += strangers
    left_old += [line for lines in gone.values() for line in lines]
    if left_old and left_new and not _same_order(old, new, common):
        pairs += _asked(left_old, left_new)
    return sorted(pairs, key=lambda pair: pair.new)


def _apart(lines: Iterable[Line], others: Set[str]) -> dict[str, list[Line]]:
    """The rows that the other edition does not have, by the landmark before them."""
    found: dict[str, list[Line]] = {}
    landmark = ""
    for line in lines:
        if line.key in others:
            landmark = line.key
        else:
            found.setdefault(landmark, []).append(line)
    return found


def _paired(
    old: list[Line], new: list[Line], *, sure: bool
) -> tuple[list[Pair], list[Line], list[Line]]:
    """The pairs between two landmarks, and what has none; those with a mark in common first."""
    pairs: list[Pair] = []
    for at in range(max((len(line.marks) for line in (*old, *new)), default=0)):
        for mine, theirs in _marked(old, new, at):
            pairs.append(Pair(mine.number, theirs.number, sure and at == 0, at))
            old, new = [o for o in old if o is not theirs], [n for n in new if n is not mine]
    rest = list(zip(new, old, strict=False))
    pairs += [Pair(mine.number, theirs.number) for mine, theirs in rest]
    return pairs, old[len(rest) :], new[len(rest) :]


def _marked(old: list[Line], new: list[Line], at: int) -> Iterator[tuple[Line, Line]]:
    """Rows whose mark at a place is the same, each once, in order."""
    waiting: dict[int, list[Line]] = {}
    for line in old:
        mark = line.marks[at] if at < len(line.marks) else None
        if mark is not None:
            waiting.setdefault(mark, []).append(line)
    for line in new:
        mark = line.marks[at] if at < len(line.marks) else None
        if mark is not None and waiting.get(mark):
            yield line, waiting[mark].pop(0)


def _same_order(old: Iterable[Line], new: Iterable[Line], common: Set[str]) -> bool:
    first = dict.fromkeys(line.key for line in old if line.key in common)
    return list(first) == list(dict.fromkeys(line.key for line in new if line.key in common))


def _asked(old: list[Line], new: list[Line]) -> list[Pair]:
    """In a list that was sorted anew, every row without a place may be one that changed."""
    pairs, _others, strangers = _paired(old, new, sure=False)
    return pairs + [Pair(line.number, None) for line in strangers]
