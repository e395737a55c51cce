"""What can be made again is found again, whole or not at all, and never fills the disk."""

from __future__ import annotations

import errno
import hashlib
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from edupulse_desktop.errors import StorageError
from edupulse_desktop.media.cache import Cache


def key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_bytes_and_files_come_back(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    assert cache.get(key("a")) is None
    cache.put(key("a"), b"hello", ".png")
    temporary = cache.temporary(key("film"), ".mp4")
    temporary.write_bytes(b"film" * 1_000_000)
    cache.put_file(key("film"), temporary)
    other = Cache(tmp_path / "cache")
    assert other.get(key("a")) == b"hello"
    film = other.path(key("film"))
    assert film is not None
    assert film.suffix == ".mp4"
    assert film.read_bytes() == b"film" * 1_000_000
    assert len(files(tmp_path)) == 2
    assert other.size_bytes() == 4_000_005


def test_an_entry_without_suffix_and_an_empty_one(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put(key("a"), b"")
    assert cache.get(key("a")) == b""
    found = cache.path(key("a"))
    assert found is not None
    assert ".part" not in found.name


@pytest.mark.parametrize("damage", ["flip", "short", "empty", "long"])
def test_a_damaged_entry_is_forgotten(damage: str, tmp_path: Path) -> None:
    cache, data = Cache(tmp_path), bytes(range(256)) * 100
    for lookup in (cache.get, cache.path):
        path = cache.put(key("a"), data, ".bin")
        flipped = bytearray(data)
        flipped[12_345] ^= 4
        path.write_bytes(
            {"flip": bytes(flipped), "short": data[:-1], "empty": b"", "long": data + b"x"}[damage]
        )
        assert lookup(key("a")) is None
        assert files(tmp_path) == []
        cache.put(key("a"), data, ".bin")
        assert cache.get(key("a")) == data


def test_the_least_recently_used_entries_go_first(tmp_path: Path) -> None:
    cache = Cache(tmp_path, budget_bytes=1_000)
    for index in range(10):
        path = cache.put(key(str(index)), bytes(100))
        os.utime(path, (time.time() - 10_000 + index,) * 2)
    cache.get(key("0"))
    cache.put(key("more"), bytes(100))
    assert cache.get(key("more")) is not None
    assert cache.get(key("0")) is not None
    assert cache.get(key("1")) is None
    assert cache.size_bytes() <= 800


def test_a_killed_programs_leftovers_go(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    old, new = cache.temporary(key("a"), ".mp4"), cache.temporary(key("a"), ".mp4")
    old.write_bytes(b"half")
    new.write_bytes(b"half")
    os.utime(old, (0, 0))
    cache.evict()
    assert files(tmp_path) == [new]


def test_removing_and_clearing(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put(key("a"), b"a")
    cache.put(key("b"), b"b")
    cache.remove(key("a"))
    assert cache.get(key("a")) is None
    assert cache.get(key("b")) == b"b"
    cache.clear()
    assert files(tmp_path) == []


@pytest.mark.parametrize("bad", ["", "../../etc/passwd", "ABCDEF0123456789", "abc"])
def test_a_key_is_never_a_path(bad: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="hexadecimal"):
        Cache(tmp_path).get(bad)


def test_a_full_disk_is_said_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, data: bytes) -> int:
        with self.open("wb") as stream:
            stream.write(data[:1])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(StorageError, match="no room"):
        Cache(tmp_path).put(key("a"), b"data")
    assert files(tmp_path) == []


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "cache").write_bytes(b"")
    with pytest.raises(StorageError):
        Cache(tmp_path / "cache").put(key("a"), b"data")
    assert Cache(tmp_path / "cache").get(key("a")) is None


HAMMER = """
import sys
from pathlib import Path
from edupulse_desktop.media.cache import Cache
cache, seed, wrong = Cache(Path(sys.argv[1]), budget_bytes=60_000), int(sys.argv[2]), 0
for turn in range(150):
    number = (turn * 7 + seed) % 20
    data, key = bytes([number]) * 4_000, f"{number:064x}"
    found = cache.get(key)
    wrong += found is not None and found != data
    cache.put(key, data, ".bin")
sys.exit(wrong)
"""


def test_several_processes_share_a_folder(tmp_path: Path) -> None:
    commands = [[sys.executable, "-c", HAMMER, str(tmp_path), str(seed)] for seed in range(3)]
    running = [subprocess.Popen(command) for command in commands]
    assert [process.wait() for process in running] == [0, 0, 0]
    assert all(".part" not in path.name for path in files(tmp_path))


def test_several_threads_share_a_cache(tmp_path: Path) -> None:
    cache = Cache(tmp_path, budget_bytes=60_000)

    def hammer(seed: int) -> int:
        wrong = 0
        for turn in range(100):
            number = (turn * 7 + seed) % 20
            found = cache.get(key(str(number)))
            wrong += found is not None and found != bytes([number]) * 4_000
            cache.put(key(str(number)), bytes([number]) * 4_000)
        return wrong

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(hammer, range(4))) == 0
