"""Colours for characters: told apart from one another, and white text is legible on each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

COLOURS = (
    "#2f6f9f",
    "#a14a2a",
    "#2f7d4f",
    "#7a4f9f",
    "#8a6414",
    "#b03a6a",
    "#1f7a7a",
    "#5a6b1f",
    "#4a5bb8",
    "#8f3b3b",
    "#5c6670",
    "#6d4c2f",
)
"""Each has a contrast of at least 4.5 : 1 with white (WCAG 2.2, 1.4.3)."""


def next_colour(used: Iterable[str]) -> str:
    """Return the first colour that is used least."""
    count = Counter(colour.lower() for colour in used)
    return min(COLOURS, key=lambda colour: count[colour])
