"""A pack to look at."""

from django import forms


class PackForm(forms.Form):
    """The programme's folder, compressed."""

    pack = forms.FileField(widget=forms.FileInput(attrs={"accept": ".zip"}))
