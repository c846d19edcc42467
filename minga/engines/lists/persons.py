"""The person of a row, put together from the cells that say something about one."""

import datetime as dt

from minga.engines.lists.dates import PartialDate, Precision, age_on
from minga.engines.lists.definition import PEOPLE
from minga.engines.lists.draft import RowDraft
from minga.engines.lists.findings import Severity, finding
from minga.engines.lists.rows import PersonFacts
from minga.engines.lists.words import normal

AGE_SLACK = 1
"""Years by which an age may differ from the date of birth before somebody should look."""


def person_of(draft: RowDraft, on: dt.date) -> PersonFacts | None:
    """What the row says about a person on the day `on`; None where it says nothing."""
    words = draft.words
    surnames = words.get("person.surnames") or " ".join(
        part
        for name in ("first_surname", "second_surname")
        if (part := words.get(f"person.{name}"))
    )
    birth = _birth(draft, on)
    person = PersonFacts(
        given_names=words.get("person.given_names", ""),
        surnames=surnames,
        document_type=words.get("person.document_type"),
        document=words.get("person.document"),
        phone=words.get("person.phone"),
        sex=words.get("person.sex"),
        birth_on=birth.day if birth else None,
        birth_precision=birth.precision if birth else Precision.UNKNOWN,
        groups=tuple(draft.groups),
        statuses=tuple(draft.statuses),
        household=words.get("person.household"),
        code=_code(draft),
    )
    named = bool(person.given_names or person.surnames)
    if draft.kind.subject in PEOPLE and not named:
        known = person.document is not None
        draft.problem("nobody", severity=Severity.REVIEW if known else Severity.REJECT)
    return None if person in {PersonFacts(), PersonFacts(code=person.code)} else person


def _code(draft: RowDraft) -> str | None:
    """The organisation's own code for the person, with what numbers it: two series may meet."""
    if own := draft.words.get("person.code"):
        return f"person|{normal(own)}"
    case = draft.words.get("case.code") if draft.kind.identified else None
    return f"{draft.kind.pathway}|{normal(case)}" if case else None


def _birth(draft: RowDraft, on: dt.date) -> PartialDate | None:
    if draft.birth is None:
        return draft.age.birth(on) if draft.age else None
    if draft.age is not None:
        apart = abs(age_on(draft.birth.day, on) - draft.age.years)
        if apart > AGE_SLACK:
            source = next(
                s
                for code, s in draft.sources.items()
                if draft.kind.columns[code].to == "person.age"
            )
            draft.problem(finding("age_disagrees", age=str(draft.age.years)), source)
    return draft.birth
