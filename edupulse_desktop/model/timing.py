"""Where every line lies in time, in whole milliseconds; derived from the lines, never stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from edupulse_desktop.model.ids import LineId, SceneId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.line import Line
from edupulse_desktop.model.scene import Scene

READING_CHARACTERS_PER_SECOND = 15
"""Comfortable for subtitles; broadcasters' guidelines for adults lie between 15 and 20."""
SHORTEST_READING_MS = 1_200


@dataclass(frozen=True, slots=True)
class Span:
    """When a line plays, counted from the start of its scene.

    Args:
        start_ms: its first sound.
        speech_end_ms: its last sound.
        end_ms: the end of the pause after it, where the next line starts.
    """

    line: LineId
    start_ms: int
    speech_end_ms: int
    end_ms: int


def reading_ms(text: str) -> int:
    """Return how long a text is shown while it has no recording."""
    text = text.strip()
    return max(SHORTEST_READING_MS, len(text) * 1000 // READING_CHARACTERS_PER_SECOND) if text else 0


def speech_ms(line: Line) -> int:
    """Return how long a line is spoken: its recording, true or stale, or else its reading time."""
    if not line.is_spoken:
        return 0
    take = line.take
    return take.length_ms if take is not None else reading_ms(line.text)


def spans(scene: Scene) -> tuple[Span, ...]:
    """Return the span of every line of a scene, one after the other without gaps."""
    found: list[Span] = []
    at_ms = 0
    for line in scene.lines:
        speech_end_ms = at_ms + speech_ms(line)
        end_ms = speech_end_ms + line.pause_ms
        found.append(Span(line.id, at_ms, speech_end_ms, end_ms))
        at_ms = end_ms
    return tuple(found)


def scene_ms(scene: Scene) -> int:
    """Return how long a scene plays before its exit."""
    return sum(speech_ms(line) + line.pause_ms for line in scene.lines)


def path_ms(lesson: Lesson, path: Iterable[SceneId]) -> int:
    """Return how long these scenes play in a row; unknown scenes count nothing."""
    by_id = {scene.id: scene for scene in lesson.scenes}
    return sum(scene_ms(by_id[scene]) for scene in path if scene in by_id)
