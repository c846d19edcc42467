"""Secrecy: what is counted of sealed cases carries the threshold of sealed cases."""

from collections.abc import Iterator

from minga.engines.indicators.definition import Indicator
from minga.foundation.definitions.pack.checks.indicators import index_of, named
from minga.foundation.definitions.pack.faults import Fault
from minga.foundation.definitions.pack.pack import Pack

TELLING = frozenset({"organisation", "activity"})
"""Axes on which somebody may do nothing but sealed work, so that the sum is of it alone."""


def check(pack: Pack) -> Iterator[Fault]:
    """A fault for each indicator that would show a sealed case at a lower threshold."""
    for code, indicator in pack.indicators.items():
        reason = _reason(pack, indicator)
        if reason and indicator.sensitivity != "sealed":
            document = pack.documents[f"indicators/{code}"]
            yield document.fault(
                (index_of(document, code), "sensitivity"),
                f"{code} is {indicator.sensitivity} and {reason}",
                "write `sensitivity: sealed`",
            )


def _reason(pack: Pack, indicator: Indicator) -> str | None:
    """Why an indicator must be sealed.

    Sealed steps among others may be counted openly: nobody can tell them apart in the sum. Where
    they are counted alone, chosen by their answers, or found by subtraction, they can be told.
    """
    sealed = [step for step in indicator.of if _sealed(pack, step)]
    if sealed and len(sealed) == len(indicator.of):
        return f"counts only {sealed[0]}, of a sealed pathway"
    if sealed and (told := set(indicator.by) & TELLING):
        return f"shows by {min(told)} who works on {sealed[0]}, of a sealed pathway"
    asked = {name for step in sealed for name in _asked(pack, step)}
    for name in (*indicator.where, *indicator.by):
        if name in asked:
            return f"looks at {name}, which a sealed pathway asks"
    for _, other in named(indicator):
        if other in pack.indicators and pack.indicators[other].sensitivity == "sealed":
            return f"names {other}, which is sealed"
    return None


def _sealed(pack: Pack, step: str) -> bool:
    pathway = pack.pathways.get(step.partition(".")[0])
    return pathway is not None and pathway.confidentiality == "sealed"


def _asked(pack: Pack, step: str) -> tuple[str, ...]:
    form = pack.form_of(pack.step(step))
    return form.names if form else ()
