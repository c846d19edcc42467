"""The sheet's tables as HTML: money, how it was counted, mortality, and the list of all figures."""

from collections.abc import Iterable
from decimal import Decimal
from html import escape

from minga.figures.publish.factsheet import (
    CountRow,
    Mortality,
    Number,
    RatePeriod,
)
from minga.figures.publish.money import Money
from minga.figures.publish.words import (
    say,
    say_missing,
    write_date,
    write_number,
    write_percent,
)

GROUPS = ("served", "duty_bearers", "organisations", "other")


def cell(value: Number | None, language: str, *, places: int | None = None) -> str:
    """A number for a table, or a dash."""
    if value is None:
        return say(language, "none")
    return write_number(value, language=language, places=places)


def bounds(low: Number | None, high: Number | None, language: str) -> str:
    """Two bounds with a dash between, one number when they are the same, or nothing."""
    if low is None or high is None:
        return ""
    if low == high:
        return write_number(low, language=language)
    return f"{write_number(low, language=language)}–{write_number(high, language=language)}"


def opening(words: str, code: str) -> str:
    """Words as a link to the entry of a figure, or plain where there is none."""
    if not code:
        return escape(words)
    return f'<a class="ref" href="#figure-{escape(code)}">{escape(words)}</a>'


def two_columns(rows: list[tuple[str, str, str]], *, head: tuple[str, str], language: str) -> str:
    """The data behind a drawing (name, number, code of its entry), folded until wanted."""
    body = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{opening(value, code)}</td></tr>'
        for name, value, code in rows
    )
    unit = escape(head[1] or say(language, "value"))
    return (
        f"<details><summary>{escape(say(language, 'table_of'))}</summary><table><thead><tr>"
        f'<th scope="col">{escape(head[0])}</th><th scope="col">{unit}</th>'
        f"</tr></thead><tbody>{body}</tbody></table></details>"
    )


def _row(name: str, cells: Iterable[tuple[str, str]], *, css: str = "", code: str = "") -> str:
    """A row whose cells know their heading, so that it can become a card on a telephone.

    With `code` its name opens the entry of a figure.
    """
    data = "".join(f'<td data-label="{escape(h)}">{escape(text)}</td>' for h, text in cells)
    shown = f' class="{css}"' if css else ""
    return f'<tr{shown}><th scope="row">{opening(name, code)}</th>{data}</tr>'


def money_headings(money: Money, language: str) -> list[str]:
    """The columns of the money table after the organisation."""
    of = _of_reporting(money, before=" · ")
    used = [say(language, key) + of for key in ("spent", "committed", "balance")]
    return [fund.title for fund in money.funds] + [say(language, "budget"), *used]


def _of_reporting(money: Money, *, before: str) -> str:
    """The funds that what was spent is of, where those are not all."""
    if len(money.reporting) == len(money.funds):
        return ""
    return before + ", ".join(fund.title for fund in money.reporting)


def money_cells(money: Money, organisation: str | None) -> list[Decimal]:
    """A row of the money table: budget per fund, budget, spent, committed, balance."""
    names = money.organisations if organisation is None else (organisation,)
    by_fund = [
        sum((money.budget(organisation=name, fund=fund.code) for name in names), Decimal(0))
        for fund in money.funds
    ]
    budget, spent, committed = money.sums(organisation)
    return [*by_fund, sum(by_fund, Decimal(0)), spent, committed, budget - spent - committed]


def money_ties(money: Money, language: str) -> tuple[str, str]:
    """That the funds come to the total, and how much of it was used, in words."""
    parts = " + ".join(write_number(f.amount, language=language) for f in money.funds)
    total = write_number(money.total, language=language)
    budget, spent, committed = money.sums()
    share = (spent + committed) / budget if budget else Decimal(0)
    return (
        say(language, "ties", parts=parts, total=total),
        say(
            language,
            "delivery",
            percent=write_percent(share, language=language),
            fund=_of_reporting(money, before=", "),
        ),
    )


def money_table(money: Money, language: str) -> str:
    """The money by organisation and fund, with its totals derived here."""
    headings = money_headings(money, language)
    heads = "".join(f'<th scope="col">{escape(text)}</th>' for text in headings)
    rows = "".join(
        _row(name, zip(headings, money_written(money, name, language), strict=True))
        for name in money.organisations
    )
    total = _row(
        say(language, "total"),
        zip(headings, money_written(money, None, language), strict=True),
        css="sum",
    )
    day = write_date(money.cutoff_on, language=language)
    caption = say(language, "money_caption", currency=money.currency, date=day)
    ties, delivery = money_ties(money, language)
    return (
        f'<section id="money"><h2>{escape(say(language, "money"))}</h2><p>{escape(ties)}'
        f" {escape(delivery)} {escape(money.note)}</p>"
        f'<table class="cards"><caption>{escape(caption)}</caption>'
        f'<thead><tr><th scope="col">{escape(say(language, "organisation"))}</th>{heads}</tr>'
        f"</thead><tbody>{rows}{total}</tbody></table></section>"
    )


