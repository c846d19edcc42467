"""Every write about gatherings: rolls of who came, tallies where no names were taken."""

from minga.work.gatherings.actions.rolls import gather
from minga.work.gatherings.actions.tallies import (
    NewTally,
    Tallied,
    record_tallies,
    see_tallies,
    undo_gatherings,
)

__all__ = ["NewTally", "Tallied", "gather", "record_tallies", "see_tallies", "undo_gatherings"]
