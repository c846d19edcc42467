"""What people fill in about cases: when and where, the pack's questions, and reasons."""

import re
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from minga.engines.pathway.definition import Pathway
from minga.engines.xforms.filling import Asked, Filled, as_said, fill
from minga.engines.xforms.form import Form, Kind
from minga.foundation.access.models import Team, User
from minga.foundation.organisations.models import Organisation
from minga.foundation.places.models import Place
from minga.foundation.web.saying import language
from minga.register.people.models import Registration, RegistrationQuerySet
from minga.register.programme.models import Activity
from minga.work.casework.rules import PathwayRules, StepSaid
from minga.work.casework.words import misfit_words, role_title

FEW = 7
"""Up to so many choices stand one under the other; more are a list that unfolds."""
PREFIX = "answer."
ASKED, ASK_AGAIN = "asked", "ask_again"


CODE = 8
"""The letters of a person's code that a page shows."""


def come(day: date, *, today: date) -> date:
    """A day that has come. Raises ValidationError."""
    if day > today:
        raise ValidationError(_("This day has not come yet. Mend the date."))
    return day


class DayInput(forms.DateInput):
    """A day as browsers ask for it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class WhenForm(forms.Form):
    """When, where and in which role something happened, and under which activity."""

    occurred_on = forms.DateField(widget=DayInput())
    place = forms.ChoiceField(required=False)
    role = forms.ChoiceField(required=False)
    activity = forms.ChoiceField(required=False)

    def __init__(
        self,
        data: QueryDict | None,
        *,
        rules: PathwayRules,
        step: str,
        team: Team,
        today: date,
        initial: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(data, initial={"occurred_on": today, **(initial or {})})
        self.today = today
        definition = rules.pathway.steps[step]
        roles = definition.by or tuple(rules.pathway.roles)
        self.fields["role"].required = bool(definition.by)
        if len(definition.by) == 1:
            self.fields["role"].initial = definition.by[0]
        self._offer("role", [(role, role_title(rules.pathway, role)) for role in roles])
        self._offer("activity", activities(team.organisation_id, on=today))
        self._offer("place", places())

    def _offer(self, name: str, choices: Sequence[object]) -> None:
        if choices:
            self.fields[name].choices = [("", "–"), *choices]  # type: ignore[attr-defined]
        else:
            del self.fields[name]

    def clean_occurred_on(self) -> date:
        """A day that has come."""
        return come(self.cleaned_data["occurred_on"], today=self.today)

    def said(self, name: str, answers: Mapping[str, object]) -> StepSaid:
        """The step that was filled in."""
        given = self.cleaned_data
        return StepSaid(
            name=name,
            occurred_on=given["occurred_on"],
            place=given.get("place") or None,
            role=given.get("role", ""),
            activity=given.get("activity", ""),
            answers=answers,
        )


def places() -> Sequence[object]:
    """Cantons, each with what lies in it, in groups."""
    known = Place.objects.filter(retired=False, valid_to=None).exclude(kind="country")
    rows = {place.pk: place for place in known.only("name", "kind", "parent")}
    groups: dict[str, list[Place]] = {}
    for place in rows.values():
        groups.setdefault(_canton(place, rows), []).append(place)
    return sorted(
        (
            rows[code].name if code else "–",
            [
                (place.pk, place.name)
                for place in sorted(inside, key=lambda one: (one.pk != code, one.name))
            ],
        )
        for code, inside in groups.items()
    )


def _canton(place: Place, rows: Mapping[str, Place]) -> str:
    """The canton that a place lies in, however deep; nothing for what is larger."""
    while place.kind != "canton":
        if place.parent_id is None or place.parent_id not in rows:
            return ""
        place = rows[place.parent_id]
    return place.pk


def activities(organisation: str, *, on: date) -> list[tuple[str, str]]:
    """What the organisation has planned, and not ended before that day's year."""
    title = f"title_{language()}"
    planned = Activity.objects.filter(organisation=organisation, retired=False)
    return list(planned.order_by(title).values_list("code", title))


