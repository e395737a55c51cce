"""A package appears whole or not at all, and never costs anybody else's files."""

from __future__ import annotations

import hashlib
import json
import random
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest

from edupulse_desktop.errors import ExportError, StorageError
from edupulse_desktop.export import package as packages
from edupulse_desktop.export.package import Package

KILLS = 12


def inventory(folder: Path) -> frozenset[str] | None:
    """Recognise the packages of these tests."""
    listed = folder / "list.json"
    return frozenset(json.loads(listed.read_text())) if listed.is_file() else None


def fill(folder: Path, **contents: bytes) -> tuple[Path, ...]:
    """Make a package of these files."""
    with Package(folder, inventory) as package:
        for name, data in contents.items():
            package.write(name, data)
        package.write("list.json", json.dumps([*contents, "list.json"]).encode())
        return package.commit()


def names(folder: Path) -> set[str]:
    """Return everything in a folder."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_package_appears_with_its_files(tmp_path: Path) -> None:
    source = tmp_path / "film.mp4"
    source.write_bytes(b"film" * 600_000)
    with Package(tmp_path / "new" / "package", inventory) as package:
        copied = package.copy("films/01.mp4", source)
        package.write("a.txt", b"a")
        assert not package.target.exists()
        files = package.commit()
    assert copied.size_bytes == 2_400_000
    assert copied.sha256 == hashlib.sha256(source.read_bytes()).hexdigest()
    assert [path.name for path in files] == ["01.mp4", "a.txt"]
    assert files[0].read_bytes() == source.read_bytes()
    assert names(tmp_path / "new") == {"package/films/01.mp4", "package/a.txt"}


@pytest.mark.parametrize("exchanges", [True, False])
def test_an_earlier_package_is_replaced(
    tmp_path: Path, exchanges: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not exchanges:
        monkeypatch.setattr(packages, "exchange", lambda _one, _other: False)
    fill(tmp_path / "p", old=b"1")
    (tmp_path / "p" / ".DS_Store").write_bytes(b"")
    fill(tmp_path / "p", new=b"2")
    assert names(tmp_path) == {"p/new", "p/list.json"}
    assert [path.name for path in tmp_path.iterdir()] == ["p"]


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    fill(tmp_path / "p", a=b"1")
    assert names(tmp_path) == {"p/a", "p/list.json"}


def test_other_peoples_files_are_never_touched(tmp_path: Path) -> None:
    folder = tmp_path / "thesis"
    folder.mkdir()
    for name in ("thesis.docx", "b", "c", "d", "e"):
        (folder / name).write_text("years of work")
    with pytest.raises(ExportError, match=r"not from an export \(b, c, d and 2 more\)\. Nothing was changed"):
        fill(folder, a=b"1")
    assert names(tmp_path) == {"thesis/thesis.docx", "thesis/b", "thesis/c", "thesis/d", "thesis/e"}
    assert [path.name for path in tmp_path.iterdir()] == ["thesis"]


def test_a_file_added_to_a_package_is_never_lost(tmp_path: Path) -> None:
    fill(tmp_path / "p", a=b"1")
    (tmp_path / "p" / "notes.txt").write_text("mine")
    with pytest.raises(ExportError, match=r"notes\.txt"):
        fill(tmp_path / "p", a=b"2")
    assert (tmp_path / "p" / "a").read_bytes() == b"1"


def test_a_file_that_comes_while_exporting_is_never_lost(tmp_path: Path) -> None:
    with Package(tmp_path / "p", inventory) as package:
        package.write("a", b"1")
        (tmp_path / "p").mkdir()
        (tmp_path / "p" / "late.txt").write_text("mine")
        with pytest.raises(ExportError, match=r"late\.txt"):
            package.commit()
    assert names(tmp_path) == {"p/late.txt"}


def test_a_file_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "p").write_text("mine")
    with pytest.raises(ExportError, match="is a file"):
        fill(tmp_path / "p", a=b"1")
    assert (tmp_path / "p").read_text() == "mine"


def test_a_whole_disk_is_refused() -> None:
    with pytest.raises(ExportError, match="whole disk"):
        fill(Path("/"), a=b"1")


def test_a_package_that_fails_leaves_no_trace(tmp_path: Path) -> None:
    fill(tmp_path / "p", a=b"1")
    with Package(tmp_path / "p", inventory) as package:
        package.write("b", b"2")
        with pytest.raises(ExportError, match=r"gone\.mp4"):
            package.copy("films/gone.mp4", tmp_path / "gone.mp4")
    assert names(tmp_path) == {"p/a", "p/list.json"}
    assert [path.name for path in tmp_path.iterdir()] == ["p"]


def test_a_full_disk_leaves_the_old_package(tmp_path: Path) -> None:
    fill(tmp_path / "p", a=b"1")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        with pytest.raises(StorageError, match="no room left"):
            fill(tmp_path / "p", a=b"2" * 200_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert names(tmp_path) == {"p/a", "p/list.json"}
    assert [path.name for path in tmp_path.iterdir()] == ["p"]


def test_a_folder_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "blocked").write_text("")
    with pytest.raises(StorageError, match="“blocked” is a file, not a folder"):
        fill(tmp_path / "blocked" / "p", a=b"1")


def test_what_a_kill_left_is_mended(tmp_path: Path) -> None:
    fill(tmp_path / "p", a=b"1")
    (tmp_path / "p").rename(tmp_path / ".p.edupulse-old-0123456789abcdef")
    (tmp_path / ".p.edupulse-new-0123456789abcdef").mkdir()
    (tmp_path / ".p.edupulse-new-0123456789abcdef" / "half").write_bytes(b"")
    (tmp_path / ".p.edupulse-new-notours").mkdir()
    with Package(tmp_path / "p", inventory) as package:
        assert (tmp_path / "p" / "a").read_bytes() == b"1"
    assert package.files == ()
    assert {path.name for path in tmp_path.iterdir()} == {"p", ".p.edupulse-new-notours"}


_EXPORT_FOR_EVER = """
import itertools, json, sys
from pathlib import Path
from edupulse_desktop.export import package as packages
from edupulse_desktop.export.package import Package
folder = Path(sys.argv[1])
if sys.argv[2] == "plain":
    packages.exchange = lambda one, other: False
