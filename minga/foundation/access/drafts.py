"""What was typed is kept while it is typed: a line that drops or a session that ends loses nothing.

A form that keeps drafts has `{% draft %}` before its end; its view fills it with `fill(request,
form)`. What is kept is sealed, seen by its user alone, gone once the form is done (`once`), and
after two weeks.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TypeVar

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from minga.foundation.access.models import Draft, User
from minga.foundation.keys.sealing import keyed_hash, open_sealed, seal

FIELD = "draft_of"
NOT_KEPT = ("csrfmiddlewaretoken", FIELD)
LARGEST = 64 * 1024
"""A draft has at most so many bytes; what is larger is not typed."""
LASTS = timedelta(days=14)
FormT = TypeVar("FormT", bound=BaseForm)


@transaction.atomic
def keep(*, user: User, address: str, typed: QueryDict, at: datetime) -> bool:
    """Keep what a user has typed on a page, in the place of what was kept before. Whether it was.

    Drafts of the user that nobody came back to go.
    """
    left = typed.copy()
    for name in NOT_KEPT:
        left.pop(name, None)
    plain = left.urlencode().encode()
    if len(plain) > LARGEST:
        return False
    Draft.objects.filter(user=user, saved_at__lt=at - LASTS).delete()
    about = _about(user, address)
    kept = seal(plain, key=_key(about), about=about)
    Draft.objects.bulk_create(
        [Draft(user=user, address=address, sealed=kept, saved_at=at)],
        update_conflicts=True,
        unique_fields=["user", "address"],
        update_fields=["sealed", "saved_at"],
    )
    return True


def forget(*, user: User, address: str) -> None:
    """Forget what was typed on a page."""
    Draft.objects.filter(user=user, address=address).delete()


def forget_about(numbers: Iterable[uuid.UUID]) -> None:
    """Forget what anybody has typed on the pages of erased things."""
    for number in numbers:
        Draft.objects.filter(address__contains=str(number)).delete()


def restored(request: HttpRequest) -> QueryDict | None:
    """What was typed on this page and not sent, for a page that is opened again."""
    if request.method not in {"GET", "HEAD"} or not isinstance(request.user, User):
        return None
    if not hasattr(request, "draft"):
        request.draft = _restored(request)  # type: ignore[attr-defined]
    found: QueryDict | None = request.draft  # type: ignore[attr-defined]
    return found


def fill(request: HttpRequest, form: FormT) -> FormT:
    """Fill a form that was not sent with what was typed before, without judging it."""
    typed = restored(request)
    if typed is not None and not form.is_bound:
        for name, field in form.fields.items():
            key = form.add_prefix(name)
            if not field.widget.value_omitted_from_data(typed, {}, key):
                form.initial[name] = field.widget.value_from_datadict(typed, {}, key)
    return form


def _restored(request: HttpRequest) -> QueryDict | None:
    found = Draft.objects.filter(user=request.user.pk, address=request.path).first()
    if found is None or found.saved_at < timezone.now() - LASTS:
        return None
    about = _about(request.user, request.path)
    plain = open_sealed(bytes(found.sealed), key=_key(about), about=about)
    clock = date_format(timezone.localtime(found.saved_at), "SHORT_DATETIME_FORMAT")
    messages.info(request, _("What you had typed (%s) is back. It was not sent yet.") % clock)
    return QueryDict(plain)


def _about(user: User | AnonymousUser, address: str) -> str:
    return f"{user.pk}|{address}"


def _key(about: str) -> bytes:
    """The key of one draft: derived, for what is this short-lived needs no row in the keystore."""
    return bytes.fromhex(keyed_hash(about, purpose="draft"))
