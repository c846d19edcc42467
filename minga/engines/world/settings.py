"""How the world is tuned: calibration numbers, name pools and house styles, typed and scaled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any


@dataclass(frozen=True)
class Calibration:
    """The numbers that the truth meets exactly, already scaled; shares are left as they are."""

    direct: int
    bands: Mapping[int, int]
    women: float
    group: Mapping[str, int]
    other_groups: Mapping[str, float]
    status: Mapping[str, int]
    refugee_groups: Mapping[str, int]
    trained_srhr_gbv: Mapping[str, int]
    peace: Mapping[str, int]
    duty_bearers: int
    grants: Mapping[str, int]
    school: Mapping[str, int]
    vocational: int
    cases: Mapping[str, int]
    groups: Mapping[str, Sequence[Mapping[str, Any]]]
    second_organisation: float
    sessions: tuple[int, ...]


@dataclass(frozen=True)
class Life:
    """How things go in any of the worlds: what is answered how often, who is sent what.

    Answers, numbers, texts and ends are named as narrowly as needed: `pathway.step.field`,
    `pathway.field`, `step.field` or `field`.
    """

    answers: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    numbers: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    """By the field of a part, the field of its whole: it is never more."""
    texts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    repeats: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    ends: Mapping[str, float] = field(default_factory=dict)
    """How often a case ends so, against its other ends; what is not named weighs 1."""
    given: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """By `pathway.end`, what must have been answered for a case to end so."""
    unfinished: float = 0.0
    """The share of cases that have not come to their end."""
    eligible: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    sites: Mapping[str, str] = field(default_factory=dict)
    """By pathway, how the codes of its sites begin."""
    senders: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """By pathway, the organisations that send its lists."""
    assessed_topics: Sequence[str] = ()
    """Topics of courses with tests, certificates and follow-up."""


_UNSCALED = ("women", "other_groups", "second_organisation", "sessions", "groups")


def _scaled(value: Any, scale: float) -> Any:
    if isinstance(value, Mapping):
        return {key: _scaled(inner, scale) for key, inner in value.items()}
    return max(1, round(value * scale)) if value else 0


def calibration_from(raw: Mapping[str, Any], scale: float) -> Calibration:
    """A calibration as the pack writes it, times `scale` (1 = the programme's real size)."""
    values = {
        key: value if key in _UNSCALED else _scaled(value, scale) for key, value in raw.items()
    }
    # The bands decide how many people there are: rounding must not leave the two apart.
    values["direct"] = sum(values["bands"].values())
    values["sessions"] = tuple(values["sessions"])
    return Calibration(**values)


def without_school(calibration: Calibration) -> Calibration:
    """The same world where the pack has no list of pupils: whoever was below 12 is 12 to 17.

    Nothing else would list the children, and the number of people would not be met.
    """
    bands = {band: count for band, count in calibration.bands.items() if band >= 12}
    bands[12] = bands.get(12, 0) + sum(n for b, n in calibration.bands.items() if b < 12)
    return replace(calibration, bands=dict(sorted(bands.items())))


@dataclass(frozen=True)
class Style:
    """How an organisation writes its lists."""

    style: str
    of: Sequence[str] = ()
    """The kinds of organisation that write so; empty for any."""
    language: str = "es"
    file: str = "xlsx"
    encoding: str = "utf-8"
    delimiter: str = ","
    titles: int = 1
    blank_after_titles: int = 0
    header_lines: int = 1
    merged: bool = False
    names: str = "full"
    surnames_first: bool = False
    letters: str = "title"
    dates: str = "date"
    sex: str = "hm"
    totals: bool = False
    sheets: str = "one"
    numbered: bool = False
    document_as_number: bool = False
    headings_upper: bool = False
    blank_every: int = 0
    words_rate: float = 0.35


def style_from(raw: Mapping[str, Any]) -> Style:
    """A house style as the pack writes it; a key that no style knows is an error."""
    known = {entry.name for entry in fields(Style)}
    unknown = set(raw) - known
    if unknown:
        raise ValueError(f"style {raw.get('style')}: unknown keys {sorted(unknown)}")
    return Style(**raw)


@dataclass(frozen=True)
class NamePool:
    """Names with relative frequencies."""

    names: tuple[str, ...]
    weights: tuple[float, ...]


@dataclass(frozen=True)
class Peoples:
    """Where the names of a people come from."""

    given_f: NamePool
    given_m: NamePool
    surnames: NamePool
    mixed: NamePool
    mixing: float


def _pool(raw: Mapping[str, float]) -> NamePool:
    return NamePool(tuple(raw), tuple(float(weight) for weight in raw.values()))


def peoples_from(raw: Mapping[str, Any]) -> dict[str, Peoples]:
    """The name pools of each people, from the pack's names."""
    given, surnames = raw["given"], raw["surnames"]
    return {
        code: Peoples(
            given_f=_pool(given[people["given"]]["f"]),
            given_m=_pool(given[people["given"]]["m"]),
            surnames=_pool(surnames[people["surnames"]]),
            mixed=_pool(surnames[people["mixed"]]),
            mixing=float(people["mixing"]),
        )
        for code, people in raw["peoples"].items()
    }
