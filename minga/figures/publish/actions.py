"""Publishing: an edition in one language from what measure released, as page and as PDF."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.conf import settings
from django.db import transaction

from minga.figures.measure import surroundings
from minga.figures.measure.defined import programme
from minga.figures.measure.models import Snapshot
from minga.figures.publish.assemble import assemble
from minga.figures.publish.factsheet import Fact
from minga.figures.publish.figures import SHORT_ID, labels, released
from minga.figures.publish.html import render_html
from minga.figures.publish.making import Circumstances, Point
from minga.figures.publish.models import Edition
from minga.figures.publish.money import Fund, Money, state_money
from minga.figures.publish.pdf import render_pdf
from minga.figures.publish.released import Released
from minga.figures.publish.words import say, write_month, write_number
from minga.foundation.audit.actions import record
from minga.foundation.core.errors import MendableError
from minga.foundation.core.principals import Principal
from minga.foundation.definitions.actions import current
from minga.foundation.definitions.pack.publication import Publication, indicators_of
from minga.foundation.definitions.pack.schema import Programme


class UnknownPublicationError(MendableError):
    """No publication of that name is loaded."""


def publish(
    *, code: str, language: str, snapshot: Snapshot, published_at: datetime, by: Principal
) -> Edition:
    """Publish one publication of the pack in one language.

    Raises UnknownPublicationError; FaultyTextError where its texts quote what is not released, or
    with words that do not fit the value; SheetTooLongError where they need more than two pages.
    """
    known = current("publication")
    stored = known.get(code)
    if stored is None:
        loaded = ", ".join(sorted(known)) or "none: run `minga load PACK`"
        raise UnknownPublicationError(f"there is no publication {code}; loaded are {loaded}.")
    figures = released(snapshot, language)
    text = Publication.model_validate(stored.content)
    names = {code: name.in_language(language) for code, name in text.names.items()}
    sheet = assemble(
        text,
        language=language,
        figures=figures,
        about=_circumstances(snapshot, language, published_at.date(), figures, names),
    )
    html, pdf = render_html(sheet), render_pdf(sheet)
    versions = {figure.key.indicator: figure.version for figure in figures}
    quoted = indicators_of(text)
    with transaction.atomic():
        edition = Edition.objects.create(
            publication=code,
            language=language,
            title=sheet.title,
            snapshot=snapshot,
            as_of=sheet.as_of,
            manifest_hash=snapshot.manifest_hash,
            definitions={
                "publication": stored.version,
                "indicators": {each: versions[each] for each in sorted(quoted & set(versions))},
            },
            published_at=published_at,
            html=html,
            html_sha256=hashlib.sha256(html.encode()).hexdigest(),
            pdf=pdf,
            pdf_sha256=hashlib.sha256(pdf).hexdigest(),
            by=str(by),
        )
        record(
            action="publish.edition",
            kind="edition",
            object_id=edition.id,
            by=by,
            detail={
                "publication": code,
                "language": language,
                "snapshot": str(snapshot.id),
                "html_sha256": edition.html_sha256,
                "pdf_sha256": edition.pdf_sha256,
            },
        )
    return edition


def _circumstances(
    snapshot: Snapshot,
    language: str,
    on: date,
    figures: Sequence[Released],
    names: Mapping[str, str],
) -> Circumstances:
    plan, demonstration = programme(), settings.DEMONSTRATION
    reached = {value for each in figures for axis, value in each.key.axes if axis == "canton"}
    return Circumstances(
        edition=f"{on:%Y-%m-%d}",
        as_of=min(snapshot.as_of.date(), plan.ends),
        released_on=on,
        snapshot=str(snapshot.id)[:SHORT_ID],
        synthetic_note=plan.synthetic_note.in_language(language) if demonstration else "",
        facts=_facts(plan, language),
        points=[
            Point(c.code, c.name, c.province, c.lat, c.lon, c.outlines)
            for c in surroundings.cantons(plan.ends)
            if c.code in reached
        ],
        money=_money(plan, language, names),
        outside={key: int(value) for key, value in surroundings.statistics().items()},
        least_deaths=plan.thresholds.restricted,
        labels=labels(language),
    )


def _facts(plan: Programme, language: str) -> list[Fact]:
    """What the programme's own dates and funds say."""
    months = (plan.ends.year - plan.starts.year) * 12 + plan.ends.month - plan.starts.month + 1
    first, last = (write_month(day, language=language) for day in (plan.starts, plan.ends))
    total = sum((fund.amount for fund in plan.funds.values()), Decimal(0))
    currency = next(iter(plan.funds.values())).currency
    written = write_number(total, language=language)
    return [
        Fact(say(language, "time"), say(language, "months", first=first, last=last, months=months)),
        Fact(say(language, "budget"), f"{written} {currency}"),
    ]


def _money(plan: Programme, language: str, names: Mapping[str, str]) -> Money | None:
    cutoff = surroundings.cutoff_on()
    if cutoff is None:
        return None
    return state_money(
        funds=sorted(
            (
                Fund(code, fund.short.in_language(language), fund.amount)
                for code, fund in plan.funds.items()
            ),
            key=lambda fund: -fund.amount,
        ),
        budget=surroundings.budget(),
        statements=surroundings.statements(),
        names=surroundings.acronyms() | dict(names),
        currency=next(iter(plan.funds.values())).currency,
        cutoff_on=cutoff,
    )
