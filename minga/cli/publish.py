"""`minga publish`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from minga.config import setup
from minga.foundation.core.principals import command

if TYPE_CHECKING:
    from minga.figures.measure.models import Snapshot


@click.command()
@click.argument("publication")
@click.option("--lang", type=click.Choice(["es", "en"]), default="es", show_default=True)
@click.option("--out", required=True, type=click.Path(path_type=Path))
def publish(*, publication: str, lang: str, out: Path) -> None:
    """Publish PUBLICATION from a new snapshot, as PDF and HTML in folder OUT."""
    setup.start()
    from django.utils import timezone

    from minga.figures.measure import actions, snapshots

    by = command("publish")
    now = timezone.now()
    taken, tables = snapshots.take(as_of=now, taken_at=now, by=by)
    measured = actions.measure(tables, as_of=now)
    actions.release(measured, snapshot=taken, by=by)
    for file in write_edition(publication, lang, taken, out):
        click.echo(str(file))


def write_edition(publication: str, language: str, snapshot: "Snapshot", out: Path) -> list[Path]:
    """Publish from a released snapshot and write both files."""
    from django.utils import timezone

    from minga.figures.publish.actions import publish as publish_edition

    done = publish_edition(
        code=publication,
        language=language,
        snapshot=snapshot,
        published_at=timezone.now(),
        by=command("publish"),
    )
    out.mkdir(parents=True, exist_ok=True)
    html = out / f"{publication}.{language}.html"
    pdf = out / f"{publication}.{language}.pdf"
    html.write_text(done.html, encoding="utf-8", newline="\n")
    pdf.write_bytes(done.pdf)
    return [html, pdf]
