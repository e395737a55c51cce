"""A character's colour as text on a caption's black: lightened until it can be read."""

from __future__ import annotations

import re

CONTRAST = 7.0
"""WCAG 2.2, success criterion 1.4.6 (AAA): the bed under captions is translucent, so 4.5 would be too close."""
_LIGHTEST_BED = 0.02
"""Relative luminance of the captions' bed (black at 82 %) over a white picture."""
_STEPS = 20
_PLAIN = "#ffffff"


def legible(colour: str) -> str:
    """Return `#rrggbb` with the hue of this colour that can be read on black; white if it is no colour."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        return _PLAIN
    channels = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    for step in range(_STEPS):
        mixed = [channel + (255 - channel) * step // _STEPS for channel in channels]
        if (_luminance(mixed) + 0.05) / (_LIGHTEST_BED + 0.05) >= CONTRAST:
            return "#" + "".join(f"{channel:02x}" for channel in mixed)
    return _PLAIN


def _luminance(channels: list[int]) -> float:
    """Return the relative luminance as WCAG 2.2 defines it."""
    shares = [channel / 255 for channel in channels]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
