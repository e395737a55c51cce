"""Where a caption's text may be broken, and how it is divided into pieces of two short lines.

Text in scripts written without spaces breaks between characters, but never before a closing mark, after an
opening one, or inside a sequence that forms one sign (accents, joined emoji). Elsewhere it breaks at spaces
and after a long dash.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

COLUMNS_PER_LINE = 42
"""Usual limit of subtitling guidelines; a Chinese or Japanese character counts two columns.

Burned-in captions have room for as many: `_CAPTION_EMS` of `media/lettering.py` changes with it.
"""

_ENDS_SENTENCE = frozenset(".!?…。！？؟।")
_ENDS_CLAUSE = frozenset(",;:–—、，；：،؛")
_NEVER_FIRST = frozenset("、。，．！？：；」』）】》〉〕］｝’”…ー々!?,.;:)]}%")
_NEVER_LAST = frozenset("「『（【《〈〔［｛‘“([{")
_ABBREVIATIONS = frozenset(
    [
        "mr.",
        "mrs.",
        "ms.",
        "mx.",
        "dr.",
        "prof.",
        "st.",
        "rev.",
        "hr.",
        "fr.",
        "mme.",
        "mlle.",
        "sr.",
        "sra.",
        "dra.",
        "e.g.",
        "i.e.",
        "z.b.",
        "vs.",
        "approx.",
        "ca.",
        "nr.",
    ]
)
"""Words whose full stop ends no sentence; what follows them belongs to them."""
_JOINER = "\u200d"
_SHORT_REST = 15
"""Fewer columns left over for the next piece look like a mistake."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text that fits on one or two lines.

    Args:
        start: its first character.
        end: after its last character, trailing space excluded.
        turn: where its second line starts; none if one line is enough.
    """

    start: int
    end: int
    turn: int | None = None
    turns_at_space: bool = False

    def layout(self, text: str) -> str:
        """Return the piece of this text, with a line feed where its second line starts."""
        if self.turn is None:
            return text[self.start : self.end]
        return text[self.start : self.turn].rstrip(" ") + "\n" + text[self.turn : self.end]

    def place(self, index: int) -> int:
        """Return where a character of the text lies in the layout."""
        shift = self.turn is not None and index >= self.turn and not self.turns_at_space
        return index - self.start + int(shift)


@lru_cache(maxsize=4096)
def _columns_of(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def columns(text: str) -> int:
    """Return how wide a text is, in columns."""
    return len(text) if text.isascii() else sum(map(_columns_of, text))


@lru_cache(maxsize=8192)
def pieces(text: str) -> tuple[Piece, ...]:
    """Divide a text whose white space is single spaces into pieces of at most two lines each."""
    if columns(text) <= COLUMNS_PER_LINE:
        return (Piece(0, len(text)),)
    page = _Page(text)
    found: list[Piece] = []
    start = 0
    while start < len(text):
        piece, start = page.next_piece(start)
        found.append(piece)
    return tuple(found)


class _Page:
    """A text with its widths and break opportunities worked out once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._before = range(len(text) + 1) if text.isascii() else [0, *accumulate(map(_columns_of, text))]
        self._breaks = _breaks(text, self._before)

    def next_piece(self, start: int) -> tuple[Piece, int]:
        """Return the best piece that starts here, and where the one after it starts."""
        ends = self._ends(start)
        for _, end in sorted(((self._worth(start, end), end) for end in ends), reverse=True):
            piece = self._fit(start, end)
            if piece is not None:
                return piece, end
        return Piece(start, ends[0]), ends[0]

    def _ends(self, start: int) -> list[int]:
        """Return where a piece that starts here may end: at least one place, else not wider than two lines."""
        first = bisect_right(self._breaks, start)
        ends = self._breaks[first : first + 1]
        for index in range(first + 1, len(self._breaks)):
            if self._width(start, self._breaks[index]) > 2 * COLUMNS_PER_LINE:
                break
            ends.append(self._breaks[index])
        return ends

    def _fit(self, start: int, end: int) -> Piece | None:
        """Return the stretch on one line, or on two that are about equally long, or none if it is too wide."""
        last = end - 1 if self._text[end - 1] == " " else end
        if self._width(start, end) <= COLUMNS_PER_LINE:
            return Piece(start, last)
        first = bisect_right(self._breaks, start)
        inside = self._breaks[first : bisect_left(self._breaks, end, first)]
        turns = [
            turn
            for turn in inside
            if self._width(start, turn) <= COLUMNS_PER_LINE and self._width(turn, end) <= COLUMNS_PER_LINE
        ]
        if not turns:
            return None
        turn = min(
            turns, key=lambda at: abs(self._width(start, at) - self._width(at, end)) - 20 * self._strength(at)
        )
        return Piece(start, last, turn, self._text[turn - 1] == " ")

    def _worth(self, start: int, end: int) -> int:
        """Return how good it is to end a piece here: full, after punctuation, with no orphan behind it."""
        rest = self._width(end, len(self._text))
        orphan = 0 < rest < _SHORT_REST
        return self._width(start, end) + 30 * self._strength(end) - (60 if orphan else 0)

    def _strength(self, at: int) -> int:
        before = self._text[max(0, at - 2) : at].rstrip(" ")[-1:] if at < len(self._text) else "."
        if before == "." and at < len(self._text) and self._word_before(at) in _ABBREVIATIONS:
            return -1
        return 2 if before in _ENDS_SENTENCE else 1 if before in _ENDS_CLAUSE else 0

    def _word_before(self, at: int) -> str:
        return self._text[max(0, at - 10) : at].rstrip(" ").rpartition(" ")[2].lower()

    def _width(self, start: int, end: int) -> int:
        """Return the columns of a stretch without its trailing space."""
        width = self._before[end] - self._before[start]
        return width - 1 if end > start and self._text[end - 1] == " " else width