def money_written(money: Money, organisation: str | None, language: str) -> list[str]:
    """The amounts of one organisation, or of all, as the language writes them."""
    return [write_number(x, language=language, places=2) for x in money_cells(money, organisation)]


def number_or_why(value: Number | None, language: str, *, withheld: bool) -> str:
    """A number that stands alone, or why there is none."""
    if value is None or withheld:
        return say_missing(language, withheld=withheld, alone=True)
    return cell(value, language)


def has_tallies(rows: tuple[CountRow, ...]) -> bool:
    """Whether anything was counted without names, so that its column has something to say."""
    return any(row.tally_high is not None for row in rows)


def count_cells(row: CountRow, language: str, *, tallies: bool) -> list[str]:
    """What the counting table says of one figure, in the order of its columns."""
    if row.suppressed or row.identified is None:
        word = say_missing(language, withheld=row.suppressed, alone=True)
        return [word, *[say(language, "none")] * (3 if tallies else 2)]
    identified = cell(row.identified, language)
    interval = bounds(row.identified_low, row.identified_high, language)
    if interval and "–" in interval:
        identified = f"{identified} ({interval})"
    cells = [identified, cell(row.partners_sum, language), cell(row.participations, language)]
    tally = bounds(row.tally_low, row.tally_high, language) or say(language, "none")
    return [*cells, tally] if tallies else cells


def count_headings(language: str, *, tallies: bool) -> list[str]:
    """The columns of the counting table after the figure's name."""
    keys = ["identified", "partners_sum", "participations", *(["tally"] if tallies else [])]
    return [say(language, key) for key in keys]


def counted_words(rows: tuple[CountRow, ...], language: str) -> str:
    """Which counts there are and that they do not mix."""
    last = "counted_tallies" if has_tallies(rows) else "counted_named"
    return f"{say(language, 'counted_lead')} {say(language, last)}"


def counted_table(rows: tuple[CountRow, ...], language: str) -> str:
    """How each figure was counted; people served stand apart from duty-bearers."""
    tallies = has_tallies(rows)
    headings = count_headings(language, tallies=tallies)
    heads = "".join(f'<th scope="col">{escape(text)}</th>' for text in headings)
    bodies = ""
    for group in GROUPS:
        members = [row for row in rows if row.about == group]
        if not members:
            continue
        title, span = escape(say(language, group)), len(headings) + 1
        bodies += (
            f'<tbody class="group"><tr><th scope="rowgroup" colspan="{span}">{title}</th></tr>'
        )
        for row in members:
            cells = zip(headings, count_cells(row, language, tallies=tallies), strict=True)
            bodies += _row(row.title, cells, code=row.code)
        bodies += "</tbody>"
    return (
        f'<section id="counted"><h2>{escape(say(language, "counted"))}</h2>'
        f"<p>{escape(counted_words(rows, language))}</p>"
        f'<table class="cards"><thead><tr><th scope="col">{escape(say(language, "figure"))}</th>'
        f"{heads}</tr></thead>{bodies}</table></section>"
    )


def rate_cells(period: RatePeriod, language: str) -> list[str]:
    """Deaths, births, and the ratio with its interval."""
    if period.suppressed:
        withheld = say(language, "suppressed")
        return [withheld, cell(period.births, language), withheld]
    rate = cell(period.rate, language, places=0)
    if period.low is not None and period.high is not None:
        low, high = (cell(x, language, places=0) for x in (period.low, period.high))
        rate = f"{rate} ({low}–{high})"
    return [cell(period.deaths, language), cell(period.births, language), rate]


def mortality_table(mortality: Mortality, language: str) -> str:
    """Deaths and births behind each ratio."""
    headings = [say(language, key) for key in ("deaths", "births", "rate")]
    heads = "".join(f'<th scope="col">{escape(text)}</th>' for text in headings)
    rows = "".join(
        _row(
            period.label,
            zip(headings, rate_cells(period, language), strict=True),
            code=period.figure.code,
        )
        for period in mortality.periods
    )
    return (
        f'<table class="cards"><thead><tr><th scope="col">{escape(say(language, "period"))}</th>'
        f"{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )
