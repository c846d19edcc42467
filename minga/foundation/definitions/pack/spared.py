"""What can still be used of a definition with faults, so that all else is checked all the same."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from minga.engines.definition import Text

M = TypeVar("M", bound=BaseModel)
Location = Sequence[int | str]
DEPTH = 5
"""How far around a faulty value a definition may be cut."""
UNREAD = "unread"
"""Stands for a code that cannot be read."""
NO_TEXT = {"es": "…", "en": "…"}
BY_NAME: Mapping[str, object] = {
    "country": "XX",
    "starts": date.min,
    "ends": date.max,
    "goal": {"title": NO_TEXT},
    "thresholds": {"open": 2, "restricted": 2, "sealed": 2},
}
"""Stand-ins that nothing else can contradict."""
BY_TYPE: Mapping[type, object] = {
    Text: NO_TEXT, str: UNREAD, int: 0, bool: False, Decimal: 0, date: date.min,
}  # fmt: skip


def spared(content: Mapping[Any, Any], model: type[M]) -> M | None:
    """The model without its faulty parts; None where a part is faulty that it cannot be without.

    Optional parts are left out, and needed ones get a stand-in. The faults themselves are told
    where this is called; the result serves to check the rest and is never loaded.
    """
    left = deepcopy(dict(content))
    for wider in range(DEPTH):
        try:
            return model.model_validate(left)
        except ValidationError as error:
            for detail in error.errors():
                location = detail["loc"]
                _patch(left, location[: max(1, len(location) - wider)], model)
    return None


def _patch(content: Any, location: Location, model: type[BaseModel]) -> None:
    """Take out what stands at a location, or put a stand-in there."""
    if not location:
        return
    around = content
    for part in location[:-1]:
        around = around.get(part) if isinstance(around, Mapping) else None
    if not isinstance(around, dict):
        return
    name = location[-1]
    around.pop(name, None)
    field = field_at(model, location)
    if field is not None and field.is_required():
        around[name] = _stand_in(str(name), field)


def _stand_in(name: str, field: FieldInfo) -> object:
    annotation: Any = field.annotation
    if name in BY_NAME:
        return BY_NAME[name]
    if get_origin(annotation) is tuple:
        return ()
    return {} if get_origin(annotation) is Mapping else BY_TYPE.get(annotation)


def field_at(model: type[BaseModel], location: Location) -> FieldInfo | None:
    """The field that a location names, or None where it names a key of a mapping or an item."""
    last = location[-1] if location else ""
    fields = [f for m in models_around(model, location) for f in _named(m, last)]
    return fields[0] if fields else None


def models_around(model: type[BaseModel], location: Location) -> list[type[BaseModel]]:
    """The innermost models that a location passes through."""
    around = [model]
    for part in location[:-1]:
        fields = [field for each in around for field in _named(each, part)]
        # A key of a mapping or a place in a list names no field and leads no deeper.
        around = [m for field in fields for m in _models(field.annotation)] or around
    return around


def _named(model: type[BaseModel], part: int | str) -> list[FieldInfo]:
    return [f for name, f in model.model_fields.items() if part in (name, f.alias)]


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)
