"""Who is in the network, as a list and as a file."""

from collections.abc import Mapping

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minga.foundation.access.exports import Column
from minga.foundation.organisations.models import Organisation
from minga.foundation.places.models import Place
from minga.foundation.web.pieces import Head, Link, Piece, Status, Table, Tone
from minga.foundation.web.saying import language, write_day

KINDS: Mapping[str, object] = {
    "un_agency": gettext_lazy("United Nations agency"),
    "ministry": gettext_lazy("Ministry"),
    "public_institution": gettext_lazy("Public institution"),
    "provincial_gov": gettext_lazy("Provincial government"),
    "cantonal_gov": gettext_lazy("Cantonal government"),
    "parish_gov": gettext_lazy("Parish government"),
    "civil_society": gettext_lazy("Civil society"),
    "donor": gettext_lazy("Donor"),
}
ROLES: Mapping[str, object] = {
    "lead": gettext_lazy("leads the programme"),
    "participating": gettext_lazy("takes part in the programme"),
    "counterpart": gettext_lazy("national counterpart"),
    "implementing": gettext_lazy("carries it out"),
    "funding": gettext_lazy("funds it"),
}


def kind(organisation: Organisation) -> str:
    """What kind of organisation it is; a kind that only a pack knows is called by its code."""
    return str(KINDS.get(organisation.kind, organisation.kind.replace("_", " ")))


def role(organisation: Organisation) -> str:
    """What it does in the programme."""
    return str(ROLES.get(organisation.role, organisation.role.replace("_", " ")))


def name(organisation: Organisation) -> str:
    """Its name in the language of the page."""
    return str(getattr(organisation, f"name_{language()}"))


def within(place: str) -> Q:
    """That an organisation belongs to a place or to one inside it, however deep."""
    inside, found = {place}, {place}
    while found:
        below = Place.objects.filter(parent__in=found).values_list("code", flat=True)
        found = set(below) - inside
        inside |= found
    return Q(place__in=inside)


def membership(organisation: Organisation) -> str:
    """From when to when it belongs to the network."""
    if organisation.joined_on is None:
        return "–"
    since = write_day(organisation.joined_on)
    if organisation.left_on is None:
        return _("since %(day)s") % {"day": since}
    return f"{since} – {write_day(organisation.left_on)}"


def table(rows: list[Organisation]) -> Table:
    """A page of the directory."""
    heads = [_("Organisation"), _("Kind"), _("Territory"), _("In the network")]
    return Table(_("Organisations"), [Head(words) for words in heads], [_row(one) for one in rows])


def _row(organisation: Organisation) -> list[str | Piece]:
    address = reverse("network:organisation", args=[organisation.code])
    when: str | Piece = membership(organisation)
    if organisation.retired:
        when = Status(_("no longer in the programme"), Tone.OVER)
    place = organisation.place.name if organisation.place else "–"
    return [Link(name(organisation), address), kind(organisation), place, when]


def columns() -> list[Column[Organisation]]:
    """What a file says of an organisation."""
    return [
        Column("code", _("Code"), lambda one: one.code),
        Column("name", _("Organisation"), name),
        Column("acronym", _("Acronym"), lambda one: one.acronym),
        Column("kind", _("Kind"), lambda one: one.kind, kind),
        Column("role", _("In the programme"), lambda one: one.role, role),
        Column(
            "place",
            _("Territory"),
            lambda one: one.place_id,
            lambda one: one.place.name if one.place else "",
        ),
        Column("joined_on", _("Joined"), lambda one: one.joined_on),
        Column("left_on", _("Left"), lambda one: one.left_on),
        Column("successor", _("Succeeded by"), lambda one: one.successor),
    ]
