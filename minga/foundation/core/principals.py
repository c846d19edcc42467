"""Who acts: every write names a principal."""

from dataclasses import dataclass
from enum import StrEnum


class PrincipalKind(StrEnum):
    """A user at a screen, a command at a terminal, a job, or a rule that judges by itself."""

    USER = "user"
    COMMAND = "command"
    JOB = "job"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Principal:
    """Who a write is done by; `name` is an account's number or a command's, never a person's."""

    kind: PrincipalKind
    name: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.name}"


def command(name: str) -> Principal:
    """The principal of a `minga` command."""
    return Principal(PrincipalKind.COMMAND, name)


def user(number: int) -> Principal:
    """The principal of somebody at a screen, by the number of their account."""
    return Principal(PrincipalKind.USER, str(number))


def written(text: str) -> Principal:
    """The principal that was written down as this text, as in `granted_by`."""
    kind, _, name = text.partition(":")
    return Principal(PrincipalKind(kind), name)
