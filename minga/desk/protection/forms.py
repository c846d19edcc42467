"""What is asked on these pages; the forms check words, and save nothing."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minga.desk.protection.words import said_action, said_actor
from minga.foundation.access.forms import DayInput
from minga.foundation.audit.models import AuditEvent, AuditEventQuerySet

NUMBER = RegexValidator(r"^[\w.-]{1,64}$", gettext_lazy("This is not the number of anything."))


class LogForm(forms.Form):
    """Which events to show; all of it may stay empty."""

    who = forms.ChoiceField(required=False)
    action = forms.ChoiceField(required=False)
    number = forms.CharField(required=False, max_length=64, validators=[NUMBER])
    chain = forms.IntegerField(required=False, min_value=1)
    since = forms.DateField(required=False, widget=DayInput())
    until = forms.DateField(required=False, widget=DayInput())

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
