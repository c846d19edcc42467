"""`minga intake` and `minga template`."""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from minga.cli.lists import told_fates
from minga.config import gate, setup
from minga.foundation.core.principals import command

if TYPE_CHECKING:
    from minga.foundation.access.models import Team
    from minga.work.intake.models import PartnerList
    from minga.work.intake.opening import Vocabularies

READ = frozenset((".xlsx", ".xlsm", ".xls", ".csv"))
UNSEEN = (".", "~$")
"""How the names of files begin that a system or an open spreadsheet keeps for itself."""


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--organisation", help="Who sent the files; else the name of their folder.")
@click.option("--kind", help="The kind of list, where guessing is not wanted.")
def intake(*, paths: Sequence[Path], organisation: str | None, kind: str | None) -> None:
    """Take in partners' lists (XLSX, XLS, CSV), or folders of them; safe to run again."""
    setup.start()
    gate.refuse_unless_fit()
    done = take_in_files(paths, organisation=organisation, kind=kind)
    for words in (*done.told, *done.failures):
        click.echo(words, err=True)
    click.echo(done.summary())
    if done.failures:
        sys.exit(1)


@dataclass
class Done:
    """What a run of intake did: rows by fate, what to tell, and what failed."""

    fates: Counter[str] = field(default_factory=Counter)
    already: int = 0
    told: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def summary(self) -> str:
        """One line."""
        rows = told_fates(self.fates)
        again = f"{self.already} file(s) had been taken in before" if self.already else ""
        return "; ".join(filter(None, (rows, again))) or "no rows"


@dataclass(frozen=True)
class _Waiting:
    """A file that is kept and planned, waiting to be read."""

    path: Path
    kept: "PartnerList"
    team: "Team"


def files_in(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """The list files among paths and inside folders, in order; and those that are none."""
    found: list[Path] = []
    other: list[Path] = []
    for path in paths:
        inside = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for file in inside:
            if file.suffix.lower() in READ:
                found.append(file)
            elif not file.name.startswith(UNSEEN):
                other.append(file)
    return found, other


def take_in_files(
    paths: Sequence[Path], *, organisation: str | None = None, kind: str | None = None
) -> Done:
    """Take in files one after another, with a progress bar that counts rows."""
    from django.utils import timezone

    from minga.work.intake.actions import IntakeError, take_in
    from minga.work.intake.opening import Vocabularies

    known = Vocabularies.load()
    if kind is not None and kind not in known.kinds:
        raise click.ClickException(
            f"there is no list {kind}; there are: {', '.join(sorted(known.kinds))}."
        )
    done = Done()
    found, other = files_in(paths)
    done.failures += [f"{path}: not read: it is no XLSX, XLS or CSV file." for path in other]
    waiting = list(_received(found, organisation, kind, known, done))
    rows = sum(one.kept.rows_total for one in waiting)
    with click.progressbar(length=rows, label="intake ", show_pos=True) as bar:
        for one in waiting:
            try:
                report = take_in(
                    one.kept,
                    team=one.team,
                    known=known,
                    now=timezone.now,
                    by=command("intake"),
                    progress=bar.update,
                )
            except IntakeError as error:
                done.failures.append(f"{one.path}: {error}")
                continue
            done.fates.update(report.fates)
    return done


def _received(
    found: Sequence[Path],
    organisation: str | None,
    kind: str | None,
    known: "Vocabularies",
    done: Done,
) -> Iterator[_Waiting]:
    """Keep each file and decide what it is; what cannot be read is told."""
    from django.utils import timezone

    from minga.foundation.access.models import Team
    from minga.work.intake.actions import IntakeError, prepare, receive

    by = command("intake")
    with click.progressbar(found, label="opening") as bar:
        for path in bar:
            sender = organisation or path.absolute().parent.name
            team = Team.objects.of_organisation(sender).first()
            if team is None:
                done.failures.append(
                    f"{path}: there is no organisation {sender}; use --organisation."
                )
                continue
            kept, _ = receive(
                path.read_bytes(), name=path.name, team=team, received_at=timezone.now(), by=by
            )
            if kept.state == "done":
                done.already += 1
                continue
            try:
                told = prepare(kept, known=known, kind=kind, by=by)
            except IntakeError as error:
                done.failures.append(f"{path}: {error}")
                continue
            done.told += [f"{path}: list {kept.short_id}: {words.en}." for words in told]
            yield _Waiting(path, kept, team)


@click.command()
@click.argument("code", metavar="PATHWAY|LIST")
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--lang", type=click.Choice(["es", "en"]), default="es", show_default=True)
def template(*, code: str, out: Path, lang: str) -> None:
    """Write the workbook that we would like partners to use, for a pathway or one kind of list."""
    setup.start()
    from django.conf import settings

    from minga.engines.lists.templates import write_template
    from minga.work.intake.opening import Vocabularies
    from minga.work.intake.words import SYNTHETIC

    known = Vocabularies.load()
    kinds = known.kinds_of(code)
    if not kinds:
        pathways = sorted({kind.pathway for kind in known.kinds.values()})
        raise click.ClickException(
            f"there is no pathway or list {code}. Pathways with lists: {', '.join(pathways)}. "
            f"Lists: {', '.join(sorted(known.kinds))}."
        )
    mark = SYNTHETIC if settings.DEMONSTRATION else ""
    out.write_bytes(write_template(kinds, known.terms, language=lang, mark=mark))
    click.echo(f"{out} is written, with {', '.join(kind.code for kind in kinds)}.")
