"""The kinds of work a film is made of, each with all its inputs in the open.

A step is a plain value that says everything its result depends on and nothing else: no place in the film, no
name of a scene, no time of day. Two shots that look the same are therefore the same step, and its fingerprint
finds last week's result.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from edupulse_desktop.model.asset import AssetRef
from edupulse_desktop.model.picture import Anchor, Fit, Frame, Motion
from edupulse_desktop.render.profile import Quality, SoundCoder
from edupulse_desktop.render.rate import FrameRate


@dataclass(frozen=True, slots=True)
class Screen:
    """What the pictures of a film have in common."""

    width_px: int
    height_px: int
    quality: Quality = Quality.FINAL


@dataclass(frozen=True, slots=True)
class Look:
    """How a stored picture fills the screen.

    Args:
        asset: none is a quiet ground for scenes that have no picture yet.
        crop: the part of the picture in use.
    """

    asset: AssetRef | None = None
    fit: Fit = Fit.COVER
    crop: Frame = Frame()


@dataclass(frozen=True, slots=True)
class CaptionLayer:
    """A caption burned in."""

    text: str
    speaker: str = ""
    colour: str = "#ffffff"


@dataclass(frozen=True, slots=True)
class TextLayer:
    """A text laid over the picture; its height in permille of the screen's."""

    text: str
    anchor: Anchor
    size_permille: int


@dataclass(frozen=True, slots=True)
class PictureLayer:
    """A small picture laid over the picture; its width in permille of the screen's."""

    asset: AssetRef
    anchor: Anchor
    size_permille: int


Layer: TypeAlias = CaptionLayer | TextLayer | PictureLayer
Layers: TypeAlias = tuple[Layer, ...]
"""What lies over the picture, lowest first."""


@dataclass(frozen=True, slots=True)
class StillStep:
    """Finish one picture and encode it once; gives a `CodedPicture`."""

    look: Look
    layers: Layers
    screen: Screen


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a longer movement: `frames` of `total`, from `first` on."""

    first: int
    frames: int
    total: int


@dataclass(frozen=True, slots=True)
class MoveStep:
    """Encode a part of a glide over a still; gives a `CodedRun`."""

    look: Look
    motion: Motion
    part: Part
    layers: Layers
    screen: Screen
    rate: FrameRate


@dataclass(frozen=True, slots=True)
class ClipStep:
    """Encode a part of a video clip, its last frame held if it is too short; gives a `CodedRun`.

    Args:
        clip_ms: length of the clip; 0 if nobody knows.
    """

    look: Look
    clip_ms: int
    part: Part
    layers: Layers
    screen: Screen
    rate: FrameRate


PictureStep: TypeAlias = StillStep | MoveStep | ClipStep


@dataclass(frozen=True, slots=True)
class Placed:
    """A recording at its place in a stretch of sound, counted in samples at 48 kHz.

    Args:
        most_samples: where it is cut off if it is longer; 0 lets it ring to the end of the stretch.
        is_speech: whether music gives way to it.
    """

    asset: AssetRef
    start_sample: int
    most_samples: int = 0
    volume_percent: int = 100
    is_speech: bool = True


@dataclass(frozen=True, slots=True)
class Bed:
    """Music under a whole stretch of sound, repeated as often as needed."""

    asset: AssetRef
    volume_percent: int
    ducked_percent: int
    fade_in_ms: int
    fade_out_ms: int


@dataclass(frozen=True, slots=True)
class Mix:
    """What is heard in one stretch of sound; silence where nothing is placed."""

    samples: int
    placed: tuple[Placed, ...] = ()
    bed: Bed | None = None

    @property
    def assets(self) -> tuple[AssetRef, ...]:
        """Every recording it needs."""
        return (*(each.asset for each in self.placed), *((self.bed.asset,) if self.bed else ()))


@dataclass(frozen=True, slots=True)
class SoundStep:
    """Mix a stretch of sound and encode it; gives a `SoundSegment`."""

    mix: Mix
    channels: int
    coder: SoundCoder
    loudness_lufs: int


Step: TypeAlias = PictureStep | SoundStep
