"""What narrows the directory down."""

from django import forms
from django.utils.translation import gettext_lazy as _

from minga.desk.network.directory import KINDS
from minga.foundation.places.models import Place


class DirectoryForm(forms.Form):
    """By words, kind and territory."""

    words = forms.CharField(label=_("Name or acronym"), required=False, max_length=80)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    place = forms.ModelChoiceField(
        Place.objects.filter(kind__in=["province", "canton"], retired=False).order_by("name"),
        label=_("Territory"),
        required=False,
        empty_label=_("Everywhere"),
    )

    def __init__(self, *args: object, kinds: list[str], **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        said = sorted((str(KINDS.get(code, code)), code) for code in kinds)
        choices: list[tuple[str, object]] = [("", _("All kinds"))]
        choices += [(code, words) for words, code in said]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]
        self.fields["place"].label_from_instance = lambda one: one.name  # type: ignore[attr-defined]
