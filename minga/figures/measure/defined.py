"""The definitions that counting goes by: those that hold now, or those that a snapshot names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from minga.engines.indicators.definition import Indicator
from minga.figures.measure import manifests, snapshots
from minga.figures.measure.models import Snapshot
from minga.foundation.core.errors import MendableError
from minga.foundation.definitions.models import LoadedDefinition
from minga.foundation.definitions.pack.schema import Programme


class NothingLoadedError(MendableError):
    """No programme was loaded."""


@dataclass(frozen=True)
class Defined:
    """The programme and its indicators, with their versions and as the pack wrote them."""

    programme: Programme
    indicators: dict[str, Indicator]
    versions: dict[str, int]
    written: Mapping[str, Any]


def programme() -> Programme:
    """The loaded programme. Raises LoadedDefinition.DoesNotExist before a pack is loaded."""
    return Programme.model_validate(
        LoadedDefinition.objects.get(kind="programme", current=True).content
    )


def now() -> Defined:
    """What holds now. Raises NothingLoadedError before a pack is loaded."""
    return _defined(LoadedDefinition.objects.filter(_wanted(), current=True))


def of_snapshot(snapshot: Snapshot) -> Defined:
    """What held when a snapshot was taken."""
    named = manifests.latest(snapshots.folder(snapshot)).definitions
    then = {
        (kind, code, each["version"])
        for kind in ("programme", "indicator")
        for code, each in named.get(kind, {}).items()
    }
    rows = LoadedDefinition.objects.filter(_wanted())
    return _defined(row for row in rows if (row.kind, row.code, row.version) in then)


def _wanted() -> Q:
    return Q(kind="programme") | Q(kind="indicator")


def _defined(rows: Iterable[LoadedDefinition]) -> Defined:
    indicators = {}
    plan: LoadedDefinition | None = None
    for row in sorted(rows, key=lambda row: row.code):
        if row.kind == "programme":
            plan = row
        else:
            indicators[row.code] = row
    if plan is None:
        raise NothingLoadedError("there is no programme yet: load one with `minga load`.")
    return Defined(
        Programme.model_validate(plan.content),
        {code: Indicator.model_validate(row.content) for code, row in indicators.items()},
        {code: row.version for code, row in indicators.items()},
        {
            "programme": plan.content,
            "indicators": {
                code: {"version": row.version, "content": row.content}
                for code, row in indicators.items()
            },
        },
    )
