"""A move over a still as the lesson describes it, and the parts of it that shots show."""

from __future__ import annotations

from dataclasses import dataclass

from edupulse_desktop.model.picture import Frame, Motion
from edupulse_desktop.render.motion import Move, View
from edupulse_desktop.render.steps import Part

_WHOLE = Part(0, 2, 2)


@dataclass(frozen=True, slots=True)
class PartOfMove(Move):
    """A move of which only a part is shown; asked from 0 to 1 like a whole one."""

    part: Part = _WHOLE

    def at(self, moment: float) -> View:
        """Return the view at a moment of this part."""
        frame = self.part.first + moment * (self.part.frames - 1)
        return Move.at(self, min(frame / max(1, self.part.total - 1), 1.0))


def part_of(motion: Motion, part: Part) -> PartOfMove:
    """Return the stretch of a move that one step shows."""
    return PartOfMove(_view(motion.start), _view(motion.end), part=part)


def _view(frame: Frame) -> View:
    return View(frame.centre_x_permille / 1000, frame.centre_y_permille / 1000, frame.zoom_permille / 1000)
