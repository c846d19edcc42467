"""What people fill in about gatherings: newcomers, whose roll to repeat, numbers without names."""

from collections.abc import Iterable, Sequence
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from minga.foundation.access.models import Team
from minga.register.people.actions import NewRegistration
from minga.register.people.identity import IdentityFields
from minga.work.gatherings.actions.tallies import NewTally
from minga.work.gatherings.models import Gathering, Tally

OLDEST = 120
Band = tuple[int | None, int | None]


class HeldForm(forms.Form):
    """The team that keeps the roll."""

    team = forms.ModelChoiceField(Team.objects.none(), empty_label=None)

    def __init__(self, data: QueryDict | None, *, teams: Iterable[Team]) -> None:
        super().__init__(data)
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]


class NewcomerForm(forms.Form):
    """Somebody who came and stands on no list: enough to know them by."""

    given_names = forms.CharField(
        max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    surnames = forms.CharField(
        max_length=120, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    sex = forms.ChoiceField(required=False)
    born = forms.IntegerField(required=False)

    def __init__(
        self, data: QueryDict | None, *, sexes: Sequence[tuple[str, str]], today: date
    ) -> None:
        super().__init__(data)
        self.today = today
        self.fields["sex"].choices = [("", "–"), *sexes]  # type: ignore[attr-defined]

    def clean_born(self) -> int | None:
        """A year in which somebody alive can have been born."""
        year: int | None = self.cleaned_data["born"]
        if year is not None and not self.today.year - OLDEST <= year <= self.today.year:
            raise ValidationError(_("Write the year with four digits, like 1998."))
        return year

    def entry(self) -> NewRegistration:
        """What to register."""
        given = self.cleaned_data
        born = given["born"]
        return NewRegistration(
            identity=IdentityFields(given_names=given["given_names"], surnames=given["surnames"]),
            sex=given["sex"],
            birth_on=date(born, 1, 1) if born else None,
            birth_precision="year" if born else "unknown",
        )


class EarlierForm(forms.Form):
    """An earlier gathering whose people are expected again."""

    like = forms.ModelChoiceField(Gathering.objects.none())

    def __init__(
        self, data: QueryDict | None, *, earlier: Iterable[Gathering], words: dict[object, str]
    ) -> None:
        super().__init__(data)
        field = self.fields["like"]
        field.queryset = earlier  # type: ignore[attr-defined]
        field.label_from_instance = lambda one: words.get(one.pk, "–")  # type: ignore[attr-defined]


class TallyForm(forms.Form):
    """How many came, by sex and age, where no names were taken."""

    def __init__(
        self,
        data: QueryDict | None,
        *,
        sexes: Sequence[tuple[str, str]],
        bands: Sequence[Band],
        before: Iterable[Tally] = (),
    ) -> None:
        super().__init__(data)
        self.sexes, self.bands = sexes, bands
        known = {(one.sex, one.age_from, one.age_to): one.count for one in before}
        for sex, _words in sexes:
            for band in bands:
                self.fields[self.name(sex, band)] = forms.IntegerField(
                    required=False, min_value=0, max_value=100_000, initial=known.get((sex, *band))
                )

    @staticmethod
    def name(sex: str, band: Band) -> str:
        """The name of one cell."""
        return f"n_{sex}_{band[0]}_{band[1]}"

    def rows(self) -> list[tuple[str, list[tuple[str, forms.BoundField]]]]:
        """Each band with its cells, one for each sex."""
        return [
            (
                band_words(band),
                [(words, self[self.name(sex, band)]) for sex, words in self.sexes],
            )
            for band in self.bands
        ]

    def tallies(self) -> list[NewTally]:
        """What was counted; empty cells say nothing."""
        found = []
        for sex, _words in self.sexes:
            for band in self.bands:
                count = self.cleaned_data[self.name(sex, band)]
                if count:
                    found.append(NewTally(sex=sex, age_from=band[0], age_to=band[1], count=count))
        return found

    def clean(self) -> None:
        """Somebody came."""
        super().clean()
        if not self.errors and not self.tallies():
            raise ValidationError(_("Nobody is counted yet. Write how many came."))


def band_words(band: Band) -> str:
    """Ages in words; `to` is the first year that is not in it."""
    first, last = band
    if first is None:
        return _("age not known")
    if last is None:
        return _("%(first)d and older") % {"first": first}
    return _("%(first)d to %(last)d") % {"first": first, "last": last - 1}
