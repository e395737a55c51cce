"""Text laid over a film: burned-in captions and the author's overlays, as pictures with their place.

Sizes follow the shorter side of the frame, so that a portrait film is as readable as a landscape one.
"""

from __future__ import annotations

from dataclasses import dataclass
from unicodedata import east_asian_width

from edupulse_desktop.media.colour import readable_on
from edupulse_desktop.media.text_style import Align, RgbaImage, TextStyle, Vertical
from edupulse_desktop.media.typesetter import measure, typeset
from edupulse_desktop.model.picture import Anchor

CAPTION_SIZE = 0.044
"""Size of captions in parts of the shorter side: 48 px of 1080, about 40 letters to a line of a landscape film."""
_CAPTION_MARGIN = 0.045
_CAPTION_WIDTH = 0.84
_CAPTION_EMS = 26
"""Wide enough for a row of `model/line_breaks.COLUMNS_PER_LINE` usual letters; the two change together."""
_CAPTION_LINES = 3
_SMALLEST_CAPTION = 0.7
_BOX = "#d910151c"
_BOX_ON_WHITE = "#343840"
"""What the box looks like over a white picture, the worst case for light letters."""
_OVERLAY_MARGIN = 0.05
_OVERLAY_SIDE = 0.9
_SMALLEST_OVERLAY = 0.4


@dataclass(frozen=True, slots=True)
class PlacedImage:
    """Pixels and where their upper left corner lies in the frame."""

    image: RgbaImage
    x_px: int
    y_px: int


def caption_image(
    text: str, speaker: str, colour: str, frame_width_px: int, frame_height_px: int
) -> PlacedImage:
    """Set a caption at the bottom of the frame, its speaker's name before it in the character's colour.

    Args:
        text: one cue; long ones shrink, then are cut after three lines.
        speaker: empty for none.
        colour: the character's, `#rrggbb`; made lighter where it could not be read.
        frame_width_px: width of the film.
        frame_height_px: height of the film.

    Raises:
        ToolMissing: Qt cannot be loaded on this machine.
    """
    short = min(frame_width_px, frame_height_px)
    size = max(10, round(short * CAPTION_SIZE))
    lead = f"{speaker}:" if speaker else ""
    style = TextStyle(
        size_px=size,
        weight=500,
        smallest_px=round(size * _SMALLEST_CAPTION),
        most_lines=_CAPTION_LINES,
        line_height_permille=1300,
        align=Align.CENTRE,
        vertical=Vertical.MIDDLE,
        balanced=True,
        box_colour=_BOX,
        box_padding_px=round(size * 0.38),
        box_radius_px=round(size * 0.3),
        lead_letters=len(lead),
        lead_colour=readable_on(colour, _BOX_ON_WHITE) if lead else "",
    )
    widest = min(round(frame_width_px * _CAPTION_WIDTH), _CAPTION_EMS * size)
    rows = f"{lead} {text}".strip()
    if measure(rows, widest, style).lines > rows.count("\n") + 1:
        # The cue's own rows are too wide here; broken once more they would leave lonely words.
        rows = _on_one_row(rows)
    image = _tight(rows, widest, frame_height_px, style)
    y_px = frame_height_px - round(short * _CAPTION_MARGIN) - image.height_px
    return PlacedImage(image, (frame_width_px - image.width_px) // 2, max(0, y_px))


def overlay_image(
    text: str, anchor: Anchor, size_permille: int, frame_width_px: int, frame_height_px: int
) -> PlacedImage:
    """Set an overlay's text into a box at its anchor.

    Args:
        text: any number of paragraphs.
        anchor: side or corner of the frame.
        size_permille: height of the letters in permille of the frame's height.
        frame_width_px: width of the film.
        frame_height_px: height of the film.

    Raises:
        ToolMissing: Qt cannot be loaded on this machine.
    """
    size = max(8, round(frame_height_px * size_permille / 1000))
    style = TextStyle(
        size_px=size,
        weight=600,
        smallest_px=max(8, round(size * _SMALLEST_OVERLAY)),
        align=_ALIGNMENT[_column(anchor)],
        vertical=Vertical.MIDDLE,
        balanced=True,
        box_colour=_BOX,
        box_padding_px=round(size * 0.4),
        box_radius_px=round(size * 0.28),
    )
    room = round(frame_width_px * _OVERLAY_SIDE), round(frame_height_px * _OVERLAY_SIDE)
    image = _tight(text, *room, style)
    margin = round(min(frame_width_px, frame_height_px) * _OVERLAY_MARGIN)
    x_px = _placed(_column(anchor), frame_width_px, image.width_px, margin)
    return PlacedImage(image, x_px, _placed(_row(anchor), frame_height_px, image.height_px, margin))


def _on_one_row(text: str) -> str:
    """Return a text without line feeds; scripts without spaces get none."""
    first, *others = text.split("\n")
    for row in others:
        is_dense = east_asian_width(first[-1:] or " ") in "WF" and east_asian_width(row[:1] or " ") in "WF"
        first = f"{first}{row}" if is_dense else f"{first} {row}"
    return first


_ALIGNMENT = {-1: Align.START, 0: Align.CENTRE, 1: Align.END}


def _column(anchor: Anchor) -> int:
    return anchor.value.endswith("right") - anchor.value.endswith("left")


def _row(anchor: Anchor) -> int:
    return anchor.value.startswith("bottom") - anchor.value.startswith("top")


def _placed(side: int, frame_px: int, length_px: int, margin_px: int) -> int:
    middle = (frame_px - length_px) // 2
    return max(0, {-1: margin_px, 0: middle, 1: frame_px - margin_px - length_px}[side])


def _tight(text: str, width_px: int, height_px: int, style: TextStyle) -> RgbaImage:
    """Set a text into an image no larger than its box."""
    room = measure(text, width_px, style, height_px)
    # One pixel more than measured keeps rounding from breaking a line once again.
    return typeset(text, min(width_px, room.width_px + 1), min(height_px, room.height_px), style)
