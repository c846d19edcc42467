"""Real processes that take a list in, for tests that kill one or let two run at once.

Run as a module, it loads everything once; then each line of its input (a sender and a file, as
JSON) becomes a forked process that takes the file in. Its output tells that process's number when
it begins, and how it ended.
"""

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

BATCH = 8


@contextmanager
def takers():
    """`begin(sender, file)` starts a process and returns its number; `end()` waits for it."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "minga.config.settings"}
    with subprocess.Popen(
        [sys.executable, "-m", "minga.cli.tests.process"],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    ) as loaded:
        assert loaded.stdin is not None
        assert loaded.stdout is not None
        tell, told = loaded.stdin, loaded.stdout
        assert told.readline() == "ready\n"

        def begin(sender, file):
            tell.write(json.dumps([sender, str(file)]) + "\n")
            return int(told.readline())

        yield begin, lambda: int(told.readline())
        tell.close()


def _take_in(sender, file):
    """What `minga intake` does with one file."""
    from django.utils import timezone

    from minga.foundation.access.models import Team
    from minga.foundation.core.principals import command
    from minga.work.intake.actions import receive, take_in
    from minga.work.intake.opening import Vocabularies

    by = command("test")
    team = Team.objects.get(organisation=sender)
    kept, _ = receive(
        Path(file).read_bytes(), name="lista.xlsx", team=team, received_at=timezone.now(), by=by
    )
    known = Vocabularies.load()
    take_in(kept, team=team, known=known, now=timezone.now, by=by, batch_size=BATCH)


def _serve():
    from django.db import connections

    from minga.config import setup

    setup.start()
    from minga.foundation.access.models import Team

    Team.objects.count()
    connections.close_all()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            status = 1
            try:
                _take_in(*json.loads(line))
                status = 0
            finally:
                os._exit(status)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _serve()
