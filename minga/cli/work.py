"""`minga work`: what pages asked for and nobody waits for."""

import os
import time

import click

from minga.config import setup

PAUSE = 1.0
"""Seconds between two looks at what waits."""


@click.command()
@click.option("--once", is_flag=True, help="Do what waits, and stop.")
@click.option("--beside", type=int, hidden=True, help="Stop when this process is no longer ours.")
def work(*, once: bool, beside: int | None) -> None:
    """Do in the background what pages asked for: lists to take in, to read again, to undo.

    `minga serve` starts one of its own. Killed, it goes on where it stopped.
    """
    setup.start()
    from django.utils import timezone

    from minga.work.intake.actions.jobs import work_through

    while True:
        done = work_through(now=timezone.now)
        if once:
            click.echo(f"{done} job(s) done.")
            return
        if beside is not None and os.getppid() != beside:
            return
        if not done:
            time.sleep(PAUSE)