def _breaks(text: str, before: Sequence[int]) -> list[int]:
    """Return every place where a new line may start, and the end; words wider than a line are cut."""
    if text.isascii() and max(map(len, text.split(" "))) <= COLUMNS_PER_LINE:
        return [0, *(at for at, character in enumerate(text, start=1) if character == " "), len(text)]
    found = [0]
    last_whole = 0
    for at in range(1, len(text) + 1):
        width = before[at] - before[found[-1]] - (text[at - 1] == " ")
        if width > COLUMNS_PER_LINE and last_whole > found[-1]:
            found.append(last_whole)
        if at == len(text) or _may_break(text, at):
            found.append(at)
        if at < len(text) and not _holds_together(text, at):
            last_whole = at
    return found


def _may_break(text: str, at: int) -> bool:
    left, right = text[at - 1], text[at]
    if left == " ":
        return True
    if right == " " or right in _NEVER_FIRST or left in _NEVER_LAST or _holds_together(text, at):
        return False
    return left == "—" or _is_spaceless(left) or _is_spaceless(right)


def _holds_together(text: str, at: int) -> bool:
    """Whether the characters on both sides form one sign: accents, joined emoji, skin tones."""
    return (
        text[at - 1] == _JOINER
        or _columns_of(text[at]) == 0
        or unicodedata.category(text[at]) == "Mc"
        or "\U0001f3fb" <= text[at] <= "\U0001f3ff"
    )


def _is_spaceless(character: str) -> bool:
    """Whether a character belongs to a script that is written without spaces; Korean uses them."""
    return _columns_of(character) == 2 and not "\uac00" <= character <= "\ud7a3"


def sentence_ends(text: str) -> list[int]:
    """Return where the sentences of a text end, but for the last; between words if there is but one."""
    first = len(text) - len(text.lstrip()) + 1
    inside = range(first, len(text.rstrip()))
    ends = [
        at for at in inside if text[at - 1] in _ENDS_SENTENCE and (text[at].isspace() or _may_break(text, at))
    ]
    return ends or [at for at in inside if text[at - 1].isspace() and not text[at].isspace()]
