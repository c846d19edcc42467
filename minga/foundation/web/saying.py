"""Numbers, days and moments in the language of the page."""

from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from minga.engines.wording.numbers import Language, write

FAR, LONG_AGO = 14, 60
"""From so many days on, ahead and behind, a date says more than a number of days."""


def language() -> Language:
    """The language of the page."""
    return "en" if get_language() == "en" else "es"


def write_number(value: int | Decimal, places: int | None = None) -> str:
    """A number as people of the language write it; what is not whole, with one decimal."""
    if places is None:
        places = 0 if value == int(value) else 1
    return write(value, language=language(), places=places)


def write_day(day: date) -> str:
    """A day in words."""
    return date_format(day, "DATE_FORMAT")


def due_words(by: date | datetime, *, now: datetime) -> str:
    """By when something is owed, as people say it: overdue by three days, tomorrow, on a date."""
    local = timezone.localtime(now)
    if isinstance(by, datetime):
        return _moment_words(timezone.localtime(by), local)
    return _day_words(by, local.date())


def _moment_words(by: datetime, now: datetime) -> str:
    if by < now:
        hours = int((now - by).total_seconds() // 3600)
        if hours >= 48:
            return _late(by.date(), now.date())
        words = ngettext("Overdue by %(count)d hour", "Overdue by %(count)d hours", max(hours, 1))
        return words % {"count": max(hours, 1)}
    clock = date_format(by, "TIME_FORMAT")
    if by.date() == now.date():
        return _("Due today by %(time)s") % {"time": clock}
    if (by.date() - now.date()).days == 1:
        return _("Due tomorrow by %(time)s") % {"time": clock}
    return _day_words(by.date(), now.date())


def _day_words(by: date, today: date) -> str:
    days = (by - today).days
    if days < 0:
        return _late(by, today)
    if days == 0:
        return _("Due today")
    if days == 1:
        return _("Due tomorrow")
    if days < FAR:
        return _("Due in %(count)d days") % {"count": days}
    return _("Due on %(day)s") % {"day": write_day(by)}


def _late(by: date, today: date) -> str:
    days = (today - by).days
    if days > LONG_AGO:
        return _("Overdue since %(day)s") % {"day": write_day(by)}
    words = ngettext("Overdue by %(count)d day", "Overdue by %(count)d days", days)
    return words % {"count": days}
