"""`minga boundaries`."""

from pathlib import Path

import click

from minga.config import setup
from minga.foundation.core.principals import command

KIND = "canton"
"""The kind of place that maps show."""


@click.command()
@click.argument(
    "file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--property", "prop", default="code", show_default=True, help="Holds official codes.")
@click.option("--source", default="", help="Whose map it is; by default the file's name.")
@click.option("--remove", is_flag=True, help="Forget the outlines instead.")
def boundaries(*, file: Path | None, prop: str, source: str, remove: bool) -> None:
    """Draw cantons under the symbols of maps, from the outlines in a GeoJSON FILE (WGS84)."""
    if remove == (file is not None):
        raise click.UsageError("name a GeoJSON file, or --remove what was loaded.")
    setup.start()
    from django.utils import timezone

    from minga.foundation.places.actions import load_boundaries, remove_boundaries
    from minga.foundation.places.models import Place

    by = command("boundaries")
    if file is None:
        click.echo(f"{remove_boundaries(kind=KIND, by=by)} outlines were forgotten.")
        return
    kept = load_boundaries(
        file.read_bytes(),
        kind=KIND,
        prop=prop,
        source=source or file.name,
        at=timezone.now(),
        by=by,
    )
    drawn = {boundary.place_id for boundary in kept}
    known = Place.objects.filter(kind=KIND, retired=False).order_by("code")
    missing = [f"{place.code} {place.name}" for place in known if place.code not in drawn]
    click.echo(f"{len(kept)} outlines are kept; the next publication draws them.")
    if missing:
        click.echo(f"without one: {', '.join(missing)}")
