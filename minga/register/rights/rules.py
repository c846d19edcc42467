"""What may be asked, by whom, and until when it is answered. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from minga.engines.definition import Text


class Right(StrEnum):
    """What somebody may ask for, by Ecuador's law on the protection of personal data."""

    ACCESS = "access"
    RECTIFICATION = "rectification"
    OBJECTION = "objection"
    PORTABILITY = "portability"
    ERASURE = "erasure"


class AskedBy(StrEnum):
    """Who asks: the person, whoever has parental authority, or somebody with a mandate."""

    SELF = "self"
    GUARDIAN = "guardian"
    MANDATE = "mandate"


class Check(StrEnum):
    """How it was made sure that whoever asks is who they say."""

    DOCUMENT = "document"
    KNOWN = "known"
    GUARDIAN_PAPERS = "guardian_papers"
    MANDATE_PAPERS = "mandate_papers"


class Decision(StrEnum):
    """What was decided; both halves of an answer have a reason."""

    GRANTED = "granted"
    PARTLY = "partly"
    REFUSED = "refused"


PROVES = {
    AskedBy.SELF: frozenset({Check.DOCUMENT, Check.KNOWN}),
    AskedBy.GUARDIAN: frozenset({Check.GUARDIAN_PAPERS}),
    AskedBy.MANDATE: frozenset({Check.MANDATE_PAPERS}),
}
"""What shows that somebody may ask."""


class RightsError(Exception):
    """A request cannot be received, decided or done so; `words` say why."""

    def __init__(self, words: Text) -> None:
        super().__init__(words.en)
        self.words = words


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request as it comes in."""

    right: Right
    asked_by: AskedBy
    check: Check
    received_on: date


NOT_YET = Text(
    es="La fecha de recepción todavía no llega.", en="The day on which it came in is still to come."
)
NOT_PROVEN = Text(
    es="Esa comprobación no demuestra que quien pide puede pedir.",
    en="That check does not show that whoever asks may ask.",
)
NO_REASON = Text(
    es="Escriba por qué: la persona lo recibe, y queda en la bitácora.",
    en="Write why: the person is told, and it stays in the log.",
)
DECIDED = Text(es="Esta solicitud ya está resuelta.", en="This request is decided already.")
NOT_DECIDED = Text(es="Primero hay que resolverla.", en="It has to be decided first.")
IS_REFUSED = Text(
    es="Se negó: no hay nada más que hacer.", en="It was refused: there is nothing to do."
)
IS_DONE = Text(es="Esta solicitud ya está cumplida.", en="This request is done already.")
NOT_THERE = Text(
    es="No hay tal inscripción en esa organización, o se borró. Revise el número.",
    en="There is no such registration in that organisation, or it was erased. Look at the number.",
)


def refuse_unless_sound(asked: Asked, *, today: date) -> None:
    """Raise RightsError where a request could not have come in like this."""
    if asked.received_on > today:
        raise RightsError(NOT_YET)
    if asked.check not in PROVES[asked.asked_by]:
        raise RightsError(NOT_PROVEN)


def due_on(received_on: date, *, days: int) -> date:
    """By when it is answered: the law counts days of the calendar from the one after."""
    return received_on + timedelta(days=days)
