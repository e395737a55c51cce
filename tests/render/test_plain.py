"""Plain films, and ordinary ones beside them: names and words that are no proper text."""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace
from pathlib import Path

import pytest

from edupulse_desktop.render.profile import CaptionMode
from edupulse_desktop.render.selection import WholeLesson
from tests.builders import lesson, scene
from tests.render.decoding import decoded_file, run_ffmpeg
from tests.render.filming import TINY, Shelf, filmed


@pytest.mark.skipif(os.name != "posix", reason="elsewhere every name is proper text")
@pytest.mark.parametrize("plain", [False, True])
def test_half_characters_in_folder_and_words_do_not_stop_a_film(tmp_path: Path, plain: bool) -> None:
    shelf = Shelf(tmp_path)
    said = replace(shelf.line(1), text="Half \ud83d of it")
    told = lesson(
        replace(scene("a", said, to="b"), title="One\udcff"),
        scene("b", shelf.line(2)),
        title="Lesson\ud800",
        author="Ms \udfff Hope",
        description="About\udc80",
    )
    folder = tmp_path / os.fsdecode(b"Films \xff\xe4") / "made"
    profile = replace(TINY, captions=CaptionMode.EMBEDDED, plain=plain)
    (film,) = asyncio.run(filmed(told, shelf, folder, profile, WholeLesson())).films
    assert len(decoded_file(film.path, 160, 90)) == 60
    words = run_ffmpeg("-i", str(film.path), "-f", "ffmetadata", "-").decode()
    assert "title=Lesson?" in words
    assert "artist=Ms ? Hope" in words
    assert "title=One?" in words
    captions = run_ffmpeg("-i", str(film.path), "-map", "0:s:0", "-f", "srt", "-").decode()
    assert "Half ? of it" in captions
    again = asyncio.run(filmed(told, shelf, folder, profile, WholeLesson()))
    assert again.written == 0
