"""Every write about gatherings: rolls of who came, tallies where no names were taken."""

from minga.work.gatherings.actions.rolls import gather
from minga.work.gatherings.actions.tallies import NewTally, record_tallies, undo_gatherings

__all__ = ["NewTally", "gather", "record_tallies", "undo_gatherings"]
