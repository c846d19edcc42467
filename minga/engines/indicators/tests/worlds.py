"""Random facts and random indicators: few people, much happening, every rule in use.

Drawn from a `Random` rather than field by field, so that most steps stand, most indicators count
something, and dates fall on the days where rules change.
"""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random

from minga.engines.indicators.count import Frame
from minga.engines.indicators.definition import Indicator
from minga.engines.indicators.facts import Fact, Facts, Observation, Registration, Step, Tally

FIRST, LAST = date(2014, 1, 1), date(2016, 6, 30)
PERIODS = tuple((date(year, 1, 1), date(year, 12, 31)) for year in (2014, 2015, 2016))
DAYS = [FIRST + timedelta(days=n) for n in (-40, 0, 1, 30, 90, 91, 364, 365, 400, 545, 730, 911)]
BIRTHS = [None, date(1996, 2, 29), date(1997, 1, 1), date(2002, 4, 1), date(1955, 12, 31), DAYS[8]]
CANTONS = {
    "p1": ("c1", "q1"), "p2": ("c1", "q1"), "c1": ("c1", "q1"), "c2": ("c2", "q1"),
    "p3": ("c3", "q2"), "c3": ("c3", "q2"), "q1": (None, "q1"), "land": (None, None),
}  # fmt: skip
KINDS = ["course.attended", "grant.paid", "visit.made"]
HOMES = ["h1", "h2", "h3"]
TOPICS = ["law", "trade", ["law", "trade"], None, "", True]
AXES = ["sex", "age_band", "group", "status", "canton", "province", "organisation", "topic", "role"]
UNITS = [
    *["people"] * 4, "registrations", "households", "cases", "steps", "organisations", "sites",
    "places", {"sum": "amount"},
]  # fmt: skip


def moment(random: Random) -> datetime:
    return datetime(2016, 1, random.randint(1, 9), tzinfo=UTC)


def maybe(random: Random, likely: float, *values):
    """One of the values with this likelihood, else nothing."""
    return random.choice(values) if random.random() < likely else None


def some(random: Random, likely: float, values, most: int = 2):
    """With this likelihood a few of the values, else none."""
    if random.random() >= likely:
        return []
    return random.sample(values, random.randint(1, min(most, len(values))))


def registration(random: Random, code: str) -> Registration:
    said = [("group", "afro"), ("group", "awa"), ("status", "refugee"), ("status", "host")]
    facts = [
        Fact(kind=k, value=v, from_on=maybe(random, 0.3, *DAYS), to_on=maybe(random, 0.3, *DAYS))
        for k, v in some(random, 0.8, said, 3)
    ]
    homes = [
        (home, maybe(random, 0.3, *DAYS), maybe(random, 0.3, *DAYS))
        for home in some(random, 0.8, HOMES)
    ]
    apart = random.random() < 0.2
    return Registration(
        id=code,
        person=code if apart else random.choice(["ana", "eva", code, code]),
        apart=apart,
        organisation=random.choice(["one", "two"]),
        recorded_at=moment(random),
        sex=random.choice(["f", "f", "m", "m", "x", "unknown", ""]),
        birth_on=random.choice(BIRTHS),
        birth_precision=random.choice(["day", "month", "year", "unknown"]),
        facts=tuple(facts),
        households=tuple(homes),
    )


def step(random: Random, number: int, people: list[str], corrected: set[int]) -> Step:
    kind, subjects = random.choice(
        [("registration", people)] * 6
        + [("household", HOMES), ("organisation", ["one", "two"]), ("place", ["p1", "c2"])]
        + [("none", [None])]
    )
    free = sorted(set(range(1, number)) - corrected)
    supersedes = random.choice(free) if free and random.random() < 0.2 else None
    return Step(
        id=number,
        kind=random.choice(KINDS),
        case=random.choice(["k1", "k2", "k3"]),
        occurred_on=random.choice(DAYS),
        recorded_at=moment(random),
        organisation=random.choice(["one", "two"]),
        supersedes=supersedes,
        voided=supersedes is not None and random.random() < 0.4,
        subject_kind=kind,
        subject=random.choice([*subjects, *subjects, *subjects, None]),
        place=maybe(random, 0.9, *CANTONS, "nowhere"),
        role=maybe(random, 0.5, "pupil"),
        participants=tuple(
            (random.choice(["party", "guide"]), who) for who in some(random, 0.5, people, 3)
        ),
        answers={
            "topic": random.choice(TOPICS),
            "amount": random.choice([3, 3, "2.5", "much", "NaN", -1, None, True]),
        },
        until=maybe(random, 0.2, *DAYS, date.max),
    )


