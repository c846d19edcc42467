"""The style that a published page carries inside it, as it has to stand alone."""

from importlib.resources import files

from minga.foundation.web.look import look

OWN = files("minga.figures.publish") / "static/publish/factsheet.css"
STYLE = look() + OWN.read_text(encoding="utf-8")
