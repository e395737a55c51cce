"""What a strange file is: a scenario, a written text, or something that cannot be read yet."""

from __future__ import annotations

import codecs
import re
from enum import StrEnum

from edupulse_desktop.errors import ImportRefused

LARGEST_TEXT_BYTES = 256 * 2**20
"""A scenario carries its pictures as base64: a hundred of two megabytes fit."""

READABLE = "EduPulse scenario files (.json), written outlines and “Name: text” scripts (.txt, .md)"

_BINARIES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a Word, PowerPoint or zip file"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word or PowerPoint file"),
    (b"{\\rtf", "a rich text document"),
    (b"SQLite format 3\x00", "an EduPulse project or another database; a project is opened, not imported"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"ID3", "a sound recording"),
    (b"OggS", "a sound recording"),
    (b"fLaC", "a sound recording"),
    (b"\x1aE\xdf\xa3", "a film"),
    (b"\x1f\x8b", "a packed file"),
    (b"7z\xbc\xaf", "a packed file"),
    (b"Rar!", "a packed file"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
)
_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SCENARIO_FIELD = re.compile(
    r"""(?:\\?["'“”„]\s*(?:script|branch_?options|dialogue|scenario)\s*\\?["'“”]|[{,]\s*(?:script|dialogue))\s*[:：]""",
    re.IGNORECASE,
)

_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f]")


class SourceKind(StrEnum):
    """How a file is read."""

    SCENARIO = "scenario"
    TEXT = "text"


def kind_of(data: bytes, name: str) -> SourceKind:
    """Return how a file is read, by what is in it and then by its name.

    Raises:
        ImportRefused: it is nothing that can be read, with what can.
    """
    text = text_of(data, name)
    if name.lower().endswith((".json", ".jsonc", ".json5")) or looks_like_scenario(text):
        return SourceKind.SCENARIO
    return SourceKind.TEXT


def looks_like_scenario(text: str) -> bool:
    """Whether a text holds a scenario, possibly between other words, rather than a script to read."""
    head = text[:1_000_000]
    return bool(re.search(r"[{\[]", head)) and bool(_SCENARIO_FIELD.search(head))


def text_of(data: bytes, name: str) -> str:
    r"""Return a file as text: UTF-8, UTF-16, UTF-32 or Windows-1252, with `\n` at the end of lines.

    Raises:
        ImportRefused: the file is too large, or is no text.
    """
    if len(data) > LARGEST_TEXT_BYTES:
        raise ImportRefused(
            f"“{name}” is larger than {LARGEST_TEXT_BYTES // 2**20} MB and was not read.",
            hint="Make its pictures smaller, or import the script without them.",
        )
    text = _decoded(data, name)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes, name: str) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    _refuse_binary(data, name)
    head = data[:4096]
    if b"\x00" in head:
        text = data.decode(_encoding_by_zeros(head, name), "replace")
        if _CONTROLS.search(text[:2048]):
            raise _no_text(name)
        return text
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _refuse_binary(data: bytes, name: str) -> None:
    kinds = [kind for magic, kind in _BINARIES if data.startswith(magic)]
    if data[4:8] == b"ftyp" or (data[:4] == b"RIFF" and data[8:12] in (b"WAVE", b"AVI ", b"WEBP")):
        kinds = ["a film, a sound recording or a picture"]
    if kinds:
        raise ImportRefused(
            f"“{name}” is {kinds[0]}, which cannot be read as a lesson yet.",
            hint=f"What can be read: {READABLE}. Copy the words into a text file and import that.",
        )


def _encoding_by_zeros(head: bytes, name: str) -> str:
    """Return which UTF-16 a text without a mark is in: its letters have a zero on one side."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > len(head) // 8 and even * 8 < odd:
        return "utf-16-le"
    if even > len(head) // 8 and odd * 8 < even:
        return "utf-16-be"
    raise _no_text(name)


def _no_text(name: str) -> ImportRefused:
    return ImportRefused(
        f"“{name}” is not a text file, so there is no lesson to read in it.",
        hint=f"What can be read: {READABLE}.",
    )