def tally(random: Random) -> Tally:
    ages = random.choice([(None, None), (0, 18), (12, 18), (18, 60), (18, None), (20, 25)])
    return Tally(
        kind=random.choice(KINDS[:2]),
        gathering=random.choice(["g1", "g2", "g3"]),
        occurred_on=random.choice(DAYS),
        recorded_at=moment(random),
        organisation=random.choice(["one", "two"]),
        sex=random.choice(["f", "m", "unknown"]),
        count=random.randint(1, 40),
        place=random.choice(["p1", "p2", "c2", None]),
        age_from=ages[0],
        age_to=ages[1],
        answers={"topic": random.choice(TOPICS[:4])},
    )


def observation(random: Random) -> Observation:
    measure = random.choice(["population", "population", "coverage", "coverage", "births"])
    shares = [Decimal("0.3"), Decimal("1.2"), Decimal("-0.1")]
    return Observation(
        measure=measure,
        place=random.choice(list(CANTONS)),
        year=random.randint(2013, 2017),
        value=random.choice(shares)
        if measure == "coverage"
        else Decimal(random.randint(0, 99)) / 2,
        version=random.choice(["1", "2", "10"]),
    )


def facts(random: Random, size: int) -> Facts:
    people = [f"r{n}" for n in range(1 + size // 5)]
    steps: list[Step] = []
    for number in range(1, size + 1):
        corrected = {each.supersedes for each in steps if each.supersedes}
        steps.append(step(random, number, people, corrected))
    stated = [observation(random) for _ in range(size)]
    return Facts(
        steps=tuple(steps),
        registrations={code: registration(random, code) for code in people},
        tallies=tuple(tally(random) for _ in range(random.randint(0, 6))),
        organisation_kinds={"one": "ministry", "two": "civil_society"},
        cantons=CANTONS,
        observations=tuple({(o.measure, o.place, o.year, o.version): o for o in stated}.values()),
    )


def frame(random: Random) -> Frame:
    return Frame(
        starts=FIRST,
        until=random.choice([LAST, LAST, LAST, date(2015, 6, 30), date(2013, 1, 1)]),
        as_of=datetime(2016, 1, random.choice([3, 6, 9, 9, 9]), tzinfo=UTC),
        periods=PERIODS,
        age_bands=random.choice([(0, 18, 60), (12, 18, 30), (0,)]),
    )


def pack(random: Random, size: int) -> dict[str, Indicator]:
    """Indicators by code; each may name those before it."""
    found: dict[str, Indicator] = {}
    for number in range(size):
        code = f"i{number}"
        make = of_others if number and random.random() < 0.3 else of_units
        found[code] = make(random, code, list(found))
    return found


def of_units(random: Random, code: str, earlier: list[str]) -> Indicator:
    """An indicator that counts units of steps, under one or two conditions."""
    ages = {"from": maybe(random, 0.7, 0, 12, 18), "to": maybe(random, 0.7, 18, 30, 65)}
    within = {"days": random.choice([0, 90, 365]), "of": random.choice(KINDS)}
    conditions = {
        "where": random.choice([{"topic": ["law"]}, {"role": ["pupil"]}, {"topic": ["yes"]}]),
        "who": random.choice(
            [
                {"age": {name: age for name, age in ages.items() if age is not None}},
                {"sex": some(random, 1, ["f", "m", "unknown"])},
                {"group": some(random, 1, ["afro", "awa"])},
                {"status": some(random, 1, ["refugee", "unknown"])},
                {"kind": ["ministry"]},
            ]
        ),
        "at_least": random.choice([2, 2, 3]),
        "pick": random.choice(["first", "latest"]),
        "within": within,
        "also": some(random, 1, earlier) if earlier else [],
        "except": some(random, 1, earlier) if earlier else [],
    }
    chosen = some(random, 0.8, sorted(conditions))
    return define(
        code,
        count=random.choice(UNITS),
        of=random.sample(KINDS, random.randint(1, 3)),
        whom=random.choice(["subject", "subject", "household", "party"]),
        period=random.choice(["cumulative", "in_period", "as_of"]),
        by=random.sample(AXES, random.randint(0, 4)),
        **{name: conditions[name] for name in chosen},
    )


def of_others(random: Random, code: str, earlier: list[str]) -> Indicator:
    """A ratio, a number from outside, or an estimate."""
    catchment = {
        "of": random.sample(KINDS, 2),
        "population": "population",
        "coverage": "coverage",
        "minus": maybe(random, 0.7, *earlier),
    }
    count = random.choice(
        [
            {"observation": "births"},
            {"catchment": catchment},
            {"ratio": {"of": random.choice(earlier), "over": random.choice(earlier)}},
        ]
    )
    period = random.choice(["cumulative", "in_period", "as_of"])
    return define(code, count=count, period=period, by=["canton", "province", "sex"])


def define(code: str, **said: object) -> Indicator:
    """An indicator from what a test cares about."""
    words = {"es": code, "en": code}
    return Indicator.model_validate(
        {"indicator": code, "title": words, "definition": words, "output": "o1", "unit": words}
        | {"count": "people"}
        | said
    )
