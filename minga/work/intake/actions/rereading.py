"""Reading a list again from its raw file, after its mapping or the programme's lists changed."""

from minga.foundation.access.models import Team
from minga.foundation.core.principals import Principal
from minga.foundation.keys import files
from minga.foundation.keys.sealing import ErasedError
from minga.work.intake.actions.receiving import receive
from minga.work.intake.actions.taking_in import Clock, Report, gone, take_in
from minga.work.intake.actions.undoing import undo
from minga.work.intake.models import PartnerList
from minga.work.intake.opening import Vocabularies
from minga.work.intake.raw import name_of


def reread(
    partner_list: PartnerList,
    *,
    team: Team,
    known: Vocabularies,
    now: Clock,
    by: Principal,
    kind: str | None = None,
) -> Report:
    """Undo a list and take the same file in anew, as a list of its own.

    Safe to repeat when it was interrupted: the undone list still has its raw file. Raises
    IntakeError when the file was destroyed or holds no list any more.
    """
    try:
        content = files.fetch(partner_list.id)
    except ErasedError as error:
        raise gone(partner_list) from error
    name = name_of(partner_list)
    undo(partner_list, known=known, undone_at=now(), by=by, reason="read again")
    # It came when it came: what could be a date in it, and when it is destroyed, stay the same.
    again, _ = receive(content, name=name, team=team, received_at=partner_list.received_at, by=by)
    return take_in(again, team=team, known=known, now=now, by=by, kind=kind)
