"""Doing what a form is for, and telling in the form what stands against it."""

from collections.abc import Callable

from django.forms import BaseForm
from django.http import HttpRequest

from minga.engines.pathway.definition import Pathway
from minga.foundation.access.posts import once
from minga.work.casework.rules import CaseworkError
from minga.work.casework.words import problems


def tried(
    request: HttpRequest,
    form: BaseForm,
    act: Callable[[], object],
    pathway: Pathway | None = None,
) -> bool:
    """Do it once; what was refused stands on the form. Whether it was done.

    `pathway` gives the steps that a refusal speaks of their titles.
    """
    try:
        once(request, act)
    except CaseworkError as error:
        for words in problems(error, pathway):
            form.add_error(None, words)
        return False
    return True
