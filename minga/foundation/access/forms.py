"""What people fill in about accounts and roles; they check words, and save nothing."""

from datetime import date, timedelta

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from minga.foundation.access.models import Team, User
from minga.foundation.access.roles import ROLES
from minga.foundation.access.rules import USUAL_GRANT
from minga.foundation.organisations.models import Organisation
from minga.foundation.web.templatetags.questions import said

TEAM_CODE_LENGTH = 60


def role_choices(permissions: frozenset[str]) -> list[tuple[str, str]]:
    """The roles that somebody with these permissions may give, by title."""
    return [
        (role.code, said(role.title)) for role in ROLES.values() if role.granted_with in permissions
    ]


class DayInput(forms.DateInput):
    """A day as browsers ask for it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DetailsForm(forms.Form):
    """How somebody is shown, and the language that they read."""

    display_name = forms.CharField(
        max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    language = forms.ChoiceField(choices=settings.LANGUAGES)


class AcceptForm(DetailsForm):
    """What a new account needs."""

    password = forms.CharField(
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False
    )
    password_again = forms.CharField(
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False
    )

    def __init__(self, *args: object, email: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.email = email

    def clean(self) -> None:
        """Both passwords alike, and hard to guess for somebody who knows the person."""
        super().clean()
        password = self.cleaned_data.get("password")
        if password is None:
            return
        if password != self.cleaned_data.get("password_again"):
            self.add_error("password_again", _("The two passwords are not the same."))
        about = User(email=self.email, display_name=self.cleaned_data.get("display_name", ""))
        try:
            validate_password(password, about)
        except ValidationError as error:
            self.add_error("password", error)


class GrantForm(forms.Form):
    """A role in a team until a day."""

    team = forms.ModelChoiceField(Team.objects.none(), empty_label=None)
    role = forms.ChoiceField()
    last_day = forms.DateField(widget=DayInput())
    reason = forms.CharField(max_length=300)

    def __init__(
        self,
        *args: object,
        teams: QuerySet[Team],
        permissions: frozenset[str],
        today: date,
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]
        self.fields["role"].choices = role_choices(permissions)  # type: ignore[attr-defined]
        self.fields["last_day"].initial = today + USUAL_GRANT

    def ends_on(self) -> date:
        """The day before which the role ends: the one after its last."""
        last: date = self.cleaned_data["last_day"]
        return last + timedelta(days=1)


class InviteForm(GrantForm):
    """Somebody to invite to a role."""

    email = forms.EmailField(widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    language = forms.ChoiceField(choices=settings.LANGUAGES)


class ReasonForm(forms.Form):
    """Why something is taken back."""

    reason = forms.CharField(max_length=300)


class TeamForm(forms.Form):
    """A new team of an organisation."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), empty_label=None)
    title = forms.CharField(max_length=200)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["organisation"]
        name = f"name_{get_language() or 'es'}"
        field.queryset = Organisation.objects.order_by(name)  # type: ignore[attr-defined]
        field.label_from_instance = lambda one: getattr(one, name)  # type: ignore[attr-defined]

    def clean(self) -> None:
        """A code of its own, made from the title."""
        super().clean()
        organisation, title = (self.cleaned_data.get(name) for name in ("organisation", "title"))
        if not organisation or not title:
            return
        code = f"{organisation.pk}_{slugify(title).replace('-', '_')}"[:TEAM_CODE_LENGTH]
        if Team.objects.filter(code=code).exists():
            self.add_error("title", _("This organisation has a team with this title already."))
        self.cleaned_data["code"] = code


class TitleForm(forms.Form):
    """Another title for a team."""

    title = forms.CharField(max_length=200)
