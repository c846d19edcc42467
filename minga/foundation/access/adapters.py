"""How allauth behaves here: nobody registers by themselves, secrets are sealed, all is logged."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from minga.foundation.access import second_factor, sessions
from minga.foundation.access.mail import send_change
from minga.foundation.access.models import User
from minga.foundation.audit.actions import record
from minga.foundation.core.principals import user as principal_of

CHANGES = {
    "account/email/password_changed": "password_changed",
    "account/email/password_reset": "password_reset",
    "account/email/password_set": "password_set",
    "mfa/email/recovery_codes_generated": "recovery_codes_made",
    "mfa/email/totp_activated": "app_added",
    "mfa/email/totp_deactivated": "app_removed",
    "mfa/email/webauthn_added": "passkey_added",
    "mfa/email/webauthn_removed": "passkey_removed",
}
"""What allauth tells by mail that has changed, and what the log calls it."""


class AccountAdapter(DefaultAccountAdapter):
    """Signing in: by e-mail address and password, with an account that somebody invited."""

    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "This e-mail address and this password do not belong together."
        ),
        "too_many_login_attempts": _("Too many attempts. Wait ten minutes and try again."),
        "incorrect_password": _("This is not your password."),
        "incorrect_code": _("This code does not fit. Codes change every 30 seconds."),
        "enter_current_password": _("This is not your present password."),
    }

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any = None) -> bool:
        """Nobody registers by themselves."""
        return False

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """Turn away closed accounts, and demonstration accounts in a live installation."""
        if user.demonstration and not settings.DEMONSTRATION_ACCOUNTS:
            user.is_active = False
        refused: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return refused

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Log who came in, and start the clock of the session."""
        agent = request.headers.get("User-Agent", "")
        sessions.touch(request.session, now=timezone.now(), agent=agent)
        if user.demonstration:  # everybody's account speaks as whoever uses it now
            user.language = translation.get_language() or user.language
            user.save(update_fields=["language"])
        record(action="access.signed_in", kind="user", object_id=user.pk, by=principal_of(user.pk))
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Log that somebody tried a password that is not the account's."""
        tried = User.objects.filter(email=str(credentials.get("email", "")).lower()).first()
        if tried is not None:
            by = principal_of(tried.pk)
            record(action="access.sign_in_refused", kind="user", object_id=tried.pk, by=by)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to where the change began."""
        return reverse("access:account")

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask for the password again before a change, unless it was typed a moment ago."""
        if sessions.is_fresh(self.request.session, now=timezone.now()):
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Log a change of password or second factor, and tell its owner."""
        change = CHANGES.get(template_prefix, "sign_in_changed")
        by = principal_of(user.pk)
        record(action=f"access.{change}", kind="user", object_id=user.pk, by=by)
        send_change(user, change=change)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write to people in the language of their account."""
        user = context.get("user")
        with translation.override(user.language if isinstance(user, User) else None):
            super().send_mail(template_prefix, email, context)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors: secrets are stored sealed; one that is needed cannot be removed last."""

    error_messages: ClassVar = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "cannot_delete_authenticator": _(
            "Your role demands a second factor. Add another one before removing this one."
        ),
    }

    def get_totp_issuer(self) -> str:
        """What the app on the telephone calls this entry: nothing that says what it is for."""
        return "Minga"

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002
        """What a new passkey is called until its owner calls it something else."""
        number = second_factor.factors_of(user).filter(type=type).count() + 1
        return gettext("Passkey %(number)d") % {"number": number}

    def encrypt(self, text: str) -> str:
        """Seal a secret."""
        return second_factor.seal_secret(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a sealed secret."""
        return second_factor.open_secret(encrypted_text)

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Keep the last factor of somebody whose role demands one."""
        factors = second_factor.factors_of(authenticator.user).exclude(pk=authenticator.pk)
        return bool(factors.exists()) or not second_factor.is_needed(authenticator.user)
