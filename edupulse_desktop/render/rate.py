"""The frame rate: whole frames, milliseconds and sound samples on one clock, without floats."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from edupulse_desktop.errors import RenderError

SAMPLE_RATE_HZ = 48_000
"""The only sample rate inside the renderer."""


@dataclass(frozen=True, slots=True)
class FrameRate:
    """Frames per second as a fraction, for example 30/1 or 30000/1001."""

    num: int
    den: int = 1

    def __post_init__(self) -> None:
        if self.num <= 0 or self.den <= 0 or not 1 <= self.num / self.den <= 120:
            raise RenderError(
                f"{self.num}/{self.den} frames per second cannot be rendered.",
                hint="Choose a rate from 1 to 120 frames per second.",
            )

    @property
    def fps(self) -> Fraction:
        """Frames per second."""
        return Fraction(self.num, self.den)

    def frame_at(self, ms: int) -> int:
        """Return the frame boundary nearest to a time; half a frame rounds up."""
        return (2 * ms * self.num + 1000 * self.den) // (2000 * self.den)

    def ms_at(self, frame: int) -> int:
        """Return the whole millisecond nearest to where a frame starts."""
        return (2000 * frame * self.den + self.num) // (2 * self.num)

    def samples_at(self, frame: int) -> int:
        """Return the sound sample nearest to where a frame starts."""
        return (2 * SAMPLE_RATE_HZ * frame * self.den + self.num) // (2 * self.num)
