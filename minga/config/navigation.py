"""Where one can go from any page: what each role may open, in the order of the day's work."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

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


ENTRIES = (
    Entry(Text(es="Publicaciones", en="Publications"), "publish:home"),
    Entry(Text(es="Casos", en="Cases"), "casework:cases", frozenset({Permission.READ_OPEN_CASE})),
    Entry(Text(es="Listas", en="Lists"), "intake:lists", frozenset({Permission.TAKE_IN_LIST})),
    Entry(
        Text(es="Personas", en="People"),
        "access:staff",
        frozenset({Permission.READ_STAFF}),
    ),
    Entry(
        Text(es="Equipos", en="Teams"),
        "access:teams",
        frozenset({Permission.KEEP_TEAMS}),
    ),
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
        Text(es="Bitácora", en="Log"),
        "protection:log",
        frozenset({Permission.READ_LOG}),
    ),
    Entry(Text(es="Mi cuenta", en="My account"), "access:account"),
)


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
    """`navigation` and `quick_exit`, for whoever has signed in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {
        "navigation": SimpleLazyObject(lambda: ways(request.path, permissions(request))),
        "quick_exit": reverse("access:leave"),
    }
