"""The roles: what each is for, and what it lets somebody do."""

from typing import ClassVar

from minga.engines.definition import Text
from minga.foundation.access.permissions import Permission


class Role:
    """Something that a person does for a team, until a date.

    `granted_with` is the permission that lets somebody give this role to another; a role
    without one is nobody's to give.
    """

    code: ClassVar[str]
    title: ClassVar[Text]
    meaning: ClassVar[Text]
    permissions: ClassVar[frozenset[Permission]]
    needs_second_factor: ClassVar[bool]
    granted_with: ClassVar[Permission | None]


class FieldWorker(Role):
    """Registers people, keeps rolls and follows open cases.

    Sees no restricted case. Needs a second factor all the same: a registration has a name.
    """

    code = "field_worker"
    title = Text(es="Trabajo de campo", en="Field worker")
    meaning = Text(
        es="Inscribe a personas, lleva las listas de asistencia y sigue los casos abiertos.",
        en="Registers people, keeps attendance and follows open cases.",
    )
    permissions = frozenset(
        {
            Permission.SEARCH_PERSON,
            Permission.REGISTER_PERSON,
            Permission.READ_REGISTRATION,
            Permission.OPEN_IDENTITY,
            Permission.OPEN_CASE,
            Permission.READ_OPEN_CASE,
            Permission.RECORD_STEP,
            Permission.KEEP_ROLL,
            Permission.TAKE_IN_LIST,
        }
    )
    needs_second_factor = True
    granted_with = Permission.GRANT_TEAM_ROLE


class Caseworker(Role):
    """Accompanies people through protection cases, restricted ones too.

    A sealed case still asks for more: to be named one of its members.
    """

    code = "caseworker"
    title = Text(es="Gestión de casos", en="Caseworker")
    meaning = Text(
        es="Acompaña casos reservados, y los sellados en los que figura por su nombre.",
        en="Accompanies restricted cases, and sealed ones in which they are named.",
    )
    permissions = frozenset(
        {
            *FieldWorker.permissions,
            Permission.READ_RESTRICTED_CASE,
            Permission.JOIN_SEALED_CASE,
            Permission.TRANSFER_CASE,
            Permission.BREAK_GLASS,
        }
    )
    needs_second_factor = True
    granted_with = Permission.GRANT_TEAM_ROLE


class Supervisor(Role):
    """Answers for a team's cases: approves, hands over, judges doubtful pairs, undoes lists.

    Being a supervisor opens no sealed case: only its members see it.
    """

    code = "supervisor"
    title = Text(es="Supervisión", en="Supervisor")
    meaning = Text(
        es="Responde por los casos de su equipo: aprueba pasos, traspasa y revisa coincidencias.",
        en="Answers for a team's cases: approves steps, hands over, reviews matches.",
    )
    permissions = frozenset(
        {
            *Caseworker.permissions,
            Permission.APPROVE_STEP,
            Permission.JUDGE_SAMENESS,
            Permission.UNDO_BATCH,
            Permission.READ_RESULTS,
        }
    )
    needs_second_factor = True
    granted_with = Permission.GRANT_TEAM_ROLE


class OrganisationManager(Role):
    """Decides who works in an organisation's teams, and as what; reads no record.

    Holds the key to every record of the organisation by proxy, hence the second factor.
    """

    code = "organisation_manager"
    title = Text(es="Gestión de la organización", en="Organisation manager")
    meaning = Text(
        es="Invita a personas de su organización y decide qué función tienen, y hasta cuándo.",
        en="Invites people of their organisation and decides their roles, and until when.",
    )
    permissions = frozenset(
        {
            Permission.INVITE_PERSON,
            Permission.READ_STAFF,
            Permission.GRANT_TEAM_ROLE,
            Permission.READ_RESULTS,
        }
    )
    needs_second_factor = True
    granted_with = Permission.GRANT_HOUSE_ROLE


class Coordinator(Role):
    """Sees numbers and the network across organisations; no identities, no cases."""

    code = "coordinator"
    title = Text(es="Coordinación", en="Coordinator")
    meaning = Text(
        es="Ve cifras y organizaciones de todo el programa; nunca a una persona.",
        en="Sees figures and organisations across the programme; never a person.",
    )
    permissions = frozenset({Permission.READ_RESULTS, Permission.READ_INTERNAL_FIGURE})
    needs_second_factor = False
    granted_with = Permission.GRANT_HOUSE_ROLE


