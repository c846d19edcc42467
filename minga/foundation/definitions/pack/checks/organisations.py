"""Organisations: places and successors exist, and dates stand in order."""

from collections.abc import Iterator

from minga.foundation.definitions.pack.checks.known import circle, mend
from minga.foundation.definitions.pack.faults import Fault
from minga.foundation.definitions.pack.files import Document
from minga.foundation.definitions.pack.pack import Pack
from minga.foundation.definitions.pack.schema import Organisation


def check(pack: Pack) -> Iterator[Fault]:
    """Faults of every organisation."""
    document = pack.documents.get("organisations.csv")
    if document is None:
        return
    codes, places = pack.names("organisations.csv"), pack.names("places.csv")
    followed = {each.code: each.successor for each in pack.organisations}
    seen: set[str] = set()
    for each in pack.organisations:
        at = pack.at(each)
        if each.code in seen:
            yield document.fault(at, f"organisation {each.code} is there twice", "keep one of them")
        seen.add(each.code)
        if each.successor and each.successor not in codes:
            yield document.fault(
                at,
                f"{each.code} is followed by {each.successor}, who is not there",
                mend(each.successor, codes, where="organisations.csv"),
            )
        if each.place and each.place not in places:
            yield document.fault(
                at,
                f"{each.code} is in {each.place}, which is no place",
                mend(each.place, places, where="places.csv"),
            )
        if each.successor and (way := circle(each.code, followed)):
            yield document.fault(
                at, f"{each.code} is followed by itself: {' → '.join(way)}", "mend the successors"
            )
        yield from _dates(each, at, document)
    if pack.programme.lead not in codes:
        yield pack.documents["programme.yaml"].fault(
            ("lead",),
            f"the lead {pack.programme.lead} is no organisation",
            mend(pack.programme.lead, codes, where="organisations.csv"),
        )


def _dates(each: Organisation, at: tuple[int, ...], document: Document) -> Iterator[Fault]:
    if each.joined_on and each.left_on and each.left_on < each.joined_on:
        yield document.fault(at, f"{each.code} leaves before joining", "mend the dates")
    if each.left_on and not each.joined_on:
        yield document.fault(at, f"{each.code} leaves and never joined", "write joined_on")
    if each.valid_from and each.valid_to and each.valid_to < each.valid_from:
        yield document.fault(at, f"{each.code} ends before it begins", "mend the dates")
    if each.successor and not each.valid_to:
        yield document.fault(
            at, f"{each.code} has a successor and no end", "write valid_to, or drop the successor"
        )