class Questions:
    """The pack's questions of a step, as they stand on a page after what was said so far.

    `answers` are those of a step to correct, `typed` what somebody had begun to say.
    """

    def __init__(
        self,
        form: Form | None,
        data: QueryDict | None,
        *,
        today: date,
        answers: Mapping[str, object] | None = None,
        typed: QueryDict | None = None,
    ) -> None:
        self.form = form or Form(())
        self.sent = data is not None
        said = as_said(answers or {})
        there = data if data is not None else typed
        if there is not None:
            said = {
                name.removeprefix(PREFIX): tuple(there.getlist(name))
                for name in there
                if name.startswith(PREFIX)
            }
        fresh = there is None and answers is None
        self.filled: Filled = fill(self.form, said, today=today, fresh=fresh)
        asked = frozenset(data.get(ASKED, "").split()) if data is not None else self.filled.names
        self.new = self.filled.names - asked if self.sent else frozenset()
        self.quiet = not self.sent or bool(data and ASK_AGAIN in data)

    @property
    def asked(self) -> str:
        """The names of what is asked, for the page to send along."""
        return " ".join(sorted(self.filled.names))

    @property
    def whole(self) -> bool:
        """Whether all that is asked now was on the page and has a fitting answer."""
        return self.sent and not self.quiet and not self.new and not self.filled.misfits

    def __iter__(self) -> Iterator["Shown"]:
        for asked in self.filled.asked:
            told = asked.misfit and not self.quiet and asked.question.name not in self.new
            fault = misfit_words(asked.misfit) if asked.misfit and told else ""
            yield Shown(asked, fault, asked.question.name in self.form.depends)

    def faults(self) -> list[tuple[str, str]]:
        """What is wrong, with the field that it is about."""
        return [(shown.id, shown.fault) for shown in self if shown.fault]


class Shown:
    """One question as a template draws it."""

    def __init__(self, asked: Asked, fault: str, leads: bool) -> None:
        self.asked, self.fault, self.leads = asked, fault, leads
        question, tongue = asked.question, language()
        self.id, self.name = f"q_{question.name}", f"{PREFIX}{question.name}"
        self.label = asked.label.in_language(tongue)
        self.hint = asked.hint.in_language(tongue)
        self.heading = question.heading.in_language(tongue) if question.heading else ""
        self.value = asked.said[0] if asked.said else ""
        self.choices = [
            (choice.code, choice.label.in_language(tongue), choice.code in asked.said)
            for choice in asked.choices
        ]

    @property
    def drawn(self) -> str:
        """What it is drawn as."""
        question = self.asked.question
        if question.kind is Kind.NOTE or question.read_only:
            return "note"
        if question.kind is Kind.ONE:
            return "radios" if len(self.choices) <= FEW else "select"
        if question.kind is Kind.SEVERAL:
            return "checkboxes" if question.choices else "text"
        if question.kind is Kind.TEXT:
            return "lines" if question.many_lines else "text"
        return {Kind.DATE: "date", Kind.INTEGER: "numeric", Kind.DECIMAL: "decimal"}[question.kind]

    @property
    def about(self) -> str:
        """The ids of what describes it."""
        parts = [f"{self.id}_hint"] if self.hint else []
        return " ".join(parts + ([f"{self.id}_fault"] if self.fault else []))


class NoteForm(forms.Form):
    """Something to remember."""

    text = forms.CharField(max_length=5000, widget=forms.Textarea(attrs={"rows": 4}))
    occurred_on = forms.DateField(widget=DayInput())
    flag = forms.BooleanField(required=False)

    def __init__(self, data: QueryDict | None, *, today: date) -> None:
        super().__init__(data, initial={"occurred_on": today})
        self.today = today

    def clean_occurred_on(self) -> date:
        """A day that has come."""
        return come(self.cleaned_data["occurred_on"], today=self.today)


class ParticipantForm(forms.Form):
    """Somebody, by the code on their page, and their role in a case."""

    person = forms.CharField(max_length=36, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    role = forms.ChoiceField()

    def __init__(
        self, data: QueryDict | None, *, pathway: Pathway, people: RegistrationQuerySet
    ) -> None:
        super().__init__(data)
        self.people = people
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (role, role_title(pathway, role)) for role in pathway.roles
        ]

    def clean_person(self) -> Registration:
        """Whom the code means, among those whom the visitor may see."""
        code = re.sub(r"[^0-9a-f]", "", self.cleaned_data["person"].lower())
        found: list[Registration] = []
        if len(code) >= CODE:
            first, last = (uuid.UUID(code[:32].ljust(32, end)) for end in "0f")
            found = list(self.people.filter(pk__gte=first, pk__lte=last)[:2])
        if len(found) != 1:
            raise ValidationError(_("Nobody whom you may see has this code. Look it up again."))
        return found[0]


