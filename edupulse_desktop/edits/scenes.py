"""What can be done to scenes: add, name, split, move, delete, duplicate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from edupulse_desktop.edits.copies import copied_scenes
from edupulse_desktop.edits.edit import Edit, counted
from edupulse_desktop.edits.lookup import find_line, find_scene, names_in_scenes, place_before, refuse_known
from edupulse_desktop.edits.targets import without_targets
from edupulse_desktop.errors import EditError
from edupulse_desktop.model.board import Board, Place
from edupulse_desktop.model.exits import Continue
from edupulse_desktop.model.ids import LineId, SceneId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.scene import Scene
from edupulse_desktop.model.sound import Music

_STEP_DOWN = 40
"""A copy's node lies this far below and right of its original, so that both are seen."""


@dataclass(frozen=True, slots=True)
class AddScene(Edit):
    """Add a scene before another or at the end; the first scene of a lesson becomes its start.

    Args:
        place: where its node lies; none leaves it to the layout.
    """

    label: ClassVar[str] = "Add scene"
    scene: Scene
    before: SceneId | None = None
    place: Place | None = None

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the lesson with the new scene."""
        with_scene = _with_scenes(lesson, (self.scene,), self.before)
        if self.place is None:
            return with_scene
        place = replace(self.place, scene=self.scene.id)
        return replace(with_scene, board=Board((*lesson.board.places, place)))


@dataclass(frozen=True, slots=True)
class RenameScene(Edit):
    """Give a scene another title."""

    label: ClassVar[str] = "Rename scene"
    scene: SceneId
    title: str

    @property
    def merge_key(self) -> str:
        """Typing in one title is one step."""
        return f"title {self.scene}"

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the lesson with the scene's new title."""
        return lesson.with_scene(replace(find_scene(lesson, self.scene), title=self.title))


@dataclass(frozen=True, slots=True)
class SetNotes(Edit):
    """Write the author's notes of a scene."""

    label: ClassVar[str] = "Edit notes"
    scene: SceneId
    notes: str

    @property
    def merge_key(self) -> str:
        """Typing in one field is one step."""
        return f"notes {self.scene}"

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the lesson with the scene's new notes."""
        return lesson.with_scene(replace(find_scene(lesson, self.scene), notes=self.notes))


@dataclass(frozen=True, slots=True)
class SetSceneMusic(Edit):
    """Give a scene a music bed of its own; none plays the lesson's."""

    label: ClassVar[str] = "Change scene music"
    scene: SceneId
    music: Music | None

    @property
    def merge_key(self) -> str:
        """Turning one scene's volume is one step."""
        return f"music {self.scene}"

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the lesson with the scene's new music."""
        return lesson.with_scene(replace(find_scene(lesson, self.scene), music=self.music))


@dataclass(frozen=True, slots=True)
class SetStart(Edit):
    """Say which scene the lesson starts with."""

    label: ClassVar[str] = "Change start"
    scene: SceneId

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the lesson with the new start."""
        find_scene(lesson, self.scene)
        return lesson if lesson.start == self.scene else replace(lesson, start=self.scene)


@dataclass(frozen=True, slots=True)
class SplitScene(Edit):
    """Make two scenes of one; the second starts with `line` and keeps the exit, the first continues to it.

    Args:
        new: name of the second scene.
    """

    label: ClassVar[str] = "Split scene"
    scene: SceneId
    line: LineId
    new: SceneId
    title: str = ""

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the lesson with the scene in two."""
        scene = find_scene(lesson, self.scene)
        home, at = find_line(lesson, self.line)
        if home.id != scene.id:
            raise EditError(
                "The line is in another scene now, so nothing was split.", where=f"line {self.line}"
            )
        refuse_known(lesson, (self.new,))
        second = Scene(self.new, self.title, scene.lines[at:], scene.exit, scene.music)
        first = replace(scene, lines=scene.lines[:at], exit=Continue(self.new))
        index = place_before(lesson.scenes, scene.id, "scene")
        return replace(lesson, scenes=(*lesson.scenes[:index], first, second, *lesson.scenes[index + 1 :]))


