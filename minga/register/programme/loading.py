"""Loading a pack: definitions and registers in one transaction, differences shown first."""

from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum

from django.db import models, transaction

from minga.foundation.access.models import Team
from minga.foundation.audit.actions import record
from minga.foundation.core.principals import Principal
from minga.foundation.definitions import actions as definitions
from minga.foundation.definitions.actions import Difference
from minga.foundation.definitions.pack.pack import Pack
from minga.foundation.organisations.models import Organisation
from minga.foundation.places.models import Place
from minga.register.programme import rows
from minga.register.programme.models import Activity, BudgetLine, Expenditure, Observation
from minga.register.programme.rows import PackNotLoadedError, Row

__all__ = ["PackNotLoadedError", "load"]


class Gone(StrEnum):
    """What becomes of a row that the pack no longer has.

    Records name places, organisations and activities: those stay, out of use. Nothing stands on a
    budget line, and one that stayed would still be in every total.
    """

    RETIRED = "retired: records may stand on it"
    REMOVED = "removed"


def load(pack: Pack, *, by: Principal, dry_run: bool = False) -> list[Difference]:
    """Load a pack whole or not at all; returns what changed (with `dry_run`, what would).

    Raises PackNotLoadedError when another programme is loaded here.
    """
    with transaction.atomic():
        changed = definitions.store(pack.definitions())
        _refuse_another(pack, changed)
        changed += _sync(Place, "code", rows.places(pack), Gone.RETIRED)
        changed += _sync(Organisation, "code", rows.organisations(pack), Gone.RETIRED)
        changed += _teams()
        changed += _sync(Activity, "code", rows.activities(pack), Gone.RETIRED)
        changed += _sync(BudgetLine, "line", rows.budget(pack), Gone.REMOVED)
        changed += _replace(Expenditure, rows.expenditure(pack))
        changed += _replace(Observation, rows.observations(pack))
        if dry_run:
            transaction.set_rollback(True)
        elif changed:
            record(
                action="programme.loaded",
                kind="pack",
                object_id=pack.programme.programme,
                by=by,
                detail=_summary(changed),
            )
    return changed


def _refuse_another(pack: Pack, changed: Sequence[Difference]) -> None:
    """An installation holds one programme: loading another would retire everything of the first."""
    for each in changed:
        if each.kind == "programme" and each.verb == "gone":
            raise PackNotLoadedError(
                f"this installation holds the programme {each.code}, and the pack is"
                f" {pack.programme.programme}: set MINGA_HOME to a folder of its own for it,"
                " or correct `programme` in programme.yaml"
            )


def _summary(changed: Sequence[Difference]) -> dict[str, object]:
    """What an audit event keeps of a load: how many are new, and what changed or went by name."""
    return {
        "new": dict(Counter(each.kind for each in changed if each.verb == "new")),
        "changed": [f"{each.kind} {each.code}" for each in changed if each.verb == "changed"],
        "gone": [f"{each.kind} {each.code}" for each in changed if each.verb == "gone"],
    }


def _sync(
    model: type[models.Model], key: str, wanted: Iterable[Row], gone: Gone
) -> list[Difference]:
    """Make the table say what the pack says, by key."""
    name = model._meta.model_name or ""
    manager = model._default_manager
    left = {row[key]: row for row in manager.values()}
    found, new = [], []
    for row in wanted:
        old = left.pop(row[key], None)
        if old is None:
            new.append(model(**row))
            found.append(Difference("new", name, str(row[key])))
        elif changed := [field for field, value in row.items() if old[field] != value]:
            manager.filter(pk=row[key]).update(**row)
            found.append(Difference("changed", name, str(row[key]), ", ".join(changed)))
    manager.bulk_create(new, batch_size=1000)
    going = sorted(str(code) for code, row in left.items() if not row.get("retired"))
    if gone is Gone.REMOVED:
        manager.filter(pk__in=going).delete()
    else:
        manager.filter(pk__in=going).update(retired=True)
    return found + [Difference("gone", name, code, gone) for code in going]


def _replace(model: type[models.Model], wanted: Iterable[Row]) -> list[Difference]:
    """Make a table without a code of its own say what the pack says, row by row."""
    name = model._meta.model_name or ""
    manager = model._default_manager
    fields = [f.attname for f in model._meta.concrete_fields if not f.primary_key]
    there = {tuple(values): pk for pk, *values in manager.values_list("pk", *fields)}
    rows_by_value = {tuple(row[field] for field in fields): row for row in wanted}
    new = [row for values, row in rows_by_value.items() if values not in there]
    going = [pk for values, pk in there.items() if values not in rows_by_value]
    manager.filter(pk__in=going).delete()
    manager.bulk_create([model(**row) for row in new], batch_size=1000)
    if not new and not going:
        return []
    return [Difference("changed", name, "all", f"{len(new)} rows in, {len(going)} out")]


def _teams() -> list[Difference]:
    """Every organisation has a team; more are made by its manager."""
    have = set(Team.objects.values_list("organisation", flat=True))
    new = [
        Team(code=organisation.code, organisation=organisation, title=organisation.name_es)
        for organisation in Organisation.objects.exclude(pk__in=have).order_by("code")
    ]
    Team.objects.bulk_create(new)
    return [Difference("new", "team", team.code) for team in new]
