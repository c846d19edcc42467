"""How an installation is: versions, data folder, database, tables, keys, room on the disk."""

import platform
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from minga import __version__
from minga.config import database, gate, setup
from minga.config.home import InstallationError, InstallationKind, home, installation
from minga.foundation.core.errors import MendableError

LOW_BYTES = 2 * 1024**3  # less room than this may not last for the next lists


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, what was seen, and whether it is well."""

    what: str
    words: str
    well: bool = True


def examine() -> Iterator[Finding]:
    """Look at one thing after another, as far as the next can be looked at without the last."""
    yield Finding("Minga", f"{__version__}, Python {platform.python_version()}")
    for what, look in LOOKS.items():
        try:
            yield look()
        except MendableError as error:
            yield Finding(what, str(error), well=False)
            return
    if installation() == InstallationKind.LIVE:
        yield _law()


def _folder() -> Finding:
    kind = installation()
    if kind is None:
        raise InstallationError(f"{home()} holds no installation: run `minga init`.")
    return Finding("folder", f"{home()}, {kind}")


def _disk() -> Finding:
    folder = next(f for f in (home(), *home().parents) if f.exists())
    free = shutil.disk_usage(folder).free
    words = f"{free / 1024**3:,.1f} GB free"
    return Finding("disk", words, well=free > LOW_BYTES)


def _database() -> Finding:
    setup.start()
    with database.connect("owner") as connection:
        size = connection.execute("SELECT pg_database_size(current_database())").fetchone()
        version = connection.info.server_version // 10_000
    where = "a server of your own" if database.external_url() else "embedded"
    megabytes = int(str(size[0])) / 1024**2 if size else 0
    return Finding("database", f"PostgreSQL {version}, {where}, {megabytes:,.0f} MB")


def _keys() -> Finding:
    from minga.foundation.keys.ring import key_file, ring

    if not _open_something():
        words = "the wrapping keys do not open what is sealed here: put back the right ones."
        return Finding("keys", words, well=False)
    inside = key_file().is_relative_to(home())
    words = f"{len(ring().roots)} version(s) in {key_file()}"
    if installation() == InstallationKind.LIVE and inside:
        words += ": with real people, keep them outside the data folder (MINGA_KEY_FILE)."
        return Finding("keys", words, well=False)
    return Finding("keys", words)


def _law() -> Finding:
    """What real people's data asks for before anything starts."""
    missing = list(gate.lacking())
    words = "\n".join(missing) or "the legal record is whole, and files are nobody else's to read"
    return Finding("law", words, well=not missing)


def _open_something() -> bool:
    """Whether the wrapping keys are those that sealed what is here."""
    from minga.foundation.keys.models import WrappedKey
    from minga.foundation.keys.sealing import TamperedError, unwrap

    row = WrappedKey.objects.first()
    try:
        return row is None or bool(unwrap(row))
    except TamperedError:
        return False


LOOKS: dict[str, Callable[[], Finding]] = {
    "folder": _folder,
    "disk": _disk,
    "database": _database,
    "keys": _keys,
}
