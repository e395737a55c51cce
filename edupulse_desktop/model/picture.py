"""What is on screen: pictures, how they fit and move, and what is laid over them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from edupulse_desktop.model.asset import AssetRef
from edupulse_desktop.model.ids import OverlayId


class Shape(StrEnum):
    """The outline of the screen."""

    LANDSCAPE = "landscape"
    PORTRAIT = "portrait"
    SQUARE = "square"


class Fit(StrEnum):
    """How a picture of another shape fills the screen."""

    COVER = "cover"
    CONTAIN = "contain"


class Transition(StrEnum):
    """How a picture takes over from the one before it in the same scene."""

    CUT = "cut"
    FADE = "fade"


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of a picture that fills the screen.

    Args:
        centre_x_permille: 0 is the left edge, 1000 the right.
        centre_y_permille: 0 is the top edge, 1000 the bottom.
        zoom_permille: 1000 shows as much as the fit allows, 2000 half of it.
    """

    centre_x_permille: int = 500
    centre_y_permille: int = 500
    zoom_permille: int = 1000

    def __post_init__(self) -> None:
        if not (0 <= self.centre_x_permille <= 1000 and 0 <= self.centre_y_permille <= 1000):
            raise ValueError("the centre of a frame lies inside its picture (0 to 1000 permille)")
        if not 1000 <= self.zoom_permille <= 8000:
            raise ValueError("zoom is 1000 to 8000 permille")


@dataclass(frozen=True, slots=True)
class Motion:
    """A slow move over a still, from one frame to another, while the picture is shown."""

    start: Frame = Frame()
    end: Frame = Frame(zoom_permille=1150)


@dataclass(frozen=True, slots=True)
class PictureRequest:
    """Everything a painter was asked with; a made picture is true while the lesson would ask the same.

    Args:
        provider: name of the painter, `cards` for the built-in one.
        style: name of a style preset.
        words: what is said while the picture is shown.
        title: the scene's title.
        speaker: the character's name, empty for a hold.
        colour: the character's colour, `#rrggbb`.
        prompt: the author's own description, for painters that draw scenes.
        shape: outline asked for.
    """

    provider: str
    style: str
    words: str
    title: str = ""
    speaker: str = ""
    colour: str = "#3b6ea5"
    prompt: str = ""
    shape: Shape = Shape.LANDSCAPE


@dataclass(frozen=True, slots=True)
class Picture:
    """What is on screen from a line on, until another line of the scene changes it.

    Args:
        asset: a still or a clip; none while the picture is only described by its prompt.
        alt_text: for learners who do not see it.
        crop: the part of the picture in use.
        motion: a move over a still; none holds it.
        transition: how it takes over from the picture before it.
        transition_ms: length of a fade.
        clip_ms: length of a clip; 0 for a still.
        prompt: the author's description for painters.
        request: what the painter was asked when it made the asset; none for an imported picture.
    """

    asset: AssetRef | None = None
    alt_text: str = ""
    fit: Fit = Fit.COVER
    crop: Frame = Frame()
    motion: Motion | None = None
    transition: Transition = Transition.CUT
    transition_ms: int = 500
    clip_ms: int = 0
    prompt: str = ""
    request: PictureRequest | None = None

    @property
    def is_card(self) -> bool:
        """Whether the built-in painter made it as a stand-in; a card yields to any real picture."""
        return self.request is not None and self.request.provider == CARDS


CARDS = "cards"
"""Provider name of the built-in painter."""


class Anchor(StrEnum):
    """Where an overlay sits on the screen."""

    TOP_LEFT = "top-left"
    TOP = "top"
    TOP_RIGHT = "top-right"
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"
    BOTTOM_LEFT = "bottom-left"
    BOTTOM = "bottom"
    BOTTOM_RIGHT = "bottom-right"


@dataclass(frozen=True, slots=True)
class Overlay:
    """A text or small picture laid over the screen while a line plays.

    Args:
        text: shown as set; empty if `asset` is shown.
        asset: a picture, possibly with transparency.
        size_permille: height of the text, or width of the picture, in permille of the screen's.
        delay_ms: from the start of the line.
        shown_ms: how long; 0 is until the end of the line.
    """

    id: OverlayId
    text: str = ""
    asset: AssetRef | None = None
    anchor: Anchor = Anchor.TOP
    size_permille: int = 60
    delay_ms: int = 0
    shown_ms: int = 0
