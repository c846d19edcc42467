"""Forms that are sent twice, by a second click or a line that dropped, are done once.

A page writes `{% form_token %}` inside each form that records something, and its view does what
it is for through `once`.
"""

import uuid
from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from minga.foundation.access.drafts import FIELD as DRAFT_OF
from minga.foundation.access.drafts import forget, restored
from minga.foundation.access.guards import visitor
from minga.foundation.access.models import Post

FIELD = "form_token"


def token_of(request: HttpRequest) -> str:
    """The token of a form on this page: the one that was sent or kept with it, or a new one."""
    said = restored(request) or request.POST
    try:
        return str(uuid.UUID(said.get(FIELD, "")))
    except ValueError:
        return str(uuid.uuid4())


def once(request: HttpRequest, act: Callable[[], object]) -> None:
    """Do what a form is for, unless it was done already.

    When it fails, the form may be sent again. Raises BadRequest for one without its token.
    """
    try:
        token = uuid.UUID(request.POST.get(FIELD, ""))
    except ValueError:
        raise BadRequest("a form without its token") from None
    with transaction.atomic():
        _, is_new = Post.objects.get_or_create(
            token=token, defaults={"user": visitor(request), "sent_at": timezone.now()}
        )
        if is_new:
            act()
        forget(user=visitor(request), address=request.POST.get(DRAFT_OF, request.path))
