"""Scene → stretches of sound, each of which ends in silence and is mixed and encoded by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from edupulse_desktop.model.ids import LineId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.line import Line
from edupulse_desktop.model.scene import Scene
from edupulse_desktop.model.sound import Music
from edupulse_desktop.model.timing import Span, spans
from edupulse_desktop.render.clock import SceneClock, samples_in
from edupulse_desktop.render.steps import Bed, Mix, Placed

_PACKETS_MS = 50
"""Silence that a seam needs: a packet that must be empty, and half a packet of rounding on each side."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Sound from one frame of the film to another; `line` is the first that is heard in it."""

    first_frame: int
    frames: int
    mix: Mix
    line: LineId | None = None


def scene_stretches(lesson: Lesson, scene: Scene, clock: SceneClock) -> tuple[Stretch, ...]:
    """Return the sound of a scene, cut where there is silence."""
    timed = tuple(zip(scene.lines, spans(scene), strict=True))
    music = scene.music or lesson.music
    bed = _bed(music) if music is not None and timed else None
    has_effects = any(line.effects for line, _ in timed)
    seam_ms = _PACKETS_MS + -(-1000 * clock.rate.den // clock.rate.num)
    groups = [timed] if bed or has_effects else _groups(timed, seam_ms)
    return tuple(_stretch(group, bed, clock) for group in groups if group) or (_silence(clock),)


def _groups(timed: Sequence[tuple[Line, Span]], seam_ms: int) -> list[Sequence[tuple[Line, Span]]]:
    """Return lines that have to be mixed together: a group ends with a pause."""
    groups: list[Sequence[tuple[Line, Span]]] = []
    start = 0
    for number, (_, span) in enumerate(timed):
        if span.end_ms - span.speech_end_ms >= seam_ms or number == len(timed) - 1:
            groups.append(timed[start : number + 1])
            start = number + 1
    return groups


def _stretch(group: Sequence[tuple[Line, Span]], bed: Bed | None, clock: SceneClock) -> Stretch:
    start_ms, end_ms = group[0][1].start_ms, group[-1][1].end_ms
    placed: list[Placed] = []
    for line, span in group:
        at = samples_in(span.start_ms - start_ms)
        take = line.take if line.is_spoken else None
        if take is not None:
            placed.append(Placed(take.asset, at))
        placed += [
            Placed(each.asset, at + samples_in(each.delay_ms), 0, each.volume_percent, is_speech=False)
            for each in line.effects
        ]
    mix = Mix(samples_in(end_ms - start_ms), tuple(placed), bed)
    return Stretch(clock.frame_at(start_ms), clock.frames_between(start_ms, end_ms), mix, group[0][0].id)


def _silence(clock: SceneClock) -> Stretch:
    return Stretch(clock.first_frame, clock.frames, Mix(samples_in(clock.length_ms)))


def _bed(music: Music) -> Bed | None:
    if music.asset is None:
        return None
    return Bed(music.asset, music.volume_percent, music.ducked_percent, music.fade_in_ms, music.fade_out_ms)
