"""Who is the same person: the linker's proposals and people's word, kept as judgements.

Persons are derived from the judgements that hold. Nothing is merged, so nothing has to be undone:
whoever judges otherwise later is the one who is followed.
"""

import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q

from minga.engines.linkage import clusters as groups
from minga.engines.linkage.alike import Encoded
from minga.engines.linkage.clusters import Pair
from minga.engines.linkage.propose import Proposal, Proposer, propose
from minga.foundation.audit.actions import record
from minga.foundation.core.principals import Principal, PrincipalKind
from minga.register.people.models import Judgement, JudgementQuerySet, Registration
from minga.register.people.rules import PeopleError
from minga.register.vault.models import Encoding

RULES = Principal(PrincipalKind.RULE, "keyed_hashes")
SAME = "same"
VERDICTS = (SAME, "different", "unsure")
PARTED = "no longer alike"
BATCH = 2000


class Held(NamedTuple):
    """The judgement that holds for a pair: the latest."""

    left: uuid.UUID
    right: uuid.UUID
    verdict: str
    score: float
    by: str

    @property
    def by_rule(self) -> bool:
        """Whether a rule judged, whom a rule may overrule."""
        return self.by.startswith(f"{PrincipalKind.RULE}:")


def match(
    *,
    apart: Collection[uuid.UUID],
    database: str = "linker",
    by: Principal = RULES,
    proposer: Proposer = propose,
) -> dict[str, int]:
    """Compare all encodings as the linker role and write what is new. Counts by verdict.

    A pair that somebody has judged is left alone: rules never overrule people. What a rule judged
    before and does not any more, because a name or document was corrected, becomes unsure.
    Whoever stands `apart` (sealed, without consent to matching) is compared with nobody.
    Written in batches, each of which stands by itself: interrupted, it is simply run again.
    """
    rows = Encoding.objects.using(database).iterator(5000)
    encodings = [
        Encoded(
            registration=row.registration,
            document=row.document,
            name=row.name,
            lesser=tuple(row.lesser),
            born=row.born,
            years=tuple(row.years),
            long_name=row.long_name,
            letters=row.letters,
            phone=row.phone,
        )
        for row in rows
        if row.registration not in apart
    ]
    held = {(each.left, each.right): each for each in latest(database=database)}
    different = {pair for pair, each in held.items() if each.verdict == "different"}
    proposed = proposer(encodings, apart=different)
    new = [p for p in proposed if _is_news(p, held.get((p.left, p.right)))]
    new += _parted({each.registration for each in encodings}, held, proposed)
    for batch in _batches(new):
        with transaction.atomic(using=database):
            Judgement.objects.using(database).bulk_create([_judgement(p, by) for p in batch])
    counts = {verdict: sum(p.verdict == verdict for p in new) for verdict in ("same", "unsure")}
    if new:
        record(action="people.matched", kind="judgement", object_id="batch", by=by, detail=counts)
    return counts


def _is_news(proposal: Proposal, held: Held | None) -> bool:
    return held is None or (held.by_rule and held.verdict != proposal.verdict)


def _parted(
    encoded: Collection[uuid.UUID],
    held: Mapping[tuple[uuid.UUID, uuid.UUID], Held],
    proposed: Sequence[Proposal],
) -> list[Proposal]:
    """Pairs that a rule held to be one person, and that nothing joins any more.

    Of somebody erased there are no encodings: what was judged of them stays, so that what they
    joined stays together.
    """
    now = groups.clusters(Pair(p.left, p.right, p.verdict, p.score) for p in proposed)
    judged = {(p.left, p.right) for p in proposed}
    return [
        Proposal(each.left, each.right, "unsure", PARTED, 0.0)
        for pair, each in held.items()
        if each.by_rule and each.verdict == "same" and pair not in judged
        if each.left in encoded and each.right in encoded
        if now.get(each.left, each.left) != now.get(each.right, each.right)
    ]


def _batches(proposals: Sequence[Proposal]) -> Iterator[list[Proposal]]:
    rest = iter(proposals)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _judgement(proposal: Proposal, by: Principal) -> Judgement:
    return Judgement(
        left=proposal.left,
        right=proposal.right,
        verdict=proposal.verdict,
        reason=proposal.reason,
        score=proposal.score,
        by=str(by),
    )


@transaction.atomic
def judge(
    *, left: uuid.UUID, right: uuid.UUID, verdict: str, reason: str, by: Principal
) -> Judgement:
    """Say that two registrations are the same, different or unsure; the latest word holds.

    Raises PeopleError for a pair that is none, an unknown verdict, or a judgement without reason.
    """
    one, other = sorted((left, right))
    problems = []
    if one == other:
        problems.append("a registration is always itself; name two.")
    elif Registration.objects.filter(pk__in=(one, other)).count() < 2:
        problems.append("there is no such registration; look both up again.")
    if verdict not in VERDICTS:
        problems.append(f"there is no verdict {verdict}; name one of: {', '.join(VERDICTS)}.")
    if not reason.strip():
        problems.append("say what the judgement rests on.")
    if problems:
        raise PeopleError(*problems)
    judgement = Judgement.objects.create(
        left=one, right=other, verdict=verdict, reason=reason, score=1.0, by=str(by)
    )
    record(action="people.judged", kind="judgement", object_id=judgement.pk, by=by)
    return judgement


def latest(*, database: str = "default", as_of: datetime | None = None) -> list[Held]:
    """The judgement that holds for each pair, now or as of a moment."""
    rows = Judgement.objects.using(database).order_by("left", "right", "-id")
    if as_of is not None:
        rows = rows.filter(judged_at__lte=as_of)
    fields = ("left", "right", "verdict", "score", "by")
    return [Held(*row) for row in rows.distinct("left", "right").values_list(*fields)]


def same_as(registration: uuid.UUID, *, among: JudgementQuerySet) -> set[uuid.UUID]:
    """Whom some judgements hold to be the same person as a registration, itself left out."""
    known, fresh = {registration}, {registration}
    while fresh:
        touching = among.filter(Q(left__in=fresh) | Q(right__in=fresh))
        rows = touching.order_by("left", "right", "-id").distinct("left", "right")
        same = {
            pair[:2] for pair in rows.values_list("left", "right", "verdict") if pair[2] == SAME
        }
        fresh = {each for pair in same for each in pair} - known
        known |= fresh
    return known - {registration}


def _pairs(held: Sequence[Held]) -> Iterator[Pair]:
    return (Pair(each.left, each.right, each.verdict, each.score) for each in held)


def persons(
    *, database: str = "default", as_of: datetime | None = None
) -> dict[uuid.UUID, uuid.UUID]:
    """The person of every registration that shares one; all others are persons of their own."""
    return groups.clusters(_pairs(latest(database=database, as_of=as_of)))


def conflicts(*, database: str = "default") -> list[Pair]:
    """Judgements of sameness that another of difference overrules: a person has to look."""
    return groups.conflicts(_pairs(latest(database=database)))


def doubtful(*, database: str = "default") -> list[Held]:
    """Pairs that nobody could judge yet, the likeliest first; not those that others joined."""
    held = latest(database=database)
    person = groups.clusters(_pairs(held))
    found = [
        each
        for each in held
        if each.verdict == "unsure"
        and person.get(each.left, each.left) != person.get(each.right, each.right)
    ]
    return sorted(found, key=lambda each: (-each.score, each.left, each.right))
