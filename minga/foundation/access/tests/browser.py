"""What somebody does in a browser: sign in, add an app, read a link in a letter."""

import re

from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client

PASSWORD = "una-caminata-a-mataje"


def found(pattern: str, text: object) -> str:
    """The first group of a pattern that must be there."""
    match = re.search(pattern, str(text))
    assert match, text
    return match[1]


def sign_in(client: Client, name: str = "ana", password: str = PASSWORD, **more):
    """Fill in the sign-in page."""
    form = {"login": f"{name}@example.org", "password": password}
    return client.post("/sign-in/", form, **more)


def code_for(secret: str) -> str:
    """The six figures that an app shows now."""
    counter = list(yield_hotp_counters_from_time())[1]
    return str(format_hotp_value(hotp_value(secret, counter)))


def enrol(client: Client) -> str:
    """Add an app on the pages; the secret that the app keeps."""
    page = client.get("/account/second-factor/app/").content.decode()
    secret = found(r'class="secret">([A-Z2-7]+)<', page)
    answer = client.post("/account/second-factor/app/", {"code": code_for(secret)})
    assert answer.status_code == 302, answer.content.decode()
    return secret
