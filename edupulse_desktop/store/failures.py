"""What SQLite complains of, said in our words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from edupulse_desktop.errors import EduPulseError, ProjectDamaged, ProjectError, ProjectLocked, StorageError

_PRIMARY = 0xFF
"""Extended result codes keep the primary one in their low byte."""
_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_READ_ONLY = frozenset({sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM})
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT})
_DISK = frozenset({sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN})

DAMAGE_HINT = "Keep the file as it is, and open a copy of it that was made earlier."


@contextmanager
def in_our_words(path: Path) -> Iterator[None]:
    """Turn whatever SQLite raises inside into one of our errors about the file at `path`."""
    try:
        yield
    except DBAPIError as failure:
        raise explained(failure.orig or failure, path) from failure
    except sqlite3.Error as failure:
        raise explained(failure, path) from failure
    except UnicodeDecodeError as failure:
        # Damaged names of tables end up in SQLite's own messages, which the driver then cannot read.
        raise damaged(path, str(failure)) from failure


def result_code(failure: BaseException) -> int:
    """Return SQLite's primary result code; 0 if the failure carries none."""
    return getattr(failure, "sqlite_errorcode", 0) & _PRIMARY


def is_damage(failure: BaseException) -> bool:
    """Return whether SQLite stumbled over bytes that do not add up."""
    return result_code(failure) in _DAMAGED


def explained(failure: BaseException, path: Path) -> EduPulseError:
    """Return the error a teacher can act on."""
    code = result_code(failure)
    name = f"“{path.name}”"
    detail = f"{path}: {getattr(failure, 'sqlite_errorname', type(failure).__name__)}: {failure}"
    if code in _BUSY:
        return locked(path, detail)
    if code == sqlite3.SQLITE_FULL:
        hint = "Free some space on the disk, or save the project to another place. Your edits are kept meanwhile."
        return StorageError(f"There is no room left to write {name}.", hint=hint, detail=detail)
    if code in _READ_ONLY:
        hint = "Save the project to another folder."
        return StorageError(f"{name} may not be written here.", hint=hint, detail=detail)
    if code in _DISK:
        hint = "Check that the disk is still there and has room, or save the project to another place."
        return StorageError(f"The disk failed while {name} was used.", hint=hint, detail=detail)
    if code in _DAMAGED:
        return damaged(path, detail)
    return ProjectError(f"{name} could not be used as a project.", hint=DAMAGE_HINT, detail=detail)


def damaged(path: Path, detail: str) -> ProjectDamaged:
    """Return the error of a file whose bytes do not add up."""
    return ProjectDamaged(f"“{path.name}” is damaged.", hint=DAMAGE_HINT, detail=detail)


def locked(path: Path, detail: str = "") -> ProjectLocked:
    """Return the error of a project that is open elsewhere."""
    return ProjectLocked(
        f"“{path.name}” is open in another window or program.",
        hint="Close it there, or open it here for reading only.",
        detail=detail or str(path),
    )


def taken(path: Path, detail: str = "") -> ProjectError:
    """Return the error of a new project whose name is in use."""
    message = f"“{path.name}” already exists."
    return ProjectError(message, hint="Choose another name, or delete it first.", detail=detail or str(path))
