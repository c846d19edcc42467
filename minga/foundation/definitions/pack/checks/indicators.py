"""Indicators: steps, answers, people's facts, axes, other indicators and targets that they name."""

from collections.abc import Iterator, Mapping

from minga.engines.indicators.definition import (
    CatchmentCount,
    Indicator,
    ObservationCount,
    RatioCount,
    SumCount,
)
from minga.foundation.definitions.pack.checks.known import mend
from minga.foundation.definitions.pack.faults import Fault
from minga.foundation.definitions.pack.files import Document, KeyPath
from minga.foundation.definitions.pack.pack import Names, Pack
from minga.foundation.definitions.pack.schema import FormField

AXES = frozenset({"sex", "age_band", "group", "status", "canton", "province", "organisation"})
PSEUDO_FIELDS = frozenset({"role", "place", "organisation", "activity"})
OWN_STEPS = frozenset({"network.member"})
Step = tuple[str, str]


def check(pack: Pack) -> Iterator[Fault]:
    """Faults of every indicator."""
    for code, indicator in pack.indicators.items():
        document = pack.documents[f"indicators/{code}"]
        index = index_of(document, code)
        for path, message, how in _faults(pack, indicator):
            yield document.fault((index, *path), f"{code} {message}", how)
    yield from _cycles(pack)


Found = Iterator[tuple[KeyPath, str, str]]


def _faults(pack: Pack, indicator: Indicator) -> Found:
    outcomes, outputs = pack.names("outcomes"), pack.names("outputs")
    results = Names({"goal", *outcomes, *outputs}, whole=outcomes.whole and outputs.whole)
    if indicator.output not in results:
        how = mend(indicator.output, results, where="results.yaml")
        yield ("output",), f"belongs to {indicator.output}, which is no result", how
    yield from _steps(pack, indicator)
    yield from _where(pack, indicator)
    yield from _axes(pack, indicator)
    yield from _divided(pack, indicator)
    yield from _whom(pack, indicator)
    yield from _who(pack, indicator)
    yield from _measures(pack, indicator)
    indicators = pack.names("indicators")
    for path, other in named(indicator):
        if other not in indicators:
            how = mend(other, indicators, where="indicators/")
            yield path, f"names {other}, which is no indicator", how
    for day in indicator.targets:
        if not pack.programme.starts <= day <= pack.programme.ends:
            how = f"keep it within {pack.programme.starts} and {pack.programme.ends}"
            yield ("targets", day.isoformat()), f"has a target on {day}, outside the programme", how


def _steps(pack: Pack, indicator: Indicator) -> Found:
    steps = OWN_STEPS | {f"{p}.{s}" for p, each in pack.pathways.items() for s in each.steps}
    counted: list[tuple[KeyPath, str]] = [(("of",), step) for step in indicator.of]
    if indicator.within:
        counted.append((("within", "of"), indicator.within.of))
    if isinstance(indicator.count, CatchmentCount):
        counted += [(("count", "catchment", "of"), s) for s in indicator.count.catchment.of]
    for path, step in counted:
        if step not in steps and pack.reads("pathways", step.partition(".")[0]):
            how = mend(step, steps, where="pathways/")
            yield path, f"counts {step}, which no pathway has", how
    needs = isinstance(indicator.count, str | SumCount)
    if needs and not indicator.of and not _unread(pack, indicator):
        yield ("count",), "counts the steps of nothing", "write `of: [pathway.step]`"


def _answers(pack: Pack, indicator: Indicator) -> Mapping[str, FormField]:
    """The fields that the counted steps ask, by name."""
    found: dict[str, FormField] = {}
    for step in indicator.of:
        form = pack.form_of(pack.step(step))
        found |= {field.name: field for field in form.fields} if form else {}
    return found


def _readable(pack: Pack, indicator: Indicator) -> bool:
    """Whether everything that the counted steps ask is known: no pathway or form has a fault."""
    if _unread(pack, indicator):
        return False
    for step in indicator.of:
        definition = pack.step(step)
        if definition is None and step not in OWN_STEPS:
            return False
        if definition and definition.form and definition.form not in pack.forms:
            return False
    return True


def _unread(pack: Pack, indicator: Indicator) -> bool:
    """Whether the steps of an indicator are written and cannot be read."""
    document = pack.documents[f"indicators/{indicator.indicator}"]
    content = document.content if isinstance(document.content, list) else []
    item = content[index_of(document, indicator.indicator)] if content else {}
    return bool(item.get("of")) and not indicator.of


def _where(pack: Pack, indicator: Indicator) -> Found:
    answers = _answers(pack, indicator)
    wanted: list[tuple[KeyPath, str]] = [
        (("where", name), name) for name in indicator.where if name not in PSEUDO_FIELDS
    ]
    if isinstance(indicator.count, SumCount):
        wanted.append((("count", "sum"), indicator.count.sum))
    for path, name in wanted if _readable(pack, indicator) else ():
        field = answers.get(name)
        if field is None:
            how = mend(name, answers, where="the forms of its steps")
            yield path, f"looks at {name}, which no form of its steps asks", how
        elif not field.counted:
            yield path, f"looks at {name}, which is not counted", "write yes under counted"
    for name, values in indicator.where.items():
        allowed = pack.terms(answers[name]) if name in answers else None
        for value in values if allowed is not None else ():
            if value not in (allowed or ()):
                how = mend(value, allowed or (), where=f"vocabularies/{answers[name].vocabulary}")
                yield ("where", name), f"looks for {name} {value}, which is no term", how


