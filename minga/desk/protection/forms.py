"""What is asked on these pages; the forms check words, and save nothing."""

import uuid
from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minga.desk.protection.asking import choices
from minga.desk.protection.words import said_action, said_actor
from minga.foundation.access.forms import DayInput
from minga.foundation.audit.models import AuditEvent, AuditEventQuerySet
from minga.foundation.definitions.actions import current
from minga.foundation.organisations.models import Organisation
from minga.foundation.web.saying import language
from minga.register.people.models import Consent
from minga.register.rights.rules import Asked, AskedBy, Check, Decision, Right

LAST = 6
NUMBER = RegexValidator(r"^[\w.-]{1,64}$", gettext_lazy("This is not the number of anything."))


class LogForm(forms.Form):
    """Which events to show; all of it may stay empty."""

    who = forms.ChoiceField(label=gettext_lazy("Who"), required=False)
    action = forms.ChoiceField(label=gettext_lazy("What"), required=False)
    number = forms.CharField(
        label=gettext_lazy("Number of the object"),
        required=False,
        max_length=64,
        validators=[NUMBER],
    )
    chain = forms.IntegerField(label=gettext_lazy("Chain"), required=False, min_value=1)
    since = forms.DateField(label=gettext_lazy("From the day"), required=False, widget=DayInput())
    until = forms.DateField(label=gettext_lazy("Until the day"), required=False, widget=DayInput())

    def __init__(self, *args: object, names: dict[int, str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        who = [(one, said_actor(one, names)) for one in AuditEvent.objects.each("by")]
        what = [(one, said_action(one)) for one in AuditEvent.objects.each("action")]
        self.fields["who"].choices = _or_all(_("Everybody"), who)  # type: ignore[attr-defined]
        self.fields["action"].choices = _or_all(_("Everything"), what)  # type: ignore[attr-defined]

    def events(self) -> AuditEventQuerySet:
        """The events that were asked for, newest first; none where the question is faulty."""
        if not self.is_valid():
            return AuditEvent.objects.none()
        asked = {
            "by": self.cleaned_data["who"],
            "action": self.cleaned_data["action"],
            "object_id": self.cleaned_data["number"],
            "chain": self.cleaned_data["chain"],
            "at__gte": _midnight(self.cleaned_data["since"]),
            "at__lt": _midnight(self.cleaned_data["until"], days=1),
        }
        return AuditEvent.objects.filter(**{name: said for name, said in asked.items() if said})

    def asked(self) -> list[str]:
        """By what it was asked, for the log: never the answers, which somebody typed."""
        return sorted(name for name, said in self.cleaned_data.items() if said)


def _or_all(all_of_them: str, choices: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [("", all_of_them), *sorted(choices, key=lambda choice: choice[1].lower())]


def _midnight(day: object, *, days: int = 0) -> datetime | None:
    """When a day begins here, or one some days later."""
    if not day:
        return None
    moment = datetime.combine(day, time())  # type: ignore[arg-type]
    return timezone.make_aware(moment + timedelta(days=days))


class ReceiveForm(forms.Form):
    """A request as it comes in."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), empty_label="–")
    registration = forms.UUIDField()
    right = forms.ChoiceField()
    asked_by = forms.ChoiceField()
    check_made = forms.ChoiceField()
    received_on = forms.DateField(widget=DayInput())

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        name = f"name_{language()}"
        field = self.fields["organisation"]
        field.queryset = Organisation.objects.order_by(name)  # type: ignore[attr-defined]
        field.label_from_instance = lambda one: getattr(one, name)  # type: ignore[attr-defined]
        for asked, codes in (("right", Right), ("asked_by", AskedBy), ("check_made", Check)):
            self.fields[asked].choices = choices(codes)  # type: ignore[attr-defined]

    def asked(self) -> Asked:
        """The request, for the rules."""
        said = self.cleaned_data
        return Asked(
            right=Right(said["right"]),
            asked_by=AskedBy(said["asked_by"]),
            check=Check(said["check_made"]),
            received_on=said["received_on"],
        )


class DecideForm(forms.Form):
    """What is decided, and why."""

    decision = forms.ChoiceField()
    reason = forms.CharField(max_length=300, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["decision"].choices = choices(Decision)  # type: ignore[attr-defined]


class CorrectForm(forms.Form):
    """What was true of somebody all along."""

    IDENTITY = ("given_names", "surnames", "document_type", "document", "phone", "address")

    given_names = forms.CharField(required=False, max_length=120)
    surnames = forms.CharField(required=False, max_length=120)
    document_type = forms.ChoiceField(required=False)
    document = forms.CharField(required=False, max_length=60)
    phone = forms.CharField(required=False, max_length=40)
    address = forms.CharField(required=False, max_length=200)
    sex = forms.ChoiceField(required=False)
    birth_on = forms.DateField(required=False, widget=DayInput())
    birth_precision = forms.ChoiceField()

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        vocabularies = current("vocabulary")
        for name in ("sex", "document_type"):
            row = vocabularies.get(name)
            terms = row.content["terms"] if row else {}
            self.fields[name].choices = [  # type: ignore[attr-defined]
                ("", "–"),
                *((code, said[language()]) for code, said in terms.items()),
            ]
        self.fields["birth_precision"].choices = [  # type: ignore[attr-defined]
            ("day", _("to the day")),
            ("month", _("to the month")),
            ("year", _("to the year")),
            ("unknown", _("not known")),
        ]


class ObjectForm(forms.Form):
    """The consents that somebody objects to."""

    consents = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: object, consents: Iterable[Consent], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["consents"].choices = [  # type: ignore[attr-defined]
            (str(one.pk), " · ".join(filter(None, (one.purpose, one.data_class, one.recipient))))
            for one in consents
        ]


class EraseForm(forms.Form):
    """The end of the registration's number, typed once more; and whether they are sure."""

    number = forms.CharField(max_length=LAST, min_length=LAST)
    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: object, number: uuid.UUID, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.meant = str(number)[-LAST:]

    def clean_number(self) -> str:
        """It must be the one that is meant."""
        typed: str = self.cleaned_data["number"]
        if typed.lower() != self.meant:
            raise forms.ValidationError(_("These are not the last letters of the number."))
        return typed
