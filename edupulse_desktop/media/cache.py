"""Things that can be made again, by key: looked up, put atomically, thrown away when they take too much room.

An entry is one file, `<key>.<length>.<checksum><suffix>`, in one of 256 folders. Length and checksum stand in the
name, so one rename makes an entry appear whole, and whoever reads it knows whether a power cut or a bad disk has
hurt it; a hurt entry is removed and made again. Several processes may share the folder: they write the same
content under the same name.
"""

from __future__ import annotations

import contextlib
import os
import re
import threading
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

from edupulse_desktop.files import UNFINISHED, rename_with_retries, storage_error, temporary_beside

_BUDGET_BYTES = 4 << 30
_AFTER_EVICTION = 0.8
"""Evicting to four fifths keeps the next puts from evicting again at once."""
_TOUCH_AFTER_S = 600.0
_FORGOTTEN_AFTER_S = 86_400.0
"""A temporary file this old belongs to a program that was killed."""
_BUFFER_BYTES = 1 << 18
_KEY = re.compile(r"[0-9a-f]{16,64}\Z")
_ENTRY = re.compile(r"[0-9a-f]{16,64}\.(?P<length>\d+)\.(?P<checksum>[0-9a-f]{8})(\.\w+)?\Z")


class Cache:
    """A folder of entries by key; every method may be called from any thread.

    Args:
        folder: made when first needed.
        budget_bytes: the least recently used entries go when there is more than this.
    """

    def __init__(self, folder: Path, budget_bytes: int = _BUDGET_BYTES) -> None:
        self._folder = folder
        self._budget_bytes = budget_bytes
        self._lock = threading.Lock()
        self._held_bytes: int | None = None

    def get(self, key: str) -> bytes | None:
        """Return an entry's bytes, or nothing if it is not there or was damaged."""
        for path in self._entries_of(key):
            with contextlib.suppress(OSError):
                data = path.read_bytes()
                if _is_whole(path, len(data), zlib.crc32(data)):
                    _touch(path)
                    return data
                _remove(path)
        return None

    def has(self, key: str) -> bool:
        """Return whether there is an entry, without looking at its bytes; it may still turn out to be damaged."""
        return bool(self._entries_of(key))

    def path(self, key: str) -> Path | None:
        """Return an entry's file for another program to read, or nothing if it is not there or was damaged."""
        for path in self._entries_of(key):
            with contextlib.suppress(OSError):
                if _is_whole(path, *_measured(path)):
                    _touch(path)
                    return path
                _remove(path)
        return None

    def put(self, key: str, data: bytes, suffix: str = "") -> Path:
        """Keep these bytes under a key and return their file.

        Raises:
            StorageError: the disk is full, gone or read-only.
        """
        temporary = self.temporary(key, suffix)
        try:
            temporary.write_bytes(data)
        except OSError as failure:
            _remove(temporary)
            raise storage_error(failure, temporary) from failure
        return self._moved_in(key, temporary, len(data), zlib.crc32(data))

    def temporary(self, key: str, suffix: str = "") -> Path:
        """Return an unused name on the cache's disk, to be written and given to `put_file`.

        Raises:
            StorageError: the cache's folder cannot be made.
        """
        path = self._folder_of(key) / f"{key}{suffix}"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as failure:
            raise storage_error(failure, path) from failure
        return temporary_beside(path)

    def put_file(self, key: str, temporary: Path) -> Path:
        """Move a finished file in under a key and return where it is now.

        Raises:
            StorageError: the disk is full, gone or read-only; the file is removed.
        """
        try:
            length, checksum = _measured(temporary)
        except OSError as failure:
            _remove(temporary)
            raise storage_error(failure, temporary) from failure
        return self._moved_in(key, temporary, length, checksum)

    def remove(self, key: str) -> None:
        """Forget an entry."""
        for path in self._entries_of(key):
            _remove(path)

    def clear(self) -> None:
        """Forget everything."""
        for entry in self._files():
            _remove(Path(entry.path))

    def size_bytes(self) -> int:
        """Return how much room the entries take."""
        return sum(size_bytes for _, size_bytes, _ in self._by_age())

    def evict(self) -> None:
        """Remove the least recently used entries until the rest fits the budget, and what was left half-written."""
        entries = self._by_age()
        held_bytes = sum(size_bytes for _, size_bytes, _ in entries)
        if held_bytes > self._budget_bytes:
            for _, size_bytes, path in entries:
                if held_bytes <= self._budget_bytes * _AFTER_EVICTION:
                    break
                _remove(path)
                held_bytes -= size_bytes
        with self._lock:
            self._held_bytes = held_bytes

    def _moved_in(self, key: str, temporary: Path, length: int, checksum: int) -> Path:
        suffix = "" if temporary.suffix == UNFINISHED else temporary.suffix
        path = temporary.with_name(f"{key}.{length}.{checksum:08x}{suffix}")
        try:
            rename_with_retries(temporary, path)
        except OSError as failure:
            _remove(temporary)
            raise storage_error(failure, path) from failure
        self._count(length)
        return path

    def _count(self, length: int) -> None:
        with self._lock:
            known = self._held_bytes
            self._held_bytes = (known or 0) + length
        if known is None or known + length > self._budget_bytes:
            self.evict()

    def _folder_of(self, key: str) -> Path:
        if not _KEY.match(key):
            raise ValueError(f"a key is 16 to 64 lower-case hexadecimal digits, not {key!r}")
        return self._folder / key[:2]

    def _entries_of(self, key: str) -> list[Path]:
        folder = self._folder_of(key)
        try:
            names = os.listdir(folder)  # noqa: PTH208 - half the time of iterdir, and asked for every shot of a film
        except OSError:
            return []
        return [folder / name for name in names if name.startswith(key + ".") and _ENTRY.match(name)]

    def _files(self) -> Iterator[os.DirEntry[str]]:
        with contextlib.suppress(OSError), os.scandir(self._folder) as folders:
            for folder in folders:
                with contextlib.suppress(OSError), os.scandir(folder.path) as files:
                    yield from files

    def _by_age(self) -> list[tuple[float, int, Path]]:
        entries: list[tuple[float, int, Path]] = []
        for entry in self._files():
            with contextlib.suppress(OSError):
                status = entry.stat()
                if _ENTRY.match(entry.name):
                    entries.append((status.st_mtime, status.st_size, Path(entry.path)))
                elif status.st_mtime < time.time() - _FORGOTTEN_AFTER_S:
                    _remove(Path(entry.path))
        return sorted(entries)


def _is_whole(path: Path, length: int, checksum: int) -> bool:
    promised = _ENTRY.match(path.name)
    return (
        promised is not None
        and promised["length"] == str(length)
        and int(promised["checksum"], 16) == checksum
    )


def _measured(path: Path) -> tuple[int, int]:
    """Return length and CRC-32: thrice as fast as SHA-256, and what is guarded against is accident."""
    length = checksum = 0
    buffer = bytearray(_BUFFER_BYTES)
    with path.open("rb", buffering=0) as stream:
        while count := stream.readinto(buffer):
            checksum = zlib.crc32(memoryview(buffer)[:count], checksum)
            length += count
    return length, checksum


def _touch(path: Path) -> None:
    """Note that an entry was used; at most every ten minutes, because most entries are used many times in a row."""
    with contextlib.suppress(OSError):
        if path.stat().st_mtime < time.time() - _TOUCH_AFTER_S:
            os.utime(path)


def _remove(path: Path) -> None:
    """Remove a file; one that another program holds on Windows goes next time."""
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
