"""How a text is made to fit its box: shrunk, then cut with an ellipsis, then balanced; knows nothing of Qt."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from edupulse_desktop.media.text_style import TextStyle

ELLIPSIS = "…"
_LONGEST_TEXT = 20_000
_NARROWEST = 0.2
"""Width of the narrowest letters, in parts of the size."""
_BALANCE_STEPS = 6
_ROUNDING_PX = 0.5
_MARKS = frozenset({"Mn", "Mc", "Me", "Cf"})


class Line(Protocol):
    """One line of a broken text; `end` is where it ends in the text."""

    @property
    def width(self) -> float: ...  # noqa: D102 - said above
    @property
    def end(self) -> int: ...  # noqa: D102 - said above


class Block(Protocol):
    """A text broken into lines, in the style it was broken for."""

    @property
    def style(self) -> TextStyle: ...  # noqa: D102 - said above
    @property
    def lines(self) -> Sequence[Line]: ...  # noqa: D102 - said above


AnyBlock = TypeVar("AnyBlock", bound=Block)
MadeBlock_co = TypeVar("MadeBlock_co", bound=Block, covariant=True)


class Breaker(Protocol[MadeBlock_co]):
    """Breaks a text into lines of a width, stopping at the first line that the height has no room for."""

    def __call__(
        self, text: str, width: float, style: TextStyle, height: float, *, anywhere: bool = False
    ) -> MadeBlock_co:
        """Return the lines; words are broken only where `anywhere` allows it."""


def fitted(
    broken: Breaker[AnyBlock], text: str, width: float, height: float, style: TextStyle
) -> tuple[AnyBlock, bool]:
    """Return the text in the largest size that fits, and whether it had to be cut."""
    smallest = min(style.smallest_px or style.size_px, style.size_px)
    text = _bounded(text, width, height, replace(style, size_px=smallest))
    best = broken(text, width, style, height)
    if not fits(best, width, height):
        best = _shrunk(broken, text, width, height, replace(style, size_px=smallest), style.size_px)
    if len(best.lines) > line_limit(best.style, height):
        return _cut(broken, text, width, height, best), True
    return (_balanced(broken, text, width, best) if style.balanced else best), False


def fits(block: Block, width: float, height: float) -> bool:
    """Say whether no line is too long and no line is too many."""
    within = all(line.width <= width + _ROUNDING_PX for line in block.lines)
    return within and len(block.lines) <= line_limit(block.style, height)


def line_limit(style: TextStyle, height: float) -> int:
    """Return how many lines fit into a height; one always does."""
    by_height = max(1, int(height / style.pitch_px + 0.01))
    return min(by_height, style.most_lines or by_height)


def _bounded(text: str, width: float, height: float, style: TextStyle) -> str:
    """Drop what cannot fit whatever its letters are, so that a book costs no more than a page."""
    letters_per_line = int(width / (style.size_px * _NARROWEST)) + 1
    most = min(_LONGEST_TEXT, letters_per_line * (line_limit(style, height) + 1))
    return text if len(text) <= most else text[:most] + ELLIPSIS


def _shrunk(
    broken: Breaker[AnyBlock], text: str, width: float, height: float, style: TextStyle, too_large_px: int
) -> AnyBlock:
    best = broken(text, width, style, height, anywhere=True)
    low, high = style.size_px, too_large_px
    while low < high - 1:
        middle = (low + high) // 2
        tried = broken(text, width, replace(style, size_px=middle), height)
        if fits(tried, width, height):
            low, best = middle, tried
        else:
            high = middle
    return best


def _cut(broken: Breaker[AnyBlock], text: str, width: float, height: float, block: Block) -> AnyBlock:
    """Keep as many lines as fit and end with an ellipsis, never inside a letter with its accents."""
    limit = line_limit(block.style, height)
    kept = text[: block.lines[limit - 1].end].rstrip()
    while True:
        cut = broken(kept.rstrip(" ,;:.–-") + ELLIPSIS, width, block.style, height, anywhere=True)
        if len(cut.lines) <= limit or not kept:
            return cut
        kept = kept[:-1]
        while kept and unicodedata.category(kept[-1]) in _MARKS:
            kept = kept[:-1]


def _balanced(broken: Breaker[AnyBlock], text: str, width: float, block: AnyBlock) -> AnyBlock:
    """Narrow the column as far as the number of lines stays, so that no line is a lonely word."""
    count = len(block.lines)
    low, high = width / 2, width
    for _ in range(_BALANCE_STEPS if count > 1 else 0):
        middle = (low + high) / 2
        tried = broken(text, middle, block.style, count * block.style.pitch_px)
        if len(tried.lines) == count and fits(tried, middle, count * block.style.pitch_px):
            high, block = middle, tried
        else:
            low = middle
    return block
