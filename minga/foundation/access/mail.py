"""Letters that this room sends. They name no case and nobody but whoever is written to."""

from collections.abc import Iterable

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from minga.foundation.access.models import Invitation, User
from minga.foundation.access.roles import ROLES


def send_invitation(invitation: Invitation, *, address: str) -> None:
    """Write to whoever was invited; `address` is the link."""
    with translation.override(invitation.language):
        words = {
            "address": address,
            "invitation": invitation,
            "role": ROLES[invitation.role].title.in_language(invitation.language),
        }
        text = render_to_string("access/mail/invitation.txt", words)
        send_mail(gettext("Minga: an invitation"), text, None, [invitation.email])


def send_change(user: User, *, change: str) -> None:
    """Tell somebody that the way in which they sign in has changed."""
    with translation.override(user.language):
        text = render_to_string("access/mail/changed.txt", {"change": change, "user": user})
        send_mail(gettext("Minga: something in your account has changed"), text, None, [user.email])


def send_notice(users: Iterable[User]) -> None:
    """Ask some people to sign in, and say no more: whoever steals a telephone reads this too.

    Where no letter can be sent, what they should see still waits for them on their pages.
    """
    for user in sorted(users, key=lambda user: user.pk):
        with translation.override(user.language):
            text = render_to_string("access/mail/notice.txt", {"address": settings.ADDRESS})
            send_mail(
                gettext("Minga: please sign in"), text, None, [user.email], fail_silently=True
            )
