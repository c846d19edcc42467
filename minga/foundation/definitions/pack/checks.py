"""What must agree across a pack's files; each check yields faults with file and line."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from minga.engines.indicators.definition import CatchmentCount, Indicator, RatioCount
from minga.engines.pathway import definition as pathway_definition
from minga.foundation.definitions.pack.faults import Fault
from minga.foundation.definitions.pack.files import Document
from minga.foundation.definitions.pack.pack import Pack, read

OWN_AXES = frozenset(
    {"sex", "age_band", "group", "status", "canton", "province", "organisation", "role"}
)
OWN_STEPS = frozenset({"network.member"})


def check(folder: Path) -> list[Fault]:
    """Every fault of a pack, in order of file and line."""
    pack, faults = read(folder)
    if pack is not None:
        faults = faults + list(cross_checks(pack))
    return sorted(set(faults))


def cross_checks(pack: Pack) -> Iterator[Fault]:
    """All faults between files."""
    yield from _pathways(pack)
    yield from _indicators(pack)
    yield from _lists(pack)
    yield from _places(pack)
    yield from _organisations(pack)
    yield from _budget(pack)
    yield from _expenditure(pack)


def _pathways(pack: Pack) -> Iterator[Fault]:
    for code, pathway in pack.pathways.items():
        document = pack.documents[f"pathways/{code}"]
        for fault in pathway_definition.faults(pathway):
            yield document.fault(fault.path, fault.message, fault.mend)
        for name, step in pathway.steps.items():
            if step.form is not None and step.form not in pack.forms:
                yield document.fault(
                    ("steps", name, "form"),
                    f"step {name} names a form {step.form} that does not exist",
                    f"write forms/{step.form}.md",
                )


def _indicators(pack: Pack) -> Iterator[Fault]:
    steps = {f"{p}.{s}" for p, pathway in pack.pathways.items() for s in pathway.steps}
    measures = {row.measure for row in pack.observations}
    for code, indicator in pack.indicators.items():
        document = pack.documents[f"indicators/{code}"]
        place = _place_of(document, code)
        for step in indicator.of:
            if step not in steps | OWN_STEPS:
                yield document.fault(
                    (place, "of"), f"{code} counts {step}, which no pathway has", "name a step"
                )
        for other in _named(indicator):
            if other not in pack.indicators:
                yield document.fault(
                    (place,), f"{code} names {other}, which is no indicator", "name one that exists"
                )
        if isinstance(indicator.count, CatchmentCount):
            catchment = indicator.count.catchment
            for measure in (catchment.population, catchment.coverage):
                if measure not in measures:
                    yield document.fault(
                        (place, "count"),
                        f"{code} needs {measure}, which observations.csv does not have",
                        "add its rows",
                    )
        known = OWN_AXES | set(pack.programme.axes)
        for axis in indicator.by:
            if axis not in known:
                yield document.fault(
                    (place, "by"), f"{code} is broken down by {axis}, which is no axis", "see axes"
                )


def _place_of(document: Document, code: str) -> int:
    content = document.content if isinstance(document.content, list) else []
    return next((i for i, item in enumerate(content) if item.get("indicator") == code), 0)


def _named(indicator: Indicator) -> Iterator[str]:
    yield from indicator.also
    yield from indicator.except_
    if isinstance(indicator.count, RatioCount):
        yield indicator.count.ratio.of
        yield indicator.count.ratio.over
    if isinstance(indicator.count, CatchmentCount) and indicator.count.catchment.minus:
        yield indicator.count.catchment.minus


def _lists(pack: Pack) -> Iterator[Fault]:
    for code, kind in pack.lists.items():
        document = pack.documents[f"lists/{code}"]
        pathway = pack.pathways.get(kind.pathway)
        if pathway is None:
            yield document.fault(
                ("pathway",), f"there is no pathway {kind.pathway}", "name one in pathways/"
            )
            continue
        for index, step in enumerate(kind.steps):
            if step.step not in pathway.steps:
                yield document.fault(
                    ("steps", index),
                    f"pathway {kind.pathway} has no step {step.step}",
                    f"name one of: {', '.join(pathway.steps)}",
                )
        for name, column in kind.columns.items():
            wanted = column.vocabulary
            if wanted and wanted not in pack.vocabularies:
                yield document.fault(
                    ("columns", name, "vocabulary"),
                    f"there is no vocabulary {wanted}",
                    f"write vocabularies/{wanted}.yaml",
                )


def _places(pack: Pack) -> Iterator[Fault]:
    codes = {place.code for place in pack.places}
    document = pack.documents.get("places.csv")
    for index, place in enumerate(pack.places):
        if document and place.parent and place.parent not in codes:
            yield document.fault(
                (index,), f"place {place.code} lies in {place.parent}, which is not there", "add it"
            )


def _organisations(pack: Pack) -> Iterator[Fault]:
    codes = {organisation.code for organisation in pack.organisations}
    places = {place.code for place in pack.places}
    document = pack.documents.get("organisations.csv")
    if document is None:
        return
    for index, each in enumerate(pack.organisations):
        if each.successor and each.successor not in codes:
            yield document.fault(
                (index,), f"{each.code} is followed by {each.successor}, who is not there", "add it"
            )
        if each.place and each.place not in places:
            yield document.fault(
                (index,), f"{each.code} is in {each.place}, which is no place", "see places.csv"
            )
        if each.joined_on and each.left_on and each.left_on < each.joined_on:
            yield document.fault((index,), f"{each.code} leaves before joining", "mend the dates")


def _budget(pack: Pack) -> Iterator[Fault]:
    document = pack.documents.get("budget.csv")
    if document is None:
        return
    by_fund: dict[str, Decimal] = defaultdict(Decimal)
    direct: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    indirect: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for index, line in enumerate(pack.budget):
        by_fund[line.fund] += line.amount
        object_class = pack.programme.object_classes.get(line.object_class)
        if object_class is None:
            yield document.fault(
                (index,), f"there is no object class {line.object_class}", "see programme.yaml"
            )
            continue
        into = indirect if object_class.indirect else direct
        into[line.organisation, line.fund] += line.amount
    for code, fund in pack.programme.funds.items():
        if by_fund[code] != fund.amount:
            yield document.fault(
                (),
                f"the lines of {code} come to {by_fund[code]}, the fund to {fund.amount}",
                "correct the lines, or the fund in programme.yaml",
            )
    cap = pack.programme.indirect_cost_cap
    for key, amount in indirect.items():
        if amount > cap * direct[key]:
            yield document.fault(
                (),
                f"support costs of {key[0]} from {key[1]} are {amount},"
                f" over {cap} of {direct[key]}",
                "lower them",
            )


def _expenditure(pack: Pack) -> Iterator[Fault]:
    document = pack.documents.get("expenditure.csv")
    budget: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
    for line in pack.budget:
        budget[line.organisation, line.fund, line.object_class] += line.amount
    for index, row in enumerate(pack.expenditure):
        limit = budget[row.organisation, row.fund, row.object_class]
        if document and row.expenditure + row.commitments > limit:
            yield document.fault(
                (index,),
                f"{row.organisation} spent and committed"
                f" {row.expenditure + row.commitments} of {limit} for {row.object_class}",
                "correct the amounts, or the budget",
            )
