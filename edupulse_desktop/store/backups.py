"""Backups: whole copies of a project, each verified by opening it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from edupulse_desktop.errors import ProjectDamaged
from edupulse_desktop.files import replace_durably, storage_error, temporary_beside
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.store.connection import Database, Mode
from edupulse_desktop.store.failures import DAMAGE_HINT
from edupulse_desktop.store.layout import layout_of, missing_tables
from edupulse_desktop.store.reader import Loaded, load


def backup(database: Database, folder: Path) -> Path:
    """Copy an open project into a folder under its name and the time, and return the copy.

    Raises:
        StorageError: the disk is full, gone or read-only.
        ProjectDamaged: the copy cannot be read back.
    """
    made = datetime.now(UTC).strftime("%Y-%m-%d %H.%M.%S.%f")
    target = folder / f"{database.path.stem} {made}{database.path.suffix}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as failure:
        raise storage_error(failure, target) from failure
    copy_verified(database, target)
    return target


def copy_verified(database: Database, target: Path, expected: Lesson | None = None) -> None:
    """Copy an open project to `target`, durably, once the copy has been read back.

    Args:
        expected: the lesson the copy must hold; none if any that can be read will do.

    Raises:
        StorageError: the disk is full, gone or read-only; what was at `target` is untouched.
        ProjectDamaged: the copy cannot be read back.
    """
    temporary = temporary_beside(target)
    try:
        database.copy_into(temporary)
        loaded = verified(temporary)
        if expected is not None and not loaded.repairs and loaded.lesson != expected:
            raise ProjectDamaged(
                f"The copy “{target.name}” does not hold what was copied.", hint="Try another disk."
            )
    except BaseException:
        remove_quietly(temporary)
        raise
    replace_durably(temporary, target)


def verified(path: Path) -> Loaded:
    """Read a project nobody else knows of, and return its lesson.

    Raises:
        ProjectDamaged: it cannot be read as a project.
    """
    database = Database(path, Mode.COPY)
    try:
        with database.reading() as connection:
            missing = missing_tables(layout_of(connection, path.name))
            if missing:
                detail = f"tables missing: {', '.join(missing)}"
                raise ProjectDamaged(
                    f"“{path.name}” lacks parts of a project.", hint=DAMAGE_HINT, detail=detail
                )
            return load(connection)
    finally:
        database.close()


def remove_quietly(temporary: Path) -> None:
    """Remove an unfinished file, if there is one; a disk that refuses that too keeps it."""
    try:
        temporary.unlink(missing_ok=True)
    except OSError:
        # What went wrong before is what must be told; a read-only disk refuses even when there is nothing to remove.
        return
