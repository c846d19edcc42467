"""Money: lines name what exists, sums tie to the cent, support costs and spending keep limits."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from minga.foundation.definitions.pack.checks.known import mend
from minga.foundation.definitions.pack.faults import Fault
from minga.foundation.definitions.pack.files import Document
from minga.foundation.definitions.pack.pack import Pack
from minga.foundation.definitions.pack.schema import BudgetLine, Expenditure

CENT = Decimal("0.01")


def check(pack: Pack) -> Iterator[Fault]:
    """Faults of the budget and the expenditure."""
    budget = pack.documents.get("budget.csv")
    if budget is not None:
        yield from _lines(pack, budget)
        if _whole(pack):
            yield from _funds(pack, budget)
            yield from _support(pack, budget)
    spent = pack.documents.get("expenditure.csv")
    if spent is not None:
        yield from _expenditure(pack, spent)


def _whole(pack: Pack) -> bool:
    """Whether every budget line can be read and falls to a known fund and class."""
    funds, classes = pack.names("funds"), pack.names("object_classes")
    known = all(line.fund in funds and line.object_class in classes for line in pack.budget)
    return known and "budget.csv" not in pack.partial


def _lines(pack: Pack, document: Document) -> Iterator[Fault]:
    periods, outputs = pack.names("periods"), pack.names("outputs")
    seen: set[str] = set()
    for line in pack.budget:
        at = pack.at(line)
        if line.line in seen:
            yield document.fault(at, f"line {line.line} is there twice", "give it another code")
        seen.add(line.line)
        yield from _named(pack, line, document)
        if line.output not in outputs:
            yield document.fault(
                at,
                f"line {line.line} pays for {line.output}, which is no output",
                mend(line.output, outputs, where="results.yaml"),
            )
        output = pack.results.outputs.get(line.output)
        if output is not None and line.organisation not in output.agencies:
            yield document.fault(
                at,
                f"line {line.line} pays {line.organisation} for {line.output},"
                " which others deliver",
                f"name one of: {', '.join(output.agencies)}, or add it to the output's agencies",
            )
        if line.year not in periods:
            yield document.fault(
                at,
                f"line {line.line} falls in {line.year}, which is no period",
                mend(line.year, periods, where="programme.yaml"),
            )


def _named(pack: Pack, row: BudgetLine | Expenditure, document: Document) -> Iterator[Fault]:
    for noun, name, kind, where in (
        ("fund", row.fund, "funds", "programme.yaml"),
        ("object class", row.object_class, "object_classes", "programme.yaml"),
        ("organisation", row.organisation, "organisations.csv", "organisations.csv"),
    ):
        known = pack.names(kind)
        if name not in known:
            yield document.fault(
                pack.at(row), f"there is no {noun} {name}", mend(name, known, where=where)
            )


def _funds(pack: Pack, document: Document) -> Iterator[Fault]:
    """The lines of a fund add up to its amount, to the cent."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for line in pack.budget:
        sums[line.fund] += line.amount
    for code, fund in pack.programme.funds.items():
        if sums[code] != fund.amount:
            difference = sums[code] - fund.amount
            yield document.fault(
                (),
                f"the lines of {code} come to {sums[code]}, the fund to {fund.amount}"
                f" ({difference:+})",
                "correct the lines, or the fund in programme.yaml",
            )


def _support(pack: Pack, document: Document) -> Iterator[Fault]:
    """Indirect support costs stay within their share of the direct costs."""
    direct: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    indirect: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    first: dict[tuple[str, str], BudgetLine] = {}
    for line in pack.budget:
        object_class = pack.programme.object_classes.get(line.object_class)
        if object_class is None:
            continue
        key = line.organisation, line.fund
        (indirect if object_class.indirect else direct)[key] += line.amount
        if object_class.indirect:
            first.setdefault(key, line)
    cap = pack.programme.indirect_cost_cap
    for key, amount in indirect.items():
        if amount > (limit := cap * direct[key]):
            yield document.fault(
                pack.at(first[key]),
                f"support costs of {key[0]} from {key[1]} are {amount},"
                f" over {cap} of {direct[key]}",
                f"lower them to {limit.quantize(CENT, 'ROUND_FLOOR')}",
            )


def _expenditure(pack: Pack, document: Document) -> Iterator[Fault]:
    budget: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
    for line in pack.budget:
        budget[line.organisation, line.fund, line.object_class] += line.amount
    whole = _whole(pack)
    seen: set[tuple[object, ...]] = set()
    for row in pack.expenditure:
        key = row.organisation, row.fund, row.object_class, row.cutoff_on
        if key in seen:
            yield document.fault(
                pack.at(row),
                f"{row.object_class} of {row.organisation} up to {row.cutoff_on} is there twice",
                "add the two rows up in one",
            )
        seen.add(key)
        yield from _named(pack, row, document)
        used = row.expenditure + row.commitments
        if not whole:
            continue
        if used > (limit := budget[row.organisation, row.fund, row.object_class]):
            yield document.fault(
                pack.at(row),
                f"{row.organisation} spent and committed {used} of {limit} for {row.object_class}",
                "correct the amounts, or the budget",
            )