@dataclass(frozen=True, slots=True)
class MoveScenes(Edit):
    """Move scenes, in the order given, before another in the list or to its end; ways between them stay."""

    scenes: tuple[SceneId, ...]
    before: SceneId | None = None

    @property
    def label(self) -> str:
        """Move scene, or several."""
        return counted("Move", len(self.scenes), "scene", "scenes")

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the lesson with the scenes in their new order."""
        moved = [find_scene(lesson, scene) for scene in dict.fromkeys(self.scenes)]
        names = set(self.scenes)
        after = lesson.scenes[place_before(lesson.scenes, self.before, "scene") :]
        before = next((scene.id for scene in after if scene.id not in names), None)
        stayed = tuple(scene for scene in lesson.scenes if scene.id not in names)
        at = place_before(stayed, before, "scene")
        scenes = (*stayed[:at], *moved, *stayed[at:])
        return lesson if scenes == lesson.scenes else replace(lesson, scenes=scenes)


@dataclass(frozen=True, slots=True)
class DeleteScenes(Edit):
    """Take scenes out of the lesson; exits that led there lead nowhere, and a lost start goes to the first."""

    scenes: tuple[SceneId, ...]

    @property
    def label(self) -> str:
        """Delete scene, or several."""
        return counted("Delete", len(self.scenes), "scene", "scenes")

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the lesson without the scenes."""
        for scene in self.scenes:
            find_scene(lesson, scene)
        if not self.scenes:
            return lesson
        names = frozenset(self.scenes)
        stayed = tuple(without_targets(scene, names) for scene in lesson.scenes if scene.id not in names)
        first = stayed[0].id if stayed else None
        return replace(
            lesson,
            scenes=stayed,
            start=first if lesson.start in names else lesson.start,
            board=Board(tuple(place for place in lesson.board.places if place.scene not in names)),
        )


@dataclass(frozen=True, slots=True)
class DuplicateScenes(Edit):
    """Put copies of scenes, made by `duplicates`, into the lesson.

    Args:
        places: where the copies' nodes lie.
    """

    copies: tuple[Scene, ...]
    before: SceneId | None = None
    places: tuple[Place, ...] = ()

    @property
    def label(self) -> str:
        """Duplicate scene, or several."""
        return counted("Duplicate", len(self.copies), "scene", "scenes")

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the lesson with the copies."""
        with_copies = _with_scenes(lesson, self.copies, self.before)
        if not self.places:
            return with_copies
        return replace(with_copies, board=Board((*lesson.board.places, *self.places)))


def duplicates(lesson: Lesson, scenes: Sequence[SceneId]) -> DuplicateScenes:
    """Return the edit that duplicates scenes of a lesson, each copy after the last original.

    Raises:
        EditError: the lesson has no such scene.
    """
    originals = [find_scene(lesson, scene) for scene in dict.fromkeys(scenes)]
    copies = copied_scenes(originals)
    places = tuple(
        Place(copy.id, place.x + _STEP_DOWN, place.y + _STEP_DOWN)
        for original, copy in zip(originals, copies, strict=True)
        if (place := lesson.board.place(original.id)) is not None
    )
    names = {scene.id for scene in originals}
    last = max((at for at, scene in enumerate(lesson.scenes) if scene.id in names), default=-1)
    following = lesson.scenes[last + 1 : last + 2] if originals else ()
    return DuplicateScenes(copies, following[0].id if following else None, places)


def _with_scenes(lesson: Lesson, scenes: tuple[Scene, ...], before: SceneId | None) -> Lesson:
    at = place_before(lesson.scenes, before, "scene")
    if not scenes:
        return lesson
    refuse_known(lesson, names_in_scenes(scenes))
    return replace(
        lesson,
        scenes=(*lesson.scenes[:at], *scenes, *lesson.scenes[at:]),
        start=lesson.start if lesson.start is not None else scenes[0].id,
    )
