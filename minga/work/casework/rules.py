"""What a pathway asks of a step, and its refusals in words: what, where, what to do. Pure."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from minga.engines.definition import Text
from minga.engines.pathway.answers import AnswerFault, Question, answer_faults
from minga.engines.pathway.definition import Pathway, StepDefinition
from minga.engines.pathway.state import Refusal
from minga.engines.xforms.filling import Misfit, as_said, fill
from minga.engines.xforms.form import Choice, Form

NO_QUESTIONS: Mapping[str, Question] = {}


class CaseworkError(Exception):
    """Something may not be recorded; each of `problems` says what, where and what to do.

    `texts` are the same in both languages as far as they have been put so; what a pathway refuses
    stands in `refusals`, for a page to say with the titles of its steps.
    """

    def __init__(
        self, *problems: str | Text, refusals: Mapping[Refusal, str] | None = None
    ) -> None:
        self.refusals = dict(refusals or {})
        self.texts = tuple(p if isinstance(p, Text) else Text(es=p, en=p) for p in problems)
        self.problems = (*(text.en for text in self.texts), *self.refusals.values())
        super().__init__("\n".join(self.problems))


@dataclass(frozen=True, slots=True, kw_only=True)
class StepSaid:
    """What somebody says happened: the step, when, where, in which role, with which answers."""

    name: str
    occurred_on: date
    place: str | None = None
    role: str = ""
    activity: str = ""
    answers: Mapping[str, object] = field(default_factory=dict)
    gathering: uuid.UUID | None = None
    """The event at which others took the same step, if it was one."""


@dataclass(frozen=True, slots=True)
class StepForm:
    """What a step asks: `questions` for whatever says answers, `form` for a page that asks."""

    questions: Mapping[str, Question]
    form: Form


def step_form(
    survey: Iterable[Mapping[str, str]], choices: Mapping[str, tuple[Choice, ...]]
) -> StepForm:
    """A form's rows, read both ways."""
    rows = list(survey)
    codes = {name: frozenset(choice.code for choice in listed) for name, listed in choices.items()}
    asked = (Question.of(row, codes) for row in rows)
    return StepForm({q.name: q for q in asked if q is not None}, Form.read(rows, choices))


@dataclass(frozen=True, slots=True, kw_only=True)
class PathwayRules:
    """One version of a pathway, with the questions that each of its steps asks."""

    version: int
    """The primary key of the loaded definition."""
    pathway: Pathway
    forms: Mapping[str, StepForm] = field(default_factory=dict)
    """The form of each step that has one."""

    @property
    def code(self) -> str:
        """The pathway's name."""
        return self.pathway.pathway

    def questions(self, step: str) -> Mapping[str, Question]:
        """What a step asks, by name."""
        return self.forms[step].questions if step in self.forms else NO_QUESTIONS

    @property
    def sealed(self) -> bool:
        """Whether answers that are not counted stand under the case's own key."""
        return self.pathway.confidentiality == "sealed"

    def repeats(self, name: str) -> bool:
        """Whether a step may stand more than once."""
        return name in self.pathway.steps and self.pathway.steps[name].repeats

    def needs_approval(self, name: str) -> bool:
        """Whether a step waits for a supervisor before it is recorded."""
        return name in self.pathway.steps and self.pathway.steps[name].approval

    def split(self, said: StepSaid) -> tuple[dict[str, object], dict[str, object]]:
        """Answers that stay coded facts, and those that a sealed pathway hides."""
        if not self.sealed:
            return dict(said.answers), {}
        asked = self.questions(said.name)
        counted = {name for name, question in asked.items() if question.counted}
        facts = {code: value for code, value in said.answers.items() if code in counted}
        return facts, {code: value for code, value in said.answers.items() if code not in facts}

    def agreed(self, said: StepSaid) -> list[tuple[str, bool]]:
        """What the answers consent to, by purpose: yes or no, where a question asks for that."""
        asked = self.questions(said.name)
        return [
            (question.consent, said.answers[name] in {"yes", True})
            for name, question in asked.items()
            if question.consent and said.answers.get(name) not in {None, ""}
        ]

    def misfits(self, said: StepSaid, *, whole: bool) -> list[str]:
        """What of a step does not fit its definition, in words; its order is not looked at."""
        step = self.pathway.steps.get(said.name)
        if step is None:
            return [refused(Refusal("unknown_step", (said.name,)), self.pathway, said)]
        found = self._role_misfits(said, step) if whole else []
        faults = answer_faults(self.questions(said.name), said.answers, whole=whole)
        return found + [misfit(fault, said.name) for fault in faults]

    def unfit(self, said: StepSaid, *, today: date) -> list[str]:
        """What the form's own logic refuses of a step whose answers are of the right types.

        For whoever filled in the form: what is relevant and required, and what it constrains.
        """
        if said.name not in self.forms:
            return []
        filled = fill(self.forms[said.name].form, as_said(said.answers), today=today)
        told = filled.answers.keys() | filled.misfits.keys()
        return [unfit(wrong, name, said.name) for name, wrong in filled.misfits.items()] + [
            f"{said.name} does not ask {name} after the answers before it; leave it out."
            for name in said.answers
            if name not in told
        ]

    def _role_misfits(self, said: StepSaid, step: StepDefinition) -> list[str]:
        allowed = step.by or tuple(self.pathway.roles)
        if said.role in allowed or (not said.role and not step.by):
            return []
        who = said.role or "nobody in particular"
        return [f"{said.name} is not done by {who}; {_one_of(allowed, 'leave the role empty')}"]


