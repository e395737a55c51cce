"""How a text is to look, and the pixels it becomes; without Qt, so that anybody may ask for one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PIL import Image


class Family(StrEnum):
    """What a text is set in; other scripts follow in the faces that go with it."""

    SANS = "Inter"
    DISPLAY = "Inter Display"
    READING = "Noto Sans"
    SERIF = "Noto Serif"


class Align(StrEnum):
    """Where lines begin, seen from the reader: START is the right side in Arabic and Hebrew."""

    START = "start"
    CENTRE = "centre"
    END = "end"


class Vertical(StrEnum):
    """Where the text stands in its box."""

    TOP = "top"
    MIDDLE = "middle"
    BOTTOM = "bottom"


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a text is set.

    Args:
        size_px: height of the letters' body.
        weight: 400 is regular, 700 bold.
        line_height_permille: baseline to baseline, of the size.
        tracking_permille: extra room between letters, of the size.
        balanced: break lines so that they are of similar length.
        smallest_px: the text may shrink to this before it is cut; 0 keeps the size.
        most_lines: the text is cut after this many lines; 0 is as many as fit.
        outline_px: a line around the letters, beneath them.
        shadow_px: how far below the letters their shadow lies.
        box_colour: `#rrggbb` or `#aarrggbb` of a box behind the text; empty for none.
        lead_letters: so many letters at the start are set bold in `lead_colour`.
    """

    size_px: int
    weight: int = 400
    colour: str = "#ffffff"
    family: Family = Family.SANS
    italic: bool = False
    line_height_permille: int = 1250
    tracking_permille: int = 0
    align: Align = Align.START
    vertical: Vertical = Vertical.TOP
    balanced: bool = False
    smallest_px: int = 0
    most_lines: int = 0
    outline_px: int = 0
    outline_colour: str = "#000000"
    shadow_px: int = 0
    shadow_colour: str = "#80000000"
    box_colour: str = ""
    box_padding_px: int = 0
    box_radius_px: int = 0
    lead_letters: int = 0
    lead_colour: str = ""

    @property
    def pitch_px(self) -> float:
        """Baseline to baseline."""
        return self.size_px * self.line_height_permille / 1000

    @property
    def margin_px(self) -> int:
        """Room around the letters for box and outline."""
        return self.box_padding_px + self.outline_px


@dataclass(frozen=True, slots=True)
class RgbaImage:
    """Pixels with straight alpha, row by row, four bytes each."""

    width_px: int
    height_px: int
    data: bytes

    def to_pillow(self) -> Image.Image:
        """Return a Pillow image of mode RGBA."""
        return Image.frombytes("RGBA", (self.width_px, self.height_px), self.data)


@dataclass(frozen=True, slots=True)
class Measured:
    """How much room a text takes, box padding included, and the size it was set in."""

    width_px: int
    height_px: int
    lines: int
    size_px: int
    is_cut: bool
