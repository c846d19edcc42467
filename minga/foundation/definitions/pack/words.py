"""What pydantic says of a value, in plain words with a mend."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from types import UnionType
from typing import Union, get_origin

from pydantic import BaseModel
from pydantic_core import ErrorDetails
from rapidfuzz import fuzz, process

from minga.engines.lists.definition import PERSON_FIELDS
from minga.foundation.definitions.pack.files import KeyPath
from minga.foundation.definitions.pack.spared import field_at, models_around

Said = tuple[KeyPath, str, str]
"""Where, what is wrong, how to mend it."""
PERSON = f"write person. and one of: {', '.join(PERSON_FIELDS)}"
TARGETS = (
    "write person.FIELD, place, organisation, site, case.code, gathering.code, date.STEP,"
    " answer.STEP.FIELD, tally.SEX.AGE or ignore"
)
NUMBER = ("is not a number", "write digits with a decimal point")
WHOLE = ("is not a whole number", "write digits only")
DATE = ("is not a date", "write it as 2015-12-31")
A_DATE = re.compile(r"datetime\.date\((\d+), (\d+), (\d+)\)")
KEYS = ("has no keys", "write `key: value` lines under it")
LIST = ("is not a list", "put it in [square brackets]")
PLAIN: Mapping[str, tuple[str, str]] = {
    "string_type": ("is not a text", "put it in quotation marks"),
    "string_pattern_mismatch": (
        "is not written as a code",
        "use small letters, digits and underscores, starting with a letter",
    ),
    "string_too_short": ("is too short", "write at least {min_length} letters"),
    "string_too_long": ("is too long", "write at most {max_length} letters"),
    "decimal_max_places": ("has too many decimals", "write at most {decimal_places}"),
    "decimal_max_digits": ("has too many digits", "write at most {max_digits}"),
    "decimal_whole_digits": (
        "has too many digits",
        "write at most {whole_digits} before the point",
    ),
    "decimal_parsing": NUMBER,
    "decimal_type": NUMBER,
    "int_parsing": WHOLE,
    "int_from_float": WHOLE,
    "int_type": WHOLE,
    "bool_parsing": ("is neither yes nor no", "write yes or no"),
    "bool_type": ("is neither yes nor no", "write yes or no"),
    "date_from_datetime_parsing": DATE,
    "date_from_datetime_inexact": DATE,
    "date_parsing": DATE,
    "date_type": DATE,
    "mapping_type": KEYS,
    "dict_type": KEYS,
    "model_type": KEYS,
    "tuple_type": LIST,
    "list_type": LIST,
    "greater_than_equal": ("is too small", "write {ge} or more"),
    "greater_than": ("is too small", "write more than {gt}"),
    "less_than_equal": ("is too large", "write {le} or less"),
    "too_short": ("has too few items", "write at least {min_length}"),
}


def in_words(
    errors: Iterable[ErrorDetails], model: type[BaseModel], content: object
) -> Iterator[Said]:
    """Each fault that pydantic found, in plain words, and how to mend it.

    Where a value may be of several kinds, pydantic tells how it fails each of them; here only the
    kind that it looks most like is told.
    """
    kinds: dict[KeyPath, dict[str, list[tuple[KeyPath, ErrorDetails]]]] = defaultdict(dict)
    for detail in errors:
        location = tuple(_spelt(part) for part in detail["loc"] if part != "[key]")
        at = _fork(location, model)
        if at is None:
            yield _said(location, detail, model)
        else:
            inner = (*location[:at], *location[at + 1 :])
            kinds[location[:at]].setdefault(str(location[at]), []).append((inner, detail))
    for location, told in kinds.items():
        yield from _likeliest(location, told, model, _at(content, location))


def _spelt(part: int | str) -> int | str:
    """A key as the file has it: pydantic shows a date as Python would write it."""
    if isinstance(part, str) and (found := A_DATE.fullmatch(part)):
        return date(*map(int, found.groups())).isoformat()
    return part


def _fork(location: KeyPath, model: type[BaseModel]) -> int | None:
    """Where a location names a kind that a value may be of, which stands in no file."""
    for index, part in enumerate(location):
        if isinstance(part, str) and (part[:1].isupper() or "[" in part or "-str" in part):
            known = field_at(model, location[:index])
            if known is not None and get_origin(known.annotation) in (Union, UnionType):
                return index
    return None


def _at(content: object, location: KeyPath) -> object:
    for part in location:
        if isinstance(content, Mapping):
            content = content.get(part)
        elif isinstance(content, Sequence) and isinstance(part, int):
            content = content[part]
    return content


def _likeliest(
    location: KeyPath,
    told: Mapping[str, Sequence[tuple[KeyPath, ErrorDetails]]],
    model: type[BaseModel],
    value: object,
) -> Iterator[Said]:
    """The faults of the kind that a value looks most like."""
    depth = len(location)
    for faults in told.values():
        kinds = {detail["type"] for inner, detail in faults if len(inner) <= depth + 1}
        if isinstance(value, Mapping) and not kinds & {"missing", "literal_error", "model_type"}:
            yield from (_said(inner, detail, model) for inner, detail in faults)
            return
        if not isinstance(value, Mapping) and kinds != {"model_type"}:
            yield _said(*faults[0], model)
            return
    where = ".".join(map(str, location))
    keys = [k for m in models_around(model, (*location, "")) for k in m.model_fields]
    yield location, f"{where} is none of its kinds", f"write under it one of: {', '.join(keys)}"


def _said(location: KeyPath, detail: ErrorDetails, model: type[BaseModel]) -> Said:
    where = ".".join(map(str, location)) or "the file"
    kind = detail["type"]
    if kind == "missing":
        return location, f"{where} is missing", "add it"
    if kind == "extra_forbidden":
        keys = sorted(_keys(model, location))
        near = process.extractOne(str(location[-1]), keys, scorer=fuzz.ratio, score_cutoff=50)
        mend = f"did you mean {near[0]}?" if near else f"remove it, or use: {', '.join(keys)}"
        return location, f"{where} is not known here", mend
    if kind == "literal_error":
        mend = f"write one of: {detail['ctx']['expected']}"
        return location, f"{where} is {detail['input']}, which is none of its values", mend
    if kind == "string_pattern_mismatch" and "person" in detail["ctx"]["pattern"]:
        return (
            location,
            f"{where} names nothing that a column can fill",
            (PERSON if detail["input"].startswith("person.") else TARGETS),
        )
    if kind in PLAIN:
        message, mend = PLAIN[kind]
        return location, f"{where} {message}", mend.format(**detail.get("ctx", {}))
    said = detail["msg"].removeprefix("Value error, ")
    return location, f"{where}: {said[0].lower()}{said[1:]}", "correct the value"


def _keys(model: type[BaseModel], location: Sequence[int | str]) -> set[str]:
    """The keys that may stand where an unknown one stood: those of the innermost model."""
    around = models_around(model, location)
    return {field.alias or name for m in around for name, field in m.model_fields.items()}
