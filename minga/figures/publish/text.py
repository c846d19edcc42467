"""Turns `{indicator:over}` in a publication's text into a released number, or says why it may not.

A reference is `{indicator}`, `{indicator[sex=f]}`, `{indicator@target}`, each with an optional
qualifier (`:over`, `:at_least`, `:about`, `:almost`, `:estimated`) and the number to be said
(`:over=8000`), or `:plain` for the plainest words that are true of the value. Without a number
the value is rounded to two digits in the qualifier's direction.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from difflib import get_close_matches
from typing import Protocol

from minga.engines.wording.numbers import rounded as at_digits
from minga.engines.wording.qualifiers import choose, fits
from minga.figures.publish.factsheet import Entry, FigureRef, Number, Span
from minga.figures.publish.released import Key, Released
from minga.figures.publish.words import QUALIFIERS, say, say_missing, write_number
from minga.foundation.core.errors import MendableError
from minga.foundation.definitions.pack.publication import BRACES, REFERENCE

PLAIN = "plain"
"""Lets the value choose its words."""
ROUNDING = {
    "over": ROUND_FLOOR,
    "at_least": ROUND_FLOOR,
    "almost": ROUND_CEILING,
    "about": ROUND_HALF_UP,
    "estimated": ROUND_HALF_UP,
}


class Wording(Protocol):
    """Whether a qualifier may stand before a number, given the value behind it."""

    def __call__(self, qualifier: str, *, said: Decimal, value: Decimal) -> bool:
        """True when "over 8,000" (`qualifier`, `said`) is true of `value` and not misleading."""
        ...


@dataclass(frozen=True)
class Fault:
    """What is wrong with one reference: where it stands, what it says, the value, the mend."""

    section: str
    reference: str
    value: str
    mend: str

    def __str__(self) -> str:
        return f"{self.section}: {self.reference}: value {self.value}; {self.mend}"


class FaultyTextError(MendableError):
    """The texts quote figures that they may not quote so; holds every fault, not only the first."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


