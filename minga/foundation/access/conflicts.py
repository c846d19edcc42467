"""Which roles nobody holds together, and why."""

from dataclasses import dataclass

from minga.engines.definition import Text
from minga.foundation.access.roles import (
    RECORD_ROLES,
    ROLES,
    Administrator,
    DataProtectionOfficer,
    Donor,
    FinanceOfficer,
    MonitoringOfficer,
    OrganisationManager,
    Public,
    Publisher,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Roles that nobody holds together, on whichever teams: one of each side."""

    one: str
    others: frozenset[str]
    reason: Text

    def between(self, first: str, second: str) -> bool:
        """Whether these two roles stand on the two sides, in either order."""
        return (first == self.one and second in self.others) or (
            second == self.one and first in self.others
        )


CONFLICTS = (
    Conflict(
        one=Administrator.code,
        others=RECORD_ROLES,
        reason=Text(
            es="quien administra las cuentas no ve expedientes",
            en="whoever administers accounts sees no records",
        ),
    ),
    Conflict(
        one=Administrator.code,
        others=frozenset({OrganisationManager.code}),
        reason=Text(
            es="quien nombra a los responsables no es responsable de una organización",
            en="whoever appoints managers does not manage an organisation",
        ),
    ),
    Conflict(
        one=DataProtectionOfficer.code,
        others=RECORD_ROLES | {Administrator.code, OrganisationManager.code},
        reason=Text(
            es="quien vigila el acceso no lo tiene ni lo concede",
            en="whoever watches access neither has it nor gives it",
        ),
    ),
    Conflict(
        one=MonitoringOfficer.code,
        others=frozenset({Publisher.code}),
        reason=Text(
            es="quien libera una cifra no la publica",
            en="whoever releases a figure does not publish it",
        ),
    ),
    Conflict(
        one=FinanceOfficer.code,
        others=RECORD_ROLES,
        reason=Text(
            es="quien propone a una familia para un capital semilla no lo paga",
            en="whoever proposes a family for a grant does not pay it",
        ),
    ),
    Conflict(
        one=Donor.code,
        others=frozenset(ROLES) - {Donor.code, Public.code},
        reason=Text(
            es="un donante lee solo cifras liberadas",
            en="a donor reads released figures only",
        ),
    ),
)
