"""Working out anew where every case stands: after a change of the rules, or to be sure."""

from collections.abc import Iterator

from django.db import transaction

from minga.foundation.audit.actions import record
from minga.foundation.core.principals import Principal
from minga.work.casework.models import Case, Position
from minga.work.casework.pathways import versions
from minga.work.casework.states import settle, standing

BATCH = 2000
"""Cases that are held at once."""


def settle_all(*, by: Principal) -> Iterator[tuple[int, int]]:
    """Work out where each case stands, batch by batch: how many cases, how many stood elsewhere."""
    last = None
    while True:
        with transaction.atomic():
            after = Case.objects.filter(pk__gt=last) if last else Case.objects.all()
            cases = list(after.order_by("pk").select_for_update(no_key=True)[:BATCH])
            if not cases:
                return
            last = cases[-1].pk
            moved = _settle(cases)
            if moved:
                record(
                    action="casework.settled",
                    kind="case",
                    object_id="batch",
                    by=by,
                    detail={"count": moved},
                )
        yield len(cases), moved


def _settle(cases: list[Case]) -> int:
    ids = [case.pk for case in cases]
    kept = Position.objects.filter(pk__in=ids)
    before = {row["case_id"]: row for row in kept.values()}
    settle(cases, standing(ids), versions(case.pathway_id for case in cases))
    return sum(before.get(row["case_id"]) != row for row in kept.values())
