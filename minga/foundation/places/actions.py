"""Writing what is known of places beside the pack: their outlines."""

import hashlib
from datetime import datetime

from django.db import transaction

from minga.foundation.audit.actions import record
from minga.foundation.core.principals import Principal
from minga.foundation.places.models import Boundary, Place
from minga.foundation.places.outlines import Seat, read_outlines


def load_boundaries(
    content: bytes, *, kind: str, prop: str, source: str, at: datetime, by: Principal
) -> list[Boundary]:
    """Keep the outlines of a GeoJSON file for places of one kind, instead of those of before.

    Raises BoundariesError, and changes nothing, where the file cannot be drawn from.
    """
    places = {place.code: place for place in Place.objects.filter(kind=kind, retired=False)}
    seats = {
        code: Seat(
            place.name,
            None if place.lat is None else float(place.lat),
            None if place.lon is None else float(place.lon),
        )
        for code, place in places.items()
    }
    outlines = read_outlines(content, seats, prop=prop)
    with transaction.atomic():
        Boundary.objects.filter(place__kind=kind).delete()
        kept = Boundary.objects.bulk_create(
            Boundary(place=places[code], rings=rings, source=source, loaded_at=at)
            for code, rings in sorted(outlines.items())
        )
        record(
            action="places.boundaries_loaded",
            kind="file",
            object_id=hashlib.sha256(content).hexdigest(),
            by=by,
            detail={"source": source, "places": len(kept)},
        )
    return kept


@transaction.atomic
def remove_boundaries(*, kind: str, by: Principal) -> int:
    """Forget the outlines of one kind of place. How many there were."""
    count, _ = Boundary.objects.filter(place__kind=kind).delete()
    record(
        action="places.boundaries_removed",
        kind="places",
        object_id=kind,
        by=by,
        detail={"places": count},
    )
    return count
