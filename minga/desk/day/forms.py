"""Whose work is shown."""

from django import forms
from django.utils.translation import gettext_lazy as _

from minga.foundation.access.models import Team, TeamQuerySet, User

MINE = "mine"


class WhoseForm(forms.Form):
    """By team, and for whoever answers for others by person."""

    team = forms.ModelChoiceField(
        Team.objects.none(), label=_("Team"), required=False, empty_label=_("All my teams")
    )
    whose = forms.ChoiceField(label=_("Whose"), required=False)

    def __init__(
        self, *args: object, teams: TeamQuerySet, people: list[User], **more: object
    ) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]
        choices: list[tuple[str, object]] = [("", _("Everybody’s"))]
        choices.append((MINE, _("Mine, and what is nobody’s yet")))
        choices += [(str(person.pk), person.display_name) for person in people]
        self.fields["whose"].choices = choices  # type: ignore[attr-defined]
