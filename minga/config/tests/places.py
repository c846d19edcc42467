"""Folders, servers and processes for these tests: real ones, outside the test run's own."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg

from minga.config.embedded import PORT, SUPERUSER, EmbeddedServer

ROOT = Path(__file__).resolve().parents[3]
PASSWORD = "a-password-of-the-tests"
HOLD = """
import sys
from pathlib import Path
from minga.config.embedded import EmbeddedServer
server = EmbeddedServer(Path(sys.argv[1]))
server.attach(sys.argv[2])
print("up", flush=True)
sys.stdin.read()
server.detach()
"""


@contextmanager
def short_folder() -> Iterator[Path]:
    """A folder with a short path that the database's user may enter; pytest's own are neither."""
    folder = Path(tempfile.mkdtemp(prefix="minga-config-", dir="/tmp"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        for server in folder.rglob("users.lock"):
            EmbeddedServer(server.parent).stop_unused()
        shutil.rmtree(folder)


def environment(**extra: str) -> dict[str, str]:
    """Ours without what is set for the test run, and with `extra`."""
    ours = {k: v for k, v in os.environ.items() if not k.startswith(("MINGA_", "DJANGO_", "COV"))}
    return {**ours, "PYTHONPATH": str(ROOT), **extra}


@contextmanager
def acting_as(name: str) -> Iterator[pwd.struct_passwd]:
    """Be an ordinary user for a while, as root may."""
    user, groups = pwd.getpwnam(name), os.getgroups()
    os.setgroups([])
    os.setresgid(user.pw_gid, user.pw_gid, 0)
    os.setresuid(user.pw_uid, user.pw_uid, 0)
    try:
        yield user
    finally:
        os.setresuid(0, 0, 0)
        os.setresgid(0, 0, 0)
        os.setgroups(groups)


def hold(folder: Path) -> subprocess.Popen[str]:
    """A process that attaches to the server in `folder` and leaves when its input ends."""
    return subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder), PASSWORD],
        cwd="/",
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def wait_until_up(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    assert process.stdout.readline() == "up\n"


def leave(process: subprocess.Popen[str]) -> None:
    process.communicate(timeout=60)
    assert process.returncode == 0


def kill(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate(timeout=60)


def minga(
    *arguments: str, home: Path, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run `minga …` as somebody at a terminal would."""
    return subprocess.run(
        [sys.executable, "-c", "from minga.cli import main; main()", *arguments],
        cwd=ROOT,
        env=environment(MINGA_HOME=str(home), **(env or {})),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def superuser(folder: Path, password: str = PASSWORD) -> psycopg.Connection[tuple[object, ...]]:
    """A connection to the server in `folder` that may do everything."""
    return psycopg.connect(
        host=str(folder / "run"), port=PORT, user=SUPERUSER, password=password,
        dbname="postgres", autocommit=True,
    )  # fmt: skip


def server_number(folder: Path) -> int:
    """The process number of the server in `folder`."""
    return int((folder / "data" / "postmaster.pid").read_text().split("\n")[0])
