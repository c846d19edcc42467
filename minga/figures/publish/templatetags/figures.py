"""Numbers and dates in templates as the sheet writes them, in the reader's language."""

from datetime import date

from django import template

from minga.figures.publish.factsheet import Number
from minga.figures.publish.figures import reading_language
from minga.figures.publish.released import Released
from minga.figures.publish.tables import cell, number_or_why
from minga.figures.publish.words import write_date

register = template.Library()


@register.filter
def said(figure: Released) -> str:
    """A figure's number, or why there is none."""
    return number_or_why(figure.value, reading_language(), withheld=figure.suppressed)


@register.filter
def written(number: Number | None) -> str:
    """A number, or a dash."""
    return cell(number, reading_language())


@register.filter
def day(on: date) -> str:
    """A date in words."""
    return write_date(on, language=reading_language())
