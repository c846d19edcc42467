"""Recording, proposing, correcting and taking back a step; reopening a case."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from minga.foundation.access.drafts import fill, restored
from minga.foundation.access.guards import get_or_post, permitted, principal, today
from minga.foundation.access.models import Team
from minga.foundation.access.permissions import Permission
from minga.work.casework.actions.cases import move_case, reopen_case
from minga.work.casework.actions.proposals import propose_step
from minga.work.casework.actions.reading import answers_of
from minga.work.casework.actions.steps import record_step, supersede_step, void_step
from minga.work.casework.forms import Questions, ReasonForm, WhenForm
from minga.work.casework.models import Case
from minga.work.casework.rules import PathwayRules, StepSaid
from minga.work.casework.views.reach import case_of, demand_step, newer_version, rules_of, step_of
from minga.work.casework.views.trying import tried
from minga.work.casework.words import more_questions, said, step_title


@dataclass(slots=True)
class StepPage:
    """A step that is being filled in: when and where, the pack's questions, and the way back."""

    request: HttpRequest
    rules: PathwayRules
    name: str
    when: WhenForm
    questions: Questions
    reason: ReasonForm | None = None

    @classmethod
    def of(
        cls,
        request: HttpRequest,
        rules: PathwayRules,
        name: str,
        *,
        team: Team,
        before: StepSaid | None = None,
    ) -> "StepPage":
        """The page as it stands after what was sent, or with a step to correct."""
        data = request.POST if request.method == "POST" else None
        form = rules.forms[name].form if name in rules.forms else None
        initial: Mapping[str, object] = {}
        if before is not None:
            initial = {
                "occurred_on": before.occurred_on,
                "place": before.place,
                "role": before.role,
                "activity": before.activity,
            }
        day, answers = today(), before.answers if before else None
        when = WhenForm(data, rules=rules, step=name, team=team, today=day, initial=initial)
        return cls(
            request,
            rules,
            name,
            fill(request, when),
            Questions(form, data, today=day, answers=answers, typed=restored(request)),
            fill(request, ReasonForm(data)) if before is not None else None,
        )

    @property
    def asks_again(self) -> bool:
        """Whether only the questions are wanted, because an answer has changed."""
        return bool(self.request.headers.get("HX-Request")) and self.questions.quiet

    @property
    def whole(self) -> bool:
        """Whether all of it was sent and fits."""
        forms = [self.when.is_valid(), self.reason is None or self.reason.is_valid()]
        return self.request.method == "POST" and self.questions.whole and all(forms)

    @property
    def filled_in(self) -> StepSaid:
        """The step that was filled in."""
        return self.when.said(self.name, self.questions.filled.answers)

    def try_to(self, act: Callable[[], object]) -> bool:
        """Do it once; what was refused stands on the page. Whether it was done."""
        return tried(self.request, self.when, act, self.rules.pathway)

    def shown(self, template: str = "casework/step.html", **more: object) -> HttpResponse:
        """The page, or its questions alone."""
        questions = self.questions
        if questions.new and not questions.quiet:
            more["lead_on"] = more_questions(len(questions.new))
        context = {
            "when": self.when,
            "reason": self.reason,
            "questions": questions,
            "title": step_title(self.rules.pathway, self.name),
            "over": said(self.rules.pathway.title),
            **more,
        }
        alone = "casework/questions.html"
        return render(self.request, alone if self.asks_again else template, context)


@permitted("casework.record_step")
@get_or_post
def record(request: HttpRequest, number: uuid.UUID, name: str) -> HttpResponse:
    """Record the next step of a case, or propose it where a supervisor has to approve."""
    case = case_of(request, number, Permission.RECORD_STEP)
    rules = rules_of(case)
    demand_step(rules, name)
    page = StepPage.of(request, rules, name, team=case.team)
    waits = rules.needs_approval(name)

    def act() -> None:
        by, now = principal(request), timezone.now()
        if waits:
            propose_step(case=case, said=page.filled_in, proposed_at=now, by=by)
        else:
            record_step(case=case, said=page.filled_in, recorded_at=now, by=by)

    if page.whole and page.try_to(act):
        done = _("It waits for a supervisor now.") if waits else _("The step was recorded.")
        messages.success(request, done)
        return redirect("casework:case", case.pk)
    closes = rules.pathway.steps[name].closes
    return page.shown(case=case, waits=waits, closes=closes)