inventory = lambda at: frozenset(json.loads((at / "list.json").read_text())) if (at / "list.json").is_file() else None
for number in itertools.count():
    with Package(folder, inventory) as package:
        names = [f"film-{each}" for each in range(6)]
        for name in names:
            package.write(name, bytes([number % 251]) * 200_000)
        package.write("list.json", json.dumps([*names, "list.json"]).encode())
        package.commit()
    print(number, flush=True)
"""


@pytest.mark.parametrize("way", ["exchange", "plain"])
def test_a_kill_leaves_the_old_or_the_new(tmp_path: Path, way: str) -> None:
    folder = tmp_path / "p"
    dice = random.Random(way)
    for _ in range(KILLS // 2):
        child = subprocess.Popen(
            [sys.executable, "-c", _EXPORT_FOR_EVER, str(folder), way], stdout=subprocess.PIPE
        )
        assert child.stdout is not None
        with child, child.stdout:
            child.stdout.readline()
            time.sleep(dice.random() * 0.15)
            child.kill()
        aside = list(tmp_path.glob(".p.edupulse-old-*"))
        if way == "exchange" or folder.exists():
            assert_whole(folder)
        else:
            assert_whole(aside[0])
    fill(folder, a=b"1")
    assert [path.name for path in tmp_path.iterdir()] == ["p"]


def assert_whole(folder: Path) -> None:
    """Fail unless a package is complete and of one export."""
    listed = json.loads((folder / "list.json").read_text())
    contents = {(folder / name).read_bytes() for name in listed if name != "list.json"}
    assert len(contents) == 1
    assert len(contents.pop()) == 200_000
