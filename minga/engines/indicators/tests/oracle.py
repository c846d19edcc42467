"""The rules of counting once more, as slowly and plainly as they can be written.

Nothing is shared with the engine but the definitions and the facts: every question is asked of
all the facts again, for one cell at a time. `rows` answers in the shape in which tests compare.
"""

from collections import Counter
from datetime import timedelta
from decimal import Decimal

from minga.engines.indicators.tests.oracle_statistics import Statistics
from minga.engines.indicators.tests.oracle_tallies import Tallies

ONE_VALUE_EACH = ("sex", "age_band")


class Oracle(Tallies, Statistics):
    """Counts indicators over facts within a frame."""

    def __init__(self, facts, frame, indicators):
        self.facts = facts
        self.frame = frame
        self.indicators = indicators

    def rows(self, code):
        """(period, axes) to (value, participations, registrations, people, tally, ratio, span)."""
        found = {}
        for period in self.periods(self.indicators[code]):
            for axes in self.cells(code, period):
                found[period, axes] = self.cell(code, period, axes)
        return found

    def periods(self, indicator):
        found = []
        if indicator.period == "in_period":
            for starts, ends in self.frame.periods:
                if starts <= self.frame.until:
                    found.append((starts, min(ends, self.frame.until)))
        return found or [(self.frame.starts, self.frame.until)]

    def cells(self, code, period):
        """The total, and every value of every axis that anything counted has."""
        indicator = self.indicators[code]
        kind = indicator.unit_kind
        if kind == "ratio":
            over = self.cells(indicator.count.ratio.over, period)
            both = {*indicator.by} & {*self.indicators[indicator.count.ratio.of].by}
            return {axes for axes in over if not axes or axes[0][0] in both}
        found: set[object] = {()}
        for axis in indicator.by:
            if kind in {"observation", "catchment"}:
                values = {
                    area for area in self.areas(indicator, period) if area and area[0] == axis
                }
                found |= {(area,) for area in values}
                continue
            for unit in self.candidates(indicator):
                for value in self.values_of_unit(code, unit, axis, period):
                    found.add(((axis, value),))
            for tally in self.tallies(indicator, period):
                for value in self.values_of_tally(tally, axis):
                    found.add(((axis, value),))
        return found

    def cell(self, code, period, axes):
        indicator = self.indicators[code]
        kind = indicator.unit_kind
        if kind == "ratio":
            return self.ratio(indicator, period, axes)
        if kind in {"observation", "catchment"}:
            areas = self.areas(indicator, period)
            nothing = (None, None)
            return areas[axes[0] if axes else None], 0, 0, 0, nothing, nothing, nothing
        units, moments = [], []
        for unit in self.candidates(indicator):
            mine = self.moments(code, unit, period)
            if axes:
                axis, value = axes[0]
                if value not in self.values_of_unit(code, unit, axis, period):
                    continue
                if axis not in ONE_VALUE_EACH:
                    mine = [m for m in mine if value in self.values(indicator, m, axis)]
            if mine:
                units.append(unit)
                moments += mine
        value = len(units)
        steps = {step.id: step for step, _ in moments}
        if kind == "sum":
            value = sum(
                (self.number(step.answers.get(indicator.count.sum)) for step in steps.values()),
                Decimal(0),
            )
        registrations = {who for _, who in moments if who}
        people = {self.facts.registrations[who].person for who in registrations}
        tallied = [
            tally
            for tally in self.tallies(indicator, period)
            if not axes or axes[0][1] in self.values_of_tally(tally, axes[0][0])
        ]
        bounds = (None, None)
        if tallied:
            bounds = (self.fewest(tallied), sum(tally.count for tally in tallied))
        interval = self.interval(registrations) if kind == "people" else (None, None)
        participations, ratio = len(steps), (None, None)
        return value, participations, len(registrations), len(people), bounds, ratio, interval

    def interval(self, registrations):
        """Whoever stands apart may be one of the others, or of another organisation's apart."""
        known = [self.facts.registrations[each] for each in registrations]
        apart = [each for each in known if each.apart]
        if not apart:
            return (None, None)
        fewest = len({each.person for each in known if not each.apart})
        for organisation in {each.organisation for each in apart}:
            fewest = max(fewest, sum(each.organisation == organisation for each in apart))
        return fewest, len({each.person for each in known})

    @staticmethod
    def number(answer):
        if isinstance(answer, bool) or not isinstance(answer, int | float | str):
            return Decimal(0)
        try:
            number = Decimal(str(answer))
        except ArithmeticError:
            return Decimal(0)
        return number if number.is_finite() else Decimal(0)

    # Steps, and whom they concern.

    def stands(self, step):
        if step.recorded_at > self.frame.as_of or step.voided:
            return False
        return not any(
            other.supersedes == step.id and other.recorded_at <= self.frame.as_of
            for other in self.facts.steps
        )

    def concerned(self, indicator, step):
        """Registrations that a step concerns; [None] where it concerns nobody registered."""
        known = self.facts.registrations
        whom = indicator.whom
        if whom == "household" and indicator.unit_kind == "households":
            whom = "subject"
        if whom == "subject":
            return [step.subject if step.subject in known else None]
        if whom != "household":
            return sorted({who for role, who in step.participants if role == whom} & set(known))
        living_with = {step.subject} & set(known)
        homes = {step.subject}
        if living_with:
            homes = self.homes(step.subject, step.occurred_on)
        for other in known:
            if homes & self.homes(other, step.occurred_on):
                living_with.add(other)
        return sorted(living_with) or [None]

    def homes(self, registration, day):
        return {
            home
            for home, start, end in self.facts.registrations[registration].households
            if not (start and day < start) and not (end and day >= end)
        }

    def units(self, indicator, step, who):
        kind = indicator.unit_kind
        if kind == "people":
            return {self.facts.registrations[who].person} if who else set()
        if kind == "registrations":
            return {who} if who else set()
        if kind == "households":
            if who:
                return self.homes(who, step.occurred_on)
            return {step.subject} if step.subject and step.subject_kind == "household" else set()
        if kind == "organisations":
            return {step.subject} if step.subject and step.subject_kind == "organisation" else set()
        if kind in {"sites", "places"}:
            is_place = step.subject_kind in {"site", "place"}
            return {step.subject} if step.subject and is_place else set()
        return {step.case} if kind == "cases" else {str(step.id)}

    def candidates(self, indicator):
        """Every unit that any step could be about."""
        return sorted(
            {
                unit
                for step in self.facts.steps
                for who in self.concerned(indicator, step)
                for unit in self.units(indicator, step, who)
            }
        )

    def moments(self, code, unit, period):
        """The pairs of step and registration for which a unit counts; none if it does not."""
        indicator = self.indicators[code]
        for other in indicator.also:
            if not self.moments(other, unit, period):
                return []
        for other in indicator.except_:
            if self.moments(other, unit, period):
                return []
        mine = [
            (step, who)
            for step in self.facts.steps
            if step.kind in indicator.of and self.stands(step)
            for who in self.concerned(indicator, step)
            if unit in self.units(indicator, step, who) and self.in_period(indicator, step, period)
        ]
        if not mine:
            return []
        if indicator.pick == "latest":
            last = max(self.when(step) for step, _ in mine)
            mine = [(step, who) for step, who in mine if self.when(step) == last]
        mine = [(step, who) for step, who in mine if self.fulfils(indicator, step, who)]
        if indicator.within:
            starts = [
                step.occurred_on
                for step in self.facts.steps
                if step.kind == indicator.within.of and self.stands(step)
                for who in self.concerned(indicator, step)
                if unit in self.units(indicator, step, who)
            ]
            if not starts:
                return []
            last_day = min(starts) + timedelta(days=indicator.within.days)
            mine = [m for m in mine if min(starts) <= m[0].occurred_on <= last_day]
        if len({step.id for step, _ in mine}) < indicator.at_least:
            return []
        if indicator.pick == "first":
            first = min(self.when(step) for step, _ in mine)
            mine = [(step, who) for step, who in mine if self.when(step) == first]
        return mine

    @staticmethod
    def when(step):
        return (step.occurred_on, step.recorded_at, step.id)

    @staticmethod
    def in_period(indicator, step, period):
        starts, ends = period
        if step.until is not None:
            began = step.occurred_on <= ends
            return began and (
                step.until > ends or (indicator.period != "as_of" and step.until > starts)
            )
        if indicator.period == "as_of":
            return step.occurred_on <= ends
        return starts <= step.occurred_on <= ends

    def fulfils(self, indicator, step, who):
        for name, wanted in indicator.where.items():
            if not self.answer(step, name) & set(wanted):
                return False
        asked = indicator.who
        if asked.kind and self.facts.organisation_kinds.get(step.subject) not in asked.kind:
            return False
        for axis in ("sex", "group", "status"):
            wanted = set(getattr(asked, axis))
            if wanted and not wanted & self.values(indicator, (step, who), axis):
                return False
        if asked.age:
            years = self.age(indicator, step, who)
            if years is None or years < (asked.age.from_ or 0):
                return False
            if asked.age.to is not None and years >= asked.age.to:
                return False
        return True

    @staticmethod
    def answer(step, name):
        if name in {"role", "place", "organisation", "activity"}:
            value = getattr(step, name)
        else:
            value = step.answers.get(name)
        if value is True or value is False:
            return {"yes" if value else "no"}
        if isinstance(value, list | tuple):
            return {str(each) for each in value}
        return set() if value in (None, "") else {str(value)}

    # What is known of people.

    def selves(self, indicator, who):
        """The registrations that speak for one: all of the person, or the one alone."""
        if indicator.unit_kind == "registrations":
            return [self.facts.registrations[who]]
        person = self.facts.registrations[who].person
        return sorted(
            (r for r in self.facts.registrations.values() if r.person == person),
            key=lambda r: (r.recorded_at, r.id),
        )

    @staticmethod
    def majority(values):
        votes = Counter(values)
        return next((v for v in values if votes[v] == max(votes.values())), None)

    def sex(self, indicator, who):
        selves = self.selves(indicator, who)
        return self.majority([r.sex for r in selves if r.sex not in ("", "unknown")]) or "unknown"

    def age(self, indicator, step, who):
        if who is None:
            return None
        selves = self.selves(indicator, who)
        birth = None
        for precision in ("unknown", "year", "month", "day"):
            dates = [r.birth_on for r in selves if r.birth_on and r.birth_precision == precision]
            birth = self.majority(dates) or birth
        if birth is None or birth > step.occurred_on:
            return None
        years = 0
        while self.birthday(birth, years + 1) <= (
            step.occurred_on.year,
            step.occurred_on.month,
            step.occurred_on.day,
        ):
            years += 1
        return years

    @staticmethod
    def birthday(birth, years):
        return (birth.year + years, birth.month, birth.day)

    def values(self, indicator, moment, axis):
        step, who = moment
        if axis == "canton":
            found = {self.facts.cantons.get(step.place, (None, None))[0]}
        elif axis == "province":
            found = {self.facts.cantons.get(step.place, (None, None))[1]}
        elif axis == "sex":
            found = {self.sex(indicator, who)} if who else set()
        elif axis == "age_band":
            found = {self.band(self.age(indicator, step, who))}
        elif axis in {"group", "status"}:
            found = {
                fact.value
                for registration in (self.selves(indicator, who) if who else [])
                for fact in registration.facts
                if fact.kind == axis
                and not (fact.from_on and step.occurred_on < fact.from_on)
                and not (fact.to_on and step.occurred_on >= fact.to_on)
            }
        else:
            found = self.answer(step, axis)
        return (found - {None}) or {"unknown"}

    def band(self, years):
        inside = [low for low in self.frame.age_bands if years is not None and low <= years]
        return str(inside[-1]) if inside else "unknown"

    def values_of_unit(self, code, unit, axis, period):
        indicator = self.indicators[code]
        mine = self.moments(code, unit, period)
        if not mine:
            return set()
        if axis in ONE_VALUE_EACH:
            choose = max if indicator.pick == "latest" else min
            when = choose(self.when(step) for step, _ in mine)
            deciding = next(m for m in mine if self.when(m[0]) == when)
            return self.values(indicator, deciding, axis)
        return set().union(*(self.values(indicator, m, axis) for m in mine))