@permitted("casework.record_step")
@get_or_post
def correct(request: HttpRequest, number: uuid.UUID, step: int) -> HttpResponse:
    """Correct a step by a new one, with the reason; the first stays readable."""
    case = case_of(request, number, Permission.RECORD_STEP)
    rules, old = rules_of(case), step_of(case, step)
    demand_step(rules, old.name)
    before = StepSaid(
        name=old.name,
        occurred_on=old.occurred_on,
        place=old.place_id,
        role=old.role,
        activity=old.activity,
        answers=answers_of(old, by=principal(request)),
    )
    page = StepPage.of(request, rules, old.name, team=case.team, before=before)
    waits = rules.needs_approval(old.name)

    def act() -> None:
        by, now, why = principal(request), timezone.now(), reason_of(page.reason)
        new = replace(page.filled_in, gathering=old.gathering)
        if waits:
            propose_step(case=case, said=new, proposed_at=now, by=by, supersedes=old, reason=why)
        else:
            supersede_step(step=old, said=new, reason=why, recorded_at=now, by=by)

    if page.whole and page.try_to(act):
        done = _("It waits for a supervisor now.") if waits else _("The step was corrected.")
        messages.success(request, done)
        return redirect("casework:case", case.pk)
    return page.shown(case=case, waits=waits, corrects=old)


@permitted("casework.record_step")
@get_or_post
def take_back(request: HttpRequest, number: uuid.UUID, step: int) -> HttpResponse:
    """Say that a step did not happen, and why; it stays readable."""
    case = case_of(request, number, Permission.RECORD_STEP)
    old = step_of(case, step)
    pathway = rules_of(case).pathway

    def act(why: str) -> None:
        void_step(step=old, reason=why, recorded_at=timezone.now(), by=principal(request))

    words = {
        "title": _("Take this step back?"),
        "lead": _("It stays readable, struck through, with your reason."),
        "button": _("Take the step back"),
        "done": _("The step was taken back."),
        "about": step_title(pathway, old.name),
        "on": old.occurred_on,
    }
    return ask_why(request, case, act, words)


@permitted("casework.record_step")
@get_or_post
def reopen(request: HttpRequest, number: uuid.UUID) -> HttpResponse:
    """Open a closed case again: the step that closed it is taken back, with the reason."""
    case = case_of(request, number, Permission.RECORD_STEP)

    def act(why: str) -> None:
        reopen_case(case=case, reason=why, recorded_at=timezone.now(), by=principal(request))

    words = {
        "title": _("Reopen this case?"),
        "lead": _("The step that closed it is taken back. It stays readable, with your reason."),
        "button": _("Reopen"),
        "done": _("The case is open again."),
    }
    return ask_why(request, case, act, words)


@permitted("casework.record_step")
@get_or_post
def move(request: HttpRequest, number: uuid.UUID) -> HttpResponse:
    """Move a case to the newest version of its pathway, and say why."""
    case = case_of(request, number, Permission.RECORD_STEP)
    newer = newer_version(case)
    if newer is None:
        raise Http404

    def act(why: str) -> None:
        move_case(
            case=case,
            version=newer.version,
            reason=why,
            moved_at=timezone.now(),
            by=principal(request),
        )

    words = {
        "title": _("Go on by the newer version?"),
        "lead": _("From then on the newer version says what comes next and by when."),
        "button": _("Go on by it"),
        "done": _("The case is on the newer version now."),
    }
    return ask_why(request, case, act, words)


def reason_of(form: ReasonForm | None) -> str:
    """The reason that was written."""
    return str(form.cleaned_data["reason"]) if form is not None else ""


def ask_why(
    request: HttpRequest,
    case: Case,
    act: Callable[[str], object],
    words: Mapping[str, object],
) -> HttpResponse:
    """Ask for a reason, then do something to a case that is not easily undone."""
    form = ReasonForm(request.POST or None)
    if form.is_valid() and tried(
        request, form, lambda: act(form.cleaned_data["reason"]), rules_of(case).pathway
    ):
        messages.success(request, str(words["done"]))
        return redirect("casework:case", case.pk)
    return render(request, "casework/reason.html", {"case": case, "form": form, **words})
