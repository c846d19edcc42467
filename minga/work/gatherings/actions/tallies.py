"""Tallies: how many came where no names were taken.

A gathering is what its date, place, answers and own code say. Told again with other numbers by
another list, it is corrected: the new numbers take the place of the old, which stand again when
the correction is undone. Where two readings are possible nothing is recorded and the doubt is
told: one list that tells twice of one gathering, a code that now stands for another event.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from django.db import transaction
from django.db.models import Exists, OuterRef

from minga.foundation.keys.sealing import keyed_hash
from minga.work.casework.models import Step, UndoneSource
from minga.work.gatherings.models import Gathering, GatheringSighting, Tally

Doubt = Literal["same_gathering", "other_event"]
"""Told twice by one list; or a known code with another date, place or answers."""

Fate = Literal["new", "corrected", "seen"] | Doubt


_COPIED = (
    "own_key", "code_key", "ordinal", "organisation_id", "pathway", "step", "occurred_on",
    "place_id", "answers",
)  # fmt: skip
"""What a gathering that stands again has of the one that it repeats."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTally:
    """How many of a sex and an age band took part, ages in years, half-open."""

    sex: str
    age_from: int | None
    age_to: int | None
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tallied:
    """One gathering as a list tells of it, and how many came."""

    pathway: str
    step: str
    occurred_on: date
    place: str | None = None
    answers: Mapping[str, object] = field(default_factory=dict)
    code: str = ""
    """The event's own code, where the list has one."""
    tallies: Sequence[NewTally] = ()

    def own_key(self, organisation: str) -> str:
        """What tells this gathering from others of its organisation."""
        text = (
            f"{self.pathway}|{self.step}|{self.occurred_on}|{self.place}"
            f"|{sorted(self.answers.items())!r}|{self.code}"
        )
        return keyed_hash(text, purpose="gathering", organisation=organisation)

    def code_key(self, organisation: str) -> str:
        """What its own code alone says, if it has one."""
        text = f"{self.pathway}|{self.step}|{self.code}"
        return keyed_hash(text, purpose="event", organisation=organisation) if self.code else ""


@transaction.atomic
def record_tallies(
    said: Tallied,
    *,
    organisation: str,
    source: str,
    recorded_at: datetime,
    settled: Doubt | None = None,
    instead_of: Tallied | None = None,
) -> Fate:
    """Keep the numbers of one gathering; what became of them.

    Without a source somebody tells of it at a screen, and tells again to correct what they said.
    `instead_of` is what an earlier edition of the list said of it, on another day perhaps.
    `settled` is the doubt that somebody has looked at and lets pass: a gathering told twice is
    then another one, and an event that changed under its code is the same one, corrected.
    """
    named = Gathering.objects.filter(organisation=organisation, undone_at=None)
    standing = list(named.filter(own_key=said.own_key(organisation)).order_by("ordinal"))
    for one in standing:
        if _counts(one) == Counter(said.tallies) and (not source or not _told_by(one, source)):
            _see(one, source)
            return "seen"
    if standing and settled == "same_gathering":
        _keep(said, organisation, source, recorded_at, ordinal=standing[-1].ordinal + 1)
        return "new"
    if len(standing) > 1 or (source and any(_told_by(one, source) for one in standing)):
        return "same_gathering"
    if not standing and instead_of is not None:
        standing = list(named.filter(own_key=instead_of.own_key(organisation)))[:1]
    if not standing and said.code:
        standing = list(named.filter(code_key=said.code_key(organisation)))
        if standing and settled != "other_event":
            return "other_event"
    corrected = standing[0] if standing else None
    if corrected is not None:
        corrected.undone_at = max(recorded_at, corrected.recorded_at)
        corrected.save(update_fields=["undone_at"])
    _keep(said, organisation, source, recorded_at, corrected=corrected)
    return "corrected" if corrected else "new"


