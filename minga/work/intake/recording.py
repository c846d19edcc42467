"""What follows from accepted rows: registrations, steps and tallies, in bulk."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from minga.engines.lists.definition import ListKind, Subject
from minga.engines.lists.rows import ListRow as ReadRow
from minga.engines.lists.rows import StepEntry
from minga.foundation.access.models import Team
from minga.foundation.core.principals import Principal
from minga.foundation.definitions.actions import current
from minga.register.people.actions import NewRegistration, register
from minga.register.people.identity import IdentityFields
from minga.work.casework.actions.lists import NewStep, record_steps
from minga.work.casework.pathways import current_rules
from minga.work.gatherings.actions import NewTally, record_tallies
from minga.work.intake.models import ListRow, PartnerList


class Fresh(NamedTuple):
    """A stored row, the kind of list it is in, and what was read."""

    stored: ListRow
    kind: str
    read: ReadRow


class RowRecorder:
    """Records the rows of one list."""

    def __init__(self, partner_list: PartnerList, *, team: Team, by: Principal) -> None:
        self.partner_list = partner_list
        self.team = team
        self.by = by
        self.source = str(partner_list.id)
        self.kinds = {c: ListKind.model_validate(d.content) for c, d in current("list").items()}
        self.rules = current_rules()

    def record(self, rows: Sequence[Fresh], *, recorded_at: datetime) -> None:
        """Record rows in order, kind by kind; a row whose steps were all there is `seen`."""
        for kind in dict.fromkeys(row.kind for row in rows):
            of_kind = [row for row in rows if row.kind == kind]
            self._register(of_kind, recorded_at)
            if _tallied(self.kinds[kind]):
                for row in of_kind:
                    self._tally(self.kinds[kind], row, recorded_at)
            else:
                self._record_steps(self.kinds[kind], of_kind, recorded_at)

    def _register(self, rows: Sequence[Fresh], recorded_at: datetime) -> None:
        named = [row for row in rows if row.read.person is not None]
        found = register(
            [_registration(row.read) for row in named],
            team=self.team,
            source=self.source,
            recorded_at=recorded_at,
            by=self.by,
        )
        for row, registration in zip(named, found, strict=True):
            row.stored.registration = registration

    def _record_steps(self, kind: ListKind, rows: Sequence[Fresh], recorded_at: datetime) -> None:
        steps: list[NewStep] = []
        owners: list[ListRow] = []
        for stored, _, read in rows:
            for entry in read.steps:
                if entry.occurred_on is not None:
                    steps.append(_step(kind.subject, stored, read, entry, entry.occurred_on))
                    owners.append(stored)
        done = record_steps(
            steps,
            rules=self.rules[kind.pathway],
            team=self.team,
            source=self.source,
            recorded_at=recorded_at,
            by=self.by,
        )
        fates: dict[int, set[str]] = {id(owner): set() for owner in owners}
        for owner, fate in zip(owners, done.fates, strict=True):
            fates[id(owner)].add(fate)
        for owner in owners:
            owner.fate = _row_fate(fates[id(owner)])
            if owner.fate == "review":
                owner.problems = [
                    {"code": "does_not_fit", "severity": "review", "at": None, "column": ""}
                ]

    def _tally(self, kind: ListKind, row: Fresh, recorded_at: datetime) -> None:
        """Keep the numbers of one gathering; one that was known already makes its row `seen`."""
        entry = row.read.steps[0]
        assert entry.occurred_on is not None  # noqa: S101 - rows without a date are refused
        gathering = record_tallies(
            organisation=self.team.organisation_id,
            pathway=kind.pathway,
            step=entry.step,
            occurred_on=entry.occurred_on,
            place=row.read.place,
            answers=_plain(entry.answers),
            code=row.read.gathering_code or "",
            tallies=[
                NewTally(sex=t.sex, age_from=t.age_from, age_to=t.age_to, count=t.count)
                for t in row.read.tallies
                if t.count
            ],
            source=self.source,
            recorded_at=recorded_at,
        )
        row.stored.fate = "seen" if gathering is None else "accepted"


def _tallied(kind: ListKind) -> bool:
    """Whether lists of this kind count people instead of naming them."""
    return any(column.target.kind == "tally" for column in kind.columns.values())


def _row_fate(steps: set[str]) -> str:
    """The fate of a row by those of its steps: one that does not fit its form is for review."""
    if "refused" in steps:
        return "review"
    return "seen" if steps == {"seen"} else "accepted"


def _registration(read: ReadRow) -> NewRegistration:
    person = read.person
    assert person is not None  # noqa: S101 - the caller keeps rows with a person only
    return NewRegistration(
        identity=IdentityFields(
            given_names=person.given_names,
            surnames=person.surnames,
            document_type=person.document_type or "",
            document=person.document or "",
            phone=person.phone or "",
        ),
        sex=person.sex or "",
        birth_on=person.birth_on,
        birth_precision=str(person.birth_precision),
        groups=person.groups,
        statuses=person.statuses,
        household=person.household or "",
    )


def _step(
    subject: Subject, stored: ListRow, read: ReadRow, entry: StepEntry, occurred_on: date
) -> NewStep:
    registration = stored.registration
    organisation = read.organisation if subject is Subject.ORGANISATION else None
    place = {Subject.SITE: read.site, Subject.PLACE: read.place}.get(subject)
    known = registration or organisation or place
    return NewStep(
        name=entry.step,
        occurred_on=occurred_on,
        registration=registration,
        organisation=organisation,
        subject_place=place,
        place=read.place or read.site,
        case_code=read.case_code or ("" if known else stored.content_key),
        role=entry.role or "",
        answers=_plain(entry.answers),
    )


def _plain(answers: Mapping[str, object]) -> dict[str, object]:
    """Answers as JSON: dates as ISO text, decimals as text, terms as lists."""
    found: dict[str, object] = {}
    for name, value in answers.items():
        if isinstance(value, date):
            found[name] = value.isoformat()
        elif isinstance(value, Decimal):
            found[name] = str(value)
        elif isinstance(value, tuple):
            found[name] = list(value)
        else:
            found[name] = value
    return found
