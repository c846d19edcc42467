"""The money of a fact sheet from budget lines and statements of expenditure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from minga.figures.publish.factsheet import Fund, Money, MoneyLine

Budgeted = tuple[str, str, Decimal]
"""Organisation, fund, amount."""
Stated = tuple[str, str, Decimal, Decimal]
"""Organisation, fund, expenditure, commitments."""


def state_money(
    *,
    funds: Iterable[Fund],
    budget: Iterable[Budgeted],
    statements: Iterable[Stated],
    names: Mapping[str, str],
    currency: str,
    cutoff_on: date,
    note: str = "",
) -> Money:
    """The money by organisation and fund, the largest budget first.

    A fund without a single statement does not report: nothing is shown as spent of it.
    `names` turns an organisation's code into what the sheet calls it.

    Raises:
        ValueError: when the budget lines of a fund do not come to its amount.
    """
    zero = Decimal(0)
    sums: dict[tuple[str, str], list[Decimal]] = defaultdict(lambda: [zero, zero, zero])
    for organisation, fund, amount in budget:
        sums[organisation, fund][0] += amount
    stated = set()
    for organisation, fund, expenditure, commitments in statements:
        stated.add(fund)
        sums[organisation, fund][1] += expenditure
        sums[organisation, fund][2] += commitments
    whole: dict[str, Decimal] = defaultdict(Decimal)
    for (organisation, _), (amount, _, _) in sums.items():
        whole[organisation] += amount
    ordered = sorted(sums.items(), key=lambda item: (-whole[item[0][0]], item[0]))
    return Money(
        currency=currency,
        cutoff_on=cutoff_on,
        funds=tuple(replace(fund, reports=fund.code in stated) for fund in funds),
        lines=tuple(
            MoneyLine(names.get(organisation, organisation), fund, *amounts)
            for (organisation, fund), amounts in ordered
        ),
        note=note,
    )
