"""A day's work in groups: what is due now, soon, what came in, and whom one waits for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from minga.foundation.access.models import User
from minga.foundation.access.roles import ROLES
from minga.work.casework.models import Position, PositionQuerySet

SOON = timedelta(days=14)
NEW = timedelta(days=7)
"""For so long a case that nobody has touched stands among what came in."""
NAMES = ("now", "soon", "new", "waiting")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Whose work is asked for, on which day."""

    user: User
    now: datetime
    today: date
    team: int | None = None
    whose: str = ""
    """`mine` (with what is nobody's yet), everybody's if empty, or the number of an account."""

    roles: frozenset[str] = frozenset()
    """The roles that the user holds, in whichever team."""

    @property
    def positions(self) -> PositionQuerySet:
        """Where the cases stand that are meant."""
        found = Position.objects.visible_to(self.user, on=self.today)
        if self.team is not None:
            found = found.filter(team=self.team)
        if self.whose == "mine":
            found = found.filter(Q(hand=self.user) | Q(hand=None))
        elif self.whose:
            found = found.filter(hand=int(self.whose))
        return found


def groups(asked: Asked) -> Mapping[str, PositionQuerySet]:
    """The groups by name; no case stands in two of them."""
    today = asked.today
    own = Q(waiting_for__overlap=sorted(asked.roles)) | ~Q(waiting_for__overlap=sorted(ROLES))
    ours, theirs = asked.positions.filter(own), asked.positions.exclude(own)
    since = asked.now - NEW
    fresh = Q(came_at__gte=since)
    soon = Q(due_on__gt=today)
    return {
        "now": ours.owing(until=today),
        "soon": ours.owing(until=today + SOON).filter(soon).exclude(fresh),
        "new": ours.came_in(since=since).filter(soon | Q(due_on=None)),
        "waiting": theirs.owing(until=today + SOON),
    }
