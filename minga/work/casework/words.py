"""What pages say of pathways and cases, in the language of the page."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from minga.engines.definition import Text
from minga.engines.pathway.definition import Pathway
from minga.engines.pathway.state import Refusal
from minga.engines.xforms.filling import Misfit
from minga.engines.xforms.form import Form, Kind, Question
from minga.engines.xforms.values import day
from minga.foundation.access.roles import ROLES
from minga.foundation.web.saying import language, write_day
from minga.work.casework.rules import CaseworkError


def said(text: Text) -> str:
    """Words of the pack in the language of the page."""
    return text.in_language(language())


def step_title(pathway: Pathway | None, name: str) -> str:
    """A step's title; one without is called by its name."""
    step = pathway.steps.get(name) if pathway else None
    return said(step.title) if step and step.title else name.replace("_", " ").capitalize()


def role_title(pathway: Pathway, name: str) -> str:
    """A role's title: one of the pathway's own, or what somebody is in a team."""
    if name in pathway.roles:
        return said(pathway.roles[name].title)
    return said(ROLES[name].title) if name in ROLES else name


def problems(error: CaseworkError, pathway: Pathway | None) -> list[str]:
    """Why something was not recorded, as a page says it."""
    texts = [said(text) for text in error.texts]
    return [text[:1].upper() + text[1:] for text in texts] + [
        refusal_words(refusal, pathway) for refusal in error.refusals
    ]


def refusal_words(refusal: Refusal, pathway: Pathway | None) -> str:
    """Why a step may not stand on its day."""
    about = _(" or ").join(step_title(pathway, name) for name in refusal.about)
    match refusal.why:
        case "before_opening":
            return _("On that day this case was not open yet. Mend the date.")
        case "after_closing":
            return _("By that day the case was closed. Reopen it, or mend the date.")
        case "out_of_order":
            return _("This comes after: %s. Record that first, or mend the date.") % about
        case "repeated":
            return _("This happens once and is recorded already. Correct that step instead.")
        case "requirement_not_met":
            return _("Something is missing by that day: %s. Record it first.") % about
        case "same_hands":
            return _("You recorded %s, so somebody else has to record this.") % about
        case "superseded_twice":
            return _("This step was corrected already. Correct the one that took its place.")
        case "unknown_step" | "superseded_unknown":
            return _("This step is not there any more. Go back to the case and look again.")


def misfit_words(misfit: Misfit) -> str:
    """What is wrong with an answer, in the form's own words where it has some."""
    if misfit.words is not None:
        return said(misfit.words)
    match misfit.why:
        case "missing":
            return _("This needs an answer.")
        case "not_whole":
            return _("Write a whole number, in digits.")
        case "no_number":
            return _("Write a number, like 2.5 or 2,5.")
        case "no_day":
            return _("Choose a day.")
        case "not_a_choice":
            return _("Choose one of the answers.")
        case "not_allowed":
            return _("The form does not allow this answer. Look at it again.")
        case "long":
            return _("This is too long. Say it in fewer words.")


def more_questions(count: int) -> str:
    """That answers lead to questions that were not on the page."""
    return ngettext(
        "Your answers lead to %(count)d more question. Answer it, then record.",
        "Your answers lead to %(count)d more questions. Answer them, then record.",
        count,
    ) % {"count": count}


def answer_lines(form: Form, answers: Mapping[str, object]) -> list[tuple[str, str]]:
    """Answers with their questions, in the order of the form; codes as their words."""
    found = []
    known = {question.name: question for question in form.questions}
    for name in [*known, *(name for name in answers if name not in known)]:
        answer = answers.get(name)
        if answer in (None, "", []):
            continue
        question = known.get(name)
        label = said(question.label) if question and question.label.es else name
        found.append((label, _answer(question, answer)))
    return found


def _answer(question: Question | None, answer: object) -> str:
    words = {choice.code: said(choice.label) for choice in question.choices} if question else {}
    if isinstance(answer, list | tuple):
        return ", ".join(words.get(str(each), str(each)) for each in answer)
    if isinstance(answer, bool):
        code = "yes" if answer else "no"
        return words.get(code, code)
    if question is not None and question.kind is Kind.DATE:
        found = day(str(answer))
        return write_day(found) if found else str(answer)
    return words.get(str(answer), str(answer))
