"""Money from the pack's own tables: it ties, and funds without statements say nothing."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from minga.figures.publish.money import Fund, state_money

PACK = Path(__file__).parents[4] / "programmes" / "northern-border"
FUNDS = [Fund("untfhs", "UNTFHS", Decimal("2041832")), Fund("pooled", "Co", Decimal("1332581"))]


def rows(name):
    """The rows of one of the pack's tables."""
    with (PACK / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def stated(budget):
    """The pack's money over the given budget rows."""
    return state_money(
        funds=FUNDS,
        budget=[(r["organisation"], r["fund"], Decimal(r["amount"])) for r in budget],
        statements=[
            (r["organisation"], r["fund"], Decimal(r["expenditure"]), Decimal(r["commitments"]))
            for r in rows("expenditure.csv")
        ],
        names={"undp": "PNUD"},
        currency="USD",
        cutoff_on=date(2017, 3, 31),
    )


def test_the_packs_money_ties_and_only_the_trust_fund_reports():
    money = stated(rows("budget.csv"))
    assert money.total == Decimal("3374413.00")
    assert [fund.code for fund in money.reporting] == ["untfhs"]
    budget, spent, committed = money.sums()
    assert budget == Decimal("2041832.00")
    assert 0 < spent + committed <= budget
    assert "PNUD" in money.organisations
    assert len(money.organisations) == 6


def test_a_lost_budget_line_is_noticed():
    with pytest.raises(ValueError, match="does not tie"):
        stated(rows("budget.csv")[1:])
