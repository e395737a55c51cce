"""Style presets: the data in resources/styles, checked and named."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from edupulse_desktop.errors import ToolMissing
from edupulse_desktop.media.colour import luminance, rgb
from edupulse_desktop.media.text_style import Family
from edupulse_desktop.places import resource

ACCENT = "accent"
"""Stands for the speaking character's colour in a style's list of colours."""


class Layout(StrEnum):
    """How words and speaker share a card."""

    EDITORIAL = "editorial"
    CENTRED = "centred"
    PANEL = "panel"
    SIDE = "side"
    COLUMN = "column"


class MotifKind(StrEnum):
    """What is drawn over the ground."""

    NONE = "none"
    DISCS = "discs"
    GLOW = "glow"
    DOTS = "dots"
    GRID = "grid"
    WAVES = "waves"
    CONTOURS = "contours"
    TILES = "tiles"
    SUN = "sun"
    RINGS = "rings"


@dataclass(frozen=True, slots=True)
class CardStyle:
    """One preset.

    Args:
        name: what lessons and requests say.
        title: what people read.
        ground: two or three colours of the gradient behind everything.
        angle_deg: 0 runs to the right, 90 downwards.
        motif_colours: may contain `accent`, the character's colour.
        strength: opacity of the motif, 0 to 1.
        ink: colour of the words.
        muted: colour of lesser text.
        surface: colour of the panel, for the panel layout.
        prompt: the style in words, for painters that draw scenes.
        avoid: what such painters are to leave out.
    """

    name: str
    title: str
    order: int
    ground: tuple[str, ...]
    angle_deg: int
    motif: MotifKind
    motif_colours: tuple[str, ...]
    strength: float
    family: Family
    weight: int
    ink: str
    muted: str
    layout: Layout
    surface: str
    prompt: str
    avoid: str

    @property
    def is_dark(self) -> bool:
        """Whether light words stand on a dark ground."""
        return luminance(self.ink) > 0.5


@functools.cache
def card_styles() -> tuple[CardStyle, ...]:
    """Return all presets in the order to show them.

    Raises:
        ToolMissing: they are not there or damaged, so the program is not installed as it should be.
    """
    folder = resource("styles")
    found = [_read(path) for path in sorted(folder.glob("*.json"))]
    if not found:
        raise ToolMissing("The card styles are missing.", hint="Install EduPulse again.", detail=str(folder))
    return tuple(sorted(found, key=lambda style: style.order))


def style_named(name: str) -> CardStyle:
    """Return a preset; a name from a newer program or another painter gets the first one."""
    return next((style for style in card_styles() if style.name == name), card_styles()[0])


def _read(path: Path) -> CardStyle:
    try:
        return _style(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as failure:
        message = f"The card style “{path.stem}” is damaged."
        raise ToolMissing(message, hint="Install EduPulse again.", detail=f"{path}: {failure!r}") from failure


def _style(data: dict[str, Any]) -> CardStyle:
    ground, motif, letters = data["ground"], data["motif"], data["type"]
    style = CardStyle(
        name=data["name"],
        title=data["title"],
        order=int(data["order"]),
        ground=tuple(ground["colours"]),
        angle_deg=int(ground["angle_deg"]),
        motif=MotifKind(motif["kind"]),
        motif_colours=tuple(motif["colours"]),
        strength=int(motif["strength_permille"]) / 1000,
        family=Family(letters["family"]),
        weight=int(letters["weight"]),
        ink=letters["ink"],
        muted=letters["muted"],
        layout=Layout(data["layout"]),
        surface=data["surface"],
        prompt=data["prompt"],
        avoid=data["avoid"],
    )
    plain = (colour for colour in style.motif_colours if colour != ACCENT)
    for colour in (*style.ground, *plain, style.ink, style.muted, style.surface or style.ink):
        rgb(colour)
    return style
