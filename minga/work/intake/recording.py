"""What follows from accepted rows: registrations, steps and tallies, in bulk."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple, get_args

from minga.engines.lists.definition import ListKind, Subject
from minga.engines.lists.plan import ChangedPlan
from minga.engines.lists.rows import ListRow as ReadRow
from minga.engines.lists.rows import StepEntry
from minga.foundation.access.models import Team
from minga.foundation.core.principals import Principal
from minga.foundation.keys.sealing import ErasedError
from minga.register.people.actions import NewRegistration, register
from minga.register.people.actions.registering import under_another_document
from minga.register.people.actions.sources import Said, correct, repeat
from minga.register.people.identity import IdentityFields
from minga.work.casework.actions.lists import NewStep, find_steps, record_steps, see_steps
from minga.work.casework.rules import PathwayRules
from minga.work.gatherings.actions import (
    NewTally,
    Tallied,
    gather,
    record_tallies,
    see_tallies,
)
from minga.work.gatherings.actions.tallies import Doubt
from minga.work.intake.models import ListRow, ListSheet, PartnerList
from minga.work.intake.opening import Vocabularies, reopened

DOES_NOT_FIT, CORRECTED_SINCE, CHANGED = "does_not_fit", "corrected_since", "changed_row"
OTHER_PERSON = "other_person"
"""Codes of what only shows when a row meets its pathway, and what is recorded already."""
DOUBTS: tuple[Doubt, ...] = get_args(Doubt)
"""Codes of what only shows when a tally meets the gatherings that are recorded."""


class Fresh(NamedTuple):
    """A stored row, the kind of list it is in, and what was read."""

    stored: ListRow
    kind: str
    read: ReadRow


class Before(NamedTuple):
    """The row of an earlier edition that a row stands for, and what it said, if that is known."""

    stored: ListRow
    read: ReadRow | None = None


class RowRecorder:
    """Records the rows of one list."""

    def __init__(
        self, partner_list: PartnerList, *, team: Team, known: Vocabularies, by: Principal
    ) -> None:
        self.partner_list = partner_list
        self.team = team
        self.by = by
        self.source = str(partner_list.id)
        self.known = known
        self.kinds = known.kinds
        self.rules = known.rules

    @cached_property
    def changes(self) -> dict[tuple[int, int], tuple[int | None, bool]]:
        """The rows of the list, by sheet and number, that may stand for an earlier edition's."""
        sheets = ListSheet.objects.filter(partner_list=self.partner_list)
        return {
            (position, int(number)): (old, same)
            for position, changes in sheets.values_list("position", "changes")
            for number, (old, same) in changes.items()
        }

    @cached_property
    def earlier(self) -> dict[int, Before]:
        """Rows of the earlier edition that were recorded and that this list changes."""
        return earlier_rows({old for old, _ in self.changes.values() if old}, known=self.known)

    def tie(self, stored: ListRow) -> None:
        """Tie a row to that of an earlier edition which it may stand for.

        Unless it surely speaks of the same, somebody has to say so before it is recorded.
        """
        place = (stored.sheet, stored.number)
        if place not in self.changes:
            return
        old, same = self.changes[place]
        stored.corrects_id = stored.corrects_id or old
        if stored.fate != "rejected" and not same and (old is None or old in self.earlier):
            _doubt(stored, CHANGED)

    def record(self, rows: Sequence[Fresh], *, recorded_at: datetime) -> None:
        """Record rows in order, kind by kind.

        A row whose steps were all there is `seen`. One that its pathway cannot take, or that may
        mean two things, is for review, and nothing of it is recorded.
        """
        for code, of_kind in _by_kind(rows):
            kind = self.kinds[code]
            if kind.tallied:
                for row in of_kind:
                    self._tally(kind, row, recorded_at)
            else:
                self._record(kind, of_kind, recorded_at)

    def see(self, rows: Sequence[Fresh], *, recorded_at: datetime) -> None:
        """Note that this list, too, says what these rows say; it was recorded from another.

        A row that says again what another has corrected since is for review: which of the two
        holds, nobody can tell from the files.
        """
        repeat(self._said(rows), team=self.team, recorded_at=recorded_at)
        for code, of_kind in _by_kind(rows):
            kind = self.kinds[code]
            fates = self._see_tallies(kind, of_kind) if kind.tallied else self._see(kind, of_kind)
            for owner, fate in fates:
                if fate == "corrected":
                    _doubt(owner, CORRECTED_SINCE)

    def _see(self, kind: ListKind, rows: Sequence[Fresh]) -> Iterator[tuple[ListRow, str]]:
        owned = [(row.stored, step) for row in rows for step in _owned(row, _steps(kind, row))]
        fates = see_steps(
            [step for _, step in owned],
            rules=self.rules[kind.pathway],
            team=self.team,
            source=self.source,
            by=self.by,
        )
        return zip((owner for owner, _ in owned), fates, strict=True)

    def _see_tallies(self, kind: ListKind, rows: Sequence[Fresh]) -> Iterator[tuple[ListRow, str]]:
        organisation = self.team.organisation_id
        for row in rows:
            said = _tallied(kind, row.read)
            yield row.stored, see_tallies(said, organisation=organisation, source=self.source)

    def _record(self, kind: ListKind, rows: Sequence[Fresh], recorded_at: datetime) -> None:
        rules = self.rules[kind.pathway]
        fitting: list[tuple[Fresh, list[NewStep]]] = []
        for row in rows:
            steps = list(_steps(kind, row))
            if any(rules.misfits(step, whole=False) for step in steps):
                _doubt(row.stored, DOES_NOT_FIT)
            else:
                fitting.append((row, steps))
        self._compare_codes([row for row, _ in fitting])
        fitting = [(row, steps) for row, steps in fitting if row.stored.fate == "accepted"]
        fitting = self._in_place(kind, fitting, recorded_at)
        self._register([row for row, _ in fitting], recorded_at)
        owned = [(row.stored, step) for row, steps in fitting for step in _owned(row, steps)]
        self._record_steps(rules, owned, recorded_at)

    def _in_place(
        self, kind: ListKind, rows: Sequence[tuple[Fresh, list[NewStep]]], recorded_at: datetime
    ) -> list[tuple[Fresh, list[NewStep]]]:
        """The rows; steps of those that stand for an earlier edition's take the place of its steps.

        A row that would change what does not stand any more, or stands elsewhere, is for review.
        """
        pairs: list[tuple[NewStep, NewStep]] = []
        places: list[tuple[int, int]] = []
        for at, (row, steps) in enumerate(rows):
            before = self.earlier.get(row.stored.corrects_id or 0)
            if before is None:
                continue
            row.stored.registration = before.stored.registration
            for number, old, new in _changed(kind, before, row, steps):
                pairs.append((old, new))
                places.append((at, number))
        stand = find_steps(pairs, rules=self.rules[kind.pathway], team=self.team)
        for (at, number), found in zip(places, stand, strict=True):
            row, steps = rows[at]
            if found is not None:
                steps[number] = replace(steps[number], supersedes=found)
            elif not _doubted(row.stored, CHANGED):
                _doubt(row.stored, CHANGED)
                row.stored.registration = None
        taken = [(row, steps) for row, steps in rows if row.stored.fate == "accepted"]
        self._correct([row for row, _ in taken], recorded_at)
        return taken

    def _correct(self, rows: Sequence[Fresh], recorded_at: datetime) -> None:
        """Let the people of rows that stand for an earlier edition's be who these say."""
        later = [row for row in rows if row.stored.corrects_id in self.earlier]
        correct(self._said(later), team=self.team, corrected_at=recorded_at, by=self.by)

    def _said(self, rows: Sequence[Fresh]) -> list[Said]:
        """What rows say of people who are registered already."""
        return [
            Said(
                registration=row.stored.registration,
                entry=registration_of(row.read),
                source=self.source,
            )
            for row in rows
            if row.stored.registration is not None and row.read.person is not None
        ]

    def _compare_codes(self, rows: Sequence[Fresh]) -> None:
        """Let somebody look at rows whose code is another person's, by their documents."""
        asked = [
            row
            for row in rows
            if row.read.person is not None
            and row.stored.corrects_id not in self.earlier
            and not _doubted(row.stored, OTHER_PERSON)
        ]
        entries = [registration_of(row.read) for row in asked]
        for at in under_another_document(entries, organisation=self.team.organisation_id):
            _doubt(asked[at].stored, OTHER_PERSON)

    def _register(self, rows: Sequence[Fresh], recorded_at: datetime) -> None:
        named = [
            row for row in rows if row.read.person is not None and row.stored.registration is None
        ]
        found = register(
            [registration_of(row.read) for row in named],
            team=self.team,
            source=self.source,
            recorded_at=recorded_at,
            by=self.by,
        )
        for row, registration in zip(named, found, strict=True):
            row.stored.registration = registration

    def _record_steps(
        self,
        rules: PathwayRules,
        owned: Sequence[tuple[ListRow, NewStep]],
        recorded_at: datetime,
    ) -> None:
        steps = gather(
            [step for _, step in owned],
            rules=rules,
            team=self.team,
            source=self.source,
            recorded_at=recorded_at,
        )
        done = record_steps(
            steps,
            rules=rules,
            team=self.team,
            source=self.source,
            recorded_at=recorded_at,
            by=self.by,
        )
        fates: dict[int, set[str]] = {}
        for (owner, _), fate in zip(owned, done.fates, strict=True):
            fates.setdefault(id(owner), set()).add(fate)
        for owner in {id(owner): owner for owner, _ in owned}.values():
            if fates[id(owner)] == {"seen"} and owner.corrects_id not in self.earlier:
                owner.fate = "seen"
            elif "refused" in fates[id(owner)]:
                _doubt(owner, DOES_NOT_FIT)

    def _tally(self, kind: ListKind, row: Fresh, recorded_at: datetime) -> None:
        """Keep the numbers of one gathering; a row in doubt that came here was looked at."""
        doubts = {problem["code"] for problem in row.stored.problems}
        before = self.earlier.get(row.stored.corrects_id or 0)
        fate = record_tallies(
            _tallied(kind, row.read),
            organisation=self.team.organisation_id,
            source=self.source,
            recorded_at=recorded_at,
            settled=next((doubt for doubt in DOUBTS if doubt in doubts), None),
            instead_of=_tallied(kind, before.read) if before and before.read else None,
        )
        if fate in DOUBTS:
            _doubt(row.stored, fate)
        else:
            row.stored.fate = "seen" if fate == "seen" else "accepted"


