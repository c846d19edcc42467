"""What an edition shows beside figures and is public by nature: money, cantons, statistics."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from minga.foundation.organisations.models import Organisation
from minga.foundation.places.models import Boundary, Place
from minga.register.programme.models import BudgetLine, Expenditure, Observation

CENT = Decimal("0.01")


@dataclass(frozen=True)
class CantonPoint:
    """A canton's seat, degrees WGS84, and its outline where the operator loaded one."""

    code: str
    name: str
    province: str
    lat: float
    lon: float
    outlines: tuple[tuple[tuple[float, float], ...], ...] = ()


def cantons(on: date) -> list[CantonPoint]:
    """The cantons that stand on a day and have coordinates."""
    rows = Place.objects.filter(kind="canton", lat__isnull=False, retired=False)
    shapes = {
        code: tuple(tuple((lon, lat) for lon, lat in ring) for ring in rings)
        for code, rings in Boundary.objects.values_list("place", "rings")
    }
    return [
        CantonPoint(
            code=row.code,
            name=row.name,
            province=row.parent.name,
            lat=float(row.lat),
            lon=float(row.lon),
            outlines=shapes.get(row.code, ()),
        )
        for row in rows.select_related("parent").order_by("code")
        if row.parent and row.lat and row.lon and (row.valid_to is None or row.valid_to > on)
    ]


def budget() -> list[tuple[str, str, Decimal]]:
    """Organisation, fund and planned amount of each budget line."""
    rows = BudgetLine.objects.values_list("organisation", "fund", "cents")
    return [(organisation, fund, cents * CENT) for organisation, fund, cents in rows]


def statements() -> list[tuple[str, str, Decimal, Decimal]]:
    """Organisation, fund, expenditure and commitments up to the latest cut-off date."""
    rows = Expenditure.objects.filter(cutoff_on=cutoff_on() or date.min).values_list(
        "organisation", "fund", "spent_cents", "committed_cents"
    )
    return [(o, fund, spent * CENT, committed * CENT) for o, fund, spent, committed in rows]


def cutoff_on() -> date | None:
    """The latest day up to which expenditure is stated."""
    return Expenditure.objects.order_by("-cutoff_on").values_list("cutoff_on", flat=True).first()


def acronyms() -> dict[str, str]:
    """What a fact sheet calls each organisation."""
    rows = Organisation.objects.values_list("code", "acronym", "name_es")
    return {code: acronym or name for code, acronym, name in rows}


def place_names() -> dict[str, str]:
    """What each canton and province is called."""
    rows = Place.objects.filter(kind__in=("canton", "province"))
    return dict(rows.values_list("code", "name"))


def statistics() -> dict[tuple[str, int], Decimal]:
    """Each measure and year summed over the programme's places."""
    found: dict[tuple[str, int], Decimal] = defaultdict(Decimal)
    for measure, year, value in Observation.objects.values_list("measure", "year", "value"):
        found[measure, year] += value
    return dict(found)
