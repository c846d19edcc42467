"""The list of all figures: what a reader needs to compute each again and to disagree with it."""

from html import escape

from minga.figures.publish.factsheet import Entry, Factsheet
from minga.figures.publish.phrases import RULES
from minga.figures.publish.tables import bounds, cell
from minga.figures.publish.words import say, write_date, write_number


def entry_lines(entry: Entry, language: str) -> list[tuple[str, str]]:
    """What an entry says of its figure, line by line."""
    mark = entry.snapshot
    if entry.version is not None:
        mark = f"{mark}, {say(language, 'version', version=entry.version)}"
    lines = [*entry.more, (say(language, "snapshot"), mark)]
    if entry.suppressed:
        return [(say(language, "value"), say(language, "suppressed_long")), *lines]
    if entry.value is None:
        return [(say(language, "value"), say(language, "missing_long")), *lines]
    value = f"{cell(entry.value, language)} {entry.unit}".strip()
    first = [(say(language, "value"), value), *_how_sure(entry, language)]
    for key, count in (
        ("registrations", entry.registrations),
        ("participations", entry.participations),
    ):
        if count is not None:
            first.append((say(language, key), write_number(count, language=language)))
    tally = bounds(entry.tally_low, entry.tally_high, language)
    first += [(say(language, "tally"), tally)] if tally else []
    return [*first, *lines]


def _how_sure(entry: Entry, language: str) -> list[tuple[str, str]]:
    """Between which numbers the value lies, and of a ratio the two that it divides."""
    found = []
    rate = entry.denominator is not None
    if interval := bounds(entry.low, entry.high, language):
        found.append((say(language, "interval_of_rate" if rate else "interval"), interval))
    if rate:
        parts = (cell(part, language) for part in (entry.numerator, entry.denominator))
        found.append((say(language, "divided"), " / ".join(parts)))
    return found


def entries_list(sheet: Factsheet) -> str:
    """The list of all figures, each with an address of its own (`#figure-code`)."""
    language = sheet.language
    rules = "".join(
        f"<dt>{escape(say(language, rule))}</dt><dd>{escape(say(language, f'{rule}_text'))}</dd>"
        for rule in RULES
    )
    items = "".join(_entry(entry, language) for entry in sheet.entries)
    return (
        f'<section id="rules"><h2>{escape(say(language, "rules"))}</h2><dl>{rules}</dl></section>'
        f'<section id="figures"><h2>{escape(say(language, "figures"))}</h2>'
        f"<p>{escape(say(language, 'figures_lead'))}</p>"
        f'<ol class="entries">{items}</ol></section>'
    )


def _entry(entry: Entry, language: str) -> str:
    day = write_date(entry.as_of, language=language)
    lines = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(text)}</dd></div>"
        for name, text in entry_lines(entry, language)
    )
    source = f" {say(language, 'source')}: {entry.source}" if entry.source else ""
    return (
        f'<li id="figure-{escape(entry.code)}"><h3><span class="no">{entry.note}</span>'
        f"{escape(entry.title)}</h3><p>{escape(entry.definition)}{escape(source)}"
        f" {escape(say(language, 'as_of', date=day))}.</p><dl>{lines}</dl>"
        f"{'' if entry.version is None else f'<!--open:{entry.code}-->'}</li>"
    )
