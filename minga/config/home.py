"""Where an installation keeps its data, and whether it is a demonstration or live."""

import json
import os
from enum import StrEnum
from pathlib import Path

from platformdirs import user_data_path


class InstallationKind(StrEnum):
    """A demonstration holds synthetic people only; a live installation, real ones. It stays so."""

    DEMONSTRATION = "demonstration"
    LIVE = "live"


class InstallationError(Exception):
    """The installation is missing, or is of the other kind."""


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
    if "MINGA_HOME" in os.environ:
        return home()
    return home().with_name("minga-demo")


def installation(folder: Path | None = None) -> InstallationKind | None:
    """The kind that an installation (by default this one) was made as; None before `minga init`."""
    file = (folder or home()) / "installation.json"
    if not file.exists():
        return None
    return InstallationKind(json.loads(file.read_text())["kind"])


def make_installation(kind: InstallationKind) -> None:
    """Write down the kind of this installation, once.

    Raises InstallationError where it was made as the other kind already.
    """
    made_as = installation()
    if made_as is not None and made_as != kind:
        raise InstallationError(
            f"{home()} was made as a {made_as} installation and stays so; "
            "set MINGA_HOME to another folder for the other kind."
        )
    folder = home()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "installation.json").write_text(json.dumps({"kind": kind.value}))