class MonitoringOfficer(Role):
    """Takes snapshots and releases figures, with a second person.

    Needs a second factor: figures before release are not yet protected from small numbers.
    """

    code = "monitoring_officer"
    title = Text(es="Seguimiento y evaluación", en="Monitoring officer")
    meaning = Text(
        es="Congela los datos a una fecha y libera cifras, junto con una segunda persona.",
        en="Freezes the facts at a date and releases figures, with a second person.",
    )
    permissions = frozenset(
        {
            Permission.READ_RESULTS,
            Permission.READ_INTERNAL_FIGURE,
            Permission.READ_RELEASED_FIGURE,
            Permission.TAKE_SNAPSHOT,
            Permission.RELEASE_FIGURE,
        }
    )
    needs_second_factor = True
    granted_with = Permission.GRANT_HOUSE_ROLE


class FinanceOfficer(Role):
    """Records commitments and spending; knows grants as amounts, not as families."""

    code = "finance_officer"
    title = Text(es="Finanzas", en="Finance officer")
    meaning = Text(
        es="Registra compromisos y gastos de su organización.",
        en="Records the commitments and spending of their organisation.",
    )
    permissions = frozenset({Permission.READ_RESULTS, Permission.RECORD_SPENDING})
    needs_second_factor = False
    granted_with = Permission.GRANT_TEAM_ROLE


class Publisher(Role):
    """Publishes editions, from released figures only."""

    code = "publisher"
    title = Text(es="Publicaciones", en="Publisher")
    meaning = Text(
        es="Publica fichas e informes, solo con cifras ya liberadas.",
        en="Publishes fact sheets and reports, from released figures only.",
    )
    permissions = frozenset(
        {
            Permission.READ_RELEASED_FIGURE,
            Permission.READ_EDITION,
            Permission.PUBLISH_EDITION,
        }
    )
    needs_second_factor = False
    granted_with = Permission.GRANT_HOUSE_ROLE


class DataProtectionOfficer(Role):
    """Answers people about their own data, reads the log, is the second person of break-glass."""

    code = "data_protection_officer"
    title = Text(es="Protección de datos", en="Data-protection officer")
    meaning = Text(
        es="Atiende los derechos de las personas sobre sus datos y revisa quién vio qué.",
        en="Answers people's rights over their data and reviews who saw what.",
    )
    permissions = frozenset(
        {
            Permission.READ_LOG,
            Permission.READ_LEGAL_RECORD,
            Permission.ANSWER_REQUEST,
            Permission.ERASE_REGISTRATION,
            Permission.APPROVE_BREAK_GLASS,
        }
    )
    needs_second_factor = True
    granted_with = Permission.GRANT_HOUSE_ROLE


class Administrator(Role):
    """Keeps teams, managers and the pack; reads no record."""

    code = "administrator"
    title = Text(es="Administración", en="Administrator")
    meaning = Text(
        es="Mantiene los equipos, sus responsables y las definiciones del programa.",
        en="Keeps teams, their managers and the programme's definitions.",
    )
    permissions = frozenset(
        {
            Permission.INVITE_PERSON,
            Permission.READ_STAFF,
            Permission.GRANT_HOUSE_ROLE,
            Permission.KEEP_TEAMS,
            Permission.LOAD_PACK,
            Permission.READ_LEGAL_RECORD,
        }
    )
    needs_second_factor = True
    granted_with = Permission.GRANT_HOUSE_ROLE


class Donor(Role):
    """Reads released figures, and nothing that could still change or name anybody."""

    code = "donor"
    title = Text(es="Donante", en="Donor")
    meaning = Text(es="Lee cifras ya liberadas.", en="Reads released figures.")
    permissions = frozenset({Permission.READ_RELEASED_FIGURE, Permission.READ_EDITION})
    needs_second_factor = False
    granted_with = Permission.GRANT_HOUSE_ROLE


class Public(Role):
    """Everybody, without signing in."""

    code = "public"
    title = Text(es="Público", en="Public")
    meaning = Text(es="Lee lo publicado.", en="Reads what is published.")
    permissions = frozenset({Permission.READ_EDITION})
    needs_second_factor = False
    granted_with = None


ROLES: dict[str, type[Role]] = {
    role.code: role
    for role in (
        FieldWorker,
        Caseworker,
        Supervisor,
        OrganisationManager,
        Coordinator,
        MonitoringOfficer,
        FinanceOfficer,
        Publisher,
        DataProtectionOfficer,
        Administrator,
        Donor,
        Public,
    )
}

RECORD_ROLES = frozenset({FieldWorker.code, Caseworker.code, Supervisor.code})
"""The roles that work with people's records."""
