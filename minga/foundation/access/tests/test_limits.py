"""A page that counts: so often, then no more for a while, and the log says who tried."""

import pytest
from django.http import Http404, HttpResponse
from django.utils import timezone

from minga.foundation.access.guards import Demand, demand_of, permitted
from minga.foundation.access.limits import limited
from minga.foundation.access.permissions import Permission
from minga.foundation.access.tests.sample import a_team, a_user, give
from minga.foundation.audit.models import AuditEvent

pytestmark = pytest.mark.django_db


@limited("search", methods=("GET",))
@permitted("people.search_person")
def page(request):
    return HttpResponse("found")


def worker(name):
    user = a_user(name)
    give(user, "field_worker", a_team(), starts_on=timezone.localdate())
    return user


@pytest.fixture
def ask(rf, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "search": "3/m/user"}

    def asked(user, method="get"):
        request = getattr(rf, method)("/people/?for=Rosa")
        request.user = user
        return page(request).status_code

    return asked


def test_each_account_has_so_many_and_the_log_says_who_went_beyond(ask):
    ana, berta = worker("ana"), worker("berta")
    assert [ask(ana) for _ in range(5)] == [200, 200, 200, 429, 429]
    assert ask(berta) == 200
    events = AuditEvent.objects.filter(action="access.too_often")
    assert {(event.by, event.detail["limit"]) for event in events} == {(f"user:{ana.pk}", "search")}
    assert "Rosa" not in str(list(events.values()))


def test_only_what_counts_is_counted(ask):
    ana = worker("ana")
    assert {ask(ana, "post") for _ in range(5)} == {200}
    assert ask(ana) == 200


def test_for_whom_there_is_no_such_page_it_stays_so_however_often(ask):
    stranger = a_user("stranger")
    for _ in range(5):
        with pytest.raises(Http404):
            ask(stranger)
    assert demand_of(page) == Demand(permission=Permission.SEARCH_PERSON)


def test_the_limits_of_the_house_are_set(settings):
    assert settings.ACCOUNT_RATE_LIMITS["search"]
    assert settings.ACCOUNT_RATE_LIMITS["upload"]
