"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest


def installation(request: HttpRequest) -> dict[str, object]:
    """Whether this is a demonstration: every page of one says that its people are synthetic."""
    return {"demonstration": settings.DEMONSTRATION}
