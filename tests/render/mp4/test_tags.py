"""What a film says of itself: only what there is to say, in proper text."""

from __future__ import annotations

import pytest

from edupulse_desktop.errors import RenderError
from edupulse_desktop.render.mp4.tags import Tags, tag_boxes


def test_nothing_to_say_is_no_box() -> None:
    assert tag_boxes(Tags(tool=""), b"") == b""


def test_half_a_character_becomes_a_question_mark() -> None:
    said = tag_boxes(Tags("A\ud83d", "B\udcff", "C\ud800", "D\udfff"), b"")
    for words in (b"A?", b"B?", b"C?", b"D?"):
        assert b"data\x00\x00\x00\x01\x00\x00\x00\x00" + words in said


def test_a_poster_is_a_picture() -> None:
    with pytest.raises(RenderError, match="poster"):
        tag_boxes(Tags(), b"GIF89a")
