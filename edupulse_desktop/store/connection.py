"""The one connection to a project file: how SQLite is set up, locked and let go.

The settings were chosen by simulated power cuts: with a truncated rollback journal and full synchronisation
no acknowledged commit was lost, and no directory sync is needed, which Windows does not have. The file is
locked for as long as it is open for writing, so that there is never a second writer. All threads of this
program share the connection and take turns.
"""

from __future__ import annotations

import sqlite3
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Connection, Engine, StaticPool, create_engine, event

from edupulse_desktop.errors import ProjectReadOnly
from edupulse_desktop.store.failures import in_our_words

_LONGEST_VALUE_BYTES = 512 * 2**20
_WAIT_FOR_LOCK_S = 0.4
"""Long enough for the moment in which another program looks at the file, short enough to be an answer at once."""


class Mode(StrEnum):
    """What a file is opened for."""

    WRITE = "rw"
    VIEW = "ro"
    COPY = "immutable"


def sqlite_build() -> str:
    """Return the version of the SQLite library in use."""
    return sqlite3.sqlite_version


class Database:
    """A project file, open.

    Args:
        path: an existing SQLite file.
        mode: `WRITE` locks it against everybody, `VIEW` against nobody, `COPY` is for a file nobody else knows of.

    Raises:
        ProjectLocked, ProjectDamaged, StorageError: it cannot be opened so.
    """

    def __init__(self, path: Path, mode: Mode) -> None:
        self.path = path
        self.mode = mode
        self._turn = threading.RLock()
        self._engine: Engine | None = _engine(path, mode)
        try:
            with in_our_words(path):
                self._connection = self._engine.connect()
                if mode is Mode.WRITE:
                    _lock(self._driver)
        except BaseException:
            self._engine.dispose()
            raise

    @property
    def is_open(self) -> bool:
        """Whether it has not been closed."""
        return self._engine is not None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give the connection for a while; whatever is written is undone."""
        with self._turn, in_our_words(self.path):
            try:
                yield self._opened()
            finally:
                self._connection.rollback()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give the connection for one transaction; it is on the disk when this returns.

        Raises:
            ProjectReadOnly: the file is open for reading only.
            StorageError: the disk is full or gone; nothing was written.
        """
        if self.mode is not Mode.WRITE:
            raise ProjectReadOnly(
                f"“{self.path.name}” is open for reading only.", hint="Save a copy and work on that."
            )
        with self._turn, in_our_words(self.path):
            connection = self._opened()
            try:
                yield connection
                connection.commit()
            except BaseException:
                connection.rollback()
                raise

    def copy_into(self, target: Path) -> None:
        """Copy every page into a new file at `target`, which is then a whole project of its own.

        Raises:
            StorageError: the disk is full or gone.
        """
        with self._turn, in_our_words(target):
            self._opened().rollback()
            with closing(sqlite3.connect(_uri(target, "rwc"), uri=True)) as copy:
                self._driver.backup(copy)

    def close(self) -> None:
        """Let go of the file and its lock; a second time does nothing."""
        with self._turn:
            engine, self._engine = self._engine, None
            if engine is None:
                return
            try:
                self._connection.rollback()
                if self.mode is Mode.WRITE:
                    _leave_one_file(self._driver)
            finally:
                self._connection.close()
                engine.dispose()

    @property
    def _driver(self) -> sqlite3.Connection:
        driver = self._connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)  # noqa: S101 - tells the type checker what the engine was made with
        return driver

    def _opened(self) -> Connection:
        if self._engine is None:
            raise ProjectReadOnly(f"“{self.path.name}” has been closed.", hint="Open it again.")
        return self._connection


def _engine(path: Path, mode: Mode) -> Engine:
    def connect() -> sqlite3.Connection:
        how = "ro&immutable=1" if mode is Mode.COPY else mode.value
        # Transactions are begun by hand (see below); threads take turns at the Database.
        return sqlite3.connect(
            _uri(path, how), uri=True, isolation_level=None, check_same_thread=False, timeout=_WAIT_FOR_LOCK_S
        )

    engine = create_engine("sqlite+pysqlite://", creator=connect, poolclass=StaticPool)
    event.listen(engine, "connect", lambda driver, _record: _set_up_or_close(driver, mode))
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine


def _uri(path: Path, mode: str) -> str:
    return f"{path.absolute().as_uri()}?mode={mode}"


def _set_up_or_close(driver: sqlite3.Connection, mode: Mode) -> None:
    try:
        _set_up(driver, mode)
    except BaseException:
        # Nobody else knows of it yet, and an open file cannot be moved on Windows.
        driver.close()
        raise


def _set_up(driver: sqlite3.Connection, mode: Mode) -> None:
    driver.text_factory = _text
    driver.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE_BYTES)
    driver.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    if sys.version_info >= (3, 12):
        driver.setconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, True)
    driver.execute("PRAGMA trusted_schema=OFF")
    driver.execute("PRAGMA cell_size_check=ON")
    driver.execute("PRAGMA foreign_keys=ON")
    if mode is Mode.WRITE:
        driver.execute("PRAGMA journal_mode=TRUNCATE")
        driver.execute("PRAGMA synchronous=FULL")
    else:
        driver.execute("PRAGMA query_only=ON")


def _text(data: bytes) -> str:
    # Damaged text must not stop the reading of everything else; the seal of its row tells.
    return data.decode("utf-8", "replace")


def _lock(driver: sqlite3.Connection) -> None:
    # Locking mode is set once the lock is held: set before, a failed try would keep a share of it.
    driver.execute("BEGIN EXCLUSIVE")
    driver.execute("PRAGMA locking_mode=EXCLUSIVE")
    driver.execute("COMMIT")


def _leave_one_file(driver: sqlite3.Connection) -> None:
    try:
        # Only in normal locking mode does SQLite remove the journal when it is no longer wanted.
        driver.execute("PRAGMA locking_mode=NORMAL")
        driver.execute("SELECT count(*) FROM sqlite_schema").fetchall()
        driver.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error:
        # A disk that is gone cannot be tidied; an empty journal left behind does no harm.
        return
