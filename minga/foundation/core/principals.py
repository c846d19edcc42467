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
    """Who a write is done by; `name` is a login or a command's name, never a person's name."""

    kind: PrincipalKind
    name: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.name}"


def command(name: str) -> Principal:
    """The principal of a `minga` command."""
    return Principal(PrincipalKind.COMMAND, name)
