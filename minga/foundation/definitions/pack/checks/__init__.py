"""What must agree across a pack's files; each check yields faults with file and line."""

from collections.abc import Iterator
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


def check(folder: Path) -> list[Fault]:
    """Every fault of a pack, in order of file and line."""
    pack, faults = read(folder)
    # What a line with a fault of its own seems to name may only follow from that fault.
    told = {(fault.file, fault.line) for fault in faults}
    across = {fault for fault in cross_checks(pack) if (fault.file, fault.line) not in told}
    return sorted(across.union(faults))


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
