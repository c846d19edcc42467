"""Making accounts, helping their owners back in, and closing them."""

from datetime import date

from allauth.account.models import EmailAddress
from django.db import transaction

from minga.foundation.access import second_factor
from minga.foundation.access.actions.grants import refuse_unless_answering
from minga.foundation.access.actions.refusals import NOT_YOURS_TO_KEEP
from minga.foundation.access.models import Session, User
from minga.foundation.audit.actions import record
from minga.foundation.core.principals import Principal


@transaction.atomic
def make_account(
    *,
    email: str,
    display_name: str,
    language: str,
    password: str | None,
    by: Principal,
    demonstration: bool = False,
) -> User:
    """An account that may do nothing yet; without a password it can only be reached by a reset."""
    made = User(
        email=email.strip().lower(),
        display_name=display_name.strip(),
        language=language,
        demonstration=demonstration,
    )
    made.set_password(password)
    made.save()
    EmailAddress.objects.create(user=made, email=made.email, verified=True, primary=True)
    record(action="access.account_made", kind="user", object_id=made.pk, by=by)
    return made


@transaction.atomic
def close_account(*, user: User, reason: str, today: date, by: Principal) -> None:
    """Let nobody sign in with this account any more, and end where it is signed in.

    Raises RefusedError where somebody's roles are not theirs to give, or without a reason.
    """
    refuse_unless_answering(user, reason=reason, today=today, by=by, refusal=NOT_YOURS_TO_KEEP)
    user.is_active = False
    user.save(update_fields=["is_active"])
    Session.objects.filter(user=user).delete()
    record(action="access.account_closed", kind="user", object_id=user.pk, by=by, reason=reason)


@transaction.atomic
def reset_second_factor(*, user: User, reason: str, today: date, by: Principal) -> None:
    """Take every second factor off an account whose owner has lost theirs; they enrol another.

    The owner signs in with the password and is let into no record before they have. Raises
    RefusedError where somebody's roles are not theirs to give, or without a reason.
    """
    refuse_unless_answering(user, reason=reason, today=today, by=by, refusal=NOT_YOURS_TO_KEEP)
    second_factor.remove_all(user)
    Session.objects.filter(user=user).delete()
    record(action="access.factor_reset", kind="user", object_id=user.pk, by=by, reason=reason)


@transaction.atomic
def change_details(*, user: User, display_name: str, language: str, by: Principal) -> None:
    """Another name to be shown by, another language."""
    user.display_name, user.language = display_name.strip(), language
    user.save(update_fields=["display_name", "language"])
    record(action="access.details_changed", kind="user", object_id=user.pk, by=by)


@transaction.atomic
def end_other_sessions(*, user: User, keep: str, by: Principal) -> int:
    """Sign the user out everywhere but in the session kept as `keep`. How many sessions ended."""
    ended, _ = Session.objects.filter(user=user).exclude(session_key=keep).delete()
    record(action="access.sessions_ended", kind="user", object_id=user.pk, by=by)
    return ended
