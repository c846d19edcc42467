"""Forms that were sent, so that one sent twice is done once."""

from typing import ClassVar

from django.db import models

from minga.foundation.access.models.accounts import User
from minga.foundation.access.models.rights import APP_ONLY
from minga.foundation.core.classes import PERSONAL, PUBLIC


class Post(models.Model):
    """A form that was sent and done. Its token was made with the page that held the form."""

    token = models.UUIDField(primary_key=True)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    sent_at = models.DateTimeField()

    database_rights: ClassVar = APP_ONLY
    field_classes: ClassVar = {"token": PUBLIC, "user": PERSONAL, "sent_at": PERSONAL}
