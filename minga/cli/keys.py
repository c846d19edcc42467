"""`minga keys`: which wrapping keys are in use, rotating them, retiring an old one."""

import os

import click

from minga.config import setup
from minga.foundation.core.principals import command


@click.group()
def keys() -> None:
    """Show, rotate and retire the keys that wrap what is sealed."""
    setup.start()


@keys.command()
def show() -> None:
    """How many sealed things each version of the wrapping keys wraps."""
    from minga.foundation.keys.rotation import wrapped

    for version, count in wrapped().items():
        click.echo(f"version {version}: {count:,} keys")


@keys.command()
def rotate() -> None:
    """Wrap every key again under a new version; an interrupted rotation goes on instead."""
    from minga.foundation.audit.actions import record
    from minga.foundation.keys import ring
    from minga.foundation.keys.rotation import rewrap_all, waiting

    if not waiting():
        if os.environ.get("MINGA_KEYS"):
            raise click.ClickException(
                "the keys come from MINGA_KEYS: add a version there, then run this again."
            )
        click.echo(f"version {ring.add_version(ring.key_file())} is new; back the key file up.")
    with click.progressbar(length=waiting(), label="wrapping") as bar:
        done = rewrap_all(progress=bar.update)
    version = ring.ring().version
    record(
        action="keys.rotated",
        kind="wrapping_key",
        object_id=version,
        by=command("keys"),
        detail={"keys": done},
    )
    click.echo(f"{done:,} keys are wrapped by version {version}; now retire the older versions.")


@keys.command()
@click.argument("version", type=int)
def retire(*, version: int) -> None:
    """Take a version that wraps nothing any more out of the key file."""
    from minga.foundation.audit.actions import record
    from minga.foundation.keys.ring import KeyRingError
    from minga.foundation.keys.rotation import retire as take_out

    if os.environ.get("MINGA_KEYS"):
        raise click.ClickException("the keys come from MINGA_KEYS: take the version out there.")
    try:
        take_out(version)
    except KeyRingError as error:
        raise click.ClickException(str(error)) from error
    record(action="keys.retired", kind="wrapping_key", object_id=version, by=command("keys"))
    click.echo(f"version {version} is out of the key file; destroy its backups too.")