@dataclass
class Quotes:
    """Hands out references and keeps the list of figures that they open, in order of mention."""

    language: str
    figures: Mapping[Key, Released]
    wording: Wording = fits
    notes: dict[str, Entry] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def spans(self, text: str, *, section: str) -> tuple[Span, ...]:
        """The text with each reference resolved; faults are collected and leave a gap."""
        found: list[Span] = []
        at = 0
        for match in BRACES.finditer(text):
            found.append(text[at : match.start()])
            ref = self.reference(match.group(), section=section)
            if ref and _starts_sentence(text[: match.start()]):
                ref = replace(ref, qualifier=ref.qualifier[:1].upper() + ref.qualifier[1:])
            found += [ref] if ref else []
            at = match.end()
        found.append(text[at:])
        return tuple(span for span in found if span != "")

    def sentence(self, text: str, *, section: str) -> str:
        """The text with its references as plain words, for captions that carry no links."""
        parts = []
        for span in self.spans(text, section=section):
            parts.append(span if isinstance(span, str) else in_words(span, self.language))
        return "".join(parts)

    def reference(self, written: str, *, section: str) -> FigureRef | None:
        """The reference behind one pair of braces, or None and a fault."""
        match = REFERENCE.fullmatch(written)
        if match is None:
            self._fault(section, written, "unknown", "write {indicator} or {indicator:over}")
            return None
        key = Key.read(match["indicator"], match["axes"] or "")
        released = self._find(key)
        if released is None:
            self._fault(section, written, "not released", self._alike(key))
            return None
        if match["target"]:
            if released.target is None:
                self._fault(section, written, "none", "the indicator has no target; remove it")
                return None
            entry = self.note_target(released)
            return self._quote(entry, match, released.target, section, written)
        return self._quote(self.note(released), match, released.value, section, written)

    def _find(self, key: Key) -> Released | None:
        """The figure, or where only the cell is unknown, the figure's cell without a value."""
        found = self.figures.get(key)
        whole = self.figures.get(Key(key.indicator))
        if found is None and whole is not None and {axis for axis, _ in key.axes} <= whole.axes:
            return whole.without_value(key)
        return found

    def add(self, entry: Entry) -> FigureRef:
        """A reference to a figure that no indicator gives, such as a statistic from outside."""
        known = self.notes.setdefault(entry.code, replace(entry, note=len(self.notes) + 1))
        return self._ref(known, known.value)

    def note(self, released: Released) -> Entry:
        """The entry of a figure in the list, made at its first mention."""
        code = released.key.code
        if code not in self.notes:
            self.notes[code] = released.entry(note=len(self.notes) + 1)
        return self.notes[code]

    def note_target(self, released: Released) -> Entry:
        """The entry of what was promised: a figure of its own, never mixed with results."""
        code = f"{released.key.code}.target"
        if code not in self.notes:
            title = f"{say(self.language, 'promised')}: {released.title}"
            self.notes[code] = released.target_entry(note=len(self.notes) + 1, title=title)
        return self.notes[code]

    def raise_faults(self) -> None:
        """Refuse the texts if any reference was at fault.

        Raises:
            FaultyTextError: with every fault found so far.
        """
        if self.faults:
            raise FaultyTextError(tuple(self.faults))

    def _quote(
        self,
        entry: Entry,
        match: re.Match[str],
        value: Number | None,
        section: str,
        written: str,
    ) -> FigureRef | None:
        qualifier = match["qualifier"] or ""
        if qualifier in ("", "exact"):
            if match["said"] and value is not None and Decimal(match["said"]) != value:
                self._fault(section, written, self._write(value), "write the value without =")
            return self._ref(entry, value)
        if qualifier not in (PLAIN, *ROUNDING):
            known = ", ".join((*sorted(ROUNDING), PLAIN))
            self._fault(section, written, self._write(value), f"use one of {known}, exact")
            return None
        if value is None:
            return self._ref(entry, None)
        exact = Decimal(value)
        if qualifier == PLAIN:
            phrase = choose(exact, language="es" if self.language == "es" else "en")
            return self._ref(entry, phrase.rounded, QUALIFIERS[self.language][phrase.qualifier])
        said = Decimal(match["said"]) if match["said"] else rounded(exact, qualifier=qualifier)
        if not self.wording(qualifier, said=said, value=exact):
            self._fault(section, written, self._write(value), self._mend(qualifier, said, written))
            return None
        return self._ref(entry, said, QUALIFIERS[self.language][qualifier])

    def _ref(self, entry: Entry, value: Number | None, qualifier: str = "") -> FigureRef:
        return FigureRef(
            code=entry.code,
            number="" if value is None else self._write(value),
            note=entry.note,
            qualifier=qualifier,
            suppressed=entry.suppressed,
        )

    def _write(self, value: Number | None) -> str:
        if value is None:
            return say(self.language, "none")
        return write_number(value, language=self.language)

    def _mend(self, qualifier: str, said: Decimal, written: str) -> str:
        words = f"{QUALIFIERS[self.language][qualifier]} {self._write(said)}"
        bare = written.split(":")[0].strip("{}")
        return f"«{words}» does not fit it; write {{{bare}}} or {{{bare}:about}}"

    def _alike(self, key: Key) -> str:
        codes = sorted({known.code for known in self.figures})
        near = get_close_matches(key.code, codes, n=2)
        hint = f"; did you mean {' or '.join(near)}?" if near else ""
        return f"release {key.code} first or remove the reference{hint}"

    def _fault(self, section: str, reference: str, value: str, mend: str) -> None:
        place = f"{section} ({self.language})"
        self.faults.append(Fault(section=place, reference=reference, value=value, mend=mend))


def _starts_sentence(before: str) -> bool:
    """Whether what follows `before` is the first word of a sentence."""
    return not before.strip() or before.rstrip()[-1] in ".?!"


def in_words(ref: FigureRef, language: str) -> str:
    """A number inside a sentence with the words before it, or plainly why there is none."""
    if ref.shown:
        return f"{ref.qualifier} {ref.number}".strip()
    return say_missing(language, withheld=ref.suppressed, alone=False)


def rounded(value: Decimal, *, qualifier: str) -> Decimal:
    """The value at two significant digits, down for over, up for almost, nearest for about.

    Nearest takes three digits where two would miss the value by more than one in a hundred.
    """
    said = at_digits(value, digits=2, rounding=ROUNDING[qualifier])
    near = ROUNDING[qualifier] == ROUND_HALF_UP
    if near and abs(said - value) * 100 > abs(value):
        return at_digits(value, digits=3)
    return said
