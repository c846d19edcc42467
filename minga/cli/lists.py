"""`minga lists`, `corrections`, `decide`, `undo`, `reread`, `purge`: lists after they came in."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from minga.config import setup
from minga.foundation.core.principals import command

if TYPE_CHECKING:
    from minga.engines.definition import Text
    from minga.foundation.access.models import Team
    from minga.work.intake.models import ListRow, PartnerList
    from minga.work.intake.report import ListReport

SHOWN = 12
"""How many row numbers are named of those with one problem."""


def told_fates(fates: Mapping[str, int]) -> str:
    """Rows by fate, on one line."""
    return ", ".join(f"{count:,} {fate}" for fate, count in sorted(fates.items()))


def find_list(start: str) -> "PartnerList":
    """The list whose id begins so."""
    from minga.work.intake.models import PartnerList

    found = list(PartnerList.objects.named(start.lower())[:2])
    if len(found) == 1:
        return found[0]
    several = "more than one list's id begins" if found else "no list's id begins"
    raise click.ClickException(f"{several} with {start}; `minga lists` shows them.")


def _team(partner_list: "PartnerList") -> "Team":
    from minga.foundation.access.models import Team

    return Team.objects.of_organisation(partner_list.organisation_id)[0]


@click.command()
@click.argument("list_id", required=False)
@click.option("--organisation", help="Only the lists of this organisation.")
@click.option("--name", is_flag=True, help="Show the file's name too; it may name somebody.")
@click.option("--lang", type=click.Choice(["en", "es"]), default="en", show_default=True)
def lists(*, list_id: str | None, organisation: str | None, name: bool, lang: str) -> None:
    """Show what partners sent and what became of it; one list in full by its id."""
    setup.start()
    if list_id is None:
        for line in _overview(organisation):
            click.echo(line)
        return
    from minga.work.intake.raw import name_of
    from minga.work.intake.report import report

    found = find_list(list_id)
    if name:
        click.echo(name_of(found) or "(its name was destroyed with the file)")
    for line in _in_full(report(found), lang):
        click.echo(line)


def _overview(organisation: str | None) -> Iterator[str]:
    from django.utils import timezone

    from minga.work.intake.report import overview

    fates = ("accepted", "review", "rejected", "seen")
    yield (
        f"{'list':10}{'received':12}{'from':28}{'state':10}"
        + "".join(f"{fate:>10}" for fate in fates)
        + "  kinds"
    )
    for line in overview(organisation):
        one = line.partner_list
        yield (
            f"{one.short_id:10}{timezone.localdate(one.received_at).isoformat():12}"
            f"{one.organisation_id[:26]:28}{one.state:10}"
            + "".join(f"{line.fates[fate]:>10,}" for fate in fates)
            + f"  {', '.join(line.kinds)}"
        )


def _in_full(found: "ListReport", lang: str) -> Iterator[str]:
    from django.utils import timezone

    from minga.work.intake.words import left_out_words, sheet_words

    one = found.partner_list
    yield f"list      {one.id}"
    came = timezone.localtime(one.received_at)
    yield f"from      {one.organisation_id}, on {came:%Y-%m-%d %H:%M}"
    yield f"file      {one.size:,} bytes, SHA-256 {one.sha256}"
    kept = f"destroyed on {one.purged_at:%Y-%m-%d}" if one.purged_at else "kept, encrypted"
    yield f"raw file  {kept}; to be destroyed after {one.retain_until}"
    yield f"state     {one.state}, {one.rows_done:,} of {one.rows_total:,} rows read"
    if one.refusal:
        yield f"refused   {one.refusal[lang]}"
    for position, plan in found.sheets.items():
        if plan.fault is not None:
            yield f"sheet {position:<3} not read: {_say(sheet_words(position, plan), lang)}"
            continue
        lacking = f"; lacks {', '.join(plan.lacking)}" if plan.lacking else ""
        yield f"sheet {position:<3} {plan.kind}, {plan.rows:,} rows{lacking}"
        for left in plan.left_out:
            rows = f": {left.many} (rows {_numbers(left.first)})" if left.first else ""
            yield f"          left out: {_say(left_out_words(left), lang)}{rows}"
    yield f"rows      {told_fates(found.fates) or 'none'}"
    if found.mended:
        yield f"mended    {found.mended:,} of those for review or rejected, by later lists"
    for trouble in found.troubles:
        column = f" [{_say(trouble.column, lang)}]" if trouble.column.en else ""
        yield (
            f"to mend   {len(trouble.rows):,} × {_say(trouble.message, lang)}{column} "
            f"{_say(trouble.mend, lang)} (sheet {trouble.sheet}, rows {_numbers(trouble.rows)})"
        )


def _say(text: "Text", lang: str) -> str:
    return text.in_language(lang)


def _numbers(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:SHOWN]))
    return f"{shown} …" if len(numbers) > SHOWN else shown


@click.command()
@click.argument("list_id")
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False))
def corrections(*, list_id: str, out: Path) -> None:
    """Write the workbook of rows that the sender should mend, cells marked, reasons in words."""
    setup.start()
    from django.conf import settings

    from minga.engines.lists.plan import ChangedPlan
    from minga.foundation.keys.sealing import ErasedError
    from minga.work.intake.corrections import corrections as write
    from minga.work.intake.corrections import open_rows
    from minga.work.intake.opening import Vocabularies
    from minga.work.intake.words import SYNTHETIC

    found = find_list(list_id)
    waiting = open_rows(found).count()
    if not waiting:
        raise click.ClickException(f"list {found.short_id} has no rows to mend.")
    mark = SYNTHETIC if settings.DEMONSTRATION else ""
    try:
        out.write_bytes(write(found, known=Vocabularies.load(), mark=mark))
    except ErasedError as error:
        raise click.ClickException(
            f"the raw file of list {found.short_id} was destroyed; its rows cannot be shown."
        ) from error
    except ChangedPlan as error:
        raise click.ClickException(
            f"the programme's lists have changed since; run `minga reread {found.short_id}` first."
        ) from error
    click.echo(f"{out} is written: {waiting:,} row(s) to mend.")


@click.command()
@click.argument("list_id")
@click.argument("verdict", type=click.Choice(["accept", "reject"]))
@click.option("--row", "numbers", multiple=True, type=int, help="The number of a row; repeatable.")
@click.option("--sheet", type=int, help="The position of the sheet, where there are several.")
@click.option("--problem", help="All rows whose only problem has this code.")
@click.option("--all", "every", is_flag=True, help="All rows that wait for review.")
@click.option("--apart", is_flag=True, help="Not the change of an earlier row: something else.")
@click.option("--reason", required=True, help="Why; it stays with the row.")
def decide(
    *,
    list_id: str,
    verdict: str,
    numbers: Sequence[int],
    sheet: int | None,
    problem: str | None,
    every: bool,
    apart: bool,
    reason: str,
) -> None:
    """Decide rows that wait for review: accept them as they were read, or reject them."""
    setup.start()
    from django.utils import timezone

    from minga.work.intake.actions import IntakeError
    from minga.work.intake.actions.deciding import decide as decide_rows
    from minga.work.intake.opening import Vocabularies

    found = find_list(list_id)
    rows = list(_chosen(found, numbers, sheet, problem, every))
    if not rows:
        raise click.ClickException("no such row waits for review.")
    try:
        fates = decide_rows(
            found,
            rows=[row.pk for row in rows],
            accept=verdict == "accept",
            apart=apart,
            reason=reason,
            team=_team(found),
            known=Vocabularies.load(),
            decided_at=timezone.now(),
            by=command("decide"),
        )
    except IntakeError as error:
        raise click.ClickException(str(error)) from error
    click.echo(told_fates(fates))


def _chosen(
    found: "PartnerList",
    numbers: Sequence[int],
    sheet: int | None,
    problem: str | None,
    every: bool,
) -> "Iterator[ListRow]":
    from minga.work.intake.models import ListRow

    if sum((bool(numbers), problem is not None, every)) != 1:
        raise click.UsageError("choose rows by --row, by --problem, or --all.")
    rows = ListRow.objects.filter(partner_list=found, fate__in=["review", "rejected"])
    if not numbers:
        rows = rows.filter(fate="review")
    if sheet is not None:
        rows = rows.filter(sheet=sheet)
    if numbers:
        rows = rows.filter(number__in=numbers)
    for row in rows:
        if problem is None or {one["code"] for one in row.problems} == {problem}:
            yield row


@click.command()
@click.argument("list_id")
@click.option("--reason", required=True)
def undo(*, list_id: str, reason: str) -> None:
    """Undo a list whole: what it brought no longer counts; what others said stands again."""
    setup.start()
    from django.utils import timezone

    from minga.work.intake.actions import undo as undo_list
    from minga.work.intake.opening import Vocabularies

    found = find_list(list_id)
    done = undo_list(
        found,
        known=Vocabularies.load(),
        undone_at=timezone.now(),
        by=command("undo"),
        reason=reason,
    )
    click.echo(
        f"list {found.short_id}: undone; {done.steps:,} step(s) and {done.gatherings:,} "
        f"gathering(s) no longer count, {done.people:,} people erased, {done.restated:,} restated."
    )
    for other in done.unreadable:
        click.echo(
            f"list {other}: its raw file is gone or can no longer be read: what it says of the "
            "same people or gatherings did not come in again; ask the sender for it.",
            err=True,
        )


@click.command()
@click.argument("list_id")
@click.option("--kind", help="The kind of list, where guessing is not wanted.")
def reread(*, list_id: str, kind: str | None) -> None:
    """Read a list again from its raw file, as mappings and lists are now; the old reading goes."""
    setup.start()
    from django.utils import timezone

    from minga.work.intake.actions import IntakeError
    from minga.work.intake.actions.rereading import reread as read_again
    from minga.work.intake.opening import Vocabularies

    found = find_list(list_id)
    try:
        report = read_again(
            found,
            team=_team(found),
            known=Vocabularies.load(),
            now=timezone.now,
            by=command("reread"),
            kind=kind,
        )
    except IntakeError as error:
        raise click.ClickException(str(error)) from error
    fates = told_fates(report.fates) or "no rows"
    click.echo(f"list {str(report.partner_list)[:8]} in its place: {fates}")


@click.command()
def purge() -> None:
    """Destroy the raw files whose day has come; what was recorded from them stays."""
    setup.start()
    from django.utils import timezone

    from minga.work.intake.actions.purging import purge as destroy

    done = destroy(now=timezone.now(), by=command("purge"))
    click.echo(f"{done} raw file(s) destroyed.")
