"""Opens a file as a project, or as much of one as may be had: for writing, for reading, or a copy.

A newer or damaged file is never written to, a locked one only looked at, and a stranger's refused.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import delete, false

from edupulse_desktop.errors import ProjectDamaged, ProjectError, ProjectLocked, ProjectTooNew, StorageError
from edupulse_desktop.store.connection import Database, Mode
from edupulse_desktop.store.failures import DAMAGE_HINT, locked, taken
from edupulse_desktop.store.header import Header, has_journal, journal_of, read_header
from edupulse_desktop.store.holding import OPENING, hold, holder, release
from edupulse_desktop.store.layout import layout_of, missing_tables, our_layout
from edupulse_desktop.store.migrating import migrate, migrate_copy
from edupulse_desktop.store.reader import Loaded, load
from edupulse_desktop.store.tables import SCHEMA, lesson
from edupulse_desktop.store.viewing import copy_cut_off, copy_locked, private_copy, remove_copy

_LONGEST_NAME_BYTES = 255
"""What the file systems in use allow."""
ASKED_FOR_READING = "It was opened for reading only."
"""Why a project that could be written is open for reading: whoever opened it wanted no more."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An open file and what was read from it.

    Args:
        read_only_because: one sentence; empty if it may be written.
        copy: a private copy to remove after closing; none if the file itself is open.
    """

    database: Database
    loaded: Loaded
    read_only_because: str = ""
    copy: Path | None = None

    def close(self) -> None:
        """Let go of the file and remove a private copy."""
        release(self.database)
        if self.copy is not None:
            remove_copy(self.copy)


def open_file(path: Path, *, read_only: bool) -> Opened:
    """Open a project.

    Raises:
        ProjectError: missing, locked, too new, damaged, or not a project at all.
        StorageError: the disk fails.
    """
    with OPENING:
        held = holder(path)
        if held is not None:
            if not read_only:
                raise locked(path)
            return _copied(path, held.copy_into, _open_elsewhere(path), Header(SCHEMA))
        header = read_header(path)
        because = _why_read_only(path, header, asked=read_only)
        if because:
            return _viewed(path, header, because)
        if header.schema < SCHEMA:
            migrate(path, header.schema)
        try:
            return _written(path)
        except StorageError as failure:
            return _viewed(path, header, failure.message)


def _why_read_only(path: Path, header: Header, *, asked: bool) -> str:
    if header.schema > SCHEMA:
        return (
            f"It was written by a newer EduPulse (file format {header.schema}; this one knows {SCHEMA})."
            " Install the newer version to change it."
        )
    if is_name_too_long(path):
        return "Its name is too long to be written safely. Save a copy under a shorter one to change it."
    if not os.access(path, os.W_OK):
        return "The file is write-protected, or lies on a disk that is. Save a copy elsewhere to change it."
    if not os.access(path.parent, os.W_OK):
        return "Its folder is write-protected. Save a copy elsewhere to change it."
    return ASKED_FOR_READING if asked else ""


def _written(path: Path) -> Opened:
    database = Database(path, Mode.WRITE)
    try:
        with database.reading() as connection:
            strange = layout_of(connection, path.name) != our_layout()
            loaded = None if strange else load(connection)
        if loaded is not None and not loaded.torn:
            _try_to_write(database)
            hold(database)
            return Opened(database, loaded)
    except BaseException:
        database.close()
        raise
    database.close()
    if strange:
        because = (
            "Its inner layout is not the one this version writes. Save a copy of the lesson to change it."
        )
    else:
        because = "The file is damaged. What could be read is shown; nothing will be written to it."
    return _viewed(path, Header(SCHEMA), because)


def _try_to_write(database: Database) -> None:
    """Raise a `StorageError` if SQLite could open the file for reading only, which it does not say by itself."""
    with database.writing() as connection:
        connection.execute(delete(lesson).where(false()))


def _viewed(path: Path, header: Header, because: str) -> Opened:
    if header.schema < SCHEMA:
        return _copied(path, partial(migrate_copy, path, header.schema), f"{because} {_COPY}", Header(SCHEMA))
    try:
        return _read(path, Mode.VIEW, because, header)
    except ProjectLocked:
        return _copied(path, partial(copy_locked, path), _open_elsewhere(path), header)
    except StorageError:
        # SQLite will not look past a cut-off transaction unless it may undo it.
        if not has_journal(path):
            raise
        return _copied(path, partial(copy_cut_off, path), f"{because} {_COPY}", header)


_COPY = "This is a view of a copy."


def _open_elsewhere(path: Path) -> str:
    return f"“{path.name}” is open in another window or program. This is a view of a copy of it, as it was a moment ago."


def _copied(path: Path, copy_into: Callable[[Path], None], because: str, header: Header) -> Opened:
    copy = private_copy(path, copy_into)
    try:
        return _read(copy, Mode.COPY, because, header, copy)
    except BaseException:
        remove_copy(copy)
        raise


def _read(path: Path, mode: Mode, because: str, header: Header, copy: Path | None = None) -> Opened:
    database = Database(path, mode)
    try:
        with database.reading() as connection:
            _refuse_gaps(path, missing_tables(layout_of(connection, path.name)), header)
            return Opened(database, load(connection), because, copy)
    except BaseException:
        database.close()
        raise


def _refuse_gaps(path: Path, missing: list[str], header: Header) -> None:
    if not missing:
        return
    detail = f"tables missing: {', '.join(missing)}"
    if header.schema > SCHEMA:
        message = f"“{path.name}” was written by a newer EduPulse and cannot be shown by this one."
        raise ProjectTooNew(message, hint="Install the newer version to open it.", detail=detail)
    raise ProjectDamaged(
        f"“{path.name}” is damaged: parts of it are missing.", hint=DAMAGE_HINT, detail=detail
    )


def is_name_too_long(path: Path) -> bool:
    """Return whether the rollback journal, whose name is longer, could not be made beside a file."""
    return len(os.fsencode(journal_of(path).name)) > _LONGEST_NAME_BYTES


def refuse_new(path: Path) -> None:
    """Raise a `ProjectError` if no project can be made at `path`, because of its name or what is there."""
    if is_name_too_long(path):
        raise ProjectError(f"The name “{path.name[:40]}…” is too long.", hint="Choose a shorter name.")
    if path.exists() or path.is_symlink():
        raise taken(path)
    refuse_left_journal(path)


def refuse_left_journal(path: Path) -> None:
    """Raise a `ProjectError` if an unfinished write lies beside `path`: SQLite would roll it into a new file there."""
    if has_journal(path):
        raise ProjectError(
            f"Beside “{path.name}” lies “{journal_of(path).name}”, an unfinished write of a program that was stopped. "
            "Nothing was changed.",
            hint="Choose another name, or put the project back that this file belongs to and open it.",
        )
