"""Pages in tests see no more than pages that are served: the tests' own rights end here."""

from collections.abc import Callable

from django.db import connection
from django.http import HttpRequest, HttpResponseBase


class ServingMiddleware:
    """Takes the operator's sight away while a request is answered.

    The test itself goes on as a command does, so that it can make and look up what it needs.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer without, and give it back."""
        _operate("off")
        try:
            return self.get_response(request)
        finally:
            _operate("on")


def _operate(sight: str) -> None:
    """Tell the session, past Django, which counts what a page asks."""
    try:
        connection.ensure_connection()
    except RuntimeError:  # a test that asks for no database: its pages read nothing
        return
    connection.connection.execute("SELECT set_config('minga.operator', %s, false)", [sight])