def _one_of(choices: Iterable[str], otherwise: str) -> str:
    names = ", ".join(choices)
    return f"name one of: {names}." if names else f"{otherwise}."


def misfit(fault: AnswerFault, step: str) -> str:
    """An answer that does not fit its form, in words."""
    field_, choices = fault.field, ", ".join(fault.allowed)
    match fault.why:
        case "unknown_field":
            return f"{step} does not ask {field_}; {_one_of(fault.allowed, 'leave it out')}"
        case "missing":
            return f"{step} needs an answer to {field_}; give it."
        case "wrong_type":
            return f"the answer to {field_} of {step} is no {choices}; write it as one."
        case "not_a_choice":
            return f"the answer to {field_} of {step} is none of its choices: {choices}."


def unfit(wrong: Misfit, name: str, step: str) -> str:
    """An answer that the form's own logic refuses, in words; the form's own if it has some."""
    if wrong.why == "missing":
        return f"{step} needs an answer to {name}; give it."
    said = f": {wrong.words.en}" if wrong.words else "; the form allows others."
    return f"the answer to {name} of {step} is not allowed{said}"


def refused(refusal: Refusal, pathway: Pathway, said: StepSaid) -> str:
    """Why a step may not stand, in words."""
    name, code, day = said.name, pathway.pathway, said.occurred_on
    about = " or ".join(refusal.about)
    match refusal.why:
        case "unknown_step":
            return f"{code} has no step {name}; name one of: {', '.join(pathway.steps)}."
        case "before_opening":
            first = " or ".join(n for n, step in pathway.steps.items() if step.opens)
            return f"no step opened this case by {day}, so {name} cannot stand; record {first}."
        case "after_closing":
            return f"{about} closed this case before {name} on {day}; reopen it, or mend the date."
        case "out_of_order":
            return f"{name} comes after {about}, which is not recorded by {day}; record that first."
        case "repeated":
            return f"{name} happens once and is recorded already; correct the one recorded."
        case "requirement_not_met":
            return _unmet(refusal, pathway, said)
        case "same_hands":
            return f"whoever recorded {about} may not record {name}; let somebody else do it."
        case "superseded_unknown":
            return f"there is no standing step {about} in this case to correct; look it up again."
        case "superseded_twice":
            return f"step {about} was corrected already; correct the one that took its place."


def _unmet(refusal: Refusal, pathway: Pathway, said: StepSaid) -> str:
    other = refusal.about[0]
    need = pathway.steps[said.name].requires[other]
    where = " and ".join(f"{code} {' or '.join(values)}" for code, values in need.where.items())
    told = f" with {where}" if where else ""
    return (
        f"{said.name} requires {need.at_least} of {other}{told} by {said.occurred_on}; "
        f"record what is missing first."
    )
