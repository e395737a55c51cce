"""Which project files this process holds open, so that nothing here breaks a lock of its own.

On POSIX systems a process loses its locks on a file as soon as it closes *any* descriptor of that file. Before
a file is opened outside SQLite, even for reading a hundred bytes, this list must be asked.
"""

from __future__ import annotations

import threading
from pathlib import Path

from edupulse_desktop.store.connection import Database

Identity = tuple[int, int]
"""Device and number of a file: what stays the same under another name."""

OPENING = threading.RLock()
"""Held while a project is opened or made: between asking the list and being on it nobody else may come in."""

_held: dict[Identity, Database] = {}


def identity(path: Path) -> Identity | None:
    """Return which file a path leads to; none if to none."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino


def holder(path: Path) -> Database | None:
    """Return the open database of a file, if this process has it open for writing."""
    with OPENING:
        found = identity(path)
        return _held.get(found) if found is not None else None


def hold(database: Database) -> None:
    """Put a database that is open for writing on the list."""
    with OPENING:
        found = identity(database.path)
        if found is not None:
            _held[found] = database


def release(database: Database) -> None:
    """Close a database and take it off the list."""
    with OPENING:
        database.close()
        for found in [key for key, value in _held.items() if value is database]:
            del _held[found]
