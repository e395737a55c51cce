"""Reads a lesson from an open file, past damage where there is some."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from sqlalchemy import Connection, Table, text
from sqlalchemy.exc import DBAPIError

from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.store.failures import is_damage
from edupulse_desktop.store.rebuilding import Rebuilder
from edupulse_desktop.store.records import Key, Record
from edupulse_desktop.store.repairs import Findings, Repair
from edupulse_desktop.store.rows import Row, read_row
from edupulse_desktop.store.tables import CONTENT


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
        names = tuple(result.keys())
        return [dict(zip(names, row, strict=True)) for row in result.all()], False
    except DBAPIError as failure:
        if failure.orig is None or not is_damage(failure.orig):
            raise
    return _rows_around_damage(connection, table), True


def _rows_around_damage(connection: Connection, table: Table) -> list[Row]:
    """Read from both ends towards the damage."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)  # noqa: S101 - tells the type checker what the engine was made with
    found: dict[tuple[object, ...], Row] = {}
    keys = [column.name for column in table.primary_key]
    for order in ("ASC", "DESC"):
        by = ", ".join(f"{key} {order}" for key in keys)
        try:
            cursor = driver.execute(f"SELECT * FROM {table.name} ORDER BY {by}")  # noqa: S608 - names of ours
            names = tuple(column[0] for column in cursor.description)
            for values in cursor:
                row: Row = dict(zip(names, values, strict=True))
                found[tuple(row.get(key) for key in keys)] = row
        except sqlite3.DatabaseError as failure:
            if not is_damage(failure):
                raise
    return list(found.values())