@transaction.atomic
def see_tallies(said: Tallied, *, organisation: str, source: str) -> Literal["seen", "corrected"]:
    """Note a further source of numbers that were recorded before; nothing new is.

    Numbers that others have taken the place of are `corrected`: they stay so, and should the
    correction be undone, this source answers for them.
    """
    ours = Gathering.objects.filter(
        organisation=organisation, own_key=said.own_key(organisation)
    ).order_by("-recorded_at", "ordinal")
    told = [one for one in ours if _counts(one) == Counter(said.tallies)]
    if not told:
        return "seen"
    stand = [one for one in told if one.undone_at is None]
    found = next((one for one in stand if not _told_by(one, source)), (stand or told)[0])
    _see(found, source)
    return "seen" if stand else "corrected"


def undo_gatherings(*, source: str, undone_at: datetime) -> int:
    """Mark the gatherings of one source as undone. How many.

    What another source says too stands on under its name, and what the source had corrected
    stands again. One that another source's steps are part of stays. Call this after the steps of
    the source were undone.
    """
    attended = Step.objects.live().filter(gathering=OuterRef("pk"))
    fallen = list(Gathering.objects.filter(~Exists(attended), source=source, undone_at=None))
    Gathering.objects.filter(pk__in=[one.pk for one in fallen]).update(undone_at=undone_at)
    for one in fallen:
        heir = _heir(one)
        if heir is not None:
            like, answering = heir
            _again(like, in_place_of=one, source=answering, recorded_at=undone_at)
    return len(fallen)


def _heir(fallen: Gathering) -> tuple[Gathering, str] | None:
    """The latest of a chain that a source still answers for, and that source."""
    one: Gathering | None = fallen
    while one is not None:
        further = GatheringSighting.objects.filter(gathering=one).order_by("pk")
        said = [one.source, *further.values_list("source", flat=True)]
        undone = set(UndoneSource.objects.filter(source__in=said).values_list("source", flat=True))
        answering = next((source for source in said if source not in undone), None)
        if answering is not None:
            return one, answering
        one = one.supersedes
    return None


def _again(like: Gathering, *, in_place_of: Gathering, source: str, recorded_at: datetime) -> None:
    """Let a gathering stand again in the place of the one that fell."""
    row = Gathering(
        supersedes=in_place_of,
        source=source,
        recorded_at=max(recorded_at, in_place_of.recorded_at),
    )
    for name in _COPIED:
        setattr(row, name, getattr(like, name))
    row.save(force_insert=True)
    _count(row, _counts(like).elements())


def _keep(
    said: Tallied,
    organisation: str,
    source: str,
    recorded_at: datetime,
    *,
    ordinal: int = 1,
    corrected: Gathering | None = None,
) -> None:
    gathering = Gathering.objects.create(
        own_key=said.own_key(organisation),
        code_key=said.code_key(organisation),
        ordinal=corrected.ordinal if corrected else ordinal,
        supersedes=corrected,
        organisation_id=organisation,
        pathway=said.pathway,
        step=said.step,
        occurred_on=said.occurred_on,
        place_id=said.place,
        answers=dict(said.answers),
        recorded_at=recorded_at,
        source=source,
    )
    _count(gathering, said.tallies)


def _count(gathering: Gathering, tallies: Iterable[NewTally]) -> None:
    Tally.objects.bulk_create(
        Tally(gathering=gathering, sex=t.sex, age_from=t.age_from, age_to=t.age_to, count=t.count)
        for t in tallies
    )


def _counts(gathering: Gathering) -> Counter[NewTally]:
    rows = gathering.tallies.values("sex", "age_from", "age_to", "count")
    return Counter(NewTally(**row) for row in rows)


def _told_by(gathering: Gathering, source: str) -> bool:
    seen = GatheringSighting.objects.filter(gathering=gathering, source=source)
    return gathering.source == source or seen.exists()


def _see(gathering: Gathering, source: str) -> None:
    if gathering.source != source:
        GatheringSighting.objects.get_or_create(gathering=gathering, source=source)
