"""Loading a pack: definitions and registers in one transaction, differences shown first."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from django.db import models, transaction

from minga.foundation.access.models import Team
from minga.foundation.audit.actions import record
from minga.foundation.core.principals import Principal
from minga.foundation.definitions import actions as definitions
from minga.foundation.definitions.actions import Difference
from minga.foundation.definitions.pack.pack import Pack
from minga.foundation.organisations.models import Organisation
from minga.foundation.places.models import Place
from minga.register.programme.models import Activity, BudgetLine, Expenditure, Observation


class PackNotLoadedError(Exception):
    """The pack cannot be loaded as it stands."""


def load(pack: Pack, *, by: Principal, dry_run: bool = False) -> list[Difference]:
    """Load a pack whole or not at all; returns what changed (with `dry_run`, what would).

    Raises PackNotLoadedError when something that data stand on would go.
    """
    with transaction.atomic():
        changed = definitions.store(pack.definitions())
        changed += _sync(Place, "code", _places(pack))
        changed += _sync(Organisation, "code", _organisations(pack))
        _teams()
        changed += _sync(Activity, "code", _activities(pack))
        changed += _sync(BudgetLine, "line", _budget(pack))
        changed += _replace(Expenditure, _expenditure(pack))
        changed += _replace(Observation, _observations(pack))
        if dry_run:
            transaction.set_rollback(True)
        elif changed:
            record(
                action="programme.loaded",
                kind="pack",
                object_id=pack.programme.programme,
                by=by,
                detail={"changes": len(changed)},
            )
    return changed


def _sync(
    model: type[models.Model], key: str, rows: Iterable[Mapping[str, object]]
) -> list[Difference]:
    """Insert and update rows by key. What the pack no longer has stays: records may stand on it."""
    name = model._meta.model_name or ""
    manager = model._default_manager
    there = {row[key]: row for row in manager.values()}
    found = []
    for row in rows:
        old = there.get(row[key])
        if old is None:
            manager.create(**row)
            found.append(Difference("new", name, str(row[key])))
        elif changed := [field for field, value in row.items() if old[field] != value]:
            manager.filter(pk=row[key]).update(**row)
            found.append(Difference("changed", name, str(row[key]), ", ".join(changed)))
    return found


def _replace(model: type[models.Model], rows: Iterable[Mapping[str, object]]) -> list[Difference]:
    """Put these rows in place of what is there, if anything differs."""
    wanted = list(rows)
    fields = list(wanted[0]) if wanted else ["pk"]
    there = model._default_manager.values_list(*fields)
    if {tuple(row.values()) for row in wanted} == set(there):
        return []
    model._default_manager.all().delete()
    model._default_manager.bulk_create([model(**row) for row in wanted], batch_size=1000)
    return [Difference("changed", model._meta.model_name or "", "all", f"{len(wanted)} rows")]


def _teams() -> None:
    """Every organisation has a team; more are made by its manager."""
    have = set(Team.objects.values_list("organisation", flat=True))
    Team.objects.bulk_create(
        Team(code=organisation.code, organisation=organisation, title=organisation.name_es)
        for organisation in Organisation.objects.exclude(pk__in=have)
    )


Row = Mapping[str, object]


def _places(pack: Pack) -> Iterator[Row]:
    """Places, those that contain others first."""
    left = {place.code: place for place in pack.places}
    while left:
        ready = [p for p in left.values() if p.parent is None or p.parent not in left]
        if not ready:
            raise PackNotLoadedError(f"places contain each other in a circle: {sorted(left)[:5]}")
        for place in ready:
            del left[place.code]
            row = place.model_dump(exclude={"parent"})
            yield row | {"parent_id": place.parent, "successor": place.successor or ""}


def _organisations(pack: Pack) -> Iterator[Row]:
    for each in pack.organisations:
        row = each.model_dump(exclude={"place", "iati_type"})
        yield row | {"place_id": each.place, "successor": each.successor or ""}


def _activities(pack: Pack) -> Iterator[Row]:
    for each in pack.activities:
        row = each.model_dump(exclude={"organisation", "places", "dimensions", "sides"})
        yield row | {
            "organisation_id": each.organisation,
            "dimensions": list(each.dimensions),
            "sides": list(each.sides),
        }


def _budget(pack: Pack) -> Iterator[Row]:
    for line in pack.budget:
        yield {
            "line": line.line,
            "fund": line.fund,
            "organisation_id": line.organisation,
            "output": line.output,
            "object_class": line.object_class,
            "period": line.year,
            "cents": _cents(line.amount),
        }


def _expenditure(pack: Pack) -> Iterator[Row]:
    for row in pack.expenditure:
        yield {
            "organisation_id": row.organisation,
            "fund": row.fund,
            "object_class": row.object_class,
            "spent_cents": _cents(row.expenditure),
            "committed_cents": _cents(row.commitments),
            "cutoff_on": row.cutoff_on,
        }


def _observations(pack: Pack) -> Iterator[Row]:
    for row in pack.observations:
        yield row.model_dump(exclude={"place"}) | {"place_id": row.place}


def _cents(amount: Decimal) -> int:
    return int(amount * 100)
