"""Whether real people may be worked with here; a demonstration always starts."""

from collections.abc import Iterator
from datetime import date

from minga.config import database
from minga.config.home import InstallationError, InstallationKind, exposed, home, installation


def refuse_unless_fit() -> None:
    """Raise InstallationError with all that is missing before a live installation may start."""
    check_kind()
    if installation() != InstallationKind.LIVE:
        return
    missing = list(lacking())
    if missing:
        raise InstallationError(
            "this installation is for real people, and does not start before this is mended:\n"
            + "\n".join(f"- {each}" for each in missing)
        )


def check_kind() -> None:
    """Refuse a database that was made for the other kind of people than its folder says."""
    from minga.foundation.legal.models import Founding

    founding = Founding.objects.first()
    if founding is not None and founding.kind != installation():
        raise other_kind(founding.kind)


def other_kind(held: object) -> InstallationError:
    """What to say where database and folder do not belong together."""
    return InstallationError(
        f"the database of {home()} was made as a {held} installation and stays so; its folder says "
        "otherwise: put back the installation.json that belongs to it, or name another MINGA_HOME."
    )


def lacking() -> Iterator[str]:
    """What a live installation lacks, each with how to mend it."""
    from django.utils import timezone

    for path in exposed():
        yield f"{path} can be read by others on this machine: run `chmod go-rwx {path}`."
    yield from _legal(timezone.localdate())


def _legal(today: date) -> Iterator[str]:
    from minga.foundation.legal.models import LegalRecord
    from minga.foundation.legal.record import MEND, read_record

    kept = LegalRecord.objects.order_by("-version").first()
    if kept is None:
        yield "no legal record is kept. `minga legal template` writes a form that asks for:"
        yield from (f"  {part}: {asked};" for part, asked in MEND.items())
        yield "  fill it in, and `minga legal keep` it."
        return
    record, faults = read_record(kept.content, today=today)
    for fault in faults:
        yield f"legal record, {fault} Mend the file and `minga legal keep` it again."
    if record is None:
        return
    for purpose in sorted(_purposes() - set(record.purposes)):
        yield (
            f"people consented to `{purpose}`, and no legal basis for it is on record: add it to "
            "`purposes` and `minga legal keep` the file again."
        )


def _purposes() -> set[str]:
    """All that people consented to, whoever asks: the pages' own role sees only its visitors'."""
    with database.connect("counter") as connection:
        found = connection.execute("SELECT DISTINCT purpose FROM people_consent").fetchall()
    return {str(purpose) for (purpose,) in found}
