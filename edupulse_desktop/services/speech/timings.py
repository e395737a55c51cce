"""When each word is spoken: from a provider's marks, or spread over the length where there are none.

A word is what captions light up: a run without spaces that holds a letter, a digit or a spoken sign, without
the punctuation around it; in Chinese and Japanese, which have no spaces, every character.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from edupulse_desktop.model.line import Word

_SPOKEN_SIGNS = frozenset("&%@€$£¥+=°§©®™№µ½¼¾²³")
_DASHES = frozenset("–—―…")
_EMOJI_MARKS = frozenset([chr(code) for code in range(0xFE00, 0xFE10)] + ["\u20e3"])
_CLAUSE_ENDS = frozenset(",;:،؛、，；：–—―")
_SENTENCE_ENDS = frozenset(".!?…؟۔।。！？")
_IDEOGRAPHS = ((0x3040, 0x30FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF))

_LETTER, _DIGIT, _IDEOGRAPH = 1.0, 3.0, 2.5
_CLAUSE_PAUSE, _SENTENCE_PAUSE = 3.0, 6.0
"""Weights in letters: a digit is read as a word; pauses are those of read-aloud prose at 15 letters a second."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A provider's word: which character of the text it begins at, and when it sounds."""

    char: int
    start_ms: int
    end_ms: int


def word_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return where each word begins and ends, in characters."""
    spans: list[tuple[int, int]] = []
    start = end = -1
    for place, letter in enumerate(text):
        alone = is_ideograph(letter)
        if start >= 0 and (alone or letter.isspace() or letter in _DASHES):
            spans.append((start, end))
            start = -1
        if alone:
            spans.append((place, place + 1))
        elif is_said(letter):
            start = place if start < 0 else start
            end = place + 1
    if start >= 0:
        spans.append((start, end))
    return tuple(spans)


def is_said(letter: str) -> bool:
    """Whether a character is read aloud: a letter, a digit, a mark on one, or a sign such as %."""
    if letter in _SPOKEN_SIGNS:
        return True
    return unicodedata.category(letter)[0] in "LNM" and letter not in _EMOJI_MARKS


def is_ideograph(letter: str) -> bool:
    """Whether a character is a word of its own."""
    code = ord(letter)
    return code >= _IDEOGRAPHS[0][0] and any(low <= code <= high for low, high in _IDEOGRAPHS)


def marked_words(text: str, marks: Sequence[Mark], length_ms: int) -> tuple[Word, ...]:
    """Return every word of the text with the time its marks give; words without a mark share their neighbour's."""
    spans = word_spans(text)
    if not spans:
        return ()
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    span_ends = [end for _, end in spans]
    for mark in marks:
        word = min(bisect_right(span_ends, mark.char), len(spans) - 1)
        starts.setdefault(word, mark.start_ms)
        ends[word] = max(mark.end_ms, ends.get(word, 0))
    if not starts:
        return proportional_words(text, length_ms)
    first = [0, *sorted(starts)[1:], len(spans)]
    words: list[Word] = []
    for (group, following), known in zip(pairwise(first), sorted(starts), strict=True):
        words += _spread(text, spans[group:following], starts[known], ends[known], with_pauses=False)
    return _in_order(words, length_ms)


def proportional_words(text: str, length_ms: int, start_ms: int = 0) -> tuple[Word, ...]:
    """Return every word of the text, spread over `length_ms` by letters, with pauses after commas and sentences.

    For providers that give no times, and for imported recordings.
    """
    words = _spread(text, word_spans(text), start_ms, start_ms + length_ms, with_pauses=True)
    return _in_order(words, start_ms + length_ms)


def _spread(
    text: str, spans: Sequence[tuple[int, int]], start_ms: int, end_ms: int, *, with_pauses: bool
) -> list[Word]:
    weights = [sum(_weight(letter) for letter in text[start:end]) for start, end in spans]
    pauses = [0.0] * len(spans)
    if with_pauses:
        for word, ((_, end), (start, _)) in enumerate(pairwise(spans)):
            pauses[word] = _pause(text[end:start])
    total = sum(weights) + sum(pauses)
    words: list[Word] = []
    passed = 0.0
    for (start, end), weight, pause in zip(spans, weights, pauses, strict=True):
        begin = start_ms + (end_ms - start_ms) * passed / total
        stop = start_ms + (end_ms - start_ms) * (passed + weight) / total
        words.append(Word(start, end, round(begin), round(stop)))
        passed += weight + pause
    return words


def _in_order(words: Sequence[Word], length_ms: int) -> tuple[Word, ...]:
    """Keep every word within the sound and before the next."""
    latest = length_ms
    ordered: list[Word] = []
    for word in reversed(words):
        start = min(max(word.start_ms, 0), latest)
        ordered.append(Word(word.start_char, word.end_char, start, max(start, min(word.end_ms, latest))))
        latest = start
    return tuple(reversed(ordered))


def _weight(letter: str) -> float:
    if letter.isdigit():
        return _DIGIT
    if is_ideograph(letter):
        return _IDEOGRAPH
    return _LETTER if is_said(letter) else 0.0


def _pause(between: str) -> float:
    if any(letter in _SENTENCE_ENDS or letter == "\n" for letter in between):
        return _SENTENCE_PAUSE
    return _CLAUSE_PAUSE if any(letter in _CLAUSE_ENDS for letter in between) else 0.0
