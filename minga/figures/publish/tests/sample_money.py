"""Made-up money of the sample sheet, which ties."""

from datetime import date
from decimal import Decimal

from minga.figures.publish.money import Fund, Money, MoneyLine

AS_OF = date(2017, 3, 31)
MONEY = (
    ("PNUD", "702410.00", "356120.00"),
    ("ACNUR", "388190.00", "270400.00"),
    ("UNICEF", "341260.00", "255700.00"),
    ("UNFPA", "298720.00", "190361.00"),
    ("PMA", "176400.00", "160000.00"),
    ("UNESCO", "134852.00", "100000.00"),
)


def money(language: str) -> Money:
    """The sample money, which ties."""
    lines = []
    for name, trust, pooled in MONEY:
        for fund, amount in (("untfhs", Decimal(trust)), ("pooled", Decimal(pooled))):
            spent = (amount * Decimal("0.962")).quantize(Decimal("0.01"))
            owed = (amount * Decimal("0.021")).quantize(Decimal("0.01"))
            lines.append(MoneyLine(name, fund, amount, spent, owed))
    return Money(
        currency="USD",
        cutoff_on=AS_OF,
        funds=(
            Fund("untfhs", "UNTFHS", Decimal("2041832.00")),
            Fund(
                "pooled",
                "Cofinanciamiento" if language == "es" else "Co-funding",
                Decimal("1332581.00"),
            ),
        ),
        lines=tuple(lines),
    )
