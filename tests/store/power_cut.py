"""What a power cut can leave of the files SQLite writes: every operation is recorded, then cut off anywhere.

SQLite's default file layer is patched in memory, so that each write, truncation, sync and deletion is noted in
order. A disk holds for certain what was synced; of what was written since, a power cut may leave all, nothing,
any part, or half a write. Works where the `sqlite3` module is linked to a shared SQLite library (Linux).
"""

from __future__ import annotations

import ctypes
import random
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import CFUNCTYPE, POINTER, Structure, c_char_p, c_int, c_int64, c_void_p
from dataclasses import dataclass
from pathlib import Path

SECTOR_BYTES = 512

_Open = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, c_void_p)
_Delete = CFUNCTYPE(c_int, c_void_p, c_char_p, c_int)
_Write = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
_Truncate = CFUNCTYPE(c_int, c_void_p, c_int64)
_Sync = CFUNCTYPE(c_int, c_void_p, c_int)


class _Vfs(Structure):
    """The beginning of `sqlite3_vfs`."""

    _fields_ = [
        *((name, c_int) for name in ("version", "file_bytes", "path_bytes")),
        *((name, c_void_p) for name in ("next", "name", "data", "open", "delete")),
    ]


class _Methods(Structure):
    """`sqlite3_io_methods`, version 3."""

    _fields_ = [
        ("version", c_int),
        *(
            (name, c_void_p)
            for name in ("close", "read", "write", "truncate", "sync", "size", "lock", "unlock")
        ),
        *(
            (name, c_void_p)
            for name in ("reserved", "control", "sector", "traits", "map", "shm_lock", "barrier")
        ),
        *((name, c_void_p) for name in ("unmap", "fetch", "unfetch")),
    ]


class _File(Structure):
    _fields_ = [("methods", POINTER(_Methods))]


@dataclass(frozen=True)
class Deed:
    """One operation on a file, or the acknowledgement of save number `at`."""

    kind: str
    path: str = ""
    at: int = 0
    data: bytes = b""


def shared_library() -> str | None:
    """Return the path of the SQLite library this process has loaded; none if it is built in."""
    maps = Path("/proc/self/maps")
    if not maps.exists():
        return None
    return next((row.split()[-1] for row in maps.read_text().splitlines() if "libsqlite3" in row), None)


@contextmanager
def recorded(library: str) -> Iterator[list[Deed]]:
    """Note every operation of SQLite inside."""
    sqlite = ctypes.CDLL(library)
    sqlite.sqlite3_vfs_find.restype = POINTER(_Vfs)
    vfs = sqlite.sqlite3_vfs_find(None).contents
    deeds: list[Deed] = []
    kept: list[object] = []
    usual_open, usual_delete = _Open(vfs.open), _Delete(vfs.delete)

    def opened(layer: int, name: int, file: int, flags: int, out: int) -> int:
        code = usual_open(layer, name, file, flags, out)
        handle = _File.from_address(file)
        if code == 0 and name and handle.methods:
            path = ctypes.string_at(name).decode()
            deeds.append(Deed("open", path))
            handle.methods = _watched(handle.methods.contents, path, deeds, kept)
        return code

    def deleted(layer: int, name: bytes, durably: int) -> int:
        code = usual_delete(layer, name, durably)
        if code == 0:
            deeds.append(Deed("delete", name.decode(), durably))
        return code

    mine = _Open(opened), _Delete(deleted)
    usual = vfs.open, vfs.delete
    vfs.open, vfs.delete = (ctypes.cast(each, c_void_p).value for each in mine)
    try:
        yield deeds
    finally:
        vfs.open, vfs.delete = usual


def _watched(usual: _Methods, path: str, deeds: list[Deed], kept: list[object]) -> object:
    write, truncate, sync = _Write(usual.write), _Truncate(usual.truncate), _Sync(usual.sync)

    def written(file: int, data: int, size_bytes: int, at: int) -> int:
        deeds.append(Deed("write", path, at, ctypes.string_at(data, size_bytes)))
        return write(file, data, size_bytes, at)

    def truncated(file: int, size_bytes: int) -> int:
        deeds.append(Deed("truncate", path, size_bytes))
        return truncate(file, size_bytes)

    def synced(file: int, flags: int) -> int:
        code = sync(file, flags)
        deeds.append(Deed("sync", path))
        return code

    methods = _Methods.from_buffer_copy(usual)
    mine = _Write(written), _Truncate(truncated), _Sync(synced)
    methods.write, methods.truncate, methods.sync = (ctypes.cast(each, c_void_p).value for each in mine)
    # SQLite keeps the addresses; Python must keep what they lead to.
    kept.extend((methods, write, truncate, sync, *mine))
    return ctypes.pointer(methods)


class Disk:
    """Which bytes are certain and which are on their way, file by file."""

    def __init__(self, certain: dict[str, bytes]) -> None:
        self._certain: dict[str, bytes | None] = dict(certain)
        self._coming: dict[str, list[Deed]] = {}

    def do(self, deed: Deed) -> None:
        """Let one operation happen."""
        if deed.kind == "sync" or (deed.kind == "delete" and deed.at):
            if deed.kind == "delete":
                self._coming.setdefault(deed.path, []).append(deed)
            self._certain[deed.path] = _after(self._certain.get(deed.path), self._coming.pop(deed.path, []))
        elif deed.kind != "acknowledged":
            self._coming.setdefault(deed.path, []).append(deed)

    def cut(self, chance: random.Random) -> Iterator[dict[str, bytes]]:
        """Yield what a power cut now may leave."""
        yield self._left({path: [] for path in self._coming})
        yield self._left(self._coming)
        for _ in range(2):
            yield self._left(
                {
                    path: [deed for deed in deeds if chance.random() < 0.5]
                    for path, deeds in self._coming.items()
                }
            )
        yield self._left(
            {path: [*deeds[:-1], _torn(deeds[-1], chance)] for path, deeds in self._coming.items() if deeds}
        )

    def _left(self, happened: dict[str, list[Deed]]) -> dict[str, bytes]:
        paths = self._certain.keys() | happened.keys()
        contents = {path: _after(self._certain.get(path), happened.get(path, [])) for path in paths}
        return {path: content for path, content in contents.items() if content is not None}


def _after(content: bytes | None, deeds: list[Deed]) -> bytes | None:
    for deed in deeds:
        if deed.kind == "delete":
            content = None
        elif deed.kind == "open":
            content = content or b""
        elif deed.kind == "truncate":
            content = (content or b"")[: deed.at].ljust(deed.at, b"\0")
        else:
            grown = (content or b"").ljust(deed.at, b"\0")
            content = grown[: deed.at] + deed.data + grown[deed.at + len(deed.data) :]
    return content


def _torn(deed: Deed, chance: random.Random) -> Deed:
    if deed.kind != "write" or len(deed.data) <= SECTOR_BYTES:
        return deed
    kept = chance.randrange(1, len(deed.data) // SECTOR_BYTES + 1) * SECTOR_BYTES
    return Deed("write", deed.path, deed.at, deed.data[:kept])
