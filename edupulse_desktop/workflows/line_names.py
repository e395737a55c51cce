"""How a line is named to an author, in progress and in errors."""

from __future__ import annotations

from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.line import Line
from edupulse_desktop.model.scene import Scene


def scene_name(lesson: Lesson, scene: Scene) -> str:
    """Return a scene's title in quotes, or its number."""
    return f"“{scene.title}”" if scene.title.strip() else f"scene {lesson.scenes.index(scene) + 1}"


def line_name(lesson: Lesson, scene: Scene, line: Line) -> str:
    """Return for example `line 3 of “Handover”`."""
    return f"line {scene.lines.index(line) + 1} of {scene_name(lesson, scene)}"


def line_place(scene: Scene, line: Line) -> str:
    """Return the ids of a line as the text that errors carry."""
    return f"scene {scene.id}, line {line.id}"
