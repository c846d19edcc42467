"""Storing definitions: what changed gets a new version, what is gone is retired, never deleted."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from minga.foundation.core.turns import take_turn
from minga.foundation.definitions.models import LoadedDefinition

Key = tuple[str, str]
"""Kind and code of a definition."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that loading would change: `new`, `changed` or `gone`."""

    verb: str
    kind: str
    code: str
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.verb:8} {self.kind} {self.code}" + (
            f" ({self.detail})" if self.detail else ""
        )


def content_hash(content: Mapping[str, object]) -> str:
    """SHA-256 of the content as JSON; the order of keys counts, for people see things in it."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def differences(wanted: Mapping[Key, Mapping[str, object]]) -> list[Difference]:
    """What storing these definitions would change, without changing it."""
    current = {
        (row.kind, row.code): row
        for row in LoadedDefinition.objects.filter(current=True).defer("content")
    }
    found = []
    for key, content in sorted(wanted.items()):
        row = current.get(key)
        if row is None:
            found.append(Difference("new", *key))
        elif row.content_hash != content_hash(content):
            found.append(
                Difference(
                    "changed", *key, detail=f"version {row.version} becomes {row.version + 1}"
                )
            )
    gone = sorted(set(current) - set(wanted))
    found += [Difference("gone", *key, detail="retired: its versions stay") for key in gone]
    return found


@transaction.atomic
def store(wanted: Mapping[Key, Mapping[str, object]]) -> list[Difference]:
    """Store the definitions; returns what changed. Storing the same twice changes nothing.

    Two loads at once go one after the other: the second sees what the first has stored.
    """
    take_turn("loading")
    found = differences(wanted)
    for difference in found:
        key = (difference.kind, difference.code)
        same = LoadedDefinition.objects.filter(kind=key[0], code=key[1])
        latest = same.order_by("-version").first()
        same.filter(current=True).update(current=False)
        if difference.verb != "gone":
            LoadedDefinition.objects.create(
                kind=key[0],
                code=key[1],
                version=latest.version + 1 if latest else 1,
                content=wanted[key],
                content_hash=content_hash(wanted[key]),
            )
    return found


def current(kind: str) -> dict[str, LoadedDefinition]:
    """The current definitions of one kind by code."""
    return {row.code: row for row in LoadedDefinition.objects.filter(kind=kind, current=True)}
