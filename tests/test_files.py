"""Files are replaced whole or not at all, and every title becomes a legal name."""

from __future__ import annotations

import errno
import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edupulse_desktop.errors import StorageError
from edupulse_desktop.files import (
    rename_with_retries,
    replace_durably,
    safe_file_name,
    storage_error,
    temporary_beside,
    write_durably,
)

CORPUS = [
    " lead", "trail ", "dot.", ".hidden", "..", ".", "", "   ", "CON", "nul.txt", "Aux.tar.gz", "COM1", "lpt9.mp4", "com¹", "CONIN$",
    "a/b", "a\\b", "C:\\x", "a:b", "what?", "a*b", 'say "x"', "<b>", "a|b", "tab\there", "new\nline", "nul\0byte", "\x1b[31m", "bell\x07",
    "e\u0301te\u0301", "Ωμέγα", "شروع", "שלום", "\u202etxt.exe", "a\u200bb", "👩\u200d🔬 lab", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "\ud800bad", "%d", "it's", "a=b,c;d", "[x]", "-rf", "~root", "$HOME", "a&b", "50 % off", "x" * 255, "é" * 255, "漢" * 255, "👩\u200d🔬" * 100,
    "a" * 1000 + ".mp4", "क्षि" * 80,
]  # fmt: skip

_RESERVED = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"com{i}" for i in range(10)),
    *(f"lpt{i}" for i in range(10)),
    "com¹",
    "conin$",
}


def _assert_legal(name: str) -> None:
    assert name
    assert len(name.encode()) <= 180
    assert unicodedata.normalize("NFC", name) == name
    assert not set(name) & set('<>:"/\\|?*')
    assert all(ord(character) >= 32 and ord(character) != 127 for character in name)
    assert name[0] not in " .-~"
    assert name[-1] not in " ."
    assert name.split(".", maxsplit=1)[0].rstrip(" ").casefold() not in _RESERVED


@pytest.mark.parametrize("text", CORPUS)
def test_every_title_of_the_corpus_becomes_a_file(text: str, tmp_path: Path) -> None:
    name = safe_file_name(text, "lesson")
    _assert_legal(name)
    write_durably(tmp_path / f"{name}.mp4", b"x")
    assert (tmp_path / f"{name}.mp4").read_bytes() == b"x"


@given(st.text(max_size=400))
def test_any_text_becomes_a_legal_name(text: str) -> None:
    _assert_legal(safe_file_name(text, "lesson"))


@given(st.text(max_size=200))
def test_a_safe_name_is_safe_already(text: str) -> None:
    once = safe_file_name(text, "lesson")
    assert safe_file_name(once, "lesson") == once


def test_readable_titles_stay_as_they_are() -> None:
    assert safe_file_name("Fractions – part 2 (Jahrgang 7)", "lesson") == "Fractions – part 2 (Jahrgang 7)"
    assert safe_file_name("👩\u200d🔬 lab", "lesson") == "👩\u200d🔬 lab"
    assert safe_file_name("CON", "lesson") == "CON_"
    assert safe_file_name("///", "lesson") == "lesson"


def test_a_long_name_is_never_cut_inside_an_emoji() -> None:
    name = safe_file_name("👩\u200d🔬" * 100, "lesson")
    assert set(name.split("👩\u200d🔬")) == {""}


def test_writing_replaces_and_leaves_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "settings.json"
    write_durably(path, b"one")
    write_durably(path, b"two")
    assert path.read_bytes() == b"two"
    assert [file.name for file in path.parent.iterdir()] == ["settings.json"]


def test_a_failed_write_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.json"
    write_durably(path, b"old")

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError, match="no room"):
        write_durably(path, b"new")
    assert path.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["a.json"]


def test_a_folder_that_is_a_file_is_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for path in (tmp_path / "file" / "x.json", tmp_path / "file" / "below" / "x.json"):
        with pytest.raises(
            StorageError, match=r"“file” is a file, not a folder\. It was not touched\."
        ) as refused:
            write_durably(path, b"new")
        assert refused.value.hint == "Name a folder."
    assert (tmp_path / "file").read_bytes() == b""


def test_a_file_that_is_a_folder_is_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "film.mp4").mkdir()
    with pytest.raises(StorageError, match=r"“film\.mp4” is a folder, not a file\. It was not touched\."):
        write_durably(tmp_path / "film.mp4", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["film.mp4"]


def test_a_name_too_long_for_the_disk_is_a_storage_error(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"“x{40}…” is too long") as refused:
        write_durably(tmp_path / ("x" * 300), b"new")
    assert "shorter" in refused.value.hint
    assert list(tmp_path.iterdir()) == []


def test_sharing_errors_of_windows_are_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "a.part"
    source.write_bytes(b"x")
    real, refusals = Path.replace, [5, 32, 33]

    def held(self: Path, target: Path) -> Path:
        if refusals:
            failure = PermissionError(errno.EACCES, "held by a scanner")
            failure.winerror = refusals.pop()  # type: ignore[attr-defined]
            raise failure
        return real(self, target)

    monkeypatch.setattr(Path, "replace", held)
    rename_with_retries(source, tmp_path / "a")
    assert (tmp_path / "a").read_bytes() == b"x"
    assert refusals == []


def test_other_errors_are_not_waited_for(tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        replace_durably(tmp_path / "missing", tmp_path / "a")


def test_a_temporary_name_keeps_folder_and_suffix(tmp_path: Path) -> None:
    first, second = temporary_beside(tmp_path / "film.mp4"), temporary_beside(tmp_path / "film.mp4")
    assert first.parent == tmp_path
    assert first.suffix == ".mp4"
    assert first != second
    assert len(temporary_beside(tmp_path / ("a." + "x" * 250)).name) < 60


def test_reasons_are_told_apart() -> None:
    path = Path("film.mp4")
    assert "no room" in storage_error(OSError(errno.ENOSPC, ""), path).message
    assert "may not" in storage_error(OSError(errno.EROFS, ""), path).message
    assert "could not" in storage_error(OSError(errno.EIO, ""), path).message
    assert "could not" in storage_error(OSError(errno.ENOTDIR, ""), path).message
