"""How a film is made: its size and rate, its quality, where captions go, how loud it is.

A lesson says nothing of these; the same lesson becomes a large film for the wall and a small one for a telephone.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from edupulse_desktop.errors import RenderError
from edupulse_desktop.model.picture import Shape
from edupulse_desktop.render.parameter_sets import VideoFormat
from edupulse_desktop.render.rate import FrameRate

FULL_RATE = FrameRate(30)
DRAFT_RATE = FrameRate(15)
TAKE_LUFS = -16
"""How loud takes are kept; films may be made quieter, never louder, so that their peaks still fit."""
_QUIETEST_LUFS = -36


class Quality(StrEnum):
    """What is spent on a film: a draft is small and quick."""

    DRAFT = "draft"
    FINAL = "final"


class CaptionMode(StrEnum):
    """Where captions go: a track that viewers switch on, the picture itself, both, or nowhere."""

    EMBEDDED = "embedded"
    BURNED_IN = "burned-in"
    BOTH = "both"
    NONE = "none"

    @property
    def embedded(self) -> bool:
        """Whether the film carries a caption track."""
        return self in (CaptionMode.EMBEDDED, CaptionMode.BOTH)

    @property
    def burned_in(self) -> bool:
        """Whether captions are drawn into the picture."""
        return self in (CaptionMode.BURNED_IN, CaptionMode.BOTH)


class SoundCoder(StrEnum):
    """How AAC is searched for: quick, which also measures better on speech, or as other programs do it."""

    FAST = "fast"
    TWOLOOP = "twoloop"


@dataclass(frozen=True, slots=True)
class RenderProfile:
    """Everything about a film that is not in the lesson.

    Args:
        width_px: even.
        height_px: even.
        loudness_lufs: integrated loudness of speech; takes are kept at −16, so this is −16 or quieter.
        stereo: two channels even where everything is mono.
        plain: encode every frame and every sample in the ordinary way, without the shortcuts of `still.py`.
    """

    width_px: int
    height_px: int
    rate: FrameRate = FULL_RATE
    quality: Quality = Quality.FINAL
    captions: CaptionMode = CaptionMode.EMBEDDED
    loudness_lufs: int = TAKE_LUFS
    coder: SoundCoder = SoundCoder.FAST
    stereo: bool = False
    plain: bool = False

    def __post_init__(self) -> None:
        self.video.sps()  # refuses sizes that cannot be encoded
        if not _QUIETEST_LUFS <= self.loudness_lufs <= TAKE_LUFS:
            raise RenderError(
                f"A film cannot be made with {self.loudness_lufs} LUFS.",
                hint=f"Choose a loudness from {_QUIETEST_LUFS} to {TAKE_LUFS} LUFS.",
            )

    @property
    def video(self) -> VideoFormat:
        """Size and rate as the encoder takes them."""
        return VideoFormat(self.width_px, self.height_px, self.rate)

    @property
    def shape(self) -> Shape:
        """The outline of the screen."""
        if self.width_px == self.height_px:
            return Shape.SQUARE
        return Shape.LANDSCAPE if self.width_px > self.height_px else Shape.PORTRAIT


@dataclass(frozen=True, slots=True)
class _Size:
    long_px: int
    short_px: int
    rate: FrameRate = FULL_RATE
    quality: Quality = Quality.FINAL


_SIZES = {
    "1080p": _Size(1920, 1080),
    "720p": _Size(1280, 720),
    "480p": _Size(854, 480),
    "draft": _Size(854, 480, DRAFT_RATE, Quality.DRAFT),
}
PROFILES = tuple(_SIZES)
"""Names that `profile` knows, largest first."""


def profile(
    name: str = "1080p",
    shape: Shape = Shape.LANDSCAPE,
    *,
    captions: CaptionMode = CaptionMode.EMBEDDED,
    rate: FrameRate | None = None,
    plain: bool = False,
) -> RenderProfile:
    """Return a profile by name; without a rate it is 30 frames per second, 15 for a draft.

    Raises:
        RenderError: no profile has this name.
    """
    size = _SIZES.get(name)
    if size is None:
        raise RenderError(
            f"There is no profile called “{name}”.", hint=f"Choose one of {', '.join(PROFILES)}."
        )
    width_px = size.short_px if shape is not Shape.LANDSCAPE else size.long_px
    height_px = size.long_px if shape is Shape.PORTRAIT else size.short_px
    return RenderProfile(width_px, height_px, rate or size.rate, size.quality, captions, plain=plain)
