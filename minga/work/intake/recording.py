"""What follows from accepted rows: registrations, steps and tallies, in bulk."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from minga.engines.lists.definition import ListKind
from minga.engines.lists.rows import ListRow as ReadRow
from minga.engines.lists.rows import StepEntry
from minga.engines.pathway.definition import Pathway
from minga.foundation.access.models import Team
from minga.foundation.core.principals import Principal
from minga.foundation.definitions.actions import current
from minga.register.people.actions import NewRegistration, erase, register
from minga.register.people.identity import IdentityFields
from minga.register.people.models import Registration
from minga.work.casework.actions import NewStep, PathwayRules, record_steps
from minga.work.casework.models import Step
from minga.work.gatherings.actions import NewTally, record_tallies
from minga.work.intake.models import ListRow, PartnerList

Fresh = tuple[ListRow, str, ReadRow]
"""A stored row, the kind of list it is in, and what was read."""


class RowRecorder:
    """Records the rows of one list."""

    def __init__(self, partner_list: PartnerList, *, team: Team, by: Principal) -> None:
        self.partner_list = partner_list
        self.team = team
        self.by = by
        self.source = str(partner_list.id)
        self.kinds = {c: ListKind.model_validate(d.content) for c, d in current("list").items()}
        self.rules = _pathway_rules()

    def record(self, rows: Sequence[Fresh]) -> None:
        """Record rows in order, kind by kind; a row whose steps were all there is `seen`."""
        for kind in dict.fromkeys(kind for _, kind, _ in rows):
            self._record_kind(self.kinds[kind], [row for row in rows if row[1] == kind])

    def _record_kind(self, kind: ListKind, rows: Sequence[Fresh]) -> None:
        named = [fresh for fresh in rows if fresh[2].person is not None]
        found = register(
            [_registration(read) for _, _, read in named],
            team=self.team,
            source=self.source,
            recorded_at=self.partner_list.received_at,
            by=self.by,
        )
        for (stored, _, _), registration in zip(named, found, strict=True):
            stored.registration = registration
        steps: list[NewStep] = []
        owners: list[ListRow] = []
        for stored, _, read in rows:
            if read.tallies:
                self._tallies(kind, read)
                continue
            for entry in read.steps:
                if entry.occurred_on is not None:
                    steps.append(_step(stored, read, entry, entry.occurred_on))
                    owners.append(stored)
        done = record_steps(
            steps,
            rules=self.rules[kind.pathway],
            team=self.team,
            source=self.source,
            recorded_at=self.partner_list.received_at,
            by=self.by,
        )
        fresh = {id(o) for o, fate in zip(owners, done.fates, strict=True) if fate != "seen"}
        for owner in owners:
            owner.fate = "accepted" if id(owner) in fresh else "seen"

    def _tallies(self, kind: ListKind, read: ReadRow) -> None:
        entry = read.steps[0]
        assert entry.occurred_on is not None  # noqa: S101 - rows without a date are refused
        record_tallies(
            organisation=self.team.organisation_id,
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
            source=self.source,
            recorded_at=self.partner_list.received_at,
        )


def _pathway_rules() -> dict[str, PathwayRules]:
    forms = {code: row.content for code, row in current("form").items()}
    rules = {}
    for code, row in current("pathway").items():
        pathway = Pathway.model_validate(row.content)
        counted = {
            name: frozenset(
                field["name"]
                for field in forms.get(step.form or "", {}).get("fields", [])
                if field.get("counted")
            )
            for name, step in pathway.steps.items()
        }
        rules[code] = PathwayRules(
            definition=row,
            confidentiality=pathway.confidentiality,
            repeating=frozenset(n for n, step in pathway.steps.items() if step.repeats),
            counted=counted,
        )
    return rules


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


def _step(stored: ListRow, read: ReadRow, entry: StepEntry, occurred_on: date) -> NewStep:
    person = stored.registration
    return NewStep(
        name=entry.step,
        occurred_on=occurred_on,
        registration=person,
        organisation=read.organisation if person is None else None,
        subject_place=read.place if person is None and read.organisation is None else None,
        place=read.place,
        case_code=read.case_code or ("" if person else stored.content_key),
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


def undo_registrations(*, source: str, undone_at: datetime, by: Principal, reason: str) -> int:
    """Erase the people that only this source spoke of. How many."""
    others = Step.objects.exclude(source=source).values("case__registration")
    only = Registration.objects.filter(source=source, erased_at=None).exclude(pk__in=others)
    ids = list(only.values_list("pk", flat=True))
    for registration in ids:
        erase(registration, erased_at=undone_at, by=by, reason=reason)
    return len(ids)
