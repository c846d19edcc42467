"""What people fill in about lists; they check words, and save nothing."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from minga.engines.lists.contents import refuse_other
from minga.engines.lists.reading import Limits
from minga.foundation.access.models import Team
from minga.foundation.web.templatetags.questions import said
from minga.work.intake.actions.deciding import LONGEST_REASON

ENDINGS = (".xlsx", ".xlsm", ".xls", ".csv")
LARGEST = Limits().file_bytes


class UploadForm(forms.Form):
    """A file, and the team in whose name it comes."""

    file = forms.FileField(
        max_length=200, widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)})
    )
    team = forms.ModelChoiceField(Team.objects.none(), empty_label=None)

    def __init__(self, *args: Any, teams: QuerySet[Team]) -> None:
        super().__init__(*args)
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]
        self.only_team = teams[0] if len(teams[:2]) == 1 else None
        if self.only_team is not None:
            self.fields["team"].required = False
            self.fields["team"].widget = forms.HiddenInput()
            self.fields["team"].initial = self.only_team

    def tell_too_large(self) -> None:
        """Say that a file was not taken: it is larger than what is read."""
        self.errors.pop("file", None)
        self.add_error("file", _("The file is too large. Split it and send the parts."))

    def clean_file(self) -> Any:
        """A spreadsheet by its name and by what is in it, and not too large."""
        sent = self.cleaned_data["file"]
        if Path(sent.name).suffix.lower() not in ENDINGS:
            raise ValidationError(_("Send a spreadsheet: XLSX, XLS or CSV."))
        other = refuse_other(sent.read(4_096))
        sent.seek(0)
        if other is not None:
            raise ValidationError(said(other))
        return sent

    def clean_team(self) -> Team:
        """The only team where there is no choice."""
        return self.only_team or self.cleaned_data["team"]


class KindForm(forms.Form):
    """Which kind of list a file is."""

    kind = forms.ChoiceField()

    def __init__(self, *args: Any, kinds: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "—"), *kinds]  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        max_length=LONGEST_REASON, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class DecisionForm(ReasonForm):
    """What becomes of a doubtful row, and why."""

    verdict = forms.ChoiceField(choices=[("accept", ""), ("apart", ""), ("reject", "")])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].widget.attrs["autofocus"] = True  # row after row by keyboard


class MappingForm(forms.Form):
    """For each heading, the column of ours that it means."""

    dates = forms.ChoiceField(required=False)
    names = forms.ChoiceField(required=False)
    sexes = forms.ChoiceField(required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        headings: Sequence[str],
        meanings: Sequence[tuple[str, str]],
        settings: Mapping[str, Sequence[tuple[str, str]]],
        initial: dict[str, str],
    ) -> None:
        super().__init__(data, initial=initial)
        for name, choices in settings.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        for place, _heading in enumerate(headings):
            self.fields[heading_field(place)] = forms.ChoiceField(
                choices=list(meanings), required=False
            )


def heading_field(place: int) -> str:
    """The name of the question about the heading at a place of the sheet."""
    return f"heading_{place}"
