"""What every page demands, said once more: the specification of the walk in test_every_page.py.

A new address needs a line here: what its visitor must have, and, where it shows a record, of which
kind (`about`, a kind of tests/visibility.py), so that the walk tries it with records of every
confidentiality. Whoever may not see the record must get what they would get for one that is not
there.
"""

from dataclasses import dataclass

PUBLIC = "public"
SIGNED_IN = "signed in"


@dataclass(frozen=True)
class Page:
    """What a page demands: nothing, to have signed in, or a permission; and what it shows."""

    demands: str
    about: str = ""
    """The record that its first argument names: case, registration, gathering or list."""
    shows: bool = True
    """Whether opening it shows the record to whoever may see it; else it waits for a form, or its
    further arguments name what is not there."""


PAGES: dict[str, Page] = {
    "publish:home": Page(PUBLIC),
    "publish:edition": Page(PUBLIC),
    "publish:record": Page(PUBLIC),
    "publish:file": Page(PUBLIC),
    "publish:figure": Page(PUBLIC),
    "publish:cells": Page(PUBLIC),
    "publish:download": Page(PUBLIC),
    "casework:cases": Page("casework.read_open_case"),
    "casework:new": Page("casework.open_case"),
    "casework:open": Page("casework.open_case"),
    "casework:choose_for": Page("casework.open_case", "registration"),
    "casework:open_for": Page("casework.open_case", "registration", shows=False),
    "casework:answer": Page("casework.transfer_case"),
    "casework:case": Page("casework.read_open_case", "case"),
    "casework:record": Page("casework.record_step", "case", shows=False),
    "casework:correct": Page("casework.record_step", "case", shows=False),
    "casework:take_back": Page("casework.record_step", "case", shows=False),
    "casework:reopen": Page("casework.record_step", "case"),
    "casework:approve": Page("casework.approve_step", "case", shows=False),
    "casework:decline": Page("casework.approve_step", "case", shows=False),
    "casework:note": Page("casework.record_step", "case"),
    "casework:settle": Page("casework.record_step", "case", shows=False),
    "casework:add_paper": Page("casework.record_step", "case"),
    "casework:paper": Page("casework.read_open_case", "case", shows=False),
    "casework:thumbnail": Page("casework.read_open_case", "case", shows=False),
    "casework:participant": Page("casework.record_step", "case"),
    "casework:members": Page("casework.join_sealed_case", "case", shows=False),
    "casework:leaving": Page("casework.join_sealed_case", "case", shows=False),
    "casework:glass": Page("casework.break_glass"),
    "casework:glass_end": Page("casework.break_glass"),
    "casework:glass_requests": Page("casework.approve_break_glass"),
    "casework:glass_answer": Page("casework.approve_break_glass"),
    "casework:glass_close": Page("casework.approve_break_glass"),
    "casework:offer": Page("casework.transfer_case", "case"),
    "casework:take_offer_back": Page("casework.transfer_case", "case", shows=False),
    "gallery": Page(SIGNED_IN),
    "set_language": Page(PUBLIC),
    "access:account": Page(SIGNED_IN),
    "access:other_sessions": Page(SIGNED_IN),
    "access:leave": Page(SIGNED_IN),
    "access:invitation": Page(PUBLIC),
    "access:staff": Page("access.read_staff"),
    "access:invite": Page("access.invite_person"),
    "access:person": Page("access.read_staff"),
    "access:revoke": Page("access.read_staff"),
    "access:withdraw": Page("access.invite_person"),
    "access:teams": Page("access.keep_teams"),
    "access:team": Page("access.keep_teams"),
    "account_login": Page(PUBLIC),
    "account_inactive": Page(PUBLIC),
    "account_logout": Page(SIGNED_IN),
    "account_reauthenticate": Page(SIGNED_IN),
    "account_change_password": Page(SIGNED_IN),
    "account_reset_password": Page(PUBLIC),
    "account_reset_password_done": Page(PUBLIC),
    "account_reset_password_from_key": Page(PUBLIC),
    "account_reset_password_from_key_done": Page(PUBLIC),
    "openid_connect_login": Page(PUBLIC),
    "openid_connect_callback": Page(PUBLIC),
    "socialaccount_login_cancelled": Page(PUBLIC),
    "socialaccount_login_error": Page(PUBLIC),
    "socialaccount_signup": Page(PUBLIC),
    "mfa_authenticate": Page(PUBLIC),
    "mfa_reauthenticate": Page(SIGNED_IN),
    "mfa_reauthenticate_webauthn": Page(SIGNED_IN),
    "mfa_index": Page(SIGNED_IN),
    "mfa_activate_totp": Page(SIGNED_IN),
    "mfa_deactivate_totp": Page(SIGNED_IN),
    "mfa_view_recovery_codes": Page(SIGNED_IN),
    "mfa_generate_recovery_codes": Page(SIGNED_IN),
    "mfa_download_recovery_codes": Page(SIGNED_IN),
    "mfa_list_webauthn": Page(SIGNED_IN),
    "mfa_add_webauthn": Page(SIGNED_IN),
    "mfa_edit_webauthn": Page(SIGNED_IN),
    "mfa_remove_webauthn": Page(SIGNED_IN),
}
