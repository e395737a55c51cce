"""The seal on a row: a hash of ours over its columns, checked whenever the row is read.

`PRAGMA integrity_check` notices damage to SQLite's own structure; in trials it passed about half of all
single-bit flips, those inside texts and numbers. Empty columns do not count, so that a column added later
leaves old seals whole.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

Value = None | int | str | bytes
"""What a column may hold."""

SEAL_BYTES = 16
"""Half a SHA-256: damage is accidental, 128 bits are plenty, and every row pays for them."""


def seal(table: str, values: Mapping[str, Value]) -> bytes:
    """Return the hash over every filled column but `hash`."""
    parts = [table]
    for name in sorted(values):
        value = values[name]
        if value is None or name == "hash":
            continue
        if isinstance(value, bytes):
            parts.append(f"{name} b {hashlib.sha256(value).hexdigest()}")
        else:
            written = str(value)
            # The length keeps a text from posing as the columns after it.
            parts.append(f"{name} {type(value).__name__} {len(written)} {written}")
    return hashlib.sha256("\0".join(parts).encode()).digest()[:SEAL_BYTES]


def sealed(table: str, values: Mapping[str, Value]) -> dict[str, Value]:
    """Return the columns with their seal, ready to be written."""
    columns = {name: clean(value) if isinstance(value, str) else value for name, value in values.items()}
    return {**columns, "hash": seal(table, columns)}


def is_whole(table: str, values: Mapping[str, Value]) -> bool:
    """Return whether a row reads as it was written."""
    return values.get("hash") == seal(table, values)


def clean(text: str) -> str:
    """Return text without halves of characters, which no UTF-8 file can hold; they come from broken imports."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return text
