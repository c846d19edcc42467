"""Reads what the world needs out of a programme's folder."""

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from minga.engines.world.inputs import (
    a_date,
    list_from,
    organisations_from,
    places_from,
    vocabulary_from,
)
from minga.engines.world.pathways import fields_from, pathway_from


def _yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def read_inputs(pack: Path) -> Mapping[str, Any]:
    """The keyword arguments of `generate` that a programme's folder gives."""
    programme = _yaml(pack / "programme.yaml")
    forms = {
        path.stem: fields_from(path.read_text("utf-8")) for path in sorted(pack.glob("forms/*.md"))
    }
    pathways = [pathway_from(_yaml(path), forms) for path in sorted(pack.glob("pathways/*.yaml"))]
    vocabularies = {}
    for path in sorted(pack.glob("vocabularies/*.yaml")):
        raw = _yaml(path)
        vocabularies[str(raw["vocabulary"])] = vocabulary_from(raw)
    return {
        "names": _yaml(pack / "world/names.yaml"),
        "calibration": _yaml(pack / "world/calibration.yaml"),
        "life": _yaml(pack / "world/life.yaml"),
        "styles": _yaml(pack / "world/styles.yaml"),
        "places": places_from(_rows(pack / "places.csv")),
        "organisations": organisations_from(_rows(pack / "organisations.csv")),
        "lists": [list_from(_yaml(path)) for path in sorted(pack.glob("lists/*.yaml"))],
        "pathways": {pathway.code: pathway for pathway in pathways},
        "vocabularies": vocabularies,
        "indicators": {
            str(raw["indicator"]): raw
            for path in sorted(pack.glob("indicators/*.yaml"))
            for raw in _yaml(path)
        },
        "periods": [
            (a_date(period["starts"]), a_date(period["ends"]))
            for period in programme.get("periods", ())
        ],
        "starts": a_date(programme["starts"]),
        "ends": a_date(programme["ends"]),
    }
