"""Who may be signed in at all, at the door and at every page after it."""

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings

from minga.foundation.access.models import User


class Backend(AuthenticationBackend):
    """By e-mail address and password, as allauth does it."""

    def user_can_authenticate(self, user: User) -> bool:
        """Open accounts; those of a demonstration nowhere else."""
        if user.demonstration and not settings.DEMONSTRATION_ACCOUNTS:
            return False
        return bool(super().user_can_authenticate(user))
