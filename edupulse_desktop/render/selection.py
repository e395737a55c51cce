"""Which scenes of a lesson become films: each its own, a way through the lesson, or all in one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from edupulse_desktop.errors import RenderError
from edupulse_desktop.model.ids import SceneId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.scene import Scene


@dataclass(frozen=True, slots=True)
class EachScene:
    """One film for each of these scenes; for every scene if none is named."""

    scenes: tuple[SceneId, ...] = ()


@dataclass(frozen=True, slots=True)
class AlongPath:
    """One film of these scenes in this order; a scene may come twice."""

    path: tuple[SceneId, ...]


@dataclass(frozen=True, slots=True)
class WholeLesson:
    """One film of all scenes, in the order they are written."""


Selection: TypeAlias = EachScene | AlongPath | WholeLesson
EVERY_SCENE = EachScene()


@dataclass(frozen=True, slots=True)
class Chosen:
    """Scenes that become one film.

    Args:
        name: for the file, before it is made legal.
        title: shown by players.
    """

    name: str
    title: str
    scenes: tuple[Scene, ...]


def chosen(lesson: Lesson, selection: Selection) -> tuple[Chosen, ...]:
    """Return the scenes of each film.

    Raises:
        RenderError: the lesson has no scenes, or none of this name.
    """
    if not lesson.scenes:
        raise RenderError(
            f"The lesson “{lesson.title}” has no scenes, so there is nothing to film.",
            hint="Add a scene with at least one line, or import a scenario.",
        )
    match selection:
        case WholeLesson():
            return (Chosen(lesson.title, lesson.title, lesson.scenes),)
        case AlongPath(path):
            return (Chosen(f"{lesson.title} (path)", lesson.title, _named(lesson, path)),)
        case EachScene(scenes):
            wanted = _named(lesson, scenes) if scenes else lesson.scenes
            numbers = {scene.id: number for number, scene in enumerate(lesson.scenes, start=1)}
            digits = max(2, len(str(len(lesson.scenes))))
            return tuple(
                Chosen(f"{numbers[scene.id]:0{digits}} {scene.title}".strip(), scene.title, (scene,))
                for scene in wanted
            )


def _named(lesson: Lesson, names: tuple[SceneId, ...]) -> tuple[Scene, ...]:
    known = {scene.id: scene for scene in lesson.scenes}
    missing = [name for name in names if name not in known]
    if missing or not names:
        said = f"There is no scene called “{missing[0]}” in this lesson." if missing else "The path is empty."
        raise RenderError(
            said,
            hint="Choose from: " + ", ".join(f"{scene.id} ({scene.title})" for scene in lesson.scenes[:12]),
        )
    return tuple(known[name] for name in names)
