"""What people fill in about who knows of a sealed case."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from minga.foundation.access.models import User
from minga.work.casework.models.glass import LONGEST


class MemberForm(forms.Form):
    """Somebody to let in, and why."""

    member = forms.ModelChoiceField(User.objects.none())
    reason = forms.CharField(max_length=300)

    def __init__(self, *args: Any, users: QuerySet[User], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["member"].queryset = users  # type: ignore[attr-defined]


class LeaveForm(forms.Form):
    """Why somebody leaves, and who takes their place."""

    successor = forms.ModelChoiceField(User.objects.none(), required=False, empty_label="–")
    reason = forms.CharField(max_length=300)

    def __init__(self, *args: Any, users: QuerySet[User], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["successor"].queryset = users  # type: ignore[attr-defined]


class GlassForm(forms.Form):
    """Which case or person, why, and for how long."""

    number = forms.UUIDField()
    reason = forms.CharField(max_length=300)
    hours = forms.IntegerField(min_value=1, max_value=LONGEST, initial=4)


class DecisionForm(forms.Form):
    """Whether somebody is let in, and why."""

    granted = forms.TypedChoiceField(
        choices=[("yes", "yes"), ("no", "no")], coerce=lambda value: value == "yes"
    )
    answer = forms.CharField(max_length=300)
