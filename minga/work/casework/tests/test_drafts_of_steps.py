"""A step that was being filled in is found again as far as it was, and gone once recorded."""

import pytest

from minga.foundation.access.models import Draft
from minga.work.casework.models import Step
from minga.work.casework.tests.test_case_pages import ana, begin, case, person  # noqa: F401
from minga.work.casework.tests.visits import come_in, shown, token_in

pytestmark = pytest.mark.django_db


def test_a_line_that_drops_loses_nothing(client, ana, case):  # noqa: F811
    come_in(client, ana)
    page = f"/cases/{case.pk}/record/decided/"
    first = shown(client, page)
    sent = {"form_token": token_in(first), "answer.granted": "yes", "answer.amount": "12.5"}
    kept = {**sent, "draft_of": page, "asked": "granted amount"}
    client.post("/drafts/", kept, headers={"HX-Request": "true"})
    again = shown(client, page)
    assert 'value="12.5"' in again
    assert token_in(again) == token_in(first)
    assert "is back" in again
    assert "needs an answer" not in again
    done = client.post(page, {**kept, "occurred_on": "2020-01-02"}, follow=True)
    assert Step.objects.filter(case=case, name="decided").exists() is False
    assert Draft.objects.count() == 1  # what was refused is still there
    day = Step.objects.get(case=case).occurred_on
    done = client.post(page, {**kept, "occurred_on": day.isoformat()}, follow=True)
    assert done.status_code == 200
    assert Step.objects.filter(case=case, name="decided").exists()
    assert Draft.objects.count() == 0


def test_a_note_is_kept_too_and_enter_still_sends_it(client, ana, case):  # noqa: F811
    come_in(client, ana)
    page = f"/cases/{case.pk}/notes/"
    client.post("/drafts/", {"draft_of": page, "text": "She will come on Monday"})
    again = shown(client, page)
    assert "She will come on Monday</textarea>" in again
    assert again.index("Keep the note") < again.index("Keep it for later")
