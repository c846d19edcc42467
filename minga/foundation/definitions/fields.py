"""How a definition's content is stored."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import JSONField
from psycopg.types.json import Json


class OrderedJSONField(JSONField):
    """JSON with its keys in the order in which the pack writes them.

    A list of terms or of steps is read in that order; PostgreSQL's `jsonb` would sort them.
    """

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        """The column's type."""
        return "json"

    def get_db_prep_value(
        self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False
    ) -> Any:
        """The value for the database's driver."""
        return value if value is None or isinstance(value, Json) else Json(value)

    def from_db_value(self, value: Any, expression: Any, connection: BaseDatabaseWrapper) -> Any:
        """The driver has read the value already."""
        return value
