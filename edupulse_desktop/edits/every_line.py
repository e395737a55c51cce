"""Changing many lines in one pass, sharing everything that stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.line import Line
from edupulse_desktop.model.scene import Scene


def with_changed_lines(lesson: Lesson, change: Callable[[Line], Line]) -> Lesson:
    """Return the lesson with every line as `change` returns it; the same object if none changed."""
    scenes = tuple(_changed(scene, change) for scene in lesson.scenes)
    if all(new is old for new, old in zip(scenes, lesson.scenes, strict=True)):
        return lesson
    return replace(lesson, scenes=scenes)


def _changed(scene: Scene, change: Callable[[Line], Line]) -> Scene:
    lines = tuple(_kept_if_equal(line, change(line)) for line in scene.lines)
    if all(new is old for new, old in zip(lines, scene.lines, strict=True)):
        return scene
    return replace(scene, lines=lines)


def _kept_if_equal(old: Line, new: Line) -> Line:
    return old if new is old or new == old else new
