"""A folder that appears whole or not at all, and never costs anybody else's files.

The package is built in a hidden folder beside its target, every file flushed to the disk, then the two change
places. A kill at any moment leaves the old or the new package; what else is left beside it has a name that
says so and goes with the next export to the same place.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from edupulse_desktop.errors import ExportError
from edupulse_desktop.export.exchange import exchange
from edupulse_desktop.files import rename_with_retries, storage_error, sync_file, sync_folder

_PIECE_BYTES = 1 << 20
_LITTER = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
"""Files that systems put into folders by themselves."""
_SHOWN_STRANGERS = 3

Inventory = Callable[[Path], frozenset[str] | None]
"""Tells which files of a folder an earlier export wrote (relative, with `/`); none if it wrote none of it."""


@dataclass(frozen=True, slots=True)
class PackedFile:
    """A file of a package: where it is in it, how long it is, and the hash of its bytes."""

    name: str
    size_bytes: int
    sha256: str


@dataclass(slots=True)
class Package:
    """A package in the making; leaving the `with` block without `commit` leaves no trace.

    Args:
        target: the folder to appear.
        inventory: recognises an earlier package there.
    """

    target: Path
    inventory: Inventory
    _building: Path = field(init=False)
    _files: dict[str, PackedFile] = field(init=False, default_factory=dict)

    def __enter__(self) -> Self:
        self.target = self.target.absolute().resolve()
        try:
            _mend(self.target)
            _refuse_strangers(self.target, self.inventory)
            self._building = _beside(self.target, "new")
            self._building.mkdir(parents=True)
        except OSError as failure:
            raise storage_error(failure, self.target) from failure
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        shutil.rmtree(self._building, ignore_errors=True)

    @property
    def files(self) -> tuple[PackedFile, ...]:
        """Everything written so far, by name."""
        return tuple(self._files[name] for name in sorted(self._files))

    def write(self, name: str, data: bytes) -> PackedFile:
        """Add a file of these bytes.

        Raises:
            StorageError: the disk is full, gone or read-only.
        """
        return self._add(name, (data,))

    def copy(
        self, name: str, source: Path, *, keep_going: Callable[[int], bool] = lambda _bytes: True
    ) -> PackedFile:
        """Add a copy of a file; `keep_going` is told the bytes of each piece, its false ends the copy early.

        Raises:
            ExportError: the source cannot be read.
            StorageError: the disk is full, gone or read-only.
        """
        return self._add(name, _pieces(source, keep_going))

    def commit(self) -> tuple[Path, ...]:
        """Let the package appear, in place of an earlier one, and return its files in the order written.

        Raises:
            ExportError: meanwhile somebody put other files into the target; they are untouched.
            StorageError: the disk is full, gone or read-only; an earlier package is untouched.
        """
        _refuse_strangers(self.target, self.inventory)
        try:
            for folder in (*(path for path in self._building.rglob("*") if path.is_dir()), self._building):
                sync_folder(folder)
            _put_in_place(self._building, self.target)
            sync_folder(self.target.parent)
        except OSError as failure:
            raise storage_error(failure, self.target) from failure
        return tuple(self.target / name for name in self._files)

    def _add(self, name: str, pieces: Iterable[bytes]) -> PackedFile:
        path = self._building / name
        hashed = hashlib.sha256()
        size_bytes = 0
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as stream:
                for piece in pieces:
                    stream.write(piece)
                    hashed.update(piece)
                    size_bytes += len(piece)
                stream.flush()
                sync_file(stream.fileno())
        except OSError as failure:
            raise storage_error(failure, self.target / name) from failure
        self._files[name] = PackedFile(name, size_bytes, hashed.hexdigest())
        return self._files[name]


def _pieces(source: Path, keep_going: Callable[[int], bool]) -> Iterator[bytes]:
    try:
        with source.open("rb") as stream:
            while piece := stream.read(_PIECE_BYTES):
                yield piece
                if not keep_going(len(piece)):
                    return
    except OSError as failure:
        raise ExportError(
            f"The file “{source.name}” is needed for the export and cannot be read.",
            hint="Render the lesson again, then export.",
            detail=f"{source}: {failure}",
        ) from failure


def _beside(target: Path, word: str) -> Path:
    return target.with_name(f".{target.name}.edupulse-{word}-{secrets.token_hex(8)}")


def _leftovers(target: Path, word: str) -> list[Path]:
    pattern = re.compile(re.escape(f".{target.name}.edupulse-{word}-") + "[0-9a-f]{16}")
    if not target.parent.is_dir():
        return []
    return sorted(path for path in target.parent.iterdir() if pattern.fullmatch(path.name))


def _mend(target: Path) -> None:
    """Put back an earlier package that a kill left aside, and remove what else was left."""
    aside = _leftovers(target, "old")
    if aside and not target.exists():
        aside.pop().rename(target)
    for path in (*aside, *_leftovers(target, "new")):
        shutil.rmtree(path, ignore_errors=True)


def refuse_target(target: Path, inventory: Inventory) -> None:
    """Check that a package may take the place of what is there.

    Raises:
        ExportError: it would remove what an export did not write.
        StorageError: the folder cannot be looked at.
    """
    try:
        _refuse_strangers(target.absolute().resolve(), inventory)
    except OSError as failure:
        raise storage_error(failure, target) from failure


def _refuse_strangers(target: Path, inventory: Inventory) -> None:
    """Raise if replacing the target would remove anything that an export did not write."""
    if not target.exists():
        return
    # Path.is_mount() is for POSIX alone before Python 3.12.
    if os.path.ismount(target):
        raise ExportError(f"“{target}” is a whole disk. Nothing was changed.", hint="Choose a folder on it.")
    where = f"“{target.name}”"
    if not target.is_dir():
        raise ExportError(
            f"{where} is a file, not a folder. It was not touched.", hint="Choose another folder."
        )
    found = {
        path.relative_to(target).as_posix()
        for path in target.rglob("*")
        if not path.is_dir() or path.is_symlink()
    }
    ours = inventory(target) or frozenset()
    strangers = sorted(name for name in found - ours if name.rpartition("/")[2].lower() not in _LITTER)
    if strangers:
        more = f" and {len(strangers) - _SHOWN_STRANGERS} more" if len(strangers) > _SHOWN_STRANGERS else ""
        raise ExportError(
            f"The folder {where} holds files that are not from an export"
            f" ({', '.join(strangers[:_SHOWN_STRANGERS])}{more}). Nothing was changed.",
            hint="Choose an empty folder or a new name.",
            detail=str(target),
        )


def _put_in_place(building: Path, target: Path) -> None:
    """Give the new package the target's name; an earlier one ends up under a leftover's name and is removed."""
    if target.is_dir() and not any(target.iterdir()):
        target.rmdir()
    if not target.exists():
        rename_with_retries(building, target)
        return
    aside = _beside(target, "old")
    if exchange(building, target):
        building.rename(aside)
    else:
        rename_with_retries(target, aside)
        _move_in(building, target, aside)
    shutil.rmtree(aside, ignore_errors=True)


def _move_in(building: Path, target: Path, aside: Path) -> None:
    try:
        rename_with_retries(building, target)
    except OSError:
        aside.rename(target)
        raise