def _by_kind(rows: Sequence[Fresh]) -> Iterator[tuple[str, list[Fresh]]]:
    for kind in dict.fromkeys(row.kind for row in rows):
        yield kind, [row for row in rows if row.kind == kind]


def _doubt(row: ListRow, code: str) -> None:
    """Let somebody look at a row, for a reason that the row alone does not show."""
    row.fate = "review"
    if not _doubted(row, code):
        problem = {"code": code, "severity": "review", "at": None, "column": ""}
        row.problems = [*row.problems, problem]


def _doubted(row: ListRow, code: str) -> bool:
    return any(problem["code"] == code for problem in row.problems)


def earlier_rows(ids: Collection[int], *, known: Vocabularies) -> dict[int, Before]:
    """Rows of lists that count which were recorded, by id, with what they said."""
    stored = ListRow.objects.filter(
        pk__in=ids, fate__in=["accepted", "seen"], partner_list__in=PartnerList.objects.live()
    ).select_related("partner_list")
    found = {row.pk: Before(row) for row in stored}
    by_list: dict[PartnerList, list[ListRow]] = {}
    for row in stored:
        by_list.setdefault(row.partner_list, []).append(row)
    for partner_list, rows in by_list.items():
        with suppress(ErasedError, ChangedPlan):
            for row, opened in reopened(partner_list, rows, known=known):
                found[row.pk] = Before(row, opened.row)
    return found


