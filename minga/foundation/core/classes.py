"""How sensitive a field is: every field of every model is declared in one of three classes."""

from enum import StrEnum


class FieldClass(StrEnum):
    """Public: may be published. Personal: about somebody. Sealed: names them or is ciphertext."""

    PUBLIC = "public"
    PERSONAL = "personal"
    SEALED = "sealed"


PUBLIC, PERSONAL, SEALED = FieldClass.PUBLIC, FieldClass.PERSONAL, FieldClass.SEALED