class PaperForm(forms.Form):
    """A file to keep with a case."""

    paper = forms.FileField(
        max_length=200, widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"})
    )


class TeamForm(forms.Form):
    """Another team of the organisation, and why it should have a case."""

    to = forms.ModelChoiceField(Team.objects.none())
    reason = forms.CharField(max_length=300, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, data: QueryDict | None, *, team: Team) -> None:
        super().__init__(data)
        others = Team.objects.filter(organisation=team.organisation_id).exclude(pk=team.pk)
        self.fields["to"].queryset = others.order_by("title")  # type: ignore[attr-defined]


class OpenForm(forms.Form):
    """The team that a new case belongs to, and whom or what it is about."""

    team = forms.ModelChoiceField(Team.objects.none(), empty_label=None)
    organisation = forms.ModelChoiceField(Organisation.objects.none())
    site = forms.ChoiceField()
    matter = forms.CharField(max_length=120, required=False)
    member = forms.ModelChoiceField(User.objects.none())
    hides = forms.BooleanField(required=False)

    def __init__(
        self,
        data: QueryDict | None,
        *,
        teams: Iterable[Team],
        subject: str,
        members: QuerySet[User] | None = None,
    ) -> None:
        super().__init__(data)
        if members is None:
            del self.fields["member"], self.fields["hides"]
        else:
            self.fields["member"].queryset = members  # type: ignore[attr-defined]
            self.fields["member"].label_from_instance = str  # type: ignore[attr-defined]
            del self.fields["matter"]
            if subject != "registration":
                del self.fields["hides"]
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]
        if subject == "organisation":
            named = Organisation.objects.filter(retired=False).order_by(f"name_{language()}")
            field = self.fields["organisation"]
            field.queryset = named  # type: ignore[attr-defined]
            field.label_from_instance = lambda one: getattr(one, f"name_{language()}")  # type: ignore[attr-defined]
        else:
            del self.fields["organisation"]
        if subject in {"site", "place"}:
            self.fields["site"].choices = [("", "–"), *places()]  # type: ignore[attr-defined]
        else:
            del self.fields["site"]
        if subject != "none":
            self.fields.pop("matter", None)


OVERDUE, CLOSED, EVERY = "overdue", "closed", "all"
"""What the list of cases can be narrowed to; without a word, to those that are open."""


class FilterForm(forms.Form):
    """What narrows the list of cases down."""

    pathway = forms.ChoiceField(required=False)
    team = forms.ModelChoiceField(Team.objects.none(), required=False, empty_label="–")
    state = forms.ChoiceField(required=False)

    def __init__(
        self, data: QueryDict, *, pathways: Sequence[tuple[str, str]], teams: Iterable[Team]
    ) -> None:
        super().__init__(data)
        self.fields["pathway"].choices = [("", "–"), *pathways]  # type: ignore[attr-defined]
        self.fields["pathway"].label = _("Pathway")
        self.fields["state"].choices = [  # type: ignore[attr-defined]
            ("", _("Open ones")),
            (OVERDUE, _("Overdue ones")),
            (CLOSED, _("Closed ones")),
            (EVERY, _("All of them")),
        ]
        self.fields["state"].label = _("State")
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]
        self.fields["team"].label = _("Team")


class AnswerForm(forms.Form):
    """Whether a team takes a case, and if not, why."""

    taken = forms.TypedChoiceField(
        choices=(("yes", ""), ("no", "")), coerce=lambda answer: answer == "yes"
    )
    answer = forms.CharField(
        max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean(self) -> None:
        """A no has a reason."""
        super().clean()
        if self.cleaned_data.get("taken") is False and not self.cleaned_data.get("answer"):
            self.add_error("answer", _("Say why, so that the other team can look further."))
