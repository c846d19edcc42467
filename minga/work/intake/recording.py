"""What follows from accepted rows: registrations, steps and tallies, in bulk."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from minga.engines.lists.definition import ListKind, Subject
from minga.engines.lists.rows import ListRow as ReadRow
from minga.engines.lists.rows import StepEntry
from minga.foundation.access.models import Team
from minga.foundation.core.principals import Principal
from minga.register.people.actions import NewRegistration, register
from minga.register.people.actions.sources import Said, repeat
from minga.register.people.identity import IdentityFields
from minga.work.casework.actions.lists import NewStep, record_steps, see_steps
from minga.work.gatherings.actions import NewTally, gather, record_tallies
from minga.work.intake.models import ListRow, PartnerList
from minga.work.intake.opening import Vocabularies

DOES_NOT_FIT, CORRECTED_SINCE = "does_not_fit", "corrected_since"
"""Codes of what only shows when a row meets its pathway, and what is recorded already."""


class Fresh(NamedTuple):
    """A stored row, the kind of list it is in, and what was read."""

    stored: ListRow
    kind: str
    read: ReadRow


class RowRecorder:
    """Records the rows of one list."""

    def __init__(
        self, partner_list: PartnerList, *, team: Team, known: Vocabularies, by: Principal
    ) -> None:
        self.partner_list = partner_list
        self.team = team
        self.by = by
        self.source = str(partner_list.id)
        self.kinds = known.kinds
        self.rules = known.rules

    def record(self, rows: Sequence[Fresh], *, recorded_at: datetime) -> None:
        """Record rows in order, kind by kind.

        A row whose steps were all there is `seen`. One that its pathway cannot take is for review,
        and nothing of it is recorded.
        """
        for kind, of_kind in _by_kind(rows):
            fitting = [row for row in of_kind if self._fits(self.kinds[kind], row)]
            self._register(fitting, recorded_at)
            if self.kinds[kind].tallied:
                for row in fitting:
                    self._tally(self.kinds[kind], row, recorded_at)
            else:
                self._record_steps(self.kinds[kind], fitting, recorded_at)

    def see(self, rows: Sequence[Fresh], *, recorded_at: datetime) -> None:
        """Note that this list, too, says what these rows say; it was recorded from another.

        A row that says again what another has corrected since is for review: which of the two
        holds, nobody can tell from the files.
        """
        said = [
            Said(
                registration=row.stored.registration,
                entry=registration_of(row.read),
                source=self.source,
            )
            for row in rows
            if row.stored.registration is not None and row.read.person is not None
        ]
        repeat(said, team=self.team, recorded_at=recorded_at)
        for kind, of_kind in _by_kind(rows):
            if self.kinds[kind].tallied:
                continue
            owned = list(_steps(self.kinds[kind], of_kind))
            fates = see_steps(
                [step for _, step in owned],
                rules=self.rules[self.kinds[kind].pathway],
                team=self.team,
                source=self.source,
                by=self.by,
            )
            for (owner, _), fate in zip(owned, fates, strict=True):
                if fate == "corrected":
                    _doubt(owner, CORRECTED_SINCE)

    def _fits(self, kind: ListKind, row: Fresh) -> bool:
        rules = self.rules[kind.pathway]
        if kind.tallied or not any(rules.misfits(s, whole=False) for _, s in _steps(kind, [row])):
            return True
        _doubt(row.stored, DOES_NOT_FIT)
        return False

    def _register(self, rows: Sequence[Fresh], recorded_at: datetime) -> None:
        named = [row for row in rows if row.read.person is not None]
        found = register(
            [registration_of(row.read) for row in named],
            team=self.team,
            source=self.source,
            recorded_at=recorded_at,
            by=self.by,
        )
        for row, registration in zip(named, found, strict=True):
            row.stored.registration = registration

    def _record_steps(self, kind: ListKind, rows: Sequence[Fresh], recorded_at: datetime) -> None:
        owned = list(_steps(kind, rows))
        steps = gather(
            [step for _, step in owned],
            rules=self.rules[kind.pathway],
            team=self.team,
            source=self.source,
            recorded_at=recorded_at,
        )
        done = record_steps(
            steps,
            rules=self.rules[kind.pathway],
            team=self.team,
            source=self.source,
            recorded_at=recorded_at,
            by=self.by,
        )
        fates: dict[int, set[str]] = {}
        for (owner, _), fate in zip(owned, done.fates, strict=True):
            fates.setdefault(id(owner), set()).add(fate)
        for owner in {id(owner): owner for owner, _ in owned}.values():
            if fates[id(owner)] == {"seen"}:
                owner.fate = "seen"
            elif "refused" in fates[id(owner)]:
                _doubt(owner, DOES_NOT_FIT)

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


def _by_kind(rows: Sequence[Fresh]) -> Iterator[tuple[str, list[Fresh]]]:
    for kind in dict.fromkeys(row.kind for row in rows):
        yield kind, [row for row in rows if row.kind == kind]


def _doubt(row: ListRow, code: str) -> None:
    """Let somebody look at a row, for a reason that the row alone does not show."""
    row.fate = "review"
    if not any(problem["code"] == code for problem in row.problems):
        problem = {"code": code, "severity": "review", "at": None, "column": ""}
        row.problems = [*row.problems, problem]


def _steps(kind: ListKind, rows: Iterable[Fresh]) -> Iterator[tuple[ListRow, NewStep]]:
    """The steps of rows, each with the row that says it."""
    for stored, _, read in rows:
        for entry in read.steps:
            if entry.occurred_on is not None:
                yield stored, _step(kind.subject, stored, read, entry, entry.occurred_on)


def registration_of(read: ReadRow) -> NewRegistration:
    """What a row says of a person."""
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
        gathering_code=read.gathering_code or "",
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
