"""Whether real people may be worked with here; a demonstration always starts."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from minga.config.home import InstallationError, InstallationKind, exposed, installation


def refuse_unless_fit() -> None:
    """Raise InstallationError with all that is missing before a live installation may start."""
    if installation() != InstallationKind.LIVE:
        return
    missing = list(lacking())
    if missing:
        raise InstallationError(
            "this installation is for real people, and does not start before this is mended:\n"
            + "\n".join(f"- {each}" for each in missing)
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
    from minga.register.people.models import Consent

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
    with _seeing_all():
        asked = set(Consent.objects.values_list("purpose", flat=True).distinct().order_by())
    for purpose in sorted(asked - set(record.purposes)):
        yield (
            f"people consented to `{purpose}`, and no legal basis for it is on record: add it to "
            "`purposes` and `minga legal keep` the file again."
        )


@contextmanager
def _seeing_all() -> Iterator[None]:
    """A transaction that sees every row: nobody is served yet, and only purposes are read."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('minga.operator', true),"
            " set_config('minga.operator', 'on', true)"
        )
        before = cursor.fetchone()[0] or ""
        yield
        cursor.execute("SELECT set_config('minga.operator', %s, true)", [before])
