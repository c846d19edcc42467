"""Row rules: which rows of a table the application sees, said beside the table as SQL.

A rule speaks of `row.column`. What it compares with is told to the database for one transaction
(`minga.…`, by foundation/access/scope.py) and asked for in a subquery, so that a query asks once
and not for every row. Who works at a terminal sees everything; a page never does.
"""

from dataclasses import dataclass

OPERATOR = "(SELECT current_setting('minga.operator', true) = 'on')"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowRule:
    """Which rows are seen (and may be changed), and what must hold of a new one."""

    words: str
    """The rule for people, as docs/database-roles.md tells it."""
    seen: str
    new: str = ""
    """Where a new row needs something else than to be seen."""

    def using(self, table: str) -> str:
        """The condition on the rows that are seen, in SQL."""
        return _on(table, self.seen)

    def checking(self, table: str) -> str:
        """The condition on new rows, in SQL."""
        return _on(table, self.new or self.seen)


def _on(table: str, condition: str) -> str:
    return f"{OPERATOR} OR ({condition})".replace("row.", f'"{table}".')


def among(column: str, setting: str, kind: str = "bigint") -> str:
    """That a column is one of what the transaction was told."""
    told = f"nullif(current_setting('minga.{setting}', true), '')::{kind}[]"
    return f"{column} = ANY ((SELECT {told})::{kind}[])"


def told(setting: str) -> str:
    """That the transaction was told so."""
    return f"(SELECT current_setting('minga.{setting}', true) = 'on')"


def in_circle(circle: str) -> str:
    """That whoever looks belongs to the circle."""
    return f"{circle} = ANY ((SELECT access_circles())::uuid[])"


def known_to(circle: str) -> str:
    """That whoever looks belongs to the circle, or that an organisation's own lists look."""
    return f"({in_circle(circle)} OR {told('unnamed')})"


def belongs_to(user: str) -> str:
    """That whoever looks is this user."""
    return f"{user} = (SELECT nullif(current_setting('minga.user', true), '')::bigint)"


def follows(parent: str, key: str, *, by: str = "id") -> str:
    """That the row which a key points to is seen: the parent's own rule decides."""
    return f"EXISTS (SELECT FROM {parent} AS parent WHERE parent.{by} = {key})"
