"""The clock of one scene in a film: moments of the lesson as frames and samples of the film."""

from __future__ import annotations

from dataclasses import dataclass

from edupulse_desktop.render.rate import SAMPLE_RATE_HZ, FrameRate


@dataclass(frozen=True, slots=True)
class SceneClock:
    """Where a scene stands in its film.

    Args:
        start_ms: in the film, by the lesson's time.
        length_ms: of the scene, by the lesson's time.
    """

    rate: FrameRate
    start_ms: int
    length_ms: int

    @property
    def first_frame(self) -> int:
        """The film's frame with which the scene begins."""
        return self.rate.frame_at(self.start_ms)

    @property
    def frames(self) -> int:
        """Length of the scene in the film."""
        return self.frame_at(self.length_ms) - self.first_frame

    def frame_at(self, ms: int) -> int:
        """Return the film's frame nearest to a moment of the scene."""
        return self.rate.frame_at(self.start_ms + ms)

    def frames_between(self, start_ms: int, end_ms: int) -> int:
        """Return how many frames of the film lie between two moments of the scene."""
        return self.frame_at(end_ms) - self.frame_at(start_ms)

    def frames_in(self, ms: int) -> int:
        """Return how many whole frames fit into a time, wherever in the film it lies."""
        return ms * self.rate.num // (1000 * self.rate.den)

    def film_ms(self, ms: int) -> int:
        """Return a moment of the scene in the film, never before the scene's first frame or after its last."""
        first_ms = self.rate.ms_at(self.first_frame)
        last_ms = self.rate.ms_at(self.first_frame + self.frames)
        return min(max(self.start_ms + ms, first_ms), last_ms)


def samples_in(ms: int) -> int:
    """Return how many sound samples a time lasts."""
    return ms * SAMPLE_RATE_HZ // 1000
