"""Reads a lesson from an open file, past damage where there is some."""

from __future__ import annotations

import gc
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, Table, text
from sqlalchemy.exc import DBAPIError

from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.store.failures import is_damage
from edupulse_desktop.store.rebuilding import Rebuilder
from edupulse_desktop.store.records import Key, Record
from edupulse_desktop.store.repairs import Findings, Repair
from edupulse_desktop.store.rows import Row, read_row
from edupulse_desktop.store.seal import Value
from edupulse_desktop.store.tables import CONTENT

_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Loaded:
    """A lesson as it was read.

    Args:
        torn: SQLite itself stumbled; the file must not be written to.
    """

    lesson: Lesson
    repairs: tuple[Repair, ...]
    torn: bool


def load(connection: Connection) -> Loaded:
    """Read the lesson; what is damaged is mended, named and reported."""
    with _no_search_for_garbage():
        return _load(connection)


@contextmanager
def _no_search_for_garbage() -> Iterator[None]:
    """Spare Python the search through a hundred thousand new objects of which every one is kept: a third of the time."""
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()


def _load(connection: Connection) -> Loaded:
    findings = Findings()
    records: dict[Key, Record] = {}
    torn = False
    for table in CONTENT:
        rows, broken = _rows(connection, table)
        torn = torn or broken
        if broken:
            findings.add(
                "A part of the file cannot be read; some of these may be lost.", ("table", table.name)
            )
        _read_table(table.name, rows, records, findings)
    lesson = Rebuilder(records, findings).lesson()
    return Loaded(lesson, findings.repairs, torn)


def _read_table(table: str, rows: list[Row], records: dict[Key, Record], findings: Findings) -> None:
    for row in rows:
        read = read_row(table, row, findings)
        if read is None:
            continue
        key, record = read
        if key in records:
            findings.add("It was in the file twice; the later one is shown.", key)
        records[key] = record


def _rows(connection: Connection, table: Table) -> tuple[list[Row], bool]:
    """Return the rows that can be read, and whether there may be others.

    All columns there are, by whatever name: a newer schema may have more, and seals count them all.
    """
    try:
        result = connection.execute(text(f"SELECT * FROM {table.name}"))  # noqa: S608 - a name of ours
        rows = _Gathered(table, tuple(result.keys()))
        for part in result.partitions(_AT_ONCE):
            rows.take(part)
            if rows.go_in_circles:
                return rows.found, True
    except DBAPIError as failure:
        if failure.orig is None or not is_damage(failure.orig):
            raise
        return _rows_around_damage(connection, table), True
    return rows.found, False


def _rows_around_damage(connection: Connection, table: Table) -> list[Row]:
    """Read from both ends towards the damage."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)  # noqa: S101 - tells the type checker what the engine was made with
    found: dict[tuple[Value, ...], Row] = {}
    keys = [column.name for column in table.primary_key]
    for order in ("ASC", "DESC"):
        by = ", ".join(f"{key} {order}" for key in keys)
        try:
            cursor = driver.execute(f"SELECT * FROM {table.name} ORDER BY {by}")  # noqa: S608 - names of ours
            rows = _Gathered(table, tuple(column[0] for column in cursor.description))
            # One by one: a failure in the middle of many would lose those before it.
            for values in cursor:
                rows.take([values])
                key = tuple(rows.found[-1].get(name) for name in keys)
                found[key] = rows.found[-1]
                if rows.go_in_circles:
                    break
        except sqlite3.DatabaseError as failure:
            if not is_damage(failure):
                raise
    return list(found.values())


class _Gathered:
    """Rows read so far. Pages that lead back to one another would yield the same ones for ever."""

    def __init__(self, table: Table, names: tuple[str, ...]) -> None:
        self.found: list[Row] = []
        self._names = names
        self._key = [names.index(column.name) for column in table.primary_key if column.name in names]
        self._seen: set[tuple[Value, ...]] = set()

    def take(self, part: Iterable[Sequence[Value]]) -> None:
        """Add some rows."""
        for row in part:
            self.found.append(dict(zip(self._names, row, strict=True)))
            self._seen.add(tuple(row[index] for index in self._key))

    @property
    def go_in_circles(self) -> bool:
        """Whether so many keys came twice that it is no accident."""
        return len(self.found) - len(self._seen) > _AT_ONCE
