"""The look of every page, for pages that stand alone and carry it inside them."""

from functools import cache
from importlib.resources import files


@cache
def look() -> str:
    """The style sheet that every page of the house shares."""
    return (files("minga.foundation.web") / "static/web/look.css").read_text(encoding="utf-8")
