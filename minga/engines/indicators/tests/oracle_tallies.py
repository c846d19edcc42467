"""The oracle's part on tallies: what they say, and whom they may count twice."""

from collections import Counter
from itertools import combinations
from typing import Any


class Tallies:
    """How many people were counted without names, at least and at most."""

    # The oracle, of which this is a part, brings:
    facts: Any
    frame: Any
    band: Any

    def tallies(self, indicator, period):
        who = indicator.who
        if indicator.unit_kind != "people" or indicator.whom != "subject":
            return []
        if indicator.at_least > 1 or indicator.pick == "latest" or indicator.within:
            return []
        if indicator.also or indicator.except_ or who.group or who.status or who.kind:
            return []
        return [
            tally
            for tally in self.facts.tallies
            if tally.kind in indicator.of
            and tally.recorded_at <= self.frame.as_of
            and period[0] <= tally.occurred_on <= period[1]
            and (not who.sex or tally.sex in who.sex)
            and self.all_inside(tally, who.age)
            and all(
                self.said_of(tally, name) & set(wanted) for name, wanted in indicator.where.items()
            )
        ]

    @staticmethod
    def all_inside(tally, ages):
        youngest = tally.age_from or 0
        oldest = 200 if tally.age_to is None else tally.age_to - 1
        if ages is None:
            return True
        top = 200 if ages.to is None else ages.to - 1
        return youngest >= (ages.from_ or 0) and oldest <= top

    def said_of(self, tally, name):
        if name in {"place", "organisation"}:
            return {getattr(tally, name)} - {None}
        if name in {"role", "activity"}:
            return set()
        value = tally.answers.get(name)
        return {str(each) for each in (value if isinstance(value, list) else [value])} - {
            "None",
            "",
        }

    def values_of_tally(self, tally, axis):
        if axis == "sex":
            found = {tally.sex}
        elif axis == "age_band":
            if tally.age_from is None and tally.age_to is None:
                return {"unknown"}
            youngest = tally.age_from or 0
            oldest = 200 if tally.age_to is None else tally.age_to - 1
            bands = {self.band(years) for years in range(youngest, oldest + 1)}
            found = bands if len(bands) == 1 else set()
        elif axis == "canton":
            found = {self.facts.cantons.get(tally.place, (None, None))[0]}
        elif axis == "province":
            found = {self.facts.cantons.get(tally.place, (None, None))[1]}
        elif axis in {"group", "status"}:
            found = set()
        else:
            found = self.said_of(tally, axis)
        return (found - {None}) or {"unknown"}

    def fewest(self, tallies):
        """Nobody is counted twice who may be the same: the largest gathering of each group."""
        groups = [[tally] for tally in tallies]
        merged = True
        while merged:
            merged = False
            for one, other in combinations(groups, 2):
                if any(self.may_be_same(a, b) for a in one for b in other):
                    groups.remove(other)
                    one.extend(other)
                    merged = True
                    break
        fewest = 0
        for group in groups:
            sizes: Counter[str] = Counter()
            for tally in group:
                sizes[tally.gathering] += tally.count
            fewest += max(sizes.values())
        return fewest

    @staticmethod
    def may_be_same(one, other):
        for mine, theirs, nothing in (
            (one.place, other.place, None),
            (one.sex, other.sex, "unknown"),
        ):
            if mine != theirs and nothing not in (mine, theirs):
                return False
        ages = range(one.age_from or 0, 200 if one.age_to is None else one.age_to)
        others = range(other.age_from or 0, 200 if other.age_to is None else other.age_to)
        return bool(set(ages) & set(others))
