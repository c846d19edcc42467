"""Sealed identities, and the keyed encodings that linkage works on."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from minga.foundation.core.classes import PERSONAL, PUBLIC, SEALED
from minga.foundation.core.rows import RowRule, follows

ONE_OF = RowRule(
    words="as its registration", seen=follows("people_registration", "row.registration")
)


class Identity(models.Model):
    """The sealed name, documents, telephone and address of one registration.

    The id is the registration's, and that of its key in the keystore.
    """

    registration = models.UUIDField(primary_key=True)
    organisation = models.CharField(max_length=60)
    sealed = models.BinaryField()

    database_rights: ClassVar = {
        "app": ("SELECT", "INSERT", "UPDATE", "DELETE"),
        "backup": ("SELECT",),
    }
    row_rule: ClassVar = ONE_OF
    field_classes: ClassVar = {"registration": PERSONAL, "organisation": PUBLIC, "sealed": SEALED}


class Encoding(models.Model):
    """Keyed hashes of an identity's fields. Only the linker reads them; rebuilt when lost.

    The fields are those of `minga.engines.linkage.alike.Encoded`, which says what each is of.
    """

    registration = models.UUIDField(primary_key=True)
    document = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=64, blank=True)
    lesser = ArrayField(models.CharField(max_length=64), default=list)
    born = models.CharField(max_length=64, blank=True)
    years = ArrayField(models.CharField(max_length=64), default=list)
    long_name = models.BooleanField(default=False)
    letters = models.CharField(max_length=64, blank=True)
    phone = models.CharField(max_length=64, blank=True)
    asked = ArrayField(models.BigIntegerField(), default=list)
    """What a search within the same organisation may ask for: words of the name as they are
    heard, with slips; the document; the telephone. Keyed per organisation."""

    database_rights: ClassVar = {
        "app": ("INSERT", "DELETE", "SELECT (registration)"),
        "linker": ("SELECT",),
    }
    row_rule: ClassVar = ONE_OF
    field_classes: ClassVar = {
        "registration": PERSONAL,
        "document": SEALED,
        "name": SEALED,
        "lesser": SEALED,
        "born": SEALED,
        "years": SEALED,
        "long_name": SEALED,
        "letters": SEALED,
        "phone": SEALED,
        "asked": SEALED,
    }

    class Meta:
        indexes = (GinIndex(fields=["asked"], name="encoding_asked"),)
