"""Captions and chapters as samples: no gap, no overlap, no broken character."""

from __future__ import annotations

import struct

from hypothesis import given, settings
from hypothesis import strategies as st

from edupulse_desktop.render.mp4.languages import language_code
from edupulse_desktop.render.mp4.text import (
    Caption,
    Chapter,
    TextSamples,
    caption_samples,
    chapter_list,
    chapter_samples,
    listed_chapters,
)


def read(samples: TextSamples) -> list[tuple[str, int]]:
    """Return texts and durations."""
    found, at = [], 0
    for size, duration in zip(samples.sizes.tolist(), samples.durations_ms.tolist(), strict=True):
        length = struct.unpack_from(">H", samples.data, at)[0]
        found.append((samples.data[at + 2 : at + 2 + length].decode(), duration))
        at += size
    assert at == len(samples.data)
    return found


def test_silence_between_captions_is_an_empty_sample() -> None:
    captions = [Caption(500, 900, "one"), Caption(900, 1500, "two"), Caption(2000, 2400, "três")]
    expected = [("", 500), ("one", 400), ("two", 600), ("", 500), ("três", 400), ("", 600)]
    assert read(caption_samples(captions, 3000)) == expected


def test_overlapping_captions_wait_and_late_ones_are_cut() -> None:
    captions = [
        Caption(100, 900, "b"),
        Caption(0, 400, "a"),
        Caption(200, 300, "hidden"),
        Caption(800, 5000, "c"),
    ]
    assert read(caption_samples(captions, 1000)) == [("a", 400), ("b", 500), ("c", 100)]


def test_a_film_without_words_has_one_empty_sample() -> None:
    assert read(caption_samples([], 1234)) == [("", 1234)]


@settings(max_examples=60)
@given(
    st.lists(st.builds(Caption, st.integers(-100, 5000), st.integers(-100, 5000), st.text(max_size=9))),
    st.integers(1, 4000),
)
def test_captions_always_last_as_long_as_the_film(captions: list[Caption], film_ms: int) -> None:
    samples = read(caption_samples(captions, film_ms))
    assert sum(duration for _, duration in samples) == film_ms
    assert all(duration > 0 for _, duration in samples)


def test_chapters_follow_each_other_from_the_first_frame() -> None:
    chapters = listed_chapters(
        [Chapter(4000, "B"), Chapter(250, "A"), Chapter(4000, "twice"), Chapter(9000, "late")], 9000
    )
    assert chapters == (Chapter(0, "A"), Chapter(4000, "B"))
    assert read(chapter_samples(chapters, 9000)) == [("A", 4000), ("B", 5000)]


def test_the_list_of_chapters_is_the_one_worked_out_by_hand() -> None:
    data = chapter_list((Chapter(0, "A"), Chapter(1500, "é")))
    assert data == (
        struct.pack(">I4sII", 8 + 4 + 4 + 1 + 9 + 1 + 9 + 2, b"chpl", 0x01000000, 0)
        + b"\x02"
        + struct.pack(">QB", 0, 1)
        + b"A"
        + struct.pack(">QB", 15_000_000, 2)
        + "é".encode()
    )


def test_too_many_and_too_long_chapters_are_cut_between_characters() -> None:
    chapters = listed_chapters([Chapter(number, "é" * 200) for number in range(300)], 10_000)
    assert len(chapters) == 255
    entries = chapter_list(chapters)[17:]
    assert entries[8] == 254
    assert entries[9 : 9 + 254].decode() == "é" * 127
    assert read(chapter_samples(chapters, 10_000))[0] == ("é" * 127, 1)


def test_captions_longer_than_their_length_field_are_cut_between_characters() -> None:
    assert read(caption_samples([Caption(0, 10, "é" * 40_000)], 10)) == [("é" * 32_767, 10)]


def test_half_a_character_becomes_a_question_mark() -> None:
    assert read(caption_samples([Caption(0, 10, "a\ud83d b")], 10)) == [("a? b", 10)]
    chapters = (Chapter(0, "One\udcff"),)
    assert read(chapter_samples(chapters, 10)) == [("One?", 10)]
    assert chapter_list(chapters).endswith(b"\x04One?")


def test_language_tags_become_three_letters() -> None:
    tags = {
        "en": "eng",
        "en-GB": "eng",
        "de_AT": "deu",
        "pt-BR": "por",
        "zh-Hans": "zho",
        "hi": "hin",
        "ar": "ara",
        "fra": "fra",
        "FR": "fra",
        "": "und",
        "xx": "und",
        "klingon": "und",
    }
    assert {tag: language_code(tag) for tag in tags} == tags
