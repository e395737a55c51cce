"""Colours as `#rrggbb`: contrast, mixing, and the nearest colour that can be read."""

from __future__ import annotations

import re

Rgb = tuple[int, int, int]

_HEX = re.compile(r"#[0-9a-fA-F]{6}\Z")
READABLE = 4.5
"""Least contrast of text, WCAG 2.2 success criterion 1.4.3."""
_STEPS = 24


def rgb(colour: str) -> Rgb:
    """Return red, green and blue, 0 to 255.

    Raises:
        ValueError: the text is not `#rrggbb`.
    """
    if not _HEX.match(colour):
        raise ValueError(f"a colour is written #rrggbb, not {colour!r}")
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def hexadecimal(parts: Rgb) -> str:
    """Return `#rrggbb`."""
    return "#{:02x}{:02x}{:02x}".format(*parts)


def mixed(colour: str, other: str, share: float) -> str:
    """Return `colour` with a share of `other` (0 to 1) mixed in."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(rgb(colour), rgb(other), strict=True))
    return hexadecimal((red, green, blue))


def luminance(colour: str) -> float:
    """Return the relative luminance, 0 for black to 1 for white (WCAG 2.2)."""
    red, green, blue = (_linear(part / 255) for part in rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(colour: str, other: str) -> float:
    """Return the contrast ratio, 1 to 21 (WCAG 2.2)."""
    darker, lighter = sorted((luminance(colour), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def readable_on(colour: str, background: str, least: float = READABLE) -> str:
    """Return the colour, moved just as far as reading it on the background needs.

    It moves away from the background, towards white or black; to the other of the two if that is not enough.
    """
    is_lighter = luminance(colour) >= luminance(background)
    first, second = ("#ffffff", "#000000") if is_lighter else ("#000000", "#ffffff")
    for goal in (first, second):
        for step in range(_STEPS + 1):
            moved = mixed(colour, goal, step / _STEPS)
            if contrast(moved, background) >= least:
                return moved
    return max(first, second, key=lambda goal: contrast(goal, background))


def _linear(part: float) -> float:
    # 0.04045 is the threshold of IEC 61966-2-1; WCAG's older 0.03928 gives the same ratios for 8-bit colours.
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
