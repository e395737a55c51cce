"""The first bytes of a file: whether it is a project at all, and of which schema.

Read before SQLite touches the file, so that a stranger's file is refused without being opened and a newer
project is never written to. The layout is the database header of https://sqlite.org/fileformat2.html#the_database_header.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from edupulse_desktop.errors import NotAProject, ProjectDamaged, ProjectError, StorageError
from edupulse_desktop.store.failures import DAMAGE_HINT
from edupulse_desktop.store.tables import APPLICATION_ID

HEADER_BYTES = 100
_TRIES = 3
_PAUSE_S = 0.02
_MAGIC = b"SQLite format 3\0"


@dataclass(frozen=True, slots=True)
class Header:
    """What the header says of a project."""

    schema: int


def read_header(path: Path) -> Header:
    """Read what kind of project a file is.

    Raises:
        ProjectError: there is nothing at `path`.
        NotAProject: it is something else.
        ProjectDamaged: it was a project and is cut short.
        StorageError: it cannot be read.
    """
    try:
        if path.is_dir():
            raise NotAProject(f"“{path.name}” is a folder, not a project.", hint=_CHOOSE)
        head, size_bytes = _beginning(path)
    except FileNotFoundError as failure:
        raise ProjectError(
            f"There is no project “{path.name}” here.", hint=_CHOOSE, detail=str(path)
        ) from failure
    except (OSError, ValueError) as failure:
        message = f"“{path.name}” cannot be read."
        raise StorageError(
            message, hint="Check that the disk is there and the file may be read.", detail=str(failure)
        ) from failure
    return _understood(path, head, size_bytes)


def _beginning(path: Path) -> tuple[bytes, int]:
    """Return the header's bytes and the size of the file; of one moment, if another program is writing to it."""
    for _ in range(_TRIES):
        with path.open("rb") as stream:
            head = stream.read(HEADER_BYTES)
        size_bytes = path.stat().st_size
        if len(head) < HEADER_BYTES or not _is_cut_short(head, size_bytes) or has_journal(path):
            break
        time.sleep(_PAUSE_S)
    return head, size_bytes


_CHOOSE = "Choose a file that ends in .edupulse."


def _understood(path: Path, head: bytes, size_bytes: int) -> Header:
    if not head:
        raise ProjectDamaged(f"“{path.name}” is empty: not a single byte of it is left.", hint=DAMAGE_HINT)
    if not head.startswith(_MAGIC[: len(head)]):
        raise NotAProject(
            f"“{path.name}” is not an EduPulse project.",
            hint=f"{_CHOOSE} If it was one, {_lower(DAMAGE_HINT)}",
        )
    if len(head) < HEADER_BYTES:
        raise ProjectDamaged(f"“{path.name}” is cut off at its beginning.", hint=DAMAGE_HINT)
    if _number(head, 68, 4) != APPLICATION_ID:
        raise NotAProject(
            f"“{path.name}” is a database of another program, not an EduPulse project.", hint=_CHOOSE
        )
    if _is_cut_short(head, size_bytes) and not has_journal(path):
        raise ProjectDamaged(
            f"“{path.name}” is cut off: {size_bytes} bytes are left of it.", hint=DAMAGE_HINT
        )
    schema = _number(head, 60, 4)
    if schema == 0:
        raise ProjectDamaged(
            f"“{path.name}” does not say which version of EduPulse wrote it.", hint=DAMAGE_HINT
        )
    return Header(schema)


def has_journal(path: Path) -> bool:
    """Return whether a transaction was cut off, so that SQLite will put the file right when it opens it."""
    try:
        return journal_of(path).stat().st_size > 0
    except OSError:
        return False


def journal_of(path: Path) -> Path:
    """Return where SQLite keeps the rollback journal of a file."""
    return path.with_name(path.name + "-journal")


def _is_cut_short(head: bytes, size_bytes: int) -> bool:
    page_bytes = _number(head, 16, 2)
    page_bytes = 65536 if page_bytes == 1 else page_bytes
    # The count of pages holds only while the change counter equals the one it was written with.
    counted = _number(head, 24, 4) == _number(head, 92, 4)
    return counted and size_bytes < page_bytes * _number(head, 28, 4)


def _number(head: bytes, start: int, length: int) -> int:
    return int.from_bytes(head[start : start + length], "big")


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
