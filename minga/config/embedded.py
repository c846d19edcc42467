"""PostgreSQL from a wheel: started by the first process that needs it, stopped by the last.

Who is using the server is told by shared file locks, not by written process numbers: the
operating system drops the lock of a killed process, so nothing stale is left to clean up.
A server whose last process was killed keeps running; whoever comes next uses it and, on
leaving, stops it.
"""

import fcntl
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from minga.config.programs import MAJOR, Programs, ServerError, give_away, server_user

SUPERUSER = "minga_superuser"
PORT = "5432"  # only names the socket's file: the server listens on no network
STARTING_SECONDS = 60
STILL_IN_USE = "shared memory block"  # what PostgreSQL says of a crashed server's connections
UNFIT = frozenset(',$`"\\')
SOCKET_BYTES = 107 if sys.platform == "linux" else 103  # what the platform's addresses hold


class EmbeddedServer:
    """One PostgreSQL cluster in a folder, shared by the processes of one installation."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.socket_folder = folder / "run"
        self.log = folder / "server.log"
        self._programs = Programs(folder / "programs")
        self._held: int | None = None

    def attach(self, password: str) -> None:
        """Use the server, starting it (and making it, with the superuser's `password`) if needed.

        Raises ServerError with the end of the server's log when it does not come up.
        """
        if self._held is not None:
            return
        self._check_socket_path()
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._exclusive():
                self._held = os.open(self.folder / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
                fcntl.flock(self._held, fcntl.LOCK_SH)
                try:
                    self._bring_up(password)
                except BaseException:
                    os.close(self._held)
                    self._held = None
                    raise
        except OSError as error:
            raise ServerError(f"the database cannot live in {self.folder}: {error}") from error

    def detach(self) -> None:
        """Stop using the server; the last user stops it."""
        if self._held is None:
            return
        os.close(self._held)
        self._held = None
        self.stop_unused()

    def stop_unused(self) -> bool:
        """Stop the server unless somebody uses it. Whether nobody does."""
        if not self.folder.exists():
            return True
        with self._exclusive():
            handle = os.open(self.folder / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            finally:
                os.close(handle)
            if self.data.exists() and self.is_running():
                self._run("pg_ctl", "stop", "-D", "data", "-m", "fast", "-w")
            return True

    def is_running(self) -> bool:
        """Whether the server's process is there, ready or not."""
        self._drop_stale_number()
        return self._programs.run("pg_ctl", "status", "-D", "data")[0] == 0

    def is_ready(self) -> bool:
        """Whether the server takes connections."""
        return (
            self._programs.run("pg_isready", "-q", "-h", str(self.socket_folder), "-p", PORT)[0]
            == 0
        )

    def _bring_up(self, password: str) -> None:
        """Make what is missing, clear away what a kill left half done, and start."""
        self._let_pass()
        for half in self.folder.glob("making-*"):
            shutil.rmtree(half, ignore_errors=True)
        if not self.data.exists():
            self._make(password)
        made_by = (self.data / "PG_VERSION").read_text().strip()
        if made_by != MAJOR:
            raise ServerError(
                f"the database in {self.data} was made by PostgreSQL {made_by}, and this Minga "
                f"brings {MAJOR}: dump it with the Minga that made it, and load it here."
            )
        if not self.is_ready():
            self._start()

    def _make(self, password: str) -> None:
        """Build the cluster beside its place and move it in whole: a kill leaves no half."""
        building = Path(tempfile.mkdtemp(prefix="making-", dir=self.folder))
        secret = building / "password"
        secret.write_text(password)
        give_away(building, secret)
        self._run(
            "initdb", "-D", f"{building.name}/cluster", "-U", SUPERUSER,
            "--pwfile", f"{building.name}/password", "--auth=scram-sha-256", "--encoding=UTF8",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions",
        )  # fmt: skip
        secret.unlink()
        (building / "cluster").rename(self.data)
        building.rmdir()

    def _start(self) -> None:
        """Start it, or wait for it where somebody who was killed has started it already.

        Raises ServerError at once when it cannot start, unless it is a crashed server's busy
        connections that hinder it: they end by themselves.
        """
        self.socket_folder.mkdir(mode=0o700, exist_ok=True)
        self.log.touch(mode=0o600)
        give_away(self.socket_folder, self.log)
        deadline = time.monotonic() + STARTING_SECONDS
        while not self.is_ready():
            late = time.monotonic() > deadline
            if not self.is_running() and not self._launch():
                if late or STILL_IN_USE not in self._log_end():
                    raise ServerError(f"the database cannot start. {self._log_end()}")
            elif late:
                raise ServerError(f"the database does not answer. {self._log_end()}")
            time.sleep(0.05)

    def _launch(self) -> bool:
        """Start the server's process. Whether it came up."""
        options = f"-c listen_addresses= -c port={PORT} -c unix_socket_directories=../run"
        arguments = ["start", "-D", "data", "-l", self.log.name, "-o", options, "-w"]
        return self._programs.run("pg_ctl", *arguments, "-t", str(STARTING_SECONDS))[0] == 0

    def _run(self, program: str, *arguments: str) -> None:
        code, said = self._programs.run(program, *arguments)
        if code != 0:
            raise ServerError(f"{program} {arguments[0]} failed. {said or self._log_end()}")

    def _log_end(self) -> str:
        if not self.log.exists():
            return "It wrote no log."
        end = self.log.read_text(errors="replace").splitlines()[-10:]
        return "\n".join([f"{self.log} ends:", *end])

    def _check_socket_path(self) -> None:
        path = self.socket_folder / f".s.PGSQL.{PORT}"
        over = len(os.fsencode(path)) - SOCKET_BYTES
        if over > 0:
            raise ServerError(
                f"the data folder's path is {over} byte(s) too long for the database's socket "
                f"({path}): set MINGA_HOME to a shorter one."
            )
        if UNFIT & set(str(path)):
            raise ServerError(
                f"the data folder's path ({path}) has a character that PostgreSQL or its shell "
                f"would read otherwise ({' '.join(sorted(UNFIT))}): set MINGA_HOME to another one."
            )

    def _let_pass(self) -> None:
        """Let the server's own user pass through our folders to its own, and no further."""
        if server_user() is None:
            return
        for folder in (self.folder, self.folder.parent):
            folder.chmod(folder.stat().st_mode | 0o011)
        for parent in self.folder.parent.parents:
            if not parent.stat().st_mode & 0o001:
                raise ServerError(
                    f"the database's user may not enter {parent}; set MINGA_HOME to a folder "
                    "that everybody may pass through (its content stays protected)."
                )

    def _drop_stale_number(self) -> None:
        """Forget the process number of a server that is gone, where it still seems to be taken.

        After a restart of the machine another program may have it; in a container the dead
        may keep theirs. PostgreSQL would take either for a server that still runs. A number
        that nobody has, it clears away itself.
        """
        file = self.data / "postmaster.pid"
        if not file.exists():
            return
        process = Path("/proc") / file.read_text().split("\n")[0].strip()
        try:
            gone = process.joinpath("stat").read_text().rpartition(")")[2].split()[0] == "Z"
            gone = gone or not process.joinpath("cwd").samefile(self.data)
        except OSError:  # nobody has it, or this platform does not tell
            return
        if gone:
            file.unlink(missing_ok=True)
            (self.socket_folder / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)

    @contextmanager
    def _exclusive(self) -> Iterator[None]:
        handle = os.open(self.folder / "starting.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)
