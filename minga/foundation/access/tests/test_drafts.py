"""What was typed is kept, sealed, for its user alone, until it is sent or dropped."""

import uuid
from datetime import timedelta

import pytest
from django import forms
from django.http import QueryDict
from django.test import RequestFactory
from django.utils import timezone

from minga.foundation.access.drafts import LARGEST, LASTS, fill, forget_about, keep
from minga.foundation.access.models import Draft
from minga.foundation.access.tests.browser import sign_in
from minga.foundation.access.tests.sample import a_user
from minga.foundation.keys.sealing import TamperedError

pytestmark = pytest.mark.django_db
PAGE = "/account/"
TYPED = "draft_of=/account/&display_name=Luz+Dary&said=a&said=b&csrfmiddlewaretoken=secret"


class Form(forms.Form):
    display_name = forms.CharField(min_length=20)
    said = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B"), ("c", "C")])
    ticked = forms.BooleanField()


def typed(text=TYPED):
    return QueryDict(text)


def back(user, page=PAGE):
    """The form as its user finds it again."""
    request = RequestFactory().get(page)
    request.user = user
    request._messages = type("Told", (), {"add": lambda *_told: None})()  # type: ignore[attr-defined]
    return fill(request, Form())


def store(user, **more):
    told = {"user": user, "address": PAGE, "typed": typed(), "at": timezone.now(), **more}
    return keep(**told)


def test_what_was_typed_comes_back_unjudged(ana):
    store(ana)
    form = back(ana)
    assert form.initial == {"display_name": "Luz Dary", "said": ["a", "b"], "ticked": False}
    assert not form.is_bound


def test_nobody_else_finds_it_and_no_other_page(ana):
    store(ana)
    assert back(a_user("ben")).initial == {}
    assert back(ana, "/staff/").initial == {}


def test_a_page_has_one_draft_the_latest(ana):
    store(ana)
    store(ana, typed=typed("display_name=Rosa"))
    assert back(ana).initial["display_name"] == "Rosa"
    assert Draft.objects.count() == 1


def test_it_is_sealed_and_holds_no_token_of_the_browser(ana):
    store(ana)
    kept = bytes(Draft.objects.get().sealed)
    assert b"Luz" not in kept
    assert b"secret" not in kept


def test_what_was_changed_in_the_database_is_noticed(ana):
    store(ana)
    found = Draft.objects.get()
    Draft.objects.update(sealed=bytes(found.sealed)[:-1] + b"x")
    with pytest.raises(TamperedError):
        back(ana)


def test_what_nobody_came_back_to_goes(ana):
    store(ana, at=timezone.now() - LASTS - timedelta(hours=1))
    assert back(ana).initial == {}
    store(ana, address="/staff/")
    assert [draft.address for draft in Draft.objects.all()] == ["/staff/"]


def test_too_much_is_not_kept(ana):
    assert not store(ana, typed=typed("a=" + "x" * LARGEST))
    assert Draft.objects.count() == 0


def test_erasing_reaches_what_was_typed_about_somebody(ana):
    case = uuid.uuid4()
    store(ana, address=f"/cases/{case}/notes/")
    store(ana)
    forget_about([case])
    assert [draft.address for draft in Draft.objects.all()] == [PAGE]


def test_typing_keeps_it_and_says_so(client, ana):
    sign_in(client)
    answer = client.post("/drafts/", typed().dict(), headers={"HX-Request": "true"})
    assert "no se ha enviado" in answer.content.decode()
    assert back(ana).initial["display_name"] == "Luz Dary"


def test_without_a_script_a_button_keeps_it(client, ana):
    sign_in(client)
    assert client.post("/drafts/", typed().dict()).url == PAGE
    assert Draft.objects.count() == 1
    assert client.post("/drafts/drop/", typed().dict()).url == PAGE
    assert Draft.objects.count() == 0


@pytest.mark.parametrize("page", ["", "https://elsewhere.example/", "//elsewhere.example/", "/no/"])
def test_a_draft_of_no_page_of_ours_is_refused(client, ana, page):
    sign_in(client)
    for address in ("/drafts/", "/drafts/drop/"):
        assert client.post(address, {"draft_of": page}).status_code == 400


def test_a_stranger_keeps_nothing(client):
    assert client.post("/drafts/", typed().dict()).status_code == 302
    assert Draft.objects.count() == 0
