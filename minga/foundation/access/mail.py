"""Letters that this room sends. They name no case and nobody but whoever is written to."""

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from minga.foundation.access.models import Invitation
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
