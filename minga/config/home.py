"""Where an installation keeps its data, and whether it is a demonstration or live."""

import json
import os
import pwd
import tempfile
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from pathlib import Path

from platformdirs import user_data_path

from minga.foundation.core.errors import MendableError

PRIVATE_FOLDERS = ("files", "snapshots")  # raw lists; frozen facts
OTHERS = 0o077  # what a file's mode lets group and others do


class InstallationKind(StrEnum):
    """A demonstration holds synthetic people only; a live installation, real ones. It stays so."""

    DEMONSTRATION = "demonstration"
    LIVE = "live"


class InstallationError(MendableError):
    """The installation is missing, is of the other kind, or is somebody else's."""


def home() -> Path:
    """The data folder: `MINGA_HOME`, else the platform's data folder.

    For root it is `/var/lib/minga`: the database runs as another user, which may not
    enter root's own folder.
    """
    if given := os.environ.get("MINGA_HOME"):
        return Path(given).absolute()
    if os.geteuid() == 0:
        return Path("/var/lib/minga")
    return user_data_path("minga")


def demo_home() -> Path:
    """The data folder of `minga demo`, beside the installation's own; made anew by each run."""
    if os.environ.get("MINGA_HOME"):
        return home()
    return home().with_name("minga-demo")


def installation(folder: Path | None = None) -> InstallationKind | None:
    """The kind that an installation (by default this one) was made as; None before `minga init`.

    Raises InstallationError where it is another user's, or its file cannot be read.
    """
    file = (folder or home()) / "installation.json"
    try:
        owner = file.stat().st_uid
        if owner != os.geteuid():
            raise _elsewhere(file.parent, owner)
        return InstallationKind(json.loads(file.read_text())["kind"])
    except (FileNotFoundError, NotADirectoryError):
        return None
    except PermissionError as error:
        raise _elsewhere(file.parent) from error
    except (ValueError, KeyError, TypeError) as error:
        raise InstallationError(
            f'{file} cannot be read: it holds {{"kind": "demonstration"}} or {{"kind": "live"}}.'
        ) from error


def make_installation(kind: InstallationKind) -> None:
    """Write down the kind of this installation, once, and make its private folders.

    Raises InstallationError where it was made as the other kind already.
    """
    made_as = installation()
    if made_as is not None and made_as != kind:
        raise InstallationError(
            f"{home()} was made as a {made_as} installation and stays so; "
            "set MINGA_HOME to another folder for the other kind."
        )
    try:
        for folder in (home(), *(home() / name for name in PRIVATE_FOLDERS)):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        kept(home() / "installation.json", lambda: json.dumps({"kind": kind.value}))
    except OSError as error:
        raise InstallationError(
            f"{home()} cannot be written to ({error.strerror}): "
            "set MINGA_HOME to a folder of yours."
        ) from error


def exposed() -> list[Path]:
    """What in the data folder and of the keys should be ours alone and can be read by others."""
    key_file = os.environ.get("MINGA_KEY_FILE")
    ours = [
        *(home() / name for name in (*PRIVATE_FOLDERS, "secret_key", "postgres/passwords.json")),
        Path(key_file) if key_file else home() / "wrapping-keys.json",
    ]
    return [path for path in ours if path.exists() and path.stat().st_mode & OTHERS]


def kept(file: Path, make: Callable[[], str]) -> str:
    """The text of a file that is made once, whole, and readable by us alone.

    Processes that make it at the same moment all read the one that came first.
    """
    if not file.exists():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, new = tempfile.mkstemp(prefix=f"{file.name}.", dir=file.parent)
        with os.fdopen(descriptor, "w") as out:
            out.write(make())
        with suppress(FileExistsError):
            os.link(new, file)
        Path(new).unlink()
    return file.read_text()


def _elsewhere(folder: Path, owner: int | None = None) -> InstallationError:
    try:
        whose = "another user" if owner is None else pwd.getpwuid(owner).pw_name
    except KeyError:
        whose = f"user number {owner}"
    return InstallationError(
        f"{folder} belongs to {whose}: run Minga as that user, "
        "or set MINGA_HOME to a folder of your own."
    )
