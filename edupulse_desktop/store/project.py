"""A project file, open: the lesson in it, saving, history, versions, copies.

    with Project.open(path) as project:
        project.save(project.lesson, changed, "Edit line")

Everything here is synchronous and may be called from any thread; calls take turns. A save is on the disk when
it returns, and has left everything as it was when it raises: the edit then still exists in memory, where it
came from. `autosave.py` is the usual caller.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, text

from edupulse_desktop.errors import ProjectError, ProjectReadOnly, StorageError
from edupulse_desktop.files import temporary_beside
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.places import backups_folder
from edupulse_desktop.store.assets import Assets
from edupulse_desktop.store.backups import backup, copy_verified, remove_quietly
from edupulse_desktop.store.connection import Database, Mode
from edupulse_desktop.store.delta import Edited
from edupulse_desktop.store.header import journal_of
from edupulse_desktop.store.history import HistoryEntry, Step, entries, steps
from edupulse_desktop.store.holding import OPENING, holder, identity
from edupulse_desktop.store.ledger import Ledger
from edupulse_desktop.store.opening import Opened, open_file, refuse_left_journal, refuse_new
from edupulse_desktop.store.placing import place_new
from edupulse_desktop.store.reader import load
from edupulse_desktop.store.repairs import Findings, Repair
from edupulse_desktop.store.tables import APPLICATION_ID, SCHEMA, metadata
from edupulse_desktop.store.versions import Version, add_version, all_versions, version_lesson
from edupulse_desktop.store.writer import write_edits, write_lesson


class Project:
    """One open project file.

    `lesson` is what the file holds, `read_only_because` one sentence if it may not be written (else empty),
    `repairs` what was odd in it.
    """

    def __init__(self, path: Path, opened: Opened) -> None:
        self.path = path
        self.lesson = opened.loaded.lesson
        self.read_only_because = opened.read_only_because
        self.repairs: tuple[Repair, ...] = opened.loaded.repairs
        self.assets = Assets(opened.database)
        self.ledger = Ledger(opened.database)
        self._opened = opened
        self._database: Database = opened.database
        self._identity = identity(path)
        self._must_rewrite = bool(opened.loaded.repairs)
        # A write that raised may still have reached the disk; the next one then asks the file what it holds.
        self._is_sure = True
        self._saving = threading.RLock()

    @classmethod
    def create(cls, path: Path, lesson: Lesson) -> Self:
        """Make a project file that holds a lesson, and open it.

        Raises:
            ProjectError: something is already there, or an unfinished write lies beside it.
            StorageError: the disk is full, gone or read-only.
        """
        path = _real(path)
        with OPENING:
            refuse_new(path)
            temporary = temporary_beside(path)
            try:
                _write_new(temporary, lesson)
            except BaseException:
                remove_quietly(temporary)
                remove_quietly(journal_of(temporary))
                raise
            place_new(temporary, path)
            return cls.open(path)

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> Self:
        """Open a project file, for writing if that is possible.

        Args:
            read_only: only look at it, also while another window has it open.

        Raises:
            ProjectLocked: another window has it open.
            NotAProject, ProjectDamaged, ProjectTooNew: it cannot be shown at all.
            ProjectError: there is nothing at `path`.
            StorageError: the disk fails.
        """
        path = _real(path)
        return cls(path, open_file(path, read_only=read_only))

    @property
    def is_read_only(self) -> bool:
        """Whether it may only be looked at."""
        return bool(self.read_only_because)

    def save(self, before: Lesson, after: Lesson, label: str) -> None:
        """Write one edit; it is on the disk when this returns.

        Raises:
            ProjectReadOnly: the project may only be looked at.
            StorageError: the disk is full, gone, or another program has replaced the file.
            ProjectDamaged: the file turned out to be damaged.
            ProjectError: the lesson has two things of the same name.
        """
        self.save_all([Edited(before, after, label)])

    def save_all(self, edits: Sequence[Edited]) -> None:
        """Write several edits in one transaction; raises as `save` does."""
        if not edits:
            return
        with self._saving:
            self._refuse_if_read_only()
            self._refuse_if_replaced()
            self._keep_damaged_copy()
            was_sure, self._is_sure = self._is_sure, False
            with self._database.writing() as connection:
                if self._must_rewrite:
                    write_lesson(connection, self.lesson)
                saved = self.lesson if was_sure or self._must_rewrite else load(connection).lesson
                write_edits(connection, saved, edits)
            self._refuse_if_replaced()
            self._must_rewrite = False
            self._is_sure = True
            self.lesson = edits[-1].after

    def history(self, limit: int | None = None) -> tuple[HistoryEntry, ...]:
        """Return the latest steps by name, the newest last."""
        with self._database.reading() as connection:
            return entries(connection, limit)

    def past(self, limit: int | None = None) -> tuple[Step, ...]:
        """Return the latest steps with the lessons around them, the newest last, as undo wants them.

        A damaged step ends the way back; `repairs` then says so.
        """
        findings = Findings()
        with self._saving, self._database.reading() as connection:
            found = steps(connection, self.lesson, limit, findings)
        self.repairs = tuple(dict.fromkeys((*self.repairs, *findings.repairs)))
        return found

    def name_version(self, name: str) -> Version:
        """Give the present point in history a name.

        Raises:
            ProjectReadOnly, StorageError: it could not be written.
        """
        with self._saving:
            self._refuse_if_read_only()
            self._refuse_if_replaced()
            with self._database.writing() as connection:
                return add_version(connection, name, self.lesson)

    def versions(self) -> tuple[Version, ...]:
        """Return every version, the newest last."""
        with self._database.reading() as connection:
            return all_versions(connection)

    def lesson_at(self, version: Version) -> Lesson:
        """Return the lesson of a version; to restore it, apply it as an edit.

        Raises:
            ProjectError: no such version.
            ProjectDamaged: it cannot be read any more.
        """
        with self._database.reading() as connection:
            return version_lesson(connection, version)

    def copy_to(self, path: Path) -> None:
        """Write the whole project to another file, durably; what was there is replaced.

        Raises:
            ProjectError: the other file is open, or an unfinished write lies beside it.
            StorageError: the disk is full, gone or read-only; what was there is untouched.
        """
        with self._saving, OPENING:
            if holder(path) is not None or identity(path) == identity(self.path) is not None:
                raise ProjectError(
                    f"“{path.name}” is open and was not replaced.", hint="Choose another name."
                )
            refuse_left_journal(_real(path))
            copy_verified(self._database, _real(path), self.lesson)

    def backup(self, folder: Path) -> Path:
        """Copy the project into a folder under its name and the time; the copy was verified by reading it.

        Raises:
            StorageError: the disk is full, gone or read-only.
            ProjectDamaged: the copy cannot be read back.
        """
        with self._saving:
            return backup(self._database, folder)

    def close(self) -> None:
        """Let go of the file; one file is left. A second time does nothing."""
        with self._saving:
            if self._database.is_open:
                self._opened.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _refuse_if_read_only(self) -> None:
        if self.is_read_only:
            message = f"“{self.path.name}” may only be looked at. {self.read_only_because}"
            raise ProjectReadOnly(message, hint="Save a copy and work on that.")

    def _refuse_if_replaced(self) -> None:
        """Refuse when the path leads to another file: SQLite would go on writing into one nobody can find."""
        if self._database.is_open and identity(self.path) != self._identity:
            message = f"“{self.path.name}” was moved, deleted or replaced by another program. Your edits are kept here."
            raise StorageError(message, hint="Save the project under another name.", detail=str(self.path))

    def _keep_damaged_copy(self) -> None:
        """Before the first write to a file that had to be mended, keep it as it was found."""
        if self._must_rewrite:
            backup(self._database, backups_folder())


def _real(path: Path) -> Path:
    """Return the file itself: not a link to it, and the same one from every folder."""
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError) as failure:
        message = f"“{path.name}” leads to no file."
        raise ProjectError(message, hint="Choose another path.", detail=str(failure)) from failure


def _write_new(path: Path, lesson: Lesson) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(exist_ok=False)
    except (OSError, ValueError) as failure:
        raise _not_here(path, failure) from failure
    database = Database(path, Mode.WRITE)
    try:
        with database.writing() as connection:
            _prepare(connection)
            write_lesson(connection, lesson)
    finally:
        database.close()


def _not_here(path: Path, failure: OSError | ValueError) -> StorageError:
    message = f"A project cannot be made in “{path.parent}”."
    return StorageError(message, hint="Choose another folder.", detail=str(failure))


def _prepare(connection: Connection) -> None:
    connection.execute(text(f"PRAGMA application_id={APPLICATION_ID}"))
    metadata.create_all(connection)
    connection.execute(text(f"PRAGMA user_version={SCHEMA}"))
