"""How often something may be tried: allauth counts, in the database, so all processes together."""

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse


def too_often(request: HttpRequest, action: str) -> HttpResponse | None:
    """The answer to a request that comes too often by `ACCOUNT_RATE_LIMITS`; else None."""
    refused: HttpResponse | None = ratelimit.consume_or_429(request, action=action)
    return refused
