"""What pages say of lists and rows, in the language of the page."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from minga.foundation.web.pieces import Status, Tone
from minga.foundation.web.saying import write_number
from minga.work.intake.models import PartnerList

FATES = ("accepted", "seen", "review", "rejected")


def fate_words(fate: str, count: int = 1) -> str:
    """What became of a row, or of so many."""
    return {
        "accepted": ngettext("taken", "taken", count),
        "seen": ngettext("seen before", "seen before", count),
        "review": ngettext("to look at", "to look at", count),
        "rejected": ngettext("refused", "refused", count),
    }[fate]


def fate(of: str) -> Status:
    """What became of a row, with its shape."""
    tones = {"accepted": Tone.DONE, "review": Tone.WAITING, "rejected": Tone.OVER}
    return Status(fate_words(of), tones.get(of, Tone.CALM))


def state(partner_list: PartnerList, *, working: bool, open_rows: int = 0) -> Status:
    """Where a list stands."""
    if working:
        return Status(_("being read"), Tone.WAITING)
    match partner_list.state:
        case "done" if open_rows:
            return Status(_("rows to look at"), Tone.NOW)
        case "done":
            return Status(_("taken in"), Tone.DONE)
        case "undone":
            return Status(_("undone"), Tone.OVER)
        case "refused":
            return Status(_("not read"), Tone.NOW)
    return Status(_("received"), Tone.WAITING)


def numbers(fates: Mapping[str, int]) -> str:
    """How many rows, and what became of them: `412 rows: 371 taken, 29 seen before …`."""
    total = sum(fates.values())
    words = ngettext("%(total)s row", "%(total)s rows", total) % {"total": write_number(total)}
    parts = [
        f"{write_number(fates[one])} {fate_words(one, fates[one])}"
        for one in FATES
        if fates.get(one)
    ]
    return f"{words}: {', '.join(parts)}" if parts else words
