"""The money of a sheet, from budget lines and statements of expenditure: it ties or is refused."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Fund:
    """A source of money and the amount agreed with it.

    `reports` is False where the statements do not show what was spent of it: then what was spent,
    committed and left is shown of the other funds only.
    """

    code: str
    title: str
    amount: Decimal
    reports: bool = True


@dataclass(frozen=True)
class MoneyLine:
    """What one organisation had, spent and owes from one fund."""

    organisation: str
    fund: str
    budget: Decimal
    expenditure: Decimal = Decimal(0)
    commitments: Decimal = Decimal(0)


@dataclass(frozen=True)
class Money:
    """Budget, expenditure and commitments up to a cut-off date; it ties or it is refused."""

    currency: str
    cutoff_on: date
    funds: tuple[Fund, ...]
    lines: tuple[MoneyLine, ...]
    note: str = ""

    def __post_init__(self) -> None:
        for fund in self.funds:
            total = sum((line.budget for line in self.lines if line.fund == fund.code), Decimal(0))
            if total != fund.amount:
                raise ValueError(
                    f"the money of {fund.code} does not tie: its lines come to {total},"
                    f" the fund is {fund.amount}; correct the budget lines or the fund"
                )

    @property
    def total(self) -> Decimal:
        """All funds together."""
        return sum((fund.amount for fund in self.funds), Decimal(0))

    def budget(self, *, organisation: str, fund: str) -> Decimal:
        """The budget of an organisation from one fund."""
        lines = (x for x in self.lines if (x.organisation, x.fund) == (organisation, fund))
        return sum((line.budget for line in lines), Decimal(0))

    @property
    def organisations(self) -> tuple[str, ...]:
        """The organisations in the order of their lines."""
        return tuple(dict.fromkeys(line.organisation for line in self.lines))

    @property
    def reporting(self) -> tuple[Fund, ...]:
        """The funds whose expenditure is shown."""
        return tuple(fund for fund in self.funds if fund.reports)

    def sums(self, organisation: str | None = None) -> tuple[Decimal, Decimal, Decimal]:
        """Budget, expenditure and commitments of one organisation, or of all.

        Only of the funds that report; the budget of all funds is `budget` or `total`.
        """
        funds = {fund.code for fund in self.reporting}
        lines = [
            x for x in self.lines if organisation in (None, x.organisation) and x.fund in funds
        ]
        return (
            sum((line.budget for line in lines), Decimal(0)),
            sum((line.expenditure for line in lines), Decimal(0)),
            sum((line.commitments for line in lines), Decimal(0)),
        )


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
