"""What may be said about somebody, and what is wrong with it in words. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

ADULT = 18
MATCHING = "match_records"
"""The purpose of comparing somebody's sealed records with all others."""
NEVER = "never"
"""The safe way of contact of whoever said none."""
NOT_SAID = "prefers_not_to_say"
"""The group of whoever does not wish to name one; it stands alone."""
UNKNOWN = "unknown"
PRECISIONS = ("day", "month", "year", UNKNOWN)


class PeopleError(Exception):
    """Something about a person may not be recorded; each of `problems` says what and what to do."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def birth_misfits(birth_on: date | None, precision: str, *, today: date) -> list[str]:
    """What is wrong with a birth date and how much of it is known."""
    if precision not in PRECISIONS:
        return [f"a birth date is known to the day, month or year, or unknown; not {precision}."]
    if (birth_on is None) != (precision == UNKNOWN):
        return ["give a birth date with how much of it is known, or neither."]
    if birth_on is not None and birth_on > today:
        return [f"nobody was born on {birth_on} yet; mend the date."]
    return []


def code_misfits(what: str, codes: Iterable[str], known: Collection[str]) -> list[str]:
    """Codes that a vocabulary does not have."""
    return [
        f"there is no {what} {code}; name one of: {', '.join(sorted(known))}."
        for code in codes
        if known and code not in known
    ]


def group_misfits(groups: Collection[str]) -> list[str]:
    """Groups that cannot be said together: somebody names theirs, or prefers not to."""
    if NOT_SAID in groups and len(groups) > 1:
        return ["somebody who prefers not to say names no group besides; choose one or the other."]
    return []


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What somebody agrees to. Nothing here has a default that says yes."""

    purpose: str
    data_class: str
    given_by: str
    given_on: date
    recipient: str = ""
    until_on: date | None = None
    relation: str = ""
    assent: str = ""
    no_guardian_reason: str = ""


def agreement_misfits(agreed: Agreement, *, birth_on: date | None) -> list[str]:
    """What is wrong with a consent, in words; whoever's age is unknown is taken as they say."""
    found = []
    if not agreed.purpose or not agreed.data_class:
        found.append("say for what purpose, and which data, consent is given.")
    if agreed.until_on is not None and agreed.until_on <= agreed.given_on:
        found.append(f"consent until {agreed.until_on} ends before it begins; mend the dates.")
    if agreed.given_by == "guardian":
        found += _guardian_misfits(agreed, birth_on)
    elif agreed.given_by == "self":
        found += _own_misfits(agreed, birth_on)
    else:
        found.append("consent is given by the person (self) or by a guardian; say by whom.")
    return found


def _guardian_misfits(agreed: Agreement, birth_on: date | None) -> list[str]:
    found = []
    if not agreed.relation:
        found.append("say how the guardian is related to the child.")
    if agreed.assent not in {"given", "too_young"}:
        found.append(
            "say whether the child agrees too (given), or is too young to be asked (too_young); "
            "a child who does not agree has not consented."
        )
    if birth_on is not None and is_grown(birth_on, agreed.given_on):
        found.append("a grown person consents for themself; nobody else does.")
    return found


def _own_misfits(agreed: Agreement, birth_on: date | None) -> list[str]:
    found = []
    if agreed.relation or agreed.assent:
        found.append("relation and assent are said of a guardian's consent only.")
    child = birth_on is not None and not is_grown(birth_on, agreed.given_on)
    if child and not agreed.no_guardian_reason:
        found.append("say why no guardian was asked for a child, or ask the guardian.")
    return found


def is_grown(birth_on: date, day: date) -> bool:
    """Whether somebody is an adult on a day, who consents for themself."""
    return age_on(birth_on, day) >= ADULT


def age_on(birth_on: date, day: date) -> int:
    """Completed years on a day."""
    early = (day.month, day.day) < (birth_on.month, birth_on.day)
    return day.year - birth_on.year - early
