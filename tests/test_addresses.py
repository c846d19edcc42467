"""Every address of the application demands something of its visitor, or is known to be public."""

import uuid

import pytest
from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, path, reverse

from minga.foundation.access.guards import demand_of
from minga.foundation.access.middleware import GuardMiddleware

PUBLIC = {
    "publish:home",  # what was published, for anybody
    "publish:edition",
    "publish:record",  # what an edition was made from
    "publish:file",
    "publish:figure",  # released figures, cell by cell
    "publish:cells",
    "publish:download",
    "account_login",  # the way in
    "mfa_authenticate",
    "openid_connect_login",  # the way in through an organisation's own sign-in
    "openid_connect_callback",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
    "socialaccount_signup",  # says that nobody registers by themselves
    "account_inactive",
    "account_reset_password",  # the way back in, by a letter to the account's address
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "access:invitation",  # the way in for the first time, by a secret link
    "set_language",
}
"""Said a second time, so that no page becomes public by a slip in the settings."""

SOME = uuid.UUID(int=1)
ARGUMENTS: dict[str, list[object]] = {
    "access:forget_filter": [1],
    "access:person": [1],
    "access:reset_factor": [1],
    "access:close": [1],
    "access:revoke": [1],
    "access:withdraw": [1],
    "access:team": ["x"],
    "casework:answer": [1],
    "day:group": ["now"],
    "network:organisation": ["undp"],
    "packs:received": ["0"],
    "results:output": ["o1"],
    "casework:open": ["x"],
    "casework:choose_for": [SOME],
    "casework:open_for": [SOME, "x"],
    **{
        f"casework:{page}": [SOME]
        for page in ("case", "move", "reopen", "note", "add_paper", "participant", "offer")
    },
    "casework:take_offer_back": [SOME],
    "casework:members": [SOME],
    "casework:leaving": [SOME, 1],
    **{f"casework:{page}": [1] for page in ("glass_end", "glass_answer", "glass_close")},
    "casework:record": [SOME, "x"],
    **{f"casework:{page}": [SOME, 1] for page in ("correct", "take_back", "approve", "decline")},
    **{f"casework:{page}": [SOME, SOME] for page in ("settle", "paper", "thumbnail")},
    "protection:log_file": ["csv"],
    "intake:template": ["x"],
    **{
        f"intake:{page}": [SOME]
        for page in ("list", "progress", "again", "undo", "corrections", "rows")
    },
    "intake:row": [SOME, 1],
    "intake:mapping": [SOME, "x"],
    **{
        f"protection:{page}": [1]
        for page in (
            "request",
            "copy",
            "data",
            "handed_over",
            "correct",
            "objection",
            "erase",
        )
    },
    "gatherings:hold": ["x", "x"],
    **{
        f"gatherings:{page}": [SOME]
        for page in ("roll", "newcomer", "earlier", "tally", "certify", "certificates")
    },
    "glance:person": [SOME],
    "people:consent": [SOME],
    "people:contact": [SOME],
    "people:identity": [SOME],
    "people:withdraw": [SOME, 1],
    "mfa_edit_webauthn": [1],
    "mfa_remove_webauthn": [1],
}
"""What to write into the addresses that name something."""


def every_address(resolver, namespace=""):
    """Name and view of every address, however deep it is included."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from every_address(entry, inner)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}", entry.callback


def unguarded(addresses):
    return {name for name, view in addresses if demand_of(view) is None}


def test_every_address_demands_something_or_is_public():
    assert unguarded(every_address(get_resolver())) == PUBLIC == settings.PUBLIC_PAGES


def test_an_address_that_demands_nothing_is_noticed():
    class Planted:
        url_patterns = (path("x/", lambda request: HttpResponse(), name="x"),)

    assert unguarded(every_address(Planted())) == {"x"}


def test_a_page_that_demands_nothing_and_is_not_listed_does_not_open(rf):
    request = rf.get("/x/")
    request.resolver_match = type("Match", (), {"view_name": "planted:x"})
    with pytest.raises(Http404):
        GuardMiddleware(lambda request: HttpResponse()).process_view(
            request, lambda request: HttpResponse(), (), {}
        )


@pytest.mark.django_db
def test_a_stranger_is_let_into_public_pages_only(client):
    """Whatever address is tried without signing in: the way in, or no such page."""
    for name, view in every_address(get_resolver()):
        demand = demand_of(view)
        if demand is None:
            continue
        answer = client.get(reverse(name, args=ARGUMENTS.get(name, [])))
        if demand.permission is None:
            assert answer.status_code == 302, name
            assert answer.headers["Location"].startswith("/sign-in/"), name
        else:
            assert answer.status_code == 404, name
