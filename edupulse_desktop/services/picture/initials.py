"""The letters in a speaker's badge."""

from __future__ import annotations

import unicodedata


def initials(name: str) -> str:
    """Return one or two letters for a badge: of the first and last word in alphabets, else the first letter.

    Titles such as “Dr.” do not count.
    """
    words = [word for word in name.split() if word[0].isalnum() and word[-1] != "."] or name.split()
    if len(words) > 1 and all(_has_case(word[0]) for word in (words[0], words[-1])):
        return (words[0][0] + words[-1][0]).upper()
    return _first_letter(words[0]).upper() if words else ""


def _has_case(letter: str) -> bool:
    return letter.upper() != letter.lower()


def _first_letter(word: str) -> str:
    """Return the first letter with its accents and joiners."""
    end = 1
    while end < len(word) and (
        unicodedata.category(word[end]) in {"Mn", "Mc", "Me", "Cf", "Sk"} or word[end - 1] == "\u200d"
    ):
        end += 1
    return word[:end]
