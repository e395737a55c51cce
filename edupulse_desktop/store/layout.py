"""Whether the tables in a file are ours, and nothing else is in it.

A project from a stranger must run nothing: triggers, views, virtual tables and generated columns are refused
whatever the file says of itself. Tables and columns that differ from the schema the file claims make it a file
for reading only.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

from edupulse_desktop.errors import NotAProject
from edupulse_desktop.store.tables import metadata

Layout = frozenset[tuple[str, str, str, bool, int]]
"""Table, column, type, whether it must be filled, place in the primary key (0 outside it)."""

_OBJECTS = text("SELECT type, name, tbl_name, sql FROM sqlite_schema")
_COLUMNS = text(
    'SELECT s.name, c.name, c.type, c."notnull", c.pk, c.hidden FROM sqlite_schema AS s,'
    " pragma_table_xinfo(s.name) AS c WHERE s.type = 'table' AND s.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
)


def our_layout() -> Layout:
    """Return the layout of the schema this program writes."""
    return frozenset(
        (
            table.name,
            column.name,
            str(column.type),
            not column.nullable,
            _place_in_key(table.primary_key.columns.keys(), column.name),
        )
        for table in metadata.sorted_tables
        for column in table.columns
    )


def layout_of(connection: Connection, name: str) -> Layout:
    """Return the layout of an open file.

    Args:
        name: of the file, for the message.

    Raises:
        NotAProject: the file contains something that could run.
    """
    for kind, thing, table, sql in connection.execute(_OBJECTS):
        if kind not in {"table", "index"} or str(sql or "").lstrip().upper().startswith("CREATE VIRTUAL"):
            raise _refused(name, f"{kind} {thing} on {table}")
    found = connection.execute(_COLUMNS).all()
    hidden = [row for row in found if row[5]]
    if hidden:
        raise _refused(name, f"generated column {hidden[0][0]}.{hidden[0][1]}")
    return frozenset((row[0], row[1], row[2], bool(row[3]), row[4]) for row in found)


def missing_tables(layout: Layout) -> list[str]:
    """Return the tables a lesson cannot be read without that a file lacks."""
    there = {table for table, *_ in layout}
    return sorted(table.name for table in metadata.sorted_tables if table.name not in there)


def _refused(name: str, what: str) -> NotAProject:
    message = f"“{name}” contains parts that an EduPulse project never has, and was not opened."
    return NotAProject(message, hint="Ask the person who sent it for another copy.", detail=what)


def _place_in_key(names: list[str], column: str) -> int:
    return names.index(column) + 1 if column in names else 0
