"""Registrations that share a keyed hash: what they share, and how surely it tells one person."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

UNSURE = 0.5
DOCUMENT, NAME, LESSER, PHONE, YEAR = 1.0, 0.95, 0.9, 0.85, 0.8


@dataclass(frozen=True, slots=True)
class Encoded:
    """The keyed hashes of one registration; empty where a field is not known."""

    registration: uuid.UUID
    document: str
    name: str
    """Of the name with exact birth date and sex."""
    lesser: tuple[str, ...] = ()
    """Of the same with one word less each, or without the sex."""
    born: str = ""
    """Of the exact birth date alone."""
    years: tuple[str, ...] = ()
    """Of the name with sex and year of birth; the likeliest year first."""
    long_name: bool = False
    """Whether the name has four words or more: few share one and a year of birth."""
    letters: str = ""
    """Of the document's letters and digits in any order: two are swapped easily."""
    phone: str = ""
    """Of the telephone."""


Hashed = Mapping[str, Collection[Encoded]]


@dataclass(frozen=True, slots=True)
class Alike:
    """Registrations that share something, in the order of their ids."""

    members: tuple[uuid.UUID, ...]
    reason: str
    score: float

    @property
    def by_document(self) -> bool:
        """Whether they share a document, which nothing contradicts."""
        return self.score == DOCUMENT

    @property
    def by_year(self) -> bool:
        """Whether of their births they share no more than the year."""
        return self.score in {PHONE, YEAR}


def groups(encodings: Iterable[Encoded]) -> list[Alike]:
    """Everybody who shares something with somebody, the surest first; alone, nobody is named."""
    known = sorted(encodings, key=lambda each: each.registration)
    documents = _by_hash((each.document, each) for each in known)
    names = _by_hash((each.name, each) for each in known)
    found = [_alike(some, "same document", DOCUMENT) for some in documents.values()]
    found += [_alike(some, "same name, birth date and sex", NAME) for some in names.values()]
    found += _with_a_word_less(known, names)
    found += _of_a_telephone(known)
    found += _of_a_year(known)
    several = (group for group in found if len(group.members) > 1)
    return sorted(several, key=lambda group: (-group.score, group.members, group.reason))


def _by_hash(pairs: Iterable[tuple[str, Encoded]]) -> dict[str, list[Encoded]]:
    found: dict[str, list[Encoded]] = defaultdict(list)
    for text, each in pairs:
        if text:
            found[text].append(each)
    return found


def _alike(some: Iterable[Encoded], reason: str, score: float) -> Alike:
    return Alike(tuple(sorted({each.registration for each in some})), reason, score)


def _with_a_word_less(known: Iterable[Encoded], names: Hashed) -> list[Alike]:
    """People whose whole name is that of others less a word; of two such names, nobody knows."""
    lesser = _by_hash((text, each) for each in known for text in each.lesser)
    reason = "same birth date, a word more or less in the name"
    return [
        _alike(
            [*names[text], *fuller],
            reason,
            LESSER if len({each.name for each in fuller}) == 1 else UNSURE,
        )
        for text, fuller in lesser.items()
        if text in names
    ]


def _of_a_telephone(known: Iterable[Encoded]) -> list[Alike]:
    """People of one name, sex and year of birth who give the same telephone."""
    there = ((year, each) for each in known if each.phone for year in each.years)
    shared = _by_hash((f"{year}|{each.phone}", each) for year, each in there)
    reason = "same name, sex, year of birth and telephone"
    return [_alike(some, reason, PHONE) for some in shared.values()]


def _of_a_year(known: Iterable[Encoded]) -> list[Alike]:
    """People of one name of whom not all have a birth date: by their likeliest year of birth."""
    dated = [each for each in known if each.years]
    likeliest = {each.years[0] for each in dated}
    years = _by_hash((text, each) for each in dated for text in each.years if text in likeliest)
    born: dict[uuid.UUID, set[str]] = defaultdict(set)
    for some in years.values():
        for each in some:
            born[each.registration] |= {other.born for other in some} - {""}
    found = []
    for some in years.values():
        undated = [each for each in some if not each.born]
        if undated:
            doubtful = any(len(born[each.registration]) > 1 for each in undated)
            sure = not doubtful and all(each.long_name for each in some)
            score = YEAR if sure else UNSURE
            found.append(_alike(some, "same name, sex and year of birth", score))
    return found
