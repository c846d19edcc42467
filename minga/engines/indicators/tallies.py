"""People tallied without names: bounds on how many they are, never added to identified people."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from minga.engines.indicators.definition import Ages, Indicator
from minga.engines.indicators.events import OF_STEP, Events, Period, band, texts
from minga.engines.indicators.facts import Tally
from minga.engines.indicators.people import UNKNOWN

Kind = tuple[str | None, str, int | None, int | None]
"""What a tally says of its people: place, sex and ages, half-open."""


def counted(indicator: Indicator, events: Events, period: Period) -> Iterator[Tally]:
    """The tallies that surely belong to an indicator; what was not asked is never assumed.

    Only people are tallied, and a tally cannot say who came more than once, in which order, who
    counts under another indicator, or to which group somebody belongs.
    """
    who = indicator.who
    beyond = (
        indicator.unit_kind != "people",
        indicator.whom != "subject",
        indicator.at_least > 1,
        indicator.pick == "latest",
        indicator.within,
        indicator.also,
        indicator.except_,
        who.group,
        who.status,
        who.kind,
    )
    if any(beyond):
        return
    for tally in events.facts.tallies:
        if (
            tally.kind in indicator.of
            and tally.recorded_at <= events.as_of
            and period[0] <= tally.occurred_on <= period[1]
            and (not who.sex or tally.sex in who.sex)
            and (who.age is None or _inside(tally, who.age))
            and not any(
                _said(tally, name).isdisjoint(wanted) for name, wanted in indicator.where.items()
            )
        ):
            yield tally


def values(tally: Tally, axis: str, events: Events) -> frozenset[str]:
    """The values of a tally on an axis, as of a step; an age band only where it is sure."""
    found: frozenset[str]
    match axis:
        case "sex":
            found = texts(tally.sex)
        case "age_band":
            found = frozenset([_band(tally, events.age_bands)])
        case "canton":
            found = texts(events.canton(tally.place))
        case "province":
            found = texts(events.province(tally.place))
        case "group" | "status":
            found = frozenset()
        case _:
            found = _said(tally, axis)
    return found or frozenset([UNKNOWN])


def _said(tally: Tally, name: str) -> frozenset[str]:
    if name in OF_STEP:
        return texts(getattr(tally, name, None))
    return texts(tally.answers.get(name))


def _inside(tally: Tally, ages: Ages) -> bool:
    above = (tally.age_from or 0) >= (ages.from_ or 0)
    return above and (ages.to is None or (tally.age_to is not None and tally.age_to <= ages.to))


def _band(tally: Tally, bands: Sequence[int]) -> str:
    lower = band(bands, tally.age_from or 0)
    if tally.age_from is None and tally.age_to is None:
        return UNKNOWN
    beyond = [each for each in bands if lower != UNKNOWN and each > int(lower)]
    whole = not beyond or (tally.age_to is not None and tally.age_to <= min(beyond))
    return lower if whole else UNKNOWN


def bounds(tallies: Iterable[Tally]) -> tuple[int, int]:
    """The fewest and the most people that tallies can stand for.

    At most everybody is somebody new: the sum. At least, the same people came to every gathering
    of a place: the largest one of each place, sex and age. Where place, sex or age is not known
    they may be the same people as any. Nobody is taken to have grown older or gone elsewhere.
    """
    by_kind: dict[Kind, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    high = 0
    for tally in tallies:
        kind = (tally.place, tally.sex, tally.age_from, tally.age_to)
        by_kind[kind][tally.gathering] += tally.count
        high += tally.count
    low = 0
    for alike in _alike(list(by_kind)):
        sizes: dict[str, int] = defaultdict(int)
        for kind in alike:
            for gathering, count in by_kind[kind].items():
                sizes[gathering] += count
        low += max(sizes.values())
    return low, high


def _alike(kinds: Sequence[Kind]) -> list[list[Kind]]:
    """Kinds in groups of those that may be the same people, directly or through others."""
    group = {kind: number for number, kind in enumerate(kinds)}
    for one, other in combinations(kinds, 2):
        if group[one] != group[other] and _may_be_same(one, other):
            old, new = group[one], group[other]
            group = {kind: new if number == old else number for kind, number in group.items()}
    found: dict[int, list[Kind]] = defaultdict(list)
    for kind, number in group.items():
        found[number].append(kind)
    return list(found.values())


def _may_be_same(one: Kind, other: Kind) -> bool:
    place = one[0] == other[0] or None in (one[0], other[0])
    sex = one[1] == other[1] or UNKNOWN in (one[1], other[1])
    one_to, other_to = one[3], other[3]
    before = one_to is not None and one_to <= (other[2] or 0)
    after = other_to is not None and other_to <= (one[2] or 0)
    return place and sex and not before and not after
