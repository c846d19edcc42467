"""The log in words: what was done and by whom, as somebody who keeps watch reads it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from minga.engines.definition import Text
from minga.foundation.audit.models import AuditEvent
from minga.foundation.audit.reading import reasons
from minga.foundation.web.templatetags.questions import said

ACTIONS = {
    "access.account_closed": Text(es="Cerró una cuenta", en="Closed an account"),
    "access.account_made": Text(es="Creó una cuenta", en="Made an account"),
    "access.app_added": Text(es="Agregó una aplicación de códigos", en="Added an app with codes"),
    "access.app_removed": Text(
        es="Quitó una aplicación de códigos", en="Removed an app with codes"
    ),
    "access.details_changed": Text(es="Cambió sus datos de cuenta", en="Changed account details"),
    "access.expired": Text(es="Venció una función", en="A role ran out"),
    "access.factor_reset": Text(
        es="Quitó el segundo factor de otra persona", en="Reset somebody's second factor"
    ),
    "access.granted": Text(es="Dio una función", en="Gave a role"),
    "access.invitation_accepted": Text(es="Aceptó una invitación", en="Accepted an invitation"),
    "access.invitation_withdrawn": Text(es="Retiró una invitación", en="Withdrew an invitation"),
    "access.invited": Text(es="Invitó a una función", en="Invited to a role"),
    "access.passkey_added": Text(es="Agregó una llave de acceso", en="Added a passkey"),
    "access.passkey_removed": Text(es="Quitó una llave de acceso", en="Removed a passkey"),
    "access.password_changed": Text(es="Cambió su contraseña", en="Changed their password"),
    "access.password_reset": Text(es="Restableció su contraseña", en="Reset their password"),
    "access.password_set": Text(es="Puso una contraseña", en="Set a password"),
    "access.recovery_codes_made": Text(es="Creó códigos de recuperación", en="Made recovery codes"),
    "access.revoked": Text(es="Quitó una función", en="Took a role back"),
    "access.sessions_ended": Text(es="Cerró sus otras sesiones", en="Ended other sessions"),
    "access.sign_in_refused": Text(es="Contraseña equivocada", en="Wrong password"),
    "access.signed_in": Text(es="Ingresó", en="Signed in"),
    "access.too_often": Text(es="Lo intentó demasiadas veces", en="Tried too often"),
    "access.team_made": Text(es="Creó un equipo", en="Made a team"),
    "access.team_renamed": Text(es="Cambió el nombre de un equipo", en="Renamed a team"),
    "audit.exported": Text(es="Descargó la bitácora", en="Downloaded the log"),
    "audit.read": Text(es="Leyó la bitácora", en="Read the log"),
    "audit.reasons_forgotten": Text(es="Destruyó motivos", en="Destroyed reasons"),
    "audit.verified": Text(es="Comprobó la bitácora", en="Verified the log"),
    "casework.erased": Text(es="Volvió anónimos unos casos", en="Made cases anonymous"),
    "casework.moved": Text(es="Pasó un caso a otra versión", en="Moved a case to a newer pathway"),
    "casework.opened": Text(es="Abrió un caso", en="Opened a case"),
    "casework.opened_answers": Text(es="Leyó respuestas selladas", en="Read sealed answers"),
    "casework.participant_added": Text(es="Agregó a alguien a un caso", en="Added a participant"),
    "casework.participant_removed": Text(
        es="Quitó a alguien de un caso", en="Removed a participant"
    ),
    "casework.recorded": Text(es="Registró pasos de una lista", en="Recorded steps from a list"),
    "casework.step_recorded": Text(es="Registró un paso", en="Recorded a step"),
    "casework.step_superseded": Text(es="Corrigió un paso", en="Corrected a step"),
    "casework.step_voided": Text(es="Anuló un paso", en="Voided a step"),
    "casework.undone": Text(es="Deshizo pasos de una lista", en="Undid steps from a list"),
    "gatherings.attended": Text(es="Marcó asistencia", en="Marked attendance"),
    "gatherings.held": Text(es="Registró un encuentro", en="Recorded a gathering"),
    "intake.accepted_rows": Text(es="Aceptó filas dudosas", en="Accepted doubtful rows"),
    "intake.done": Text(es="Terminó de leer una lista", en="Finished reading a list"),
    "intake.mapping_saved": Text(es="Guardó cómo se lee una lista", en="Saved how a list is read"),
    "intake.purged": Text(es="Destruyó un archivo recibido", en="Destroyed a received file"),
    "intake.received": Text(es="Recibió una lista", en="Received a list"),
    "intake.refused": Text(es="Rechazó una lista", en="Refused a list"),
    "intake.rejected_rows": Text(es="Rechazó filas dudosas", en="Rejected doubtful rows"),
    "intake.undone": Text(es="Deshizo una lista", en="Undid a list"),
    "keys.retired": Text(es="Retiró una llave de envoltura", en="Retired a wrapping key"),
    "keys.rotated": Text(es="Rotó las llaves de envoltura", en="Rotated the wrapping keys"),
    "measure.counted": Text(es="Contó cifras internas", en="Counted internal figures"),
    "measure.erased": Text(es="Borró filas de instantáneas", en="Erased rows of snapshots"),
    "measure.exported": Text(es="Exportó una instantánea", en="Exported a snapshot"),
    "measure.released": Text(es="Liberó cifras", en="Released figures"),
    "measure.snapshot": Text(es="Tomó una instantánea", en="Took a snapshot"),
    "people.consent_given": Text(es="Registró un consentimiento", en="Recorded a consent"),
    "people.consent_withdrawn": Text(es="Retiró un consentimiento", en="Withdrew a consent"),
    "people.corrected": Text(es="Corrigió una inscripción", en="Corrected a registration"),
    "people.erased": Text(es="Borró a una persona", en="Erased somebody"),
    "people.groups_set": Text(es="Anotó autoidentificación", en="Noted self-identified groups"),
    "people.household_joined": Text(
        es="Anotó quién vive en un hogar", en="Noted who lives together"
    ),
    "people.household_left": Text(es="Anotó quién dejó un hogar", en="Noted who left a household"),
    "people.household_made": Text(es="Registró un hogar", en="Recorded a household"),
    "people.judged": Text(es="Juzgó si dos son la misma persona", en="Judged whether two are one"),
    "people.matched": Text(es="Comparó inscripciones", en="Matched registrations"),
    "people.registered": Text(es="Inscribió a personas", en="Registered people"),
    "people.restated": Text(es="Rehízo inscripciones", en="Restated registrations"),
    "people.status_changed": Text(es="Anotó una situación", en="Noted a status"),
    "places.boundaries_loaded": Text(es="Cargó límites", en="Loaded boundaries"),
    "places.boundaries_removed": Text(es="Quitó límites", en="Removed boundaries"),
    "programme.loaded": Text(es="Cargó el programa", en="Loaded the programme"),
    "publish.edition": Text(es="Publicó una edición", en="Published an edition"),
    "vault.encoded": Text(es="Rehízo codificaciones", en="Encoded identities again"),
    "vault.erased": Text(es="Destruyó una identidad", en="Destroyed an identity"),
    "vault.opened": Text(es="Abrió una identidad", en="Opened an identity"),
    "vault.resealed": Text(es="Corrigió una identidad", en="Corrected an identity"),
    "vault.sealed": Text(es="Selló identidades", en="Sealed identities"),
}
"""What the log calls what was done, in words; what is not here is shown as the log has it."""

PROGRAMS = {
    "command": Text(es="orden", en="command"),
    "job": Text(es="tarea", en="job"),
    "rule": Text(es="regla", en="rule"),
}
FORGOTTEN = Text(es="(el motivo se borró)", en="(the reason was erased)")


@dataclass(frozen=True, slots=True)
class Line:
    """One event as it is shown."""

    at: datetime
    who: str
    team: str
    what: str
    kind: str
    number: str
    reason: str
    place: str


def lines(events: Iterable[AuditEvent], names: dict[int, str]) -> list[Line]:
    """Events as they are shown, with their reasons."""
    some = list(events)
    why = reasons(some)
    return [
        Line(
            event.at,
            said_actor(event.by, names),
            event.team,
            said_action(event.action),
            event.object_kind,
            event.object_id,
            (why[event.pk] or said(FORGOTTEN)) if event.pk in why else "",
            event.place,
        )
        for event in some
    ]


def said_action(action: str) -> str:
    """What was done, in words."""
    return said(ACTIONS[action]) if action in ACTIONS else action


def said_actor(by: str, names: dict[int, str]) -> str:
    """Who did it: an account by its name, a program as what it is."""
    kind, _, name = by.partition(":")
    if kind == "user":
        return names.get(int(name), by) if name.isdecimal() else by
    return f"{said(PROGRAMS[kind])} {name}" if kind in PROGRAMS else by
