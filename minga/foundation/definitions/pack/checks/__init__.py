"""What must agree across a pack's files; each check yields faults with file and line."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from minga.foundation.definitions.pack.checks import (
    forms,
    indicators,
    lists,
    money,
    observations,
    organisations,
    pathways,
    places,
    publications,
    results,
    secrecy,
    texts,
    vocabularies,
)
from minga.foundation.definitions.pack.faults import Fault
from minga.foundation.definitions.pack.pack import Pack, read

MANY = 3
"""On more lines than so many the same fault is told once."""


def check(folder: Path) -> list[Fault]:
    """Every fault of a pack, in order of file and line."""
    return read_checked(folder)[1]


def read_checked(folder: Path) -> tuple[Pack, list[Fault]]:
    """A pack, and every fault of it."""
    pack, faults = read(folder)
    # What a line with a fault of its own seems to name may only follow from that fault.
    told = {(fault.file, fault.line) for fault in faults}
    across = {fault for fault in cross_checks(pack) if (fault.file, fault.line) not in told}
    return pack, sorted(_once(across.union(faults)))


def _once(faults: Iterable[Fault]) -> Iterator[Fault]:
    """The same said of many lines of a file is said once, at the first of them."""
    lines: dict[Fault, list[int]] = defaultdict(list)
    for fault in faults:
        lines[replace(fault, line=0)].append(fault.line)
    for fault, at in lines.items():
        if len(at) > MANY:
            more = f"{fault.message} (and on {len(at) - 1} more lines)"
            yield replace(fault, line=min(at), message=more)
        else:
            yield from (replace(fault, line=line) for line in at)


def cross_checks(pack: Pack) -> Iterator[Fault]:
    """All faults between files."""
    yield from pathways.check(pack)
    yield from forms.check(pack)
    yield from indicators.check(pack)
    yield from secrecy.check(pack)
    yield from vocabularies.check(pack)
    yield from lists.check(pack)
    yield from places.check(pack)
    yield from organisations.check(pack)
    yield from results.check(pack)
    yield from money.check(pack)
    yield from observations.check(pack)
    yield from publications.check(pack)
    yield from texts.check(pack)
