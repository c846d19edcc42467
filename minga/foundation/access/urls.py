"""The addresses of this room. Allauth's pages keep allauth's names; each says what it demands."""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as elsewhere
from allauth.socialaccount.providers.openid_connect import views as oidc
from django.urls import URLPattern, URLResolver, include, path, re_path

from minga.foundation.access.guards import enrolling, signed_in
from minga.foundation.access.views import account as own
from minga.foundation.access.views import (
    accounts,
    drafts,
    filters,
    invitation,
    second_factor,
    staff,
    teams,
)

OWN = [
    path("account/", own.account, name="account"),
    path("account/other-sessions/", own.other_sessions, name="other_sessions"),
    path("leave/", own.leave, name="leave"),
    path("drafts/", drafts.keep, name="keep_draft"),
    path("drafts/drop/", drafts.drop, name="drop_draft"),
    path("filters/", filters.keep, name="keep_filter"),
    path("filters/<int:number>/forget/", filters.forget, name="forget_filter"),
    path("invitation/<str:token>/", invitation.invitation, name="invitation"),
    path("staff/", staff.staff, name="staff"),
    path("staff/invite/", staff.invite, name="invite"),
    path("staff/<int:number>/", staff.person, name="person"),
    path("staff/<int:number>/second-factor/", accounts.reset_factor, name="reset_factor"),
    path("staff/<int:number>/close/", accounts.close, name="close"),
    path("staff/roles/<int:number>/take-back/", staff.revoke, name="revoke"),
    path("staff/invitations/<int:number>/withdraw/", staff.withdraw, name="withdraw"),
    path("teams/", teams.teams, name="teams"),
    path("teams/<str:code>/", teams.team, name="team"),
]
SIGNING_IN = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-in/second-factor/", factors.authenticate, name="mfa_authenticate"),
    path("sign-out/", enrolling(account.logout), name="account_logout"),
    path("closed/", account.account_inactive, name="account_inactive"),
    path("confirm/", enrolling(account.reauthenticate), name="account_reauthenticate"),
    path("confirm/code/", enrolling(factors.reauthenticate), name="mfa_reauthenticate"),
    path(
        "confirm/passkey/",
        enrolling(passkeys.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
]
ELSEWHERE = [  # signing in where an organisation already does
    path("<slug:provider_id>/", oidc.login, name="openid_connect_login"),
    path("<slug:provider_id>/back/", oidc.callback, name="openid_connect_callback"),
    path("stopped", elsewhere.login_cancelled, name="socialaccount_login_cancelled"),
    path("failed", elsewhere.login_error, name="socialaccount_login_error"),
    path("unknown", elsewhere.signup, name="socialaccount_signup"),
]
PASSWORD = [
    path("", own.password, name="account_change_password"),
    path("forgotten/", account.password_reset, name="account_reset_password"),
    path("forgotten/sent/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^forgotten/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "forgotten/changed/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
SECOND_FACTOR = [
    path("", enrolling(factors.index), name="mfa_index"),
    path("app/", second_factor.add_app, name="mfa_activate_totp"),
    path("app/remove/", signed_in(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("codes/", enrolling(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "codes/new/", enrolling(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"
    ),
    path(
        "codes/file/", enrolling(codes.download_recovery_codes), name="mfa_download_recovery_codes"
    ),
    path("passkeys/", signed_in(passkeys.list_webauthn), name="mfa_list_webauthn"),
    path("passkeys/new/", second_factor.add_passkey, name="mfa_add_webauthn"),
    path("passkeys/<int:pk>/", signed_in(passkeys.edit_webauthn), name="mfa_edit_webauthn"),
    path(
        "passkeys/<int:pk>/remove/", signed_in(passkeys.remove_webauthn), name="mfa_remove_webauthn"
    ),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((OWN, "access"))),
    path("", include(SIGNING_IN)),
    path("sign-in/with/", include(ELSEWHERE)),
    path("account/password/", include(PASSWORD)),
    path("account/second-factor/", include(SECOND_FACTOR)),
    path("language/", own.language, name="set_language"),
]