def _axes(pack: Pack, indicator: Indicator) -> Found:
    answers = _answers(pack, indicator)
    known = AXES | PSEUDO_FIELDS | set(answers)
    if not indicator.of or not _readable(pack, indicator):
        known |= pack.names("axes")
    titled = pack.names("axes")
    for axis in indicator.by:
        if axis not in known:
            how = mend(axis, known, where="the forms of its steps")
            yield ("by",), f"is broken down by {axis}, which its steps do not know", how
        elif axis in answers and not answers[axis].counted:
            yield ("by",), f"looks at {axis}, which is not counted", "write yes under counted"
        elif axis not in titled:
            how = "give it a title under axes in programme.yaml"
            yield ("by",), f"is broken down by {axis}, which has no title", how


def _divided(pack: Pack, indicator: Indicator) -> Found:
    """A ratio needs each of its axes above and below the line; else one of them would be zero."""
    if not isinstance(indicator.count, RatioCount):
        return
    for part in ("of", "over"):
        code = getattr(indicator.count.ratio, part)
        other = pack.indicators.get(code)
        for axis in indicator.by:
            if other is not None and axis not in other.by:
                how = f"take it out, or write it under the `by` of {code} too"
                yield ("by",), f"is broken down by {axis}, which {code} is not", how


def _whom(pack: Pack, indicator: Indicator) -> Found:
    if indicator.whom in {"subject", "household"}:
        return
    for step in indicator.of:
        pathway = pack.pathways.get(step.partition(".")[0])
        if pathway is not None and indicator.whom not in pathway.roles:
            how = mend(indicator.whom, pathway.roles, where=f"pathways/{pathway.pathway}.yaml")
            yield (
                ("whom",),
                f"counts the {indicator.whom}, no role of {pathway.pathway}",
                how,
            )


def _who(pack: Pack, indicator: Indicator) -> Found:
    whole = "organisations.csv" not in pack.partial | pack.unread
    kinds = Names({each.kind for each in pack.organisations}, whole=whole)
    for fact in ("sex", "group", "status"):
        vocabulary = pack.vocabularies.get(fact)
        for value in getattr(indicator.who, fact):
            if vocabulary is not None and value not in vocabulary.terms:
                how = mend(value, vocabulary.terms, where=f"vocabularies/{fact}.yaml")
                yield ("who", fact), f"counts the {fact} {value}, which is no term", how
    for value in indicator.who.kind:
        if value not in kinds:
            how = mend(value, kinds, where="organisations.csv")
            yield ("who", "kind"), f"counts organisations of kind {value}; there are none", how


def _measures(pack: Pack, indicator: Indicator) -> Found:
    measures = pack.names("observations.csv")
    wanted: list[tuple[KeyPath, str]] = []
    if isinstance(indicator.count, ObservationCount):
        wanted = [(("count", "observation"), indicator.count.observation)]
    if isinstance(indicator.count, CatchmentCount):
        catchment = indicator.count.catchment
        wanted = [
            (("count", "catchment", "population"), catchment.population),
            (("count", "catchment", "coverage"), catchment.coverage),
        ]
    for path, measure in wanted:
        if measure not in measures:
            how = mend(measure, measures, where="observations.csv")
            yield path, f"needs {measure}, which observations.csv does not have", how


def named(indicator: Indicator) -> Iterator[tuple[KeyPath, str]]:
    """Other indicators that this one names, with where."""
    yield from ((("also",), other) for other in indicator.also)
    yield from ((("except",), other) for other in indicator.except_)
    if isinstance(indicator.count, RatioCount):
        yield ("count", "ratio", "of"), indicator.count.ratio.of
        yield ("count", "ratio", "over"), indicator.count.ratio.over
    if isinstance(indicator.count, CatchmentCount) and indicator.count.catchment.minus:
        yield ("count", "catchment", "minus"), indicator.count.catchment.minus


def _cycles(pack: Pack) -> Iterator[Fault]:
    """Indicators that come to name themselves through others."""
    below = {code: {other for _, other in named(i)} for code, i in pack.indicators.items()}
    for code in below:
        reached, ahead = set[str](), set(below[code])
        while ahead:
            other = ahead.pop()
            reached.add(other)
            ahead |= below.get(other, set()) - reached
        if code in reached:
            document = pack.documents[f"indicators/{code}"]
            yield document.fault(
                (index_of(document, code),),
                f"{code} depends on itself",
                "take it out of the also, except, ratio or minus that leads back to it",
            )


def index_of(document: Document, code: str) -> int:
    """Where an indicator stands in the list of its file."""
    content = document.content if isinstance(document.content, list) else []
    return next(
        (i for i, x in enumerate(content) if isinstance(x, dict) and x.get("indicator") == code), 0
    )
