"""Publications: every figure that a text quotes or a chart draws is an indicator with that axis."""

from collections.abc import Iterator, Mapping

from minga.foundation.definitions.pack.checks.known import mend
from minga.foundation.definitions.pack.faults import Fault
from minga.foundation.definitions.pack.files import Document, KeyPath
from minga.foundation.definitions.pack.pack import Pack
from minga.foundation.definitions.pack.publication import BRACES, INDICATOR_FIELDS, REFERENCE

QUALIFIERS = frozenset({"exact", "over", "at_least", "almost", "about", "estimated", "plain"})


def check(pack: Pack) -> Iterator[Fault]:
    """Faults of every publication."""
    for code in pack.publications:
        document = pack.documents[f"publications/{code}"]
        content = document.content
        for path, value in _leaves(content, ()):
            yield from _quoted(pack, document, path, value)
            if path[-1] in INDICATOR_FIELDS:
                yield from _indicator(pack, document, path, value)
        yield from _promises(pack, document, code)
        yield from _names(pack, document, code)
        yield from _outside(pack, document, code)
        for path, part in _parts(content, ()):
            missing = {"es", "en"} - set(part)
            if len(missing) == 1:
                (language,) = missing
                yield document.fault(
                    path, f"{path[-1] if path else 'it'} has no {language}", "write both languages"
                )
            if isinstance(part.get("axis"), str) and isinstance(part.get("indicator"), str):
                yield from _axis(pack, document, (*path, "axis"), part["indicator"], part["axis"])


def _leaves(part: object, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(part, str) and path:
        yield path, part
    for key, inner in _inside(part):
        yield from _leaves(inner, (*path, key))


def _parts(part: object, path: KeyPath) -> Iterator[tuple[KeyPath, Mapping[str, str]]]:
    if isinstance(part, Mapping):
        yield path, part
    for key, inner in _inside(part):
        yield from _parts(inner, (*path, key))


def _inside(part: object) -> Iterator[tuple[str | int, object]]:
    if isinstance(part, Mapping):
        yield from part.items()
    elif isinstance(part, list):
        yield from enumerate(part)


def _quoted(pack: Pack, document: Document, path: KeyPath, text: str) -> Iterator[Fault]:
    for braces in BRACES.findall(text):
        reference = REFERENCE.fullmatch(braces)
        if reference is None:
            yield document.fault(
                path,
                f"{braces} is no reference to a figure",
                "write {indicator}, {indicator:over} or {indicator[axis=value]}",
            )
            continue
        yield from _indicator(pack, document, path, reference["indicator"])
        for pair in (reference["axes"] or "").split(",") if reference["axes"] else ():
            axis = pair.partition("=")[0].strip()
            yield from _axis(pack, document, path, reference["indicator"], axis)
        if reference["target"]:
            yield from _target(pack, document, path, reference["indicator"])
        qualifier = reference["qualifier"]
        if qualifier and qualifier not in QUALIFIERS:
            yield document.fault(
                path,
                f"{braces} has a word {qualifier} that no rule checks",
                f"use one of: {', '.join(sorted(QUALIFIERS))}",
            )


def _indicator(pack: Pack, document: Document, path: KeyPath, code: str) -> Iterator[Fault]:
    indicators = pack.names("indicators")
    if code not in indicators:
        yield document.fault(
            path,
            f"{code} is quoted and is no indicator",
            mend(code, indicators, where="indicators/"),
        )


def _target(pack: Pack, document: Document, path: KeyPath, code: str) -> Iterator[Fault]:
    indicator = pack.indicators.get(code)
    if indicator is not None and not indicator.targets:
        yield document.fault(
            path, f"{code} promises nothing", f"give {code} targets, or leave it out"
        )


def _promises(pack: Pack, document: Document, code: str) -> Iterator[Fault]:
    """Charts of promises draw each figure as a share of its target."""
    for number, chart in enumerate(pack.publications[code].charts):
        for row, bar in enumerate(chart.bars if chart.kind == "promise" else []):
            path: KeyPath = ("charts", number, "bars", row, "indicator")
            yield from _target(pack, document, path, bar.indicator)


def _names(pack: Pack, document: Document, code: str) -> Iterator[Fault]:
    known = pack.names("organisations.csv")
    for name in pack.publications[code].names:
        if name not in known:
            words = mend(name, known, where="organisations.csv")
            yield document.fault(("names", name), f"{name} is no organisation", words)


def _outside(pack: Pack, document: Document, code: str) -> Iterator[Fault]:
    """Statistics that mortality is set side by side with, for every year of its spans."""
    text = pack.publications[code].mortality
    if text is None or "observations.csv" in pack.unread:
        return
    known = {(row.measure, row.year) for row in pack.observations}
    years = sorted({y for span in text.periods for y in range(span.starts, span.ends + 1)})
    for key, measure in (("deaths", text.deaths), ("births", text.births)):
        missing = [str(year) for year in years if (measure, year) not in known]
        if missing:
            yield document.fault(
                ("mortality", key),
                f"observations.csv has no {measure} of {', '.join(missing)}",
                "add them, or change the spans of years",
            )


def _axis(pack: Pack, document: Document, path: KeyPath, code: str, axis: str) -> Iterator[Fault]:
    indicator = pack.indicators.get(code)
    if indicator is not None and axis not in indicator.by:
        yield document.fault(
            path,
            f"{code} is not broken down by {axis}",
            mend(axis, indicator.by, where=f"the `by` of {code}"),
        )
