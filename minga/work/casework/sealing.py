"""A sealed case's own key: what it hides, and digests that say nothing to whoever lacks it."""

import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from minga.foundation.keys.models import WrappedKey
from minga.foundation.keys.sealing import (
    fingerprint,
    keyed_hash,
    make_key,
    open_sealed,
    seal,
    unwrap,
)
from minga.work.casework.models import Case, Step
from minga.work.casework.rules import CaseworkError, StepSaid

REASON, TEXT = "@reason", "@text"
"""Where a step's reason and a note's words stand among what is sealed; no field has such a name."""


@dataclass(slots=True)
class CaseKeys:
    """The keys of some sealed cases; cases that are not sealed have none."""

    keys: dict[uuid.UUID, bytes] = field(default_factory=dict)

    @classmethod
    def of(cls, cases: Iterable[Case]) -> "CaseKeys":
        """The keys of those cases that are sealed and not erased."""
        sealed = [case.id for case in cases if case.confidentiality == "sealed"]
        rows = WrappedKey.objects.filter(pk__in=sealed) if sealed else ()
        return cls({row.id: unwrap(row) for row in rows})

    def make(self, cases: Iterable[Case]) -> None:
        """Make and keep a key for each sealed case that has none yet."""
        made = []
        for case in cases:
            if case.confidentiality == "sealed" and case.id not in self.keys:
                row, key = make_key(organisation=case.team.organisation_id, key_id=case.id)
                made.append(row)
                self.keys[case.id] = key
        WrappedKey.objects.bulk_create(made, batch_size=1000)

    def erased(self, case: Case) -> bool:
        """Whether a sealed case has lost its key: nothing can be recorded in it any more."""
        return case.confidentiality == "sealed" and case.id not in self.keys

    def hide(self, case: Case, hidden: Mapping[str, object], reason: str = "") -> bytes | None:
        """Answers (and a reason) under the case's own key; None where there is nothing to hide."""
        said = dict(hidden) | ({REASON: reason} if reason else {})
        if not said:
            return None
        plain = json.dumps(said, default=str, ensure_ascii=False).encode()
        return seal(plain, key=self._key(case), about=str(case.id))

    def show(self, step: Step) -> dict[str, object]:
        """What was hidden in a step. Raises CaseworkError when the case was erased."""
        if step.sealed_answers is None:
            return {}
        return self.open(step.case, bytes(step.sealed_answers))

    def open(self, case: Case, sealed: bytes) -> dict[str, Any]:
        """What was hidden in a case. Raises CaseworkError when it was erased."""
        said: dict[str, Any] = json.loads(
            open_sealed(sealed, key=self._key(case), about=str(case.pk))
        )
        return said

    def words(self, case: Case, clear: str, sealed: bytes | memoryview | None) -> str:
        """Words that stand in the clear, or are sealed in a sealed case."""
        return clear if sealed is None else str(self.open(case, bytes(sealed))[TEXT])

    def wrap(self, case: Case, content: bytes, *, about: uuid.UUID) -> bytes:
        """A file as it is kept: of a sealed case, under the case's own key."""
        if case.confidentiality != "sealed":
            return content
        return seal(content, key=self._key(case), about=str(about))

    def unwrap(self, case: Case, content: bytes, *, about: uuid.UUID) -> bytes:
        """A file as it was brought."""
        if case.confidentiality != "sealed":
            return content
        return open_sealed(content, key=self._key(case), about=str(about))

    def digest(self, case: Case, said: StepSaid) -> str:
        """What tells the same step said again.

        Of a sealed case it is keyed by the case's own key: an answer with few choices could
        else be guessed from it, even after the key was destroyed.
        """
        what = [said.name, said.occurred_on, said.place, said.role, said.activity]
        text = json.dumps([*what, dict(said.answers)], sort_keys=True, default=str)
        if case.confidentiality == "sealed":
            return fingerprint(text, key=self._key(case))
        return keyed_hash(text, purpose="step", organisation=case.team.organisation_id)

    def _key(self, case: Case) -> bytes:
        if case.id not in self.keys:
            raise CaseworkError("this case was erased: nothing of it can be read or added.")
        return self.keys[case.id]
