"""Which indicators are parts of one another, as far as their definitions tell.

Whoever knows the definitions knows these inclusions, so a difference of two published counts is
as good as published. What only happens to be so in the data is not meant here.
"""

from collections.abc import Iterator, Mapping

from minga.engines.indicators.definition import (
    Ages,
    CatchmentCount,
    Indicator,
    ObservationCount,
    RatioCount,
    SumCount,
    Who,
)

OF_PEOPLE = ("sex", "group", "status")


def counts_units(indicator: Indicator) -> bool:
    """Whether an indicator counts steps and what they are about, rather than other numbers."""
    return not isinstance(indicator.count, RatioCount | ObservationCount | CatchmentCount)


def lies_within(inner: Indicator, outer: Indicator) -> bool:
    """Whether every unit that `inner` counts is counted by `outer` in the same period."""
    if not (counts_units(inner) and counts_units(outer)) or inner == outer:
        return False
    if outer.indicator in inner.also and inner.period == outer.period:
        return inner.unit_kind == outer.unit_kind
    return (
        _same_kind(inner, outer)
        and _same_steps(inner, outer)
        and inner.at_least >= outer.at_least
        and _tighter_where(inner.where, outer.where)
        and _tighter_who(inner.who, outer.who)
        and _tighter_within(inner, outer)
        and set(outer.also) <= set(inner.also)
        and set(outer.except_) <= set(inner.except_)
    )


def cells_lie_within(inner: Indicator, outer: Indicator, axis: str) -> bool:
    """Whether the same holds for every cell along an axis.

    A band of age is that of the first counted step, which may differ; so may the person whose
    sex stands for a household or a case, and the one step that `first` keeps.
    """
    if outer.indicator in inner.also or outer.pick == "first" or axis == "age_band":
        return False
    if axis == "sex" and not _of_one_person(inner):
        return False
    return axis in inner.by and axis in outer.by and lies_within(inner, outer)


def axis_cells(inner: Indicator, outer: Indicator) -> tuple[str, tuple[str, ...]] | None:
    """The axis and values of `outer` whose cells hold just what `inner` counts, if there are."""
    plain = inner.pick is None and outer.pick is None and inner.at_least == outer.at_least == 1
    if not plain or not lies_within(inner, outer) or outer.indicator in inner.also:
        return None
    tighter = list(_tighter(inner, outer))
    if len(tighter) != 1 or tighter[0][0] not in outer.by:
        return None
    return None if tighter[0][0] == "sex" and not _of_one_person(inner) else tighter[0]


def _of_one_person(indicator: Indicator) -> bool:
    """Whether each unit, or each step that is one, is about one person at most."""
    kind = indicator.unit_kind
    alone = kind in {"steps", "sum"} and indicator.whom == "subject"
    return alone or kind in {"people", "registrations"}


def _tighter(inner: Indicator, outer: Indicator) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every condition that the inner indicator makes and the outer one does not."""
    for name, values in inner.where.items():
        if name not in outer.where or set(values) != set(outer.where[name]):
            yield name, values
    for name in OF_PEOPLE:
        values = getattr(inner.who, name)
        if set(values) != set(getattr(outer.who, name)):
            yield name, values
    others = ("kind", "age")
    changed = [name for name in others if getattr(inner.who, name) != getattr(outer.who, name)]
    changed += [name for name in ("within", "also", "except_") if _differ(inner, outer, name)]
    changed += ["of"] if set(inner.of) != set(outer.of) else []
    yield from ((f"({name})", ()) for name in changed)


def _differ(inner: Indicator, outer: Indicator, name: str) -> bool:
    one, other = getattr(inner, name), getattr(outer, name)
    return set(one) != set(other) if isinstance(one, tuple) else one != other


def _same_kind(inner: Indicator, outer: Indicator) -> bool:
    same_field = True
    if isinstance(inner.count, SumCount) and isinstance(outer.count, SumCount):
        same_field = inner.count.sum == outer.count.sum
    return (
        inner.unit_kind == outer.unit_kind
        and same_field
        and inner.whom == outer.whom
        and inner.period == outer.period
    )


def _same_steps(inner: Indicator, outer: Indicator) -> bool:
    if outer.pick == "latest":
        return inner.pick == "latest" and set(inner.of) == set(outer.of)
    return set(inner.of) <= set(outer.of)


def _tighter_where(
    inner: Mapping[str, tuple[str, ...]], outer: Mapping[str, tuple[str, ...]]
) -> bool:
    return all(name in inner and set(inner[name]) <= set(outer[name]) for name in outer)


def _tighter_who(inner: Who, outer: Who) -> bool:
    for name in (*OF_PEOPLE, "kind"):
        wanted = set(getattr(outer, name))
        if wanted and not (getattr(inner, name) and set(getattr(inner, name)) <= wanted):
            return False
    return outer.age is None or (inner.age is not None and _ages_inside(inner.age, outer.age))


def _ages_inside(inner: Ages, outer: Ages) -> bool:
    if (inner.from_ or 0) < (outer.from_ or 0):
        return False
    return outer.to is None or (inner.to is not None and inner.to <= outer.to)


def _tighter_within(inner: Indicator, outer: Indicator) -> bool:
    if outer.within is None:
        return True
    same = inner.within is not None and inner.within.of == outer.within.of
    return same and inner.within is not None and inner.within.days <= outer.within.days
