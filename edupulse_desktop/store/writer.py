"""The transaction of a save: changed rows of content, and one row of history for each edit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    Delete,
    Insert,
    Select,
    Table,
    bindparam,
    delete,
    func,
    insert,
    select,
)
from sqlalchemy.dialects.sqlite import insert as upsert

from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.store.delta import Change, Edited, difference
from edupulse_desktop.store.records import Key, lesson_records
from edupulse_desktop.store.rewinding import packed
from edupulse_desktop.store.rows import changed_row, key_columns, new_row
from edupulse_desktop.store.seal import Value, is_whole, sealed
from edupulse_desktop.store.tables import CONTENT, history

_WHOLE_TABLE_FROM = 64
"""Changed rows of one table from which reading all of it is quicker than asking for each."""


def now() -> str:
    """Return the time as the project file writes it: UTC, ISO 8601, milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def write_lesson(connection: Connection, lesson: Lesson) -> None:
    """Write a whole lesson in place of whatever content there is."""
    for table in reversed(CONTENT):
        connection.execute(delete(table))
    rows: dict[str, list[dict[str, Value]]] = {}
    for key, record in lesson_records(lesson).items():
        rows.setdefault(key[0], []).append(new_row(key, record))
    for table in CONTENT:
        if table.name in rows:
            connection.execute(insert(table), rows[table.name])


def write_edits(connection: Connection, saved: Lesson, edits: Sequence[Edited]) -> None:
    """Write what the edits changed, and a step of history for each that changed anything.

    Args:
        saved: the lesson in the file. An edit that starts elsewhere gets a step without a label before it,
            so that history has no gap.
    """
    steps: list[tuple[str, tuple[Change, ...]]] = []
    at = saved
    for edit in edits:
        steps.append(("", difference(at, edit.before)))
        steps.append((edit.label, difference(edit.before, edit.after)))
        at = edit.after
    written = [(label, changes) for label, changes in steps if changes]
    if not written:
        return
    _write_changes(connection, written[0][1] if len(written) == 1 else difference(saved, at))
    _write_steps(connection, written)


def _write_steps(connection: Connection, steps: Iterable[tuple[str, tuple[Change, ...]]]) -> None:
    number = connection.execute(_LAST_STEP).scalar() or 0
    rows = []
    for label, changes in steps:
        number += 1
        rows.append(
            sealed("history", {"number": number, "label": label, "at": now(), "data": packed(changes)})
        )
    connection.execute(_ADD_STEP, rows)


def _write_changes(connection: Connection, changes: Iterable[Change]) -> None:
    gone: dict[str, list[dict[str, str]]] = {}
    kept: dict[str, list[Change]] = {}
    for change in changes:
        if change.after is None:
            keys = {f"key_{name}": value for name, value in key_columns(change.key).items()}
            gone.setdefault(change.key[0], []).append(keys)
        else:
            kept.setdefault(change.key[0], []).append(change)
    for table in reversed(CONTENT):
        if table.name in gone:
            connection.execute(_DELETE[table.name], gone[table.name])
    for table in CONTENT:
        if table.name in kept:
            connection.execute(_UPSERT[table.name], _rows(connection, table, kept[table.name]))


def _rows(connection: Connection, table: Table, changes: list[Change]) -> list[dict[str, Value]]:
    stored = _stored(connection, table, [change.key for change in changes if change.before is not None])
    rows = []
    for change in changes:
        assert change.after is not None  # noqa: S101 - removed records were sorted out by the caller
        old = stored.get(change.key)
        rows.append(changed_row(old, change) if old is not None else new_row(change.key, change.after))
    return rows


def _stored(connection: Connection, table: Table, keys: list[Key]) -> dict[Key, dict[str, Value]]:
    """Return the rows of these records as they are in the file; damaged ones are left out, to be written anew."""
    if len(keys) >= _WHOLE_TABLE_FROM:
        found = [dict(row) for row in connection.execute(select(table)).mappings()]
    else:
        found = []
        for key in keys:
            wanted = {f"key_{name}": value for name, value in key_columns(key).items()}
            found += [dict(row) for row in connection.execute(_SELECT[table.name], wanted).mappings()]
    names = [column.name for column in table.primary_key]
    by_key = {
        (table.name, *(str(row[name]) for name in names)): row for row in found if is_whole(table.name, row)
    }
    return {
        key: by_key[clean] for key in keys if (clean := (table.name, *key_columns(key).values())) in by_key
    }


def _finds(table: Table) -> list[ColumnElement[bool]]:
    return [column == bindparam(f"key_{column.name}") for column in table.primary_key]


def _upsert(table: Table) -> Insert:
    statement = upsert(table)
    rest = {column.name: statement.excluded[column.name] for column in table.c if not column.primary_key}
    return statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=rest)


# Built once: SQLAlchemy finds a statement's SQL again by the statement itself.
_SELECT: dict[str, Select[tuple[object, ...]]] = {
    table.name: select(table).where(*_finds(table)) for table in CONTENT
}
_DELETE: dict[str, Delete] = {table.name: delete(table).where(*_finds(table)) for table in CONTENT}
_UPSERT: dict[str, Insert] = {table.name: _upsert(table) for table in CONTENT}
_LAST_STEP = select(func.max(history.c.number))
_ADD_STEP = insert(history)
