"""Words of a text in every script, and when each is spoken."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edupulse_desktop.model.line import Word
from edupulse_desktop.services.speech.timings import Mark, marked_words, proportional_words, word_spans


def words(text: str) -> list[str]:
    return [text[start:end] for start, end in word_spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello, dear world!", ["Hello", "dear", "world"]),
        ("It's 50% off — really…", ["It's", "50%", "off", "really"]),
        ("word—word", ["word", "word"]),
        ("“Quoted” (well-known) it.", ["Quoted", "well-known", "it"]),
        ("a & b", ["a", "&", "b"]),
        ("12:30 and 3.5°C", ["12:30", "and", "3.5°C"]),
        ("😀 yes 👍🏽", ["yes"]),
        ("... ?!", []),
        ("你好，小明。", ["你", "好", "小", "明"]),
        ("東京タワーに行く", list("東京タワーに行く")),
        ("नमस्ते, आप", ["नमस्ते", "आप"]),
        ("مرحبا، كيف", ["مرحبا", "كيف"]),
        ("", []),
        ("tab\tand\nline", ["tab", "and", "line"]),
    ],
)
def test_what_a_word_is(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_marks_go_to_the_word_they_lie_in_or_before() -> None:
    text = "“Stop!” she said."
    marks = [Mark(0, 100, 400), Mark(8, 700, 900), Mark(12, 900, 1_300)]
    assert marked_words(text, marks, 1_400) == (
        Word(1, 5, 100, 400),
        Word(8, 11, 700, 900),
        Word(12, 16, 900, 1_300),
    )


def test_several_marks_in_a_word_make_one_span() -> None:
    marks = [Mark(0, 0, 100), Mark(3, 100, 250), Mark(6, 300, 400)]
    assert marked_words("12:30 now", marks, 500) == (Word(0, 5, 0, 250), Word(6, 9, 300, 400))


def test_words_without_a_mark_share_the_time_of_the_one_before_and_the_first_of_the_one_after() -> None:
    assert marked_words("of the way", [Mark(0, 0, 500), Mark(7, 600, 900)], 1_000) == (
        Word(0, 2, 0, 200),
        Word(3, 6, 200, 500),
        Word(7, 10, 600, 900),
    )
    assert marked_words("aa bb", [Mark(3, 100, 300)], 400) == (Word(0, 2, 100, 200), Word(3, 5, 200, 300))


def test_marks_outside_the_sound_are_brought_inside() -> None:
    got = marked_words("aa bb", [Mark(0, -20, 100), Mark(3, 90, 900)], 500)
    assert got == (Word(0, 2, 0, 90), Word(3, 5, 90, 500))


def test_without_marks_words_are_spread_by_their_letters_with_pauses() -> None:
    text = "One two. Three, four"
    got = proportional_words(text, 2_000)
    assert [text[word.start_char : word.end_char] for word in got] == ["One", "two", "Three", "four"]
    assert got[0].start_ms == 0
    assert got[-1].end_ms == 2_000
    gaps = [after.start_ms - word.end_ms for word, after in pairwise(got)]
    assert gaps[1] > gaps[2] > gaps[0] == 0
    assert marked_words(text, [], 2_000) == got


def test_spread_words_may_begin_later() -> None:
    assert proportional_words("a b", 1_000, 500) == (Word(0, 1, 500, 1_000), Word(2, 3, 1_000, 1_500))


@given(
    st.text(max_size=60),
    st.integers(0, 5_000),
    st.lists(st.tuples(st.integers(0, 70), st.integers(-100, 6_000), st.integers(0, 900)), max_size=12),
)
def test_words_are_all_there_in_order_and_inside_whatever_the_marks(
    text: str, length_ms: int, raw: list[tuple[int, int, int]]
) -> None:
    marks = [Mark(char, start, start + long) for char, start, long in raw]
    for got in (marked_words(text, marks, length_ms), proportional_words(text, length_ms)):
        assert tuple((word.start_char, word.end_char) for word in got) == word_spans(text)
        times = [time for word in got for time in (word.start_ms, word.end_ms)]
        assert times == sorted(times)
        assert all(0 <= time <= length_ms for time in times)
