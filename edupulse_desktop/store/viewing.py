"""Private copies of a file that cannot be read where it lies: locked by another program, or cut off mid-write."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from edupulse_desktop.errors import StorageError
from edupulse_desktop.files import storage_error
from edupulse_desktop.store.connection import Database, Mode
from edupulse_desktop.store.failures import locked
from edupulse_desktop.store.header import has_journal, journal_of

_TRIES = 40
_PAUSE_S = 0.05
"""Two seconds: the other program writes for some milliseconds at a time, at most once a second."""


def private_copy(path: Path, copy_into: Callable[[Path], None]) -> Path:
    """Return a copy of a project in a folder of its own, which the caller removes.

    Args:
        copy_into: writes the copy to the path it is given.

    Raises:
        StorageError: there is no room for a copy.
    """
    folder = Path(tempfile.mkdtemp(prefix="edupulse-view-"))
    try:
        copy = folder / path.name
        copy_into(copy)
    except OSError as failure:
        shutil.rmtree(folder, ignore_errors=True)
        raise storage_error(failure, path) from failure
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return copy


def copy_locked(path: Path, target: Path) -> None:
    """Copy a file another program has open, between two of its writes.

    Raises:
        ProjectLocked: it never rested.
    """
    for _ in range(_TRIES):
        before = _stamp(path)
        if not has_journal(path):
            shutil.copyfile(path, target)
            if not has_journal(path) and _stamp(path) == before:
                return
        time.sleep(_PAUSE_S)
    raise locked(path)


def copy_cut_off(path: Path, target: Path) -> None:
    """Copy a file whose last transaction was cut off, and undo that transaction in the copy."""
    shutil.copyfile(path, target)
    shutil.copyfile(journal_of(path), journal_of(target))
    Database(target, Mode.WRITE).close()


def remove_copy(copy: Path) -> None:
    """Remove a private copy with its folder."""
    try:
        shutil.rmtree(copy.parent)
    except OSError as failure:
        raise StorageError(
            f"The copy in “{copy.parent}” could not be removed.", detail=str(failure)
        ) from failure


def _stamp(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_size, found.st_mtime_ns
