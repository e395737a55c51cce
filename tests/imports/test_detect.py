"""Strange files are told apart by what is in them."""

import pytest

from edupulse_desktop.errors import ImportRefused
from edupulse_desktop.imports.detect import LARGEST_TEXT_BYTES, SourceKind, kind_of, text_of


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b'{"title": "x", "script": []}', "lesson", SourceKind.SCENARIO),
        (b"Sure! Here it is:\n```json\n{'script': []}\n```", "answer.txt", SourceKind.SCENARIO),
        (b'"{\\"script\\": []}"', "reply.txt", SourceKind.SCENARIO),
        (b"{script: []}", "bare.txt", SourceKind.SCENARIO),
        (b"anything at all", "x.JSON", SourceKind.SCENARIO),
        (b"Nurse: Good morning.\n[pause 2s]\nScript: [aside]\nDialogue: yes", "a.txt", SourceKind.TEXT),
        (b"# Scene one\nNurse: Hello {smiling}.", "outline.md", SourceKind.TEXT),
        (b"", "empty.txt", SourceKind.TEXT),
    ],
)
def test_scenarios_and_texts_are_told_apart(data: bytes, name: str, kind: SourceKind) -> None:
    assert kind_of(data, name) == kind


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.4", "PDF"),
        (b"PK\x03\x04\x14\x00", "Word, PowerPoint or zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Word"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"RIFF\x24\x00\x00\x00WAVEfmt ", "sound"),
        (b"\x00\x00\x00\x20ftypisom", "film"),
        (b"SQLite format 3\x00", "opened, not imported"),
        (b"{\\rtf1", "rich text"),
        (b"\x00\x01\x02\x03\x00\x05" * 40, "not a text file"),
    ],
)
def test_what_is_no_text_is_refused_with_what_can_be_read(data: bytes, what: str) -> None:
    with pytest.raises(ImportRefused, match=what) as refused:
        kind_of(data, "thing.bin")
    assert ".txt" in refused.value.hint


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_every_usual_encoding_is_read(encoding: str) -> None:
    text = "Renée: Déjà vu – “twice”.\r\nEnd\rdone\n"
    assert text_of(text.encode(encoding), "x.txt") == "Renée: Déjà vu – “twice”.\nEnd\ndone\n"


def test_a_huge_file_is_refused_unread() -> None:
    with pytest.raises(ImportRefused, match="256 MB"):
        text_of(bytes(LARGEST_TEXT_BYTES + 1), "huge.json")
