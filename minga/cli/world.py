"""`minga world`."""

from pathlib import Path

import click

from minga.engines.world.generate import Summary, generate
from minga.engines.world.reading import read_inputs

PACK = Path(__file__).resolve().parents[2] / "programmes" / "northern-border"


@click.command()
@click.option("--pack", default=PACK, type=click.Path(exists=True, path_type=Path))
@click.option("--seed", default=1, show_default=True)
@click.option("--scale", default=1.0, show_default=True, help="How many people, against the real.")
@click.option("--calibrate", default="source", show_default=True, help="Which totals are met.")
@click.option("--out", required=True, type=click.Path(path_type=Path))
def world(*, pack: Path, seed: int, scale: float, calibrate: str, out: Path) -> None:
    """Write a synthetic programme: partners' lists, and the truth behind them apart."""
    summary = make_world(pack, seed=seed, scale=scale, calibrate=calibrate, out=out)
    click.echo(told(summary))
    click.echo(f"lists    {out / 'lists'}\ntruth    {out / 'truth'}")


def told(summary: Summary) -> str:
    """What was made, on one line."""
    return (
        f"{summary.rows:,} rows in {summary.files} files of {len(summary.styles)} organisations, "
        f"{summary.people:,} people, {len(summary.lists)} kinds of list"
    )


def make_world(pack: Path, *, seed: int, scale: float, calibrate: str, out: Path) -> Summary:
    """Generate with a progress bar."""
    with click.progressbar(length=100, label="world  ") as bar:
        done = 0

        def progress(rows: int, of: int) -> None:
            nonlocal done
            now = 100 * rows // max(of, 1)
            bar.update(now - done)
            done = now

        return generate(
            seed=seed,
            scale=scale,
            calibrate=calibrate,
            out=out,
            progress=progress,
            **read_inputs(pack),
        )
