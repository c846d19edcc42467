"""`minga intake`, `minga undo` and `minga template`."""

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from minga.config import setup
from minga.foundation.core.principals import command


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--organisation", help="Who sent the files; else the name of their folder.")
@click.option("--kind", help="The kind of list, where guessing is not wanted.")
def intake(*, paths: Sequence[Path], organisation: str | None, kind: str | None) -> None:
    """Take in partners' lists (XLSX, XLS, CSV), or folders of them; safe to run again."""
    setup.start()
    fates, failures = take_in_files(paths, organisation=organisation, kind=kind)
    for words in failures:
        click.echo(words, err=True)
    click.echo(", ".join(f"{count} {fate}" for fate, count in sorted(fates.items())) or "no rows")
    if failures:
        sys.exit(1)


def files_in(paths: Sequence[Path]) -> list[Path]:
    """The list files among paths and inside folders, in order."""
    found: list[Path] = []
    for path in paths:
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        found += [p for p in inside if p.suffix.lower() in {".xlsx", ".xls", ".csv"}]
    return found


def take_in_files(
    paths: Sequence[Path], *, organisation: str | None = None, kind: str | None = None
) -> tuple[Counter[str], list[str]]:
    """Take in files one after another with a progress bar. Rows by fate, and what failed."""
    from django.utils import timezone

    from minga.foundation.access.models import Team
    from minga.work.intake.actions import IntakeError, receive, take_in
    from minga.work.intake.opening import Vocabularies

    by = command("intake")
    known = Vocabularies.load()
    fates: Counter[str] = Counter()
    failures: list[str] = []
    found = files_in(paths)
    with click.progressbar(found, label="intake ") as bar:
        for path in bar:
            sender = organisation or path.parent.name
            team = Team.objects.filter(organisation=sender).order_by("pk").first()
            if team is None:
                failures.append(f"{path}: there is no organisation {sender}; use --organisation.")
                continue
            kept, _ = receive(
                path.read_bytes(), name=path.name, team=team, received_at=timezone.now(), by=by
            )
            try:
                report = take_in(kept, team=team, known=known, by=by, kind=kind)
            except IntakeError as error:
                failures.append(str(error))
                continue
            fates.update(report.fates)
    return fates, failures


@click.command()
@click.argument("list_id")
@click.option("--reason", required=True)
def undo(*, list_id: str, reason: str) -> None:
    """Undo a list whole: what it brought no longer counts."""
    setup.start()
    from django.utils import timezone

    from minga.work.intake.actions import undo as undo_list
    from minga.work.intake.models import PartnerList

    kept = PartnerList.objects.get(pk=list_id)
    voided = undo_list(kept, undone_at=timezone.now(), by=command("undo"), reason=reason)
    click.echo(f"{kept.file_name}: undone, {voided} step(s) no longer count.")


@click.command()
@click.argument("kind")
@click.option("--out", required=True, type=click.Path(path_type=Path))
def template(*, kind: str, out: Path) -> None:
    """Write the workbook that we would like partners to use for a kind of list."""
    setup.start()
    from minga.engines.lists.workbooks import write_template
    from minga.work.intake.opening import Vocabularies

    known = Vocabularies.load()
    if kind not in known.kinds:
        raise click.ClickException(f"there is no list {kind}; there are: {', '.join(known.kinds)}")
    out.write_bytes(write_template(known.kinds[kind], known.terms))
    click.echo(f"{out} is written.")
