"""Publishing: an edition in one language from what measure released, as page and as PDF."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from minga.engines.definition import Text
from minga.engines.indicators.definition import Indicator
from minga.engines.lists.definition import Vocabulary
from minga.figures.measure import surroundings
from minga.figures.measure.actions import programme
from minga.figures.measure.models import ReleasedFigure, Snapshot
from minga.figures.publish.assemble import Circumstances, Point, assemble
from minga.figures.publish.factsheet import Fact, Fund, Money, Number
from minga.figures.publish.html import render_html
from minga.figures.publish.models import Edition
from minga.figures.publish.pdf import render_pdf
from minga.figures.publish.released import Key, Released
from minga.figures.publish.statement import state_money
from minga.foundation.audit.actions import record
from minga.foundation.core.principals import Principal
from minga.foundation.definitions.actions import current
from minga.foundation.definitions.pack.publication import Publication
from minga.foundation.definitions.pack.schema import Programme

SHORT_ID = 8


@dataclass(frozen=True)
class Published:
    """An edition and its files."""

    edition: Edition
    html: str
    pdf: bytes


def publish(
    *, code: str, language: str, snapshot: Snapshot, published_at: datetime, by: Principal
) -> Published:
    """Publish one publication of the pack in one language.

    Raises KeyError for an unknown publication and FaultyTextError where its texts quote what is
    not released, or with words that do not fit the value.
    """
    figures = released(snapshot, language)
    sheet = assemble(
        Publication.model_validate(current("publication")[code].content),
        language=language,
        figures=figures,
        about=_circumstances(snapshot, language, published_at.date(), figures),
    )
    html, pdf = render_html(sheet), render_pdf(sheet)
    with transaction.atomic():
        edition = Edition.objects.create(
            publication=code,
            language=language,
            snapshot=snapshot,
            published_at=published_at,
            html=html,
            sha256=hashlib.sha256(html.encode() + pdf).hexdigest(),
            by=str(by),
        )
        record(
            action="publish.edition",
            kind="edition",
            object_id=edition.id,
            by=by,
            detail={"publication": code, "language": language, "snapshot": str(snapshot.id)},
        )
    return Published(edition, html, pdf)


def released(snapshot: Snapshot, language: str) -> list[Released]:
    """The released figures of a snapshot with their definitions in words; the last period each."""
    indicators = {
        code: Indicator.model_validate(row.content) for code, row in current("indicator").items()
    }
    found: dict[Key, Released] = {}
    rows = ReleasedFigure.objects.filter(snapshot=snapshot).order_by("period_end", "id")
    for row in rows:
        indicator = indicators.get(row.indicator)
        if indicator is not None:
            each = _released(row, indicator, snapshot, language)
            found[each.key] = each
    return list(found.values())


def _released(
    row: ReleasedFigure, indicator: Indicator, snapshot: Snapshot, language: str
) -> Released:
    target_on = max(indicator.targets, default=None)
    axes = tuple(sorted((str(axis), str(value)) for axis, value in row.axes))
    return Released(
        key=Key(row.indicator, axes),
        title=indicator.title.in_language(language),
        definition=" ".join(indicator.definition.in_language(language).split()),
        as_of=row.period_end,
        snapshot=str(snapshot.id)[:SHORT_ID],
        version=row.definition_version,
        value=_number(row.value),
        unit=indicator.unit.in_language(language),
        participations=row.participations,
        registrations=row.registrations,
        tally_low=row.tally_low,
        tally_high=row.tally_high,
        suppressed=row.suppressed,
        source=indicator.source.in_language(language) if indicator.source else "",
        target=_number(indicator.targets[target_on]) if target_on and not axes else None,
        target_on=target_on if not axes else None,
    )


def _number(value: Decimal | None) -> Number | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else value.normalize()


def _circumstances(
    snapshot: Snapshot, language: str, on: date, figures: Sequence[Released]
) -> Circumstances:
    plan = programme()
    reached = {value for each in figures for axis, value in each.key.axes if axis == "canton"}
    return Circumstances(
        edition=f"{on:%Y-%m-%d}",
        as_of=min(snapshot.as_of.date(), plan.ends),
        released_on=on,
        snapshot=str(snapshot.id)[:SHORT_ID],
        synthetic_note=plan.synthetic_note.in_language(language),
        facts=_facts(plan, language),
        points=[
            Point(code=c.code, name=c.name, panel=c.province, lat=c.lat, lon=c.lon)
            for c in surroundings.cantons(plan.ends)
            if c.code in reached
        ],
        money=_money(plan, language),
        outside={key: int(value) for key, value in surroundings.statistics().items()},
        labels=_labels(language),
    )


def _facts(plan: Programme, language: str) -> list[Fact]:
    words: Mapping[str, Text] = {
        "time": Text(es="Duración", en="Duration"),
        "money": Text(es="Presupuesto", en="Budget"),
    }
    total = sum((fund.amount for fund in plan.funds.values()), Decimal(0))
    months = (plan.ends.year - plan.starts.year) * 12 + plan.ends.month - plan.starts.month + 1
    unit = Text(es="meses", en="months").in_language(language)
    thousands = f"{total:,.0f}"
    if language == "es":
        thousands = thousands.replace(",", ".")
    return [
        Fact(
            words["time"].in_language(language),
            f"{plan.starts:%Y-%m} – {plan.ends:%Y-%m} ({months} {unit})",
        ),
        Fact(words["money"].in_language(language), f"{thousands} USD"),
    ]


def _money(plan: Programme, language: str) -> Money | None:
    cutoff = surroundings.cutoff_on()
    if cutoff is None:
        return None
    return state_money(
        funds=[
            Fund(code, fund.short.in_language(language), fund.amount)
            for code, fund in plan.funds.items()
        ],
        budget=surroundings.budget(),
        statements=surroundings.statements(),
        names=surroundings.acronyms(),
        currency=next(iter(plan.funds.values())).currency,
        cutoff_on=cutoff,
    )


def _labels(language: str) -> dict[tuple[str, str], str]:
    """What each value of a coded axis is called."""
    found = {}
    for code, row in current("vocabulary").items():
        vocabulary = Vocabulary.model_validate(row.content)
        for value, term in vocabulary.terms.items():
            found[code, value] = term.es if language == "es" else term.en
    return found
