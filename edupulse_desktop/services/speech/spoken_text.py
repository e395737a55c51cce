"""What is said for a written text: pronunciations put in, emoji and decoration left out, and the way back.

Captions show the text as written while a voice gets this one, so every character of it knows which written
character it stands for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from edupulse_desktop.model.cast import Pronunciation

_DECORATION = frozenset("*_~`")
"""Emphasis in chat and notes; a voice would read each one as a word."""
_SOFT_HYPHEN = "\u00ad"
_JOINERS = frozenset("\u200c\u200d")
_VARIATION_SELECTORS = re.compile("[\ufe00-\ufe0f\u20e3\U000e0020-\U000e007f\U0001f3fb-\U0001f3ff]")
_ENDS_A_CLAUSE = re.compile(r"[\w%)\]}\"'»”’]")
_FIRST_PICTURE = 0x2100
"""Symbols before this are read as words (° © ®); from arrows on, they are pictures."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A text to say.

    Args:
        text: what the voice gets.
        written: for every character of it, the place in the written text it stands for.
    """

    text: str
    written: tuple[int, ...]


def spoken_text(text: str, pronunciations: Sequence[Pronunciation] = ()) -> Spoken:
    """Return what to say for a text."""
    said: list[str] = []
    written: list[int] = []
    by_length = sorted(pronunciations, key=lambda word: -len(word.written))
    place = 0
    while place < len(text):
        known = next((word for word in by_length if _stands_at(word.written, text, place)), None)
        piece = known.spoken if known else _said(text, place)
        length = len(known.written) if known else 1
        said.append(piece)
        written += [place + length * index // len(piece) for index in range(len(piece))]
        place += length
    return Spoken("".join(said), tuple(written))


def _stands_at(word: str, text: str, place: int) -> bool:
    """Whether a whole word stands there: `IV` is not said inside `IVY`."""
    if not word or not text.startswith(word, place):
        return False
    end = place + len(word)
    glued_before = place > 0 and text[place - 1].isalnum() and word[0].isalnum()
    glued_after = end < len(text) and text[end].isalnum() and word[-1].isalnum()
    spaced = ord(word[0]) < 0x2E80
    return not (spaced and (glued_before or glued_after))


def _said(text: str, place: int) -> str:
    letter = text[place]
    if letter == "\n":
        before = text[:place].rstrip(" \t\r")
        return ", " if before and _ENDS_A_CLAUSE.match(before[-1]) and text[place:].strip() else "\n"
    if letter.isspace():
        return " "
    if letter == _SOFT_HYPHEN or _VARIATION_SELECTORS.match(letter):
        return ""
    if letter in _DECORATION:
        return "" if _touches_a_word(text, place) else letter
    category = unicodedata.category(letter)
    if category in {"Cc", "Cs", "Co", "Cn"} or (category == "So" and ord(letter) >= _FIRST_PICTURE):
        return " "
    if category == "Cf":
        return letter if letter in _JOINERS and _follows_a_letter(text, place) else ""
    return letter


def _follows_a_letter(text: str, place: int) -> bool:
    """Whether a joiner belongs to a word, as in Persian and Hindi, and not to an emoji."""
    return place > 0 and unicodedata.category(text[place - 1])[0] in "LM" and text[place - 1] != "\ufe0f"


def _touches_a_word(text: str, place: int) -> bool:
    """Whether a run of decoration leans on a letter, as in **this**, unlike 2 * 3."""
    start = end = place
    while start > 0 and text[start - 1] in _DECORATION:
        start -= 1
    while end < len(text) and text[end] in _DECORATION:
        end += 1
    around = text[start - 1 : start] + text[end : end + 1]
    return any(letter.isalpha() or letter in ".,;:!?)" for letter in around) or end - start > 1
