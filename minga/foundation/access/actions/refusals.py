"""Why something was not done, in words for whoever asked."""

from minga.engines.definition import Text


class RefusedError(Exception):
    """What was asked for may not be done; `words` say why, to whoever asked."""

    def __init__(self, words: Text) -> None:
        super().__init__(words.en)
        self.words = words


NOT_YOURS_TO_GIVE = Text(
    es="Usted no puede dar ni quitar esta función en este equipo.",
    en="This role in this team is not yours to give or take back.",
)
NOT_TO_YOURSELF = Text(
    es="Nadie se da una función a sí mismo: pídala a otra persona responsable.",
    en="Nobody gives a role to themselves: ask another manager.",
)
ALREADY_HELD = Text(
    es="Esta persona ya tiene esta función en este equipo. Quítela antes de renovarla.",
    en="This person already holds this role in this team. Take it back before renewing it.",
)
ALREADY_ENDED = Text(es="Esta función ya terminó.", en="This role has already ended.")
NO_REASON = Text(es="Escriba por qué: queda en el registro.", en="Write why: it stays in the log.")
NO_ROLE = Text(es="Esa función no existe.", en="There is no such role.")
NOT_YOUR_OWN = Text(
    es="Esto no se hace con la propia cuenta: pídalo a otra persona responsable.",
    en="Nobody does this with their own account: ask another manager.",
)
NOT_YOURS_TO_KEEP = Text(
    es="Esta persona tiene funciones que usted no puede dar. Pídalo a quien sí puede.",
    en="This person has roles that are not yours to give. Ask whoever may give them.",
)
NO_ACCOUNT = Text(es="Esta cuenta está cerrada.", en="This account is closed.")
LINK_SPENT = Text(
    es="Este enlace ya se usó, se retiró o venció. Pida otro a quien le invitó.",
    en="This link was used, withdrawn or is too old. Ask whoever invited you for another.",
)
NOT_YOUR_LINK = Text(
    es="Esta invitación es para otra dirección de correo.",
    en="This invitation is for another e-mail address.",
)
INVITER_GONE = Text(
    es="Quien le invitó ya no puede dar esta función. Pida una invitación nueva.",
    en="Whoever invited you may no longer give this role. Ask for a new invitation.",
)
