"""What is said for what is written, and which written character each said one stands for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edupulse_desktop.model.cast import Pronunciation
from edupulse_desktop.services.speech.spoken_text import spoken_text


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Hello, world.", "Hello, world."),
        ("so 😀 happy", "so   happy"),
        ("nurse 👩🏽‍⚕️.", "nurse   ."),
        ("I ❤️ you", "I   you"),
        ("**Now** or _never_", "Now or never"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("snake_case", "snakecase"),
        ("one\ntwo", "one, two"),
        ("one.\ntwo", "one.\ntwo"),
        ("one\n\ntwo\n", "one, \ntwo\n"),
        ("soft\u00adhyphen", "softhyphen"),
        ("zero\u200bwidth", "zerowidth"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क्\u200dष", "क्\u200dष"),
        ("nul\x00here", "nul here"),
        ("37 °C ©", "37 °C ©"),
        ("tab\there", "tab here"),
        ("\U000f0000private", " private"),
        ("", ""),
    ],
)
def test_what_is_said(written: str, said: str) -> None:
    assert spoken_text(written).text == said


def test_pronunciations_replace_whole_words_longest_first() -> None:
    words = (
        Pronunciation("IV", "intravenous"),
        Pronunciation("New York", "Noo Yawk"),
        Pronunciation("New", "Nyoo"),
        Pronunciation("東京", "とうきょう"),
        Pronunciation("C++", "see plus plus"),
    )
    assert (
        spoken_text("The IV, not IVY or DIV; IV.", words).text
        == "The intravenous, not IVY or DIV; intravenous."
    )
    assert spoken_text("New York is New", words).text == "Noo Yawk is Nyoo"
    assert spoken_text("東京です", words).text == "とうきょうです"
    assert spoken_text("use C++ now", words).text == "use see plus plus now"


def test_what_is_said_is_not_replaced_again_and_may_be_nothing() -> None:
    words = (Pronunciation("a", "b"), Pronunciation("b", "a"), Pronunciation("hm", ""))
    assert spoken_text("a b hm a", words).text == "b a  b"


def test_every_said_character_knows_where_it_comes_from() -> None:
    spoken = spoken_text("Give IV 😀 **now**", (Pronunciation("IV", "drip"),))
    assert spoken.text == "Give drip   now"
    assert [spoken.written[spoken.text.index(word)] for word in ("Give", "drip", "now")] == [0, 5, 12]


@given(st.text(max_size=60))
def test_the_way_back_rises_and_stays_inside(text: str) -> None:
    spoken = spoken_text(text, (Pronunciation("a", "long one"), Pronunciation("0", "")))
    assert len(spoken.written) == len(spoken.text)
    assert list(spoken.written) == sorted(spoken.written)
    assert all(0 <= place < len(text) for place in spoken.written)
    spoken.text.encode()
