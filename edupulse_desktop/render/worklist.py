"""What has to be made for a plan: every distinct step once, with the place in the lesson that asked for it first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from edupulse_desktop.errors import MediaError, RenderError, ToolMissing
from edupulse_desktop.model.ids import LineId
from edupulse_desktop.render.fingerprint import fingerprint
from edupulse_desktop.render.plan import ScenePlan
from edupulse_desktop.render.rate import SAMPLE_RATE_HZ
from edupulse_desktop.render.reel import Reel
from edupulse_desktop.render.steps import SoundStep, Step, StillStep

_STILL_COST_MS = 60
_MOVING_FRAME_COST_MS = 30
_SOUND_SECOND_COST_MS = 10
_LARGE_PIXELS = 1920 * 1080


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the lesson something comes from."""

    scene: ScenePlan
    line: LineId | None

    @contextmanager
    def named(self) -> Iterator[None]:
        """Let what goes wrong inside name this place; what is wrong with the machine stays as it is.

        Raises:
            RenderError: instead of any error about a picture, a clip or a recording.
        """
        try:
            yield
        except ToolMissing:
            raise
        except (MediaError, RenderError) as error:
            raise RenderError(
                f"In {self._words()}: {error.message} Nothing that was already made is lost.",
                hint=error.hint,
                detail=error.detail,
                where=self._where(),
            ) from error

    def _words(self) -> str:
        scene = f"the scene “{self.scene.title or self.scene.scene}”"
        return scene if self.line is None else f"{scene}, line {self.scene.lines.index(self.line) + 1}"

    def _where(self) -> str:
        scene = f"scene {self.scene.scene}"
        return scene if self.line is None else f"{scene}, line {self.line}"


@dataclass(frozen=True, slots=True)
class Work:
    """One step to be made."""

    key: str
    step: Step
    place: Place

    @property
    def cost_ms(self) -> int:
        """Roughly how long it takes; right in proportion, which is all that progress needs."""
        if isinstance(self.step, SoundStep):
            return 5 + _SOUND_SECOND_COST_MS * self.step.mix.samples // SAMPLE_RATE_HZ
        pixels = self.step.screen.width_px * self.step.screen.height_px
        full_ms = _STILL_COST_MS
        if not isinstance(self.step, StillStep):
            full_ms += _MOVING_FRAME_COST_MS * self.step.part.frames
        return 5 + full_ms * pixels // _LARGE_PIXELS

    @property
    def is_picture(self) -> bool:
        """Whether it is seen, not heard."""
        return not isinstance(self.step, SoundStep)


def worklist(reels: Sequence[Reel]) -> dict[str, Work]:
    """Return every distinct step by its key, in the order of the films."""
    found: dict[str, Work] = {}
    for reel in reels:
        for scene in reel.film.scenes:
            for step, line in _steps(reel, scene):
                key = fingerprint(step)
                if key not in found:
                    found[key] = Work(key, step, Place(scene, line))
    return found


def _steps(reel: Reel, scene: ScenePlan) -> Iterator[tuple[Step, LineId | None]]:
    for shot in scene.shots:
        yield shot.step, shot.line
    for stretch in scene.stretches:
        yield reel.sound_step(stretch), stretch.line
