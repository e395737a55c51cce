"""What can be done to the way out of a scene: set it, connect it, disconnect it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from edupulse_desktop.edits.edit import Edit
from edupulse_desktop.edits.lookup import find_scene, refuse_known, scene_words
from edupulse_desktop.edits.targets import aimed
from edupulse_desktop.errors import EditError
from edupulse_desktop.model.branching import Way, WayKind, outlets
from edupulse_desktop.model.exits import Breakpoint, Continue, End, Exit, targets
from edupulse_desktop.model.ids import ChoiceId, SceneId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.scene import Scene


@dataclass(frozen=True, slots=True)
class SetExit(Edit):
    """Change how a scene ends: the lesson ends, another scene follows, or the learner is asked."""

    label: ClassVar[str] = "Change exit"
    scene: SceneId
    exit: Exit

    @property
    def merge_key(self) -> str:
        """Changing one exit's fields is one step."""
        return f"exit {self.scene}"

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the lesson with the scene's new exit."""
        return with_exit(lesson, find_scene(lesson, self.scene), self.exit)


@dataclass(frozen=True, slots=True)
class Connect(Edit):
    """Lead one way out of a scene to another scene; an ending becomes a continuation.

    Args:
        way: which part of the exit; its choice or route is named beside it.
        choice: for `WayKind.CHOICE`.
        route: for `WayKind.ROUTE`, counted from 0.
    """

    label: ClassVar[str] = "Connect scenes"
    scene: SceneId
    to: SceneId
    way: WayKind = WayKind.NEXT
    choice: ChoiceId | None = None
    route: int = 0

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the lesson with the new connection."""
        scene = find_scene(lesson, self.scene)
        find_scene(lesson, self.to)
        if isinstance(scene.exit, End) and self.way is WayKind.NEXT:
            return lesson.with_scene(replace(scene, exit=Continue(self.to)))
        return _aim_one(lesson, scene, Way(scene.id, self.way, self.to, self.choice, self.route))


@dataclass(frozen=True, slots=True)
class Disconnect(Edit):
    """Let one way out of a scene lead nowhere; named as in `Connect`."""

    label: ClassVar[str] = "Disconnect scenes"
    scene: SceneId
    way: WayKind = WayKind.NEXT
    choice: ChoiceId | None = None
    route: int = 0

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the lesson without the connection."""
        scene = find_scene(lesson, self.scene)
        return _aim_one(lesson, scene, Way(scene.id, self.way, None, self.choice, self.route))


def with_exit(lesson: Lesson, scene: Scene, way_out: Exit) -> Lesson:
    """Return the lesson with a scene's new exit.

    Raises:
        EditError: it leads to a scene that is not there, or names a choice that another question has.
    """
    known = set(targets(scene.exit))
    for target in targets(way_out):
        if target not in known:
            find_scene(lesson, target)
    kept = {choice.id for choice in scene.exit.choices} if isinstance(scene.exit, Breakpoint) else set()
    if isinstance(way_out, Breakpoint):
        names = [choice.id for choice in way_out.choices]
        refuse_known(lesson, (name for name in names if name not in kept or names.count(name) > 1))
    return lesson.with_scene(replace(scene, exit=way_out))


def _aim_one(lesson: Lesson, scene: Scene, wanted: Way) -> Lesson:
    def is_it(way: Way) -> bool:
        return replace(way, to=None) == replace(wanted, to=None)

    if not any(is_it(way) for way in outlets(scene)):
        raise EditError(
            f"{scene_words(lesson, scene)} does not have this way out any more; nothing was changed.",
            hint="Look at how the scene ends now.",
            where=f"scene {scene.id}",
        )
    return lesson.with_scene(aimed(scene, lambda way: wanted.to if is_it(way) else way.to))