def _changed(
    kind: ListKind, before: Before, row: Fresh, steps: Sequence[NewStep]
) -> Iterator[tuple[int, NewStep, NewStep]]:
    """Each step that says something else than before: its place, the old step, the new one."""
    if before.read is None:
        return
    old = Fresh(before.stored, row.kind, before.read)
    waiting: dict[str, list[NewStep]] = {}
    for step in _owned(old, _steps(kind, old)):
        waiting.setdefault(step.name, []).append(step)
    for number, step in enumerate(_owned(row, steps)):
        if waiting.get(step.name):
            was = waiting[step.name].pop(0)
            if was != step:
                yield number, was, step


def _steps(kind: ListKind, row: Fresh) -> Iterator[NewStep]:
    """The steps of a row; whose they are is said once it is registered."""
    for entry in row.read.steps:
        if entry.occurred_on is not None:
            yield _step(kind.subject, row, entry, entry.occurred_on)


def _owned(row: Fresh, steps: Iterable[NewStep]) -> Iterator[NewStep]:
    registration = row.stored.registration
    return (
        step if registration is None else replace(step, registration=registration) for step in steps
    )


def _tallied(kind: ListKind, read: ReadRow) -> Tallied:
    entry = read.steps[0]
    assert entry.occurred_on is not None  # noqa: S101 - rows without a date are refused
    return Tallied(
        pathway=kind.pathway,
        step=entry.step,
        occurred_on=entry.occurred_on,
        place=read.place,
        answers=_plain(entry.answers),
        code=read.gathering_code or "",
        tallies=[
            NewTally(sex=t.sex, age_from=t.age_from, age_to=t.age_to, count=t.count)
            for t in read.tallies
            if t.count
        ],
    )


def _root(stored: ListRow) -> ListRow:
    """The first edition of a row: a matter without a code is known by what was said of it first."""
    while stored.corrects is not None and stored.corrects.fate in {"accepted", "seen"}:
        stored = stored.corrects
    return stored


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
        code=person.code or "",
    )


def _step(subject: Subject, row: Fresh, entry: StepEntry, occurred_on: date) -> NewStep:
    read = row.read
    organisation = read.organisation if subject is Subject.ORGANISATION else None
    place = {Subject.SITE: read.site, Subject.PLACE: read.place}.get(subject)
    known = read.person or organisation or place
    return NewStep(
        name=entry.step,
        occurred_on=occurred_on,
        organisation=organisation,
        subject_place=place,
        place=read.place or read.site,
        case_code=read.case_code or ("" if known else _root(row.stored).content_key),
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
