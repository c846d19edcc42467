"""What has to be on record before real people are: typed, and all faults of it at once. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints, ValidationError

from minga.engines.definition import Code, Definition, Text

Said = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
LOPDP_DAYS = 15
"""How long somebody waits for an answer about their own data, by Ecuador's law of 2021."""


class Basis(StrEnum):
    """The grounds on which the law lets somebody's data be held."""

    CONSENT = "consent"
    LEGAL_OBLIGATION = "legal_obligation"
    COURT_ORDER = "court_order"
    PUBLIC_INTEREST = "public_interest"
    CONTRACT = "contract"
    VITAL_INTEREST = "vital_interest"
    PUBLIC_SOURCE = "public_source"
    LEGITIMATE_INTEREST = "legitimate_interest"


class Kept(StrEnum):
    """What has a rule of how long it is kept."""

    IDENTITIES = "identities"
    CASES = "cases"
    RAW_LISTS = "raw_lists"
    LOG = "log"


class Controller(Definition):
    """Who answers for what is held here, and how people reach whoever looks after their rights."""

    name: Said
    address: Said
    contact: Said


class Purpose(Definition):
    """What data is held for, and on which ground; `law` names the article or the agreement."""

    title: Text
    basis: Basis
    law: Said


class Retention(Definition):
    """How many months something is kept, counted from when, and why so long."""

    months: int = Field(ge=1, le=1200)
    after: Said
    why: Said


class Protocol(Definition):
    """The information-sharing protocol between the organisations that work here."""

    title: Said
    signed_on: date
    parties: tuple[Said, ...] = Field(min_length=2)
    kept_at: Said


class Assessment(Definition):
    """The assessment of what this could do to the people whose data it holds."""

    done_on: date
    done_by: Said
    kept_at: Said


class Record(Definition):
    """Everything that has to be on record."""

    controller: Controller
    purposes: dict[Code, Purpose] = Field(min_length=1)
    retention: dict[Kept, Retention]
    sharing_protocol: Protocol
    impact_assessment: Assessment
    answer_within_days: int = Field(LOPDP_DAYS, ge=1, le=90)


MEND = {
    "controller": "who answers for the data: name, address, contact",
    "purposes": "for each purpose its title, its legal basis and the law that says so",
    "retention": "how long identities, cases, raw_lists and log are kept, after what, and why",
    "sharing_protocol": "the protocol between organisations: title, signed_on, parties, kept_at",
    "impact_assessment": "when it was done, by whom and where it is kept",
    "answer_within_days": "how many days an answer to somebody may take",
}
"""What each part of the record asks for."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is missing or wrong, where, and what to write there."""

    path: tuple[str | int, ...]
    words: str

    def __str__(self) -> str:
        return f"{'.'.join(map(str, self.path))}: {self.words}"


def read_record(content: object, *, today: date) -> tuple[Record | None, list[Fault]]:
    """The record, or everything that is missing or wrong with it."""
    try:
        record = Record.model_validate(content or {})
    except ValidationError as error:
        return None, [
            Fault(tuple(fault["loc"]), _told(fault["type"], fault["msg"], fault["loc"]))
            for fault in error.errors()
        ]
    faults = list(_later_faults(record, today))
    return (None, faults) if faults else (record, [])


def _told(kind: str, message: str, path: tuple[str | int, ...]) -> str:
    mend = MEND.get(str(path[0]) if path else "", "an object with the parts of a legal record")
    if kind in {"missing", "string_too_short"}:
        return f"is missing; write {mend}."
    return f"{message[:1].lower()}{message[1:]}; write {mend}."


def _later_faults(record: Record, today: date) -> Iterator[Fault]:
    """What each part cannot say by itself."""
    for kept in Kept:
        if kept not in record.retention:
            yield Fault(("retention", kept.value), f"is missing; write {MEND['retention']}.")
    days = {
        ("sharing_protocol", "signed_on"): record.sharing_protocol.signed_on,
        ("impact_assessment", "done_on"): record.impact_assessment.done_on,
    }
    for path, day in days.items():
        if day > today:
            yield Fault(path, f"{day} is still to come; write the day on which it was done.")


def unfounded(record: Record, purposes: Iterator[str] | set[str] | list[str]) -> list[str]:
    """The purposes that no legal basis is on record for."""
    return sorted(set(purposes) - set(record.purposes))
