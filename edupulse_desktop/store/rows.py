"""Records ↔ rows: fields to columns and back, JSON text for what is nested, a seal on each row.

When a row is changed, fields of nested data that this program does not know stay in it: a newer program of
the same schema may have put them there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from edupulse_desktop.errors import ProjectError
from edupulse_desktop.model.codec import Plain
from edupulse_desktop.store.delta import Change
from edupulse_desktop.store.records import Key, Record
from edupulse_desktop.store.repairs import Findings
from edupulse_desktop.store.seal import Value, clean, is_whole, sealed
from edupulse_desktop.store.tables import CONTENT, FLAG_COLUMNS, JSON_COLUMNS

Row = Mapping[str, Value]

_read_json = json.JSONDecoder().raw_decode
"""Without the search for white space around a value, which we never write, it takes half the time."""
_LARGEST_NUMBER = 2**63 - 1


_KEYS = {table.name: tuple(column.name for column in table.primary_key) for table in CONTENT}
_FIELDS = {
    table.name: tuple(name for name in table.c.keys() if name != "hash" and name not in _KEYS[table.name])  # noqa: SIM118 - columns, not a dict
    for table in CONTENT
}


def key_columns(key: Key) -> dict[str, str]:
    """Return the columns that find a row."""
    return dict(zip(_KEYS[key[0]], (clean(name) for name in key[1:]), strict=True))


def new_row(key: Key, record: Record) -> dict[str, Value]:
    """Return the sealed row of a record.

    Raises:
        TypeError: a field of the model has no column.
    """
    table = key[0]
    _refuse_homeless(table, record)
    columns = {name: _column(table, name, record.get(name)) for name in _FIELDS[table]}
    return sealed(table, {**key_columns(key), **columns})


def changed_row(stored: Row, change: Change) -> dict[str, Value]:
    """Return the sealed row that follows the one in the file; what the change does not name is left as it is.

    Raises:
        TypeError: a field of the model has no column.
    """
    table = change.key[0]
    row = {name: value for name, value in stored.items() if name != "hash"}
    before, after = change.columns()
    _refuse_homeless(table, after)
    for name, value in after.items():
        if name in JSON_COLUMNS[table]:
            value = _with_strangers(_parsed(row.get(name)), before[name], value)
        if name in _FIELDS[table]:
            row[name] = _column(table, name, value)
    return sealed(table, row)


def read_row(table: str, row: Row, findings: Findings) -> tuple[Key, Record] | None:
    """Return the record of a row; none if not even its names can be read.

    Args:
        findings: hears of a broken seal and of columns that cannot be read.
    """
    names = [row.get(name) for name in _KEYS[table]]
    key = (table, *(str(name) for name in names))
    if not is_whole(table, row):
        findings.add("The file was damaged here; what could be read is shown, please check it.", key)
        if not all(isinstance(name, str) for name in names):
            return None
    record: Record = {}
    for name in _FIELDS[table]:
        value = row.get(name)
        if value is None:
            continue
        try:
            record[name] = _field(table, name, value)
        except (TypeError, ValueError):
            findings.add(f"Its {name} could not be read and was left out.", key)
    return key, record


def _refuse_homeless(table: str, record: Record) -> None:
    """Refuse what would be lost without a word; the key's own names are in `key_columns`."""
    homeless = sorted(record.keys() - {*_FIELDS[table], *_KEYS[table]})
    if homeless:
        raise TypeError(f"the table {table} has no column for {', '.join(homeless)}; see tables.py")


def _field(table: str, name: str, value: Value) -> Plain:
    if name in JSON_COLUMNS[table]:
        return _parsed(value)
    if name in FLAG_COLUMNS.get(table, ()):
        return bool(value)
    if isinstance(value, bytes):
        raise TypeError(name)
    return value


def _column(table: str, name: str, value: Plain) -> Value:
    if value is None:
        return None
    if name in JSON_COLUMNS[table]:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if isinstance(value, list | dict):
        raise TypeError(f"{table}.{name} cannot hold {type(value).__name__}")
    if isinstance(value, str):
        return value
    if abs(value) > _LARGEST_NUMBER:
        raise ProjectError(
            f"The lesson was not saved: a number in {table} ({name}) is larger than any file can hold."
        )
    return int(value)


def _parsed(value: Value) -> Plain:
    if value is None:
        return None
    if not isinstance(value, str):
        raise TypeError("JSON is text")
    try:
        parsed: Plain
        parsed, end = _read_json(value)
    except RecursionError as failure:
        raise ValueError("nested too deep") from failure
    if end != len(value):
        raise ValueError("more than one value")
    return parsed


def _with_strangers(stored: Plain, before: Plain, after: Plain) -> Plain:
    """Return the new value with the fields of the stored one that its known value never had."""
    if not (isinstance(stored, dict) and isinstance(before, dict) and isinstance(after, dict)):
        return after
    if before.get("is") != after.get("is"):
        return after
    merged = {name: value for name, value in stored.items() if name not in before}
    for name, value in after.items():
        merged[name] = _with_strangers(stored.get(name), before.get(name), value)
    return merged
