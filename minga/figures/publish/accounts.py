"""How figures were counted, which readings a statement has, and what does not agree."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from minga.figures.publish.factsheet import Contradiction, CountRow, Number, Reading
from minga.figures.publish.making import Making
from minga.foundation.definitions.pack.publication import (
    ContradictionText,
    CountText,
    ReadingText,
)


def make_counted(make: Making, texts: Sequence[CountText]) -> Iterator[CountRow]:
    """How each figure was counted, from what was released with it."""
    for text in texts:
        found = make.released(text.indicator, section="counted")
        if found is None:
            continue
        yield CountRow(
            code=found.key.code,
            title=make.say(text.title),
            about=text.about,
            identified=whole(found.value),
            partners_sum=found.registrations,
            participations=found.participations,
            identified_low=whole(found.low),
            identified_high=whole(found.high),
            tally_low=found.tally_low,
            tally_high=found.tally_high,
            suppressed=found.suppressed,
        )


def make_reading(make: Making, text: ReadingText) -> Reading:
    """The readings of a statement with their overlap and remainder."""
    section = make.say(text.title)
    parts = []
    for part in text.parts:
        ref = make.quotes.reference(part.figure, section=section)
        if ref:
            parts.append((make.say(part.label), ref))
    overlap, remainder = (
        make.quote(code, section=section) if code else None
        for code in (text.overlap, text.remainder)
    )
    return Reading(
        title=section,
        parts=tuple(parts),
        overlap=overlap,
        remainder=remainder,
        explanation=make.quotes.spans(make.say(text.explanation), section=section),
    )


def make_contradiction(make: Making, text: ContradictionText) -> Contradiction | None:
    """Two figures that disagree; nothing where one is not released (a fault says so)."""
    title = make.say(text.title)
    planned = make.quotes.reference(text.planned, section=title)
    reached = make.quotes.reference(text.reached, section=title)
    if planned is None or reached is None:
        return None
    explanation = make.quotes.spans(make.say(text.explanation), section=title)
    return Contradiction(title, planned, reached, explanation)


def whole(value: Number | None) -> int | None:
    """A count as a whole number; the database hands counts back as decimals."""
    return None if value is None else int(Decimal(value))
