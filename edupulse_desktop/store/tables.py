"""SQLAlchemy tables of the project file, private to this folder.

Content tables mirror the model: a column per field, named like it, empty (NULL) where the field holds its
default, JSON text where the field holds more than a number or a text. The order of things is written in
their owner (`scenes.lines`, `lines.takes`, …), so that moving a line rewrites one row and a lost row is
missed. Every row carries `hash`, our own seal over its other columns (see `seal.py`), because SQLite's
integrity check does not notice most damage to text.

A new field is a new column at the end of its table and a step in `migrations/` that adds it. `hash` follows
the keys, because SQLite adds a column behind all others and a new file must equal a migrated one.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKeyConstraint, Integer, LargeBinary, MetaData, Table, Text

APPLICATION_ID = 0x45505044
"""`EPPD` at byte 68 of the file: how `file` and we tell a project from other SQLite databases."""
SCHEMA = 1
"""Kept in `user_version`; rises with every step in `migrations/`."""

metadata = MetaData()


def _table(name: str, *columns: Column[str] | Column[int] | Column[bytes] | ForeignKeyConstraint) -> Table:
    seal: Column[bytes] = Column("hash", LargeBinary, nullable=False)
    keys = [column for column in columns if isinstance(column, Column) and column.primary_key]
    fields = columns[len(keys) :]
    return Table(name, metadata, *keys, seal, *fields, sqlite_strict=True, sqlite_with_rowid=False)


def _name(name: str) -> Column[str]:
    return Column(name, Text, primary_key=True, nullable=False)


def _number(name: str) -> Column[int]:
    return Column(name, Integer, primary_key=True, nullable=False, autoincrement=False)


def _text(name: str) -> Column[str]:
    return Column(name, Text)


def _integer(name: str) -> Column[int]:
    return Column(name, Integer)


def _owned(columns: tuple[str, ...], owner: str, keys: tuple[str, ...]) -> ForeignKeyConstraint:
    named = [f"{owner}.{key}" for key in keys]
    return ForeignKeyConstraint(columns, named, deferrable=True, initially="DEFERRED")


lesson = _table(
    "lesson",
    _name("id"),
    *map(_text, ("title", "language", "description", "author", "audience", "objectives", "cast", "scenes")),
    *map(_text, ("start", "music", "style", "shape")),
    _integer("pass_points"),
    *map(_text, ("state", "approvals", "brief", "board")),
)

characters = _table(
    "characters",
    _name("id"),
    *map(_text, ("name", "colour", "look", "voice", "acting_notes", "pronunciations", "portrait")),
)

scenes = _table("scenes", _name("id"), *map(_text, ("title", "lines", "music", "notes")))

exits = _table(
    "exits",
    _name("scene"),
    *map(_text, ("kind", "choices", "data")),
    _owned(("scene",), "scenes", ("id",)),
)

choices = _table(
    "choices",
    _name("scene"),
    _name("id"),
    _text("text"),
    _integer("correct"),
    _text("feedback"),
    _integer("points"),
    *map(_text, ("to", "condition", "accepts")),
    _owned(("scene",), "scenes", ("id",)),
)

lines = _table(
    "lines",
    _name("scene"),
    _name("id"),
    *map(_text, ("speaker", "text", "direction")),
    _integer("pause_ms"),
    *map(_text, ("picture", "overlays", "effects", "takes", "chosen")),
    _owned(("scene",), "scenes", ("id",)),
)

takes = _table(
    "takes",
    _name("scene"),
    _name("line"),
    _name("id"),
    *map(_text, ("request", "asset")),
    _integer("length_ms"),
    *map(_text, ("words", "origin")),
    _integer("cost_micros"),
    _owned(("scene", "line"), "lines", ("scene", "id")),
)

board = _table("board", _name("scene"), _integer("x"), _integer("y"))

assets = _table(
    "assets",
    _name("sha256"),
    *map(_text, ("kind", "media_type")),
    _integer("size_bytes"),
    *map(_text, ("origin", "at")),
)

chunks = Table(
    "chunks",
    metadata,
    _name("sha256"),
    _number("place"),
    Column("bytes", LargeBinary, nullable=False),
    _owned(("sha256",), "assets", ("sha256",)),
    sqlite_strict=True,
)
"""Bytes of assets in pieces; sealed by the asset's own SHA-256."""

makings = _table("makings", _name("request_key"), _text("sha256"), _text("data"), _text("at"))

history = _table("history", _number("number"), _text("label"), _text("at"), Column("data", LargeBinary))

versions = _table(
    "versions",
    _number("number"),
    *map(_text, ("name", "at")),
    _integer("step"),
    Column("data", LargeBinary),
)

ledger = _table(
    "ledger",
    _number("number"),
    *map(_text, ("request_key", "provider", "model", "asked_at")),
    _integer("estimate_micros"),
    _text("answered_at"),
    _integer("cost_micros"),
    *map(_text, ("outcome", "note")),
)

CONTENT = (lesson, characters, scenes, exits, choices, lines, takes, board)
"""What the lesson is made of, owners before what they own."""

JSON_COLUMNS = {
    "lesson": {"objectives", "cast", "scenes", "music", "style", "approvals", "brief", "board"},
    "characters": {"voice", "pronunciations", "portrait"},
    "scenes": {"lines", "music"},
    "exits": {"choices", "data"},
    "choices": {"condition", "accepts"},
    "lines": {"picture", "overlays", "effects", "takes"},
    "takes": {"request", "asset", "words"},
    "board": set[str](),
}
"""Columns that hold JSON text."""
FLAG_COLUMNS = {"choices": {"correct"}}
"""Columns that hold 0 or 1 for no or yes."""
