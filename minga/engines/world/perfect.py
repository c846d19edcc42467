"""What a perfect count would give: the pack's indicators, counted over what truly happened.

It shares nothing with the engine that counts for the programme, so that one can check the other.
Left out are statistics from outside and estimates of catchment, which the world does not make.
What has a figure for each period is counted period by period.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from minga.engines.world.events import TrueStep
from minga.engines.world.inputs import Organisation

MEMBER = "network.member"
OLDEST = 200
Period = tuple[date, date]

UNITS: Mapping[str, Callable[[TrueStep], str]] = {
    "people": lambda step: step.person.code if step.person else "",
    "registrations": lambda step: _listed_by(step) if step.person else "",
    "households": lambda step: step.household,
    "cases": lambda step: f"{step.pathway}|{step.case}",
    "organisations": lambda step: step.subject,
    "sites": lambda step: step.subject,
    "places": lambda step: step.subject,
}


def _listed_by(step: TrueStep) -> str:
    return f"{step.person.code if step.person else ''}|{step.organisation}"


@dataclass
class PerfectCount:
    """Counts indicators as the pack writes them, each by its code."""

    steps: Sequence[TrueStep]
    indicators: Mapping[str, Mapping[str, Any]]
    organisations: Iterable[Organisation] = ()
    during: Period | None = None
    """The period that is counted, both its days included; without one, all of it."""
    _known: dict[str, dict[str, list[TrueStep]]] = field(default_factory=dict)
    _starts: dict[tuple[str, str], dict[str, date]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._kinds = {house.code: house.kind for house in self.organisations}
        self._by_kind: dict[str, list[TrueStep]] = {}
        for step in (*self.steps, *_memberships(self.organisations)):
            self._by_kind.setdefault(step.kind, []).append(step)

    def by_period(self, periods: Sequence[Period]) -> dict[str, dict[str, int | float]]:
        """What has a figure for each period, by the first day of each."""
        found: dict[str, dict[str, int | float]] = {}
        wanted = [c for c, raw in self.indicators.items() if raw.get("period") == "in_period"]
        for period in periods:
            counted = PerfectCount(self.steps, self.indicators, self.organisations, period)
            for code in wanted:
                if (value := counted.value(code)) is not None:
                    found.setdefault(code, {})[period[0].isoformat()] = value
        return found

    def totals(self) -> dict[str, int | float]:
        """Every indicator that the world can answer for."""
        found = {code: self.value(code) for code in self.indicators}
        return {code: value for code, value in found.items() if value is not None}

    def value(self, code: str) -> int | float | None:
        """One indicator's value, or None where it is not of this world."""
        raw = self.indicators[code]
        if raw.get("period") == "in_period" and self.during is None:
            return None
        count = raw["count"]
        if isinstance(count, str):
            return len(self.units(code)) if self._countable(raw, count) else None
        if "sum" in count:
            steps = (step for steps in self.units(code).values() for step in steps)
            return round(sum(float(step.answers.get(count["sum"]) or 0) for step in steps), 2)
        if "ratio" not in count:
            return None
        of, over = self.value(count["ratio"]["of"]), self.value(count["ratio"]["over"])
        if of is None or not over:
            return None
        return round(of * float(count["ratio"].get("per", 100)) / over, 4)

    def listed(self, code: str) -> int:
        """What the organisations' own totals add up to: each person once for each of them."""
        steps = (step for steps in self.units(code).values() for step in steps)
        return len({_listed_by(step) for step in steps if step.person})

    def units(self, code: str) -> dict[str, list[TrueStep]]:
        """The counted units of an indicator with their qualifying steps in order of time."""
        if code not in self._known:
            raw = self.indicators[code]
            found = {
                unit: kept
                for unit, steps in self._grouped(raw).items()
                if (kept := self._kept(raw, unit, steps))
            }
            for other in raw.get("also", ()):
                found = {unit: kept for unit, kept in found.items() if unit in self.units(other)}
            for other in raw.get("except", ()):
                found = {u: kept for u, kept in found.items() if u not in self.units(other)}
            self._known[code] = found
        return self._known[code]

    @staticmethod
    def _countable(raw: Mapping[str, Any], count: str) -> bool:
        """Whether the unit is one that stands on the steps themselves: a role's holder does not."""
        whom = raw.get("whom", "subject")
        return (count in UNITS or count == "steps") and whom in {"subject", "household"}

    def _grouped(self, raw: Mapping[str, Any]) -> dict[str, list[TrueStep]]:
        named = UNITS.get(raw["count"]) if isinstance(raw["count"], str) else None
        found: dict[str, list[TrueStep]] = {}
        for kind in raw.get("of", ()):
            for number, step in enumerate(self._by_kind.get(kind, ())):
                unit = named(step) if named else f"{kind}#{number}"
                if unit:
                    found.setdefault(unit, []).append(step)
        return found

    def _kept(self, raw: Mapping[str, Any], unit: str, steps: list[TrueStep]) -> list[TrueStep]:
        steps.sort(key=lambda step: step.on)
        if raw.get("pick") == "latest":
            steps = steps[-1:]
        kept = [step for step in steps if self._qualifies(raw, step)]
        if within := raw.get("within"):
            starts = self._first(raw, within["of"], unit)
            days = range(within["days"] + 1)
            kept = [step for step in kept if starts and (step.on - starts).days in days]
        if len(kept) < raw.get("at_least", 1):
            return []
        return kept[:1] if raw.get("pick") == "first" else kept

    def _first(self, raw: Mapping[str, Any], kind: str, unit: str) -> date | None:
        key = (str(raw["count"]), kind)
        if key not in self._starts:
            self._starts[key] = {}
            named = UNITS[raw["count"]]
            for step in sorted(self._by_kind.get(kind, ()), key=lambda step: step.on):
                self._starts[key].setdefault(named(step), step.on)
        return self._starts[key].get(unit)

    def _qualifies(self, raw: Mapping[str, Any], step: TrueStep) -> bool:
        if self.during and not self.during[0] <= step.on <= self.during[1]:
            return False
        for name, wanted in (raw.get("where") or {}).items():
            said = step.answers.get(name)
            given = said if isinstance(said, tuple) else (said,)
            if not {str(value) for value in given} & {str(value) for value in wanted}:
                return False
        who = raw.get("who") or {}
        kinds = who.get("kind")
        if kinds and self._kinds.get(step.subject) not in kinds:
            return False
        return _is_one(step, who)


def _is_one(step: TrueStep, who: Mapping[str, Any]) -> bool:
    """Whether the step's person is as wanted on the day of the step."""
    person = step.person
    wanted = {name: who[name] for name in ("sex", "group", "status") if who.get(name)}
    if person is None:
        return not wanted and not who.get("age")
    if any(getattr(person, name) not in values for name, values in wanted.items()):
        return False
    if age := who.get("age"):
        return person.age(step.on) in range(age.get("from", 0), age.get("to", OLDEST))
    return True


def _memberships(organisations: Iterable[Organisation]) -> list[TrueStep]:
    """Standing memberships of the network, each as a step on the day of joining."""
    return [
        TrueStep(
            pathway=MEMBER.split(".")[0],
            step=MEMBER.split(".")[1],
            case=house.code,
            on=house.joined_on,
            place=house.place,
            organisation=house.code,
            subject=house.code,
        )
        for house in organisations
        if house.joined_on and not house.left_on
    ]
