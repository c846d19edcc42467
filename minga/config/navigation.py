"""Where one can go from any page: what each role may open, in the order of the day's work."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_safe

from minga.engines.definition import Text
from minga.foundation.access.context import permissions
from minga.foundation.access.permissions import Permission


@dataclass(frozen=True, slots=True)
class Entry:
    """A page that stands in the menu of whoever holds one of its permissions; of all, if none."""

    words: Text
    page: str
    permissions: frozenset[Permission] = frozenset()


@dataclass(frozen=True, slots=True)
class Way:
    """An entry as the menu of one page shows it."""

    words: Text
    address: str
    current: bool


CASES = frozenset({Permission.READ_OPEN_CASE})

ENTRIES = (
    Entry(Text(es="Mi trabajo", en="My work"), "day:work", CASES),
    Entry(
        Text(es="Buscar a una persona", en="Find a person"),
        "people:find",
        frozenset({Permission.SEARCH_PERSON}),
    ),
    Entry(Text(es="Casos", en="Cases"), "casework:cases", CASES),
    Entry(
        Text(es="Encuentros", en="Gatherings"),
        "gatherings:gatherings",
        frozenset({Permission.KEEP_ROLL}),
    ),
    Entry(Text(es="Listas", en="Lists"), "intake:lists", frozenset({Permission.TAKE_IN_LIST})),
    Entry(
        Text(es="Casos reservados", en="Sealed cases"),
        "casework:glass_requests",
        frozenset({Permission.APPROVE_BREAK_GLASS}),
    ),
    Entry(Text(es="Equipos", en="Teams"), "access:teams", frozenset({Permission.KEEP_TEAMS})),
    Entry(Text(es="Personas", en="People"), "access:staff", frozenset({Permission.READ_STAFF})),
    Entry(Text(es="Bitácora", en="Log"), "protection:log", frozenset({Permission.READ_LOG})),
    Entry(
        Text(es="Solicitudes", en="Requests"),
        "protection:requests",
        frozenset({Permission.ANSWER_REQUEST}),
    ),
    Entry(
        Text(es="Registro legal", en="Legal record"),
        "protection:law",
        frozenset({Permission.READ_LEGAL_RECORD}),
    ),
    Entry(
        Text(es="Resultados", en="Results"),
        "results:results",
        frozenset({Permission.READ_RESULTS}),
    ),
    Entry(Text(es="Publicaciones", en="Publications"), "publish:home"),
    Entry(Text(es="Organizaciones", en="Organisations"), "network:organisations"),
    Entry(Text(es="Programa", en="Pack"), "packs:pack", frozenset({Permission.LOAD_PACK})),
    Entry(Text(es="Buscar", en="Search"), "search:search"),
    Entry(Text(es="Mi cuenta", en="My account"), "access:account"),
)
"""In the order of what somebody comes for: the first that a role has is where its day begins."""


def ways(path: str, held: frozenset[str]) -> list[Way]:
    """The menu of whoever holds these permissions, on the page of this address."""
    shown = [
        (entry, reverse(entry.page))
        for entry in ENTRIES
        if not entry.permissions or entry.permissions & held
    ]
    within = [address for _, address in shown if path.startswith(address) and address != "/"]
    here = path if path == "/" else max(within, key=len, default="")
    return [Way(entry.words, address, address == here) for entry, address in shown]


def navigation(request: HttpRequest) -> dict[str, object]:
    """`navigation`, `home` and `quick_exit`, for whoever has signed in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {
        "navigation": SimpleLazyObject(lambda: ways(request.path, permissions(request))),
        "home": reverse("start"),
        "quick_exit": reverse("access:leave"),
    }


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Where the day begins: the first page of one's menu."""
    return redirect(ways("", permissions(request))[0].address)
