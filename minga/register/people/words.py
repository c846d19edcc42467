"""Words of the pack that pages about people use: the terms of vocabularies, in their language."""

from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from minga.foundation.definitions.actions import current
from minga.foundation.web.saying import language, write_day
from minga.register.people.models import Registration
from minga.register.people.rules import age_on

Choices = list[tuple[str, str]]


def terms(vocabulary: str) -> Choices:
    """The terms of a loaded vocabulary with their words; none where no programme is loaded."""
    row = current("vocabulary").get(vocabulary)
    if row is None:
        return []
    return [(code, term[language()]) for code, term in row.content["terms"].items()]


def words_of(vocabulary: str) -> dict[str, str]:
    """The words for each code of a vocabulary."""
    return dict(terms(vocabulary))


def facts_of(person: Registration, *, team: bool = False) -> list[str]:
    """What tells somebody from others where no name may stand; the team where it may differ."""
    sex = words_of("sex").get(person.sex, "")
    told = [sex] if sex else []
    told += [birth_words(person, on=timezone.localdate())]
    registered = write_day(timezone.localdate(person.recorded_at))
    told += [person.team.title] if team else []
    return [*told, _("registered on %s") % registered]


def birth_words(person: Registration, *, on: date) -> str:
    """When somebody was born, as far as it is known, and how old that makes them."""
    if person.birth_on is None:
        return _("age unknown")
    born = {
        "day": write_day(person.birth_on),
        "month": date_format(person.birth_on, "YEAR_MONTH_FORMAT"),
    }.get(person.birth_precision, str(person.birth_on.year))
    return _("%(born)s, %(age)d years old") % {
        "born": born,
        "age": age_on(person.birth_on, on),
    }
