"""Whose registrations stand apart: in a sealed case, without the person's consent to matching.

They are compared with nobody, so that no link ever tells that somebody known elsewhere spoke; and
each is a stratum of its own in counts of people, which are given with bounds.
"""

import uuid
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils import timezone

from minga.register.people.models import Consent, Registration
from minga.register.people.rules import MATCHING
from minga.work.casework.models import Case, Participant, Step


def set_apart(*, as_of: datetime, database: str = "counter") -> set[uuid.UUID]:
    """The registrations that stood apart at a moment: of a circle, or anyhow in a sealed case.

    Read as the counter role, which alone sees every case. Who withdrew consent stands apart as of
    any moment: from then on nothing is matched, not even to count anew what was counted before.
    """
    begun = Step.objects.filter(case=OuterRef("pk"), recorded_at__lte=as_of)
    cases = Case.objects.using(database).filter(Exists(begun), confidentiality="sealed")
    part = Participant.objects.using(database).filter(case__in=cases, recorded_at__lte=as_of)
    hidden = Registration.objects.using(database).filter(circle__isnull=False)
    sealed = set(hidden.values_list("pk", flat=True))
    sealed |= {who for who in cases.values_list("registration", flat=True) if who is not None}
    sealed |= set(part.values_list("registration", flat=True))
    agreed = Consent.objects.using(database).filter(
        purpose=MATCHING, recipient="", withdrawn_on=None, recorded_at__lte=as_of
    )
    standing = agreed.standing(on=timezone.localdate(as_of))
    return sealed - set(standing.values_list("registration", flat=True))
