"""What is asked about people. Forms check and save nothing; no question has a yes for a default."""

import uuid
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from minga.foundation.access.models import Team
from minga.foundation.legal.actions import founded
from minga.foundation.organisations.models import Organisation
from minga.foundation.web.saying import language
from minga.register.people.actions.registering import NewRegistration
from minga.register.people.identity import IdentityFields
from minga.register.people.rules import (
    NEVER,
    NOT_SAID,
    UNKNOWN,
    Agreement,
    agreement_misfits,
    is_grown,
)
from minga.register.people.words import terms

PLAIN = forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "words"})
FIGURES = {"inputmode": "numeric", "autocomplete": "off"}
REFERRAL = "referral"
"""The purpose that hands data on: it names the organisation that gets them."""
NOBODY: list[tuple[str, str]] = [("", "–")]


class SearchForm(forms.Form):
    """Whom somebody is looking for."""

    words = forms.CharField(
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "words"}),
    )


class PersonForm(forms.Form):
    """Who somebody is, as far as they tell."""

    number = forms.UUIDField(widget=forms.HiddenInput)
    team = forms.ModelChoiceField(Team.objects.none(), empty_label=None)
    given_names = forms.CharField(max_length=120, required=False, widget=PLAIN)
    surnames = forms.CharField(max_length=120, required=False, widget=PLAIN)
    document_type = forms.ChoiceField(required=False)
    document = forms.CharField(max_length=40, required=False, widget=PLAIN)
    phone = forms.CharField(max_length=30, required=False, widget=forms.TextInput(attrs=FIGURES))
    sex = forms.ChoiceField(required=False)
    born_year = forms.IntegerField(required=False, widget=forms.TextInput(attrs=FIGURES))
    born_month = forms.IntegerField(
        required=False, min_value=1, max_value=12, widget=forms.TextInput(attrs=FIGURES)
    )
    born_day = forms.IntegerField(
        required=False, min_value=1, max_value=31, widget=forms.TextInput(attrs=FIGURES)
    )
    age = forms.IntegerField(
        required=False, min_value=0, max_value=120, widget=forms.TextInput(attrs=FIGURES)
    )
    groups = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    status = forms.ChoiceField(required=False)
    household = forms.CharField(max_length=60, required=False, widget=PLAIN)

    def __init__(self, *args: Any, teams: QuerySet[Team], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]
        for name, vocabulary in (
            ("document_type", "document_type"),
            ("sex", "sex"),
            ("status", "status"),
        ):
            self.fields[name].choices = NOBODY + terms(vocabulary)  # type: ignore[attr-defined]
        self.fields["groups"].choices = terms("group")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A name, a birth that can be, and groups that can be said together."""
        said = super().clean() or {}
        if not (said.get("given_names") or said.get("surnames")):
            self.add_error("given_names", _("Write a name, if only the one they wish to go by."))
        groups = said.get("groups") or []
        if NOT_SAID in groups and len(groups) > 1:
            self.add_error(
                "groups", _("Whoever prefers not to say names no group. Choose one or the other.")
            )
        self._birth(said)
        return said

    def _birth(self, said: dict[str, Any]) -> None:
        year, month, day = (said.get(f"born_{part}") for part in ("year", "month", "day"))
        said["birth_on"], said["birth_precision"] = None, UNKNOWN
        if year is None and said.get("age") is not None:
            year_of = self.today.year - said["age"] - (1 if self.today.month < 7 else 0)
            said["birth_on"], said["birth_precision"] = date(year_of, 7, 1), "year"
            return
        if year is None:
            if month or day:
                self.add_error("born_year", _("Write the year too, or the age alone."))
            return
        if day and not month:
            self.add_error("born_month", _("Write the month too, or leave out the day."))
            return
        try:
            on = date(year, month or 7, day or (15 if month else 1))
        except ValueError:
            self.add_error("born_day", _("There is no such day. Look at day and month again."))
            return
        if on > self.today:
            self.add_error("born_year", _("Nobody was born on that day yet."))
        elif self.today.year - year > 120:
            self.add_error("born_year", _("That would be more than 120 years ago."))
        else:
            said["birth_on"] = on
            said["birth_precision"] = "day" if day else "month" if month else "year"

    def entry(self) -> NewRegistration:
        """The registration that was asked for."""
        said = self.cleaned_data
        names = ("given_names", "surnames", "document_type", "document", "phone")
        return NewRegistration(
            identity=IdentityFields(**{name: said[name] for name in names}),
            sex=said["sex"],
            birth_on=said["birth_on"],
            birth_precision=said["birth_precision"],
            groups=tuple(said["groups"]),
            statuses=(said["status"],) if said["status"] else (),
            facts_from=self.today,
            household=said["household"],
            number=said["number"],
        )


class ConsentForm(forms.Form):
    """What somebody agrees to, for what, and who may have it."""

    purposes = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    data_classes = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    recipient = forms.ModelChoiceField(Organisation.objects.none(), required=False, empty_label="–")
    until_on = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))
    given_by = forms.ChoiceField(required=False, widget=forms.RadioSelect)
    relation = forms.CharField(max_length=40, required=False, widget=PLAIN)
    assent = forms.ChoiceField(required=False, widget=forms.RadioSelect)
    no_guardian_reason = forms.CharField(
        max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        choices = {
            "purposes": [each for each in terms("consent_purpose") if founded(each[0])],
            "data_classes": terms("data_class"),
            "given_by": [
                ("self", _("The person themself")),
                ("guardian", _("Somebody who looks after them")),
            ],
            "assent": [
                ("given", _("The child agrees too")),
                ("too_young", _("The child is too young to be asked")),
            ],
        }
        for name, found in choices.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]
        others = Organisation.objects.filter(retired=False).order_by(f"name_{language()}")
        recipient = self.fields["recipient"]
        recipient.queryset = others  # type: ignore[attr-defined]
        recipient.label_from_instance = (  # type: ignore[attr-defined]
            lambda each: getattr(each, f"name_{language()}")
        )

    def check(self, birth_on: date | None) -> list[Agreement]:
        """What is agreed to, seen by the age; faults stand at their questions."""
        said = self.cleaned_data
        if not said["purposes"]:
            return []
        if not said["data_classes"]:
            self.add_error("data_classes", _("Say which data the consent is for."))
        if REFERRAL in said["purposes"] and not said["recipient"]:
            self.add_error("recipient", _("Say which organisation may have the data."))
        if said["until_on"] and said["until_on"] <= self.today:
            self.add_error("until_on", _("Consent ends on a later day than today."))
        self._giver(birth_on)
        if self.errors:
            return []
        agreed = [self._agreement(p, d) for p in said["purposes"] for d in said["data_classes"]]
        for each in agreed:
            for problem in agreement_misfits(each, birth_on=birth_on):
                self.add_error(None, problem)
        return agreed

    def _giver(self, birth_on: date | None) -> None:
        said = self.cleaned_data
        child = birth_on is not None and not is_grown(birth_on, self.today)
        match said["given_by"]:
            case "guardian":
                if birth_on is not None and not child:
                    self.add_error("given_by", _("A grown person consents for themself."))
                if not said["relation"]:
                    self.add_error("relation", _("Say who they are to the child."))
                if not said["assent"]:
                    self.add_error(
                        "assent",
                        _("Say whether the child agrees. A child who does not has not consented."),
                    )
            case "self":
                if child and not said["no_guardian_reason"]:
                    self.add_error(
                        "no_guardian_reason",
                        _("Say why nobody who looks after the child was asked, or ask them."),
                    )
            case _:
                self.add_error("given_by", _("Say who gives the consent."))

    def _agreement(self, purpose: str, data: str) -> Agreement:
        said = self.cleaned_data
        guardian = said["given_by"] == "guardian"
        recipient = said["recipient"].pk if purpose == REFERRAL else ""
        return Agreement(
            purpose=purpose,
            data_class=data,
            recipient=recipient,
            given_by=said["given_by"],
            given_on=self.today,
            until_on=said["until_on"],
            relation=said["relation"] if guardian else "",
            assent=said["assent"] if guardian else "",
            no_guardian_reason="" if guardian else said["no_guardian_reason"],
        )


class ContactForm(forms.Form):
    """The one safe way to reach somebody."""

    channel = forms.ChoiceField(widget=forms.RadioSelect)
    details = forms.CharField(
        max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"channel": NEVER})
        super().__init__(*args, **kwargs)
        found = terms("safe_channel") or [(NEVER, _("Never contact"))]
        self.fields["channel"].choices = found  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A way other than never says when and with which words."""
        said = super().clean() or {}
        if said.get("channel") not in {NEVER, None} and not said.get("details"):
            self.add_error(
                "details",
                _("Write the hours, the words and through whom, or choose never."),
            )
        return said


class ReasonForm(forms.Form):
    """Why a name is opened; it is kept in the log."""

    reason = forms.CharField(max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}))


def new_number() -> uuid.UUID:
    """A number for a registration that is being filled in."""
    return uuid.uuid4()
