"""How a line is named to an author, in progress and in errors."""

from __future__ import annotations

from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.line import Line
from edupulse_desktop.model.naming import Naming
from edupulse_desktop.model.scene import Scene


def line_name(lesson: Lesson, scene: Scene, line: Line) -> str:
    """Return for example `Scene “Handover”, line 3`."""
    index = next(index for index, each in enumerate(scene.lines) if each.id == line.id)
    return Naming(lesson).line(scene.id, index)


def line_place(scene: Scene, line: Line) -> str:
    """Return the ids of a line as the text that errors carry."""
    return f"scene {scene.id}, line {line.id}"
