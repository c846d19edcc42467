"""Every write of this room: receiving, taking in, deciding, undoing, keeping mappings, purging."""

from minga.work.intake.actions.receiving import IntakeError, receive
from minga.work.intake.actions.taking_in import Report, prepare, take_in
from minga.work.intake.actions.undoing import undo

__all__ = ["IntakeError", "Report", "prepare", "receive", "take_in", "undo"]
