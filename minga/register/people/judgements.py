"""Who is the same person: the linker's proposals, kept as judgements; persons are derived."""

import uuid
from datetime import datetime

from django.db import transaction

from minga.engines.linkage.clusters import Pair, clusters
from minga.engines.linkage.propose import Encoded, propose
from minga.foundation.core.principals import Principal, PrincipalKind
from minga.register.people.models import Judgement
from minga.register.vault.models import Encoding

RULES = Principal(PrincipalKind.RULE, "keyed_hashes")


def match(*, database: str = "linker", by: Principal = RULES) -> dict[str, int]:
    """Compare all encodings as the linker role and write what is new. Counts by verdict.

    A pair that somebody has judged is left alone: rules never overrule people.
    """
    encodings = [
        Encoded(registration=row.registration, document=row.document, name=row.name_birth_sex)
        for row in Encoding.objects.using(database).iterator(5000)
    ]
    judged = {(left, right) for left, right, _ in latest(database=database)}
    new = [p for p in propose(encodings) if (p.left, p.right) not in judged]
    with transaction.atomic(using=database):
        Judgement.objects.using(database).bulk_create(
            [
                Judgement(
                    left=p.left,
                    right=p.right,
                    verdict=p.verdict,
                    reason=p.reason,
                    score=p.score,
                    by=str(by),
                )
                for p in new
            ],
            batch_size=2000,
        )
    return {verdict: sum(p.verdict == verdict for p in new) for verdict in ("same", "unsure")}


def judge(
    *, left: uuid.UUID, right: uuid.UUID, verdict: str, reason: str, by: Principal
) -> Judgement:
    """Say that two registrations are the same, different or unsure; the latest word holds."""
    one, other = sorted((left, right))
    return Judgement.objects.create(
        left=one, right=other, verdict=verdict, reason=reason, score=1.0, by=str(by)
    )


def latest(
    *, database: str = "default", as_of: datetime | None = None
) -> list[tuple[uuid.UUID, uuid.UUID, str]]:
    """The judgement that holds for each pair, or held at a moment."""
    rows = Judgement.objects.using(database)
    known = rows.all() if as_of is None else rows.filter(judged_at__lte=as_of)
    return list(
        known.order_by("left", "right", "-id")
        .distinct("left", "right")
        .values_list("left", "right", "verdict")
    )


def persons(
    *, database: str = "default", as_of: datetime | None = None
) -> dict[uuid.UUID, uuid.UUID]:
    """The person of every registration that shares one; all others are persons of their own."""
    return clusters(
        Pair(left, right, verdict)
        for left, right, verdict in latest(database=database, as_of=as_of)
    )
