"""What pydantic says of a value, in plain words with a mend."""

from collections.abc import Iterator, Sequence
from typing import Any, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails
from rapidfuzz import fuzz, process

PLAIN = {
    "string_type": ("is not a text", "put it in quotation marks"),
    "string_pattern_mismatch": (
        "is not written as a code",
        "use small letters, digits and underscores, starting with a letter",
    ),
    "decimal_max_places": ("has too many decimals", "write an amount with two"),
    "decimal_parsing": ("is not a number", "write digits with a decimal point"),
    "decimal_type": ("is not a number", "write digits with a decimal point"),
    "int_parsing": ("is not a whole number", "write digits only"),
    "int_type": ("is not a whole number", "write digits only"),
    "bool_parsing": ("is neither yes nor no", "write yes or no"),
    "date_from_datetime_parsing": ("is not a date", "write it as 2015-12-31"),
    "date_parsing": ("is not a date", "write it as 2015-12-31"),
    "date_type": ("is not a date", "write it as 2015-12-31"),
    "mapping_type": ("has no keys", "write `key: value` lines under it"),
    "model_type": ("has no keys", "write `key: value` lines under it"),
    "tuple_type": ("is not a list", "put it in [square brackets]"),
}


def in_words(detail: ErrorDetails, model: type[BaseModel]) -> tuple[str, str]:
    """A fault that pydantic found, in plain words, and how to mend it."""
    location = [str(part) for part in detail["loc"] if part != "[key]"]
    where = ".".join(location) or "the file"
    kind = detail["type"]
    if kind == "missing":
        return f"{where} is missing", "add it"
    if kind == "extra_forbidden":
        keys = sorted(_keys(model, detail["loc"]))
        near = process.extractOne(location[-1], keys, scorer=fuzz.ratio, score_cutoff=50)
        return f"{where} is not known here", f"did you mean {near[0]}?" if near else "remove it"
    if kind == "literal_error":
        return (
            f"{where} is {detail['input']}, which is none of its values",
            f"write one of: {detail['ctx']['expected']}",
        )
    if kind in PLAIN:
        message, mend = PLAIN[kind]
        return f"{where} {message}", mend
    said = detail["msg"].removeprefix("Value error, ")
    return f"{where}: {said[0].lower()}{said[1:]}", "correct the value"


def _keys(model: type[BaseModel], location: Sequence[int | str]) -> set[str]:
    """The keys that may stand where an unknown one stood: those of the innermost model."""
    around = [model]
    for part in location[:-1]:
        fields = [
            f for m in around for name, f in m.model_fields.items() if part in (name, f.alias)
        ]
        # A key of a mapping or a place in a list names no field and leads no deeper.
        around = [m for field in fields for m in _models(field.annotation)] or around
    return {field.alias or name for m in around for name, field in m.model_fields.items()}


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)
