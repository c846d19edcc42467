"""People who open pages of cases, and a pathway whose forms ask more as they are answered."""

from typing import Any

from django.utils import timezone

from minga.foundation.access.second_factor import PROVEN
from minga.foundation.access.tests.sample import a_user, give
from minga.register.people.tests.factories import make_team
from minga.work.casework.tests.factories import TITLE, define

GRANT: dict[str, Any] = {
    "pathway": "grant",
    "title": {"es": "Capital semilla", "en": "Seed grant"},
    "subject": "registration",
    "confidentiality": "restricted",
    "roles": {"guarantor": {"title": {"es": "Garante", "en": "Guarantor"}}},
    "steps": {
        "asked": {"opens": True, "title": {"es": "Solicitó", "en": "Asked"}},
        "decided": {
            "after": "asked",
            "title": {"es": "Se decidió", "en": "Decided"},
            "form": "decision",
        },
        "paid": {
            "after": "decided",
            "title": {"es": "Se pagó", "en": "Paid"},
            "approval": True,
            "form": "payment",
        },
        "ended": {"after": ["decided", "paid"], "closes": True},
    },
}
DECISION = {
    "form": "decision",
    "survey": [
        {"type": "select_one yes_no", "name": "granted", "label": "Granted?", "required": "yes"},
        {
            "type": "decimal",
            "name": "amount",
            "label": "How much",
            "relevant": "${granted} = 'yes'",
            "required": "yes",
            "constraint": ". > 0",
            "constraint_message": "More than nothing",
        },
        {"type": "text", "name": "why_not", "relevant": "${granted} = 'no'", "label": "Why not"},
    ],
}
PAYMENT = {
    "form": "payment",
    "survey": [{"type": "decimal", "name": "paid", "label": "Paid", "required": "yes"}],
}


def load_grants():
    terms = {"yes": {"es": "Sí", "en": "Yes"}, "no": {"es": "No", "en": "No"}}
    define("vocabulary", "yes_no", {"vocabulary": "yes_no", "title": TITLE, "terms": terms})
    define("form", "decision", DECISION)
    define("form", "payment", PAYMENT)
    return define("pathway", "grant", GRANT)


def colleague(name, role, team=None, language="en"):
    """Somebody with a role in a team (the one that registrations are made in, by default)."""
    person = a_user(name, language=language)
    give(person, role, team or make_team(), starts_on=timezone.localdate())
    return person


def come_in(client, user):
    """Signed in, the second factor shown."""
    client.force_login(user)
    session = client.session
    session[PROVEN] = True
    session.save()
    return client


def shown(client, address):
    page = client.get(address)
    assert page.status_code == 200, address
    return page.content.decode()


def token_in(page):
    """The token of the first form of a page that records something."""
    return page.partition('name="form_token" value="')[2][:36]


def send(client, address, follow=True, **said):
    """Open a page and send its form, as a browser does."""
    page = client.get(address)
    there = page.content.decode() if page.status_code == 200 else ""
    asked = there.partition('name="asked" value="')[2].partition('"')[0]
    said = {"form_token": token_in(there), "asked": asked, **said}
    return client.post(address, said, follow=follow)
