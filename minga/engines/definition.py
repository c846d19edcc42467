"""What every definition in a pack is made of: a frozen, strict model and a bilingual text."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
"""The name of a thing in a pack: lower case, digits and underscores, starting with a letter."""


class Definition(BaseModel):
    """A definition from a pack: never changed once read, and no key goes unnoticed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Definition):
    """Words in both languages of the house; more languages can be added to the pack."""

    es: str
    en: str

    def in_language(self, language: str) -> str:
        """The words in `language` (`es` or `en`)."""
        return self.es if language == "es" else self.en

    def filled(self, **known: str) -> "Text":
        """The words with their gaps (`{name}`) filled."""
        return Text(es=self.es.format(**known), en=self.en.format(**known))
