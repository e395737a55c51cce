"""The lesson: one frozen value, and the ways to get a changed copy of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from edupulse_desktop.model.board import Board
from edupulse_desktop.model.brief import Brief
from edupulse_desktop.model.cast import Character
from edupulse_desktop.model.ids import CharacterId, LessonId, LineId, SceneId
from edupulse_desktop.model.line import Line
from edupulse_desktop.model.picture import Shape
from edupulse_desktop.model.scene import Scene
from edupulse_desktop.model.sound import Music


class LessonState(StrEnum):
    """How far a lesson has come on its way to learners."""

    DRAFT = "draft"
    IN_REVIEW = "in-review"
    APPROVED = "approved"
    PUBLISHED = "published"
    ARCHIVED = "archived"


@dataclass(frozen=True, slots=True)
class Style:
    """The look of made pictures.

    Args:
        preset: name of a style preset in resources/styles.
    """

    preset: str = "clinic"
    keywords: tuple[str, ...] = ()
    negative_words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Approval:
    """A person's judgement of the lesson, with the time in UTC as ISO 8601."""

    by: str
    at: str
    state: LessonState
    note: str = ""


@dataclass(frozen=True)
class Lesson:
    """One project: a graph of scenes with a cast.

    Args:
        language: BCP-47 tag of what is spoken.
        objectives: what the learner can do afterwards.
        start: the first scene; none only while there are no scenes.
        music: bed under every scene that has none of its own.
        shape: outline the pictures are made for.
        pass_points: score that counts as passed; none if there is no mark.
    """

    id: LessonId
    title: str = "Untitled lesson"
    language: str = "en"
    description: str = ""
    author: str = ""
    audience: str = ""
    objectives: tuple[str, ...] = ()
    cast: tuple[Character, ...] = ()
    scenes: tuple[Scene, ...] = ()
    start: SceneId | None = None
    music: Music | None = None
    style: Style = Style()
    shape: Shape = Shape.LANDSCAPE
    pass_points: int | None = None
    state: LessonState = LessonState.DRAFT
    approvals: tuple[Approval, ...] = ()
    brief: Brief = Brief()
    board: Board = Board()

    def scene(self, scene: SceneId) -> Scene | None:
        """Return one scene by name."""
        return next((each for each in self.scenes if each.id == scene), None)

    def lines(self) -> Iterator[tuple[Scene, Line]]:
        """Yield every line with its scene, in the order they are written."""
        for scene in self.scenes:
            for line in scene.lines:
                yield scene, line

    def find_line(self, line: LineId) -> tuple[Scene, int] | None:
        """Return the scene of a line and its place in it, counted from 0."""
        for scene in self.scenes:
            for index, each in enumerate(scene.lines):
                if each.id == line:
                    return scene, index
        return None

    def line(self, line: LineId) -> Line | None:
        """Return one line by name."""
        found = self.find_line(line)
        return found[0].lines[found[1]] if found else None

    def character(self, character: CharacterId | None) -> Character | None:
        """Return one character by name."""
        return next((each for each in self.cast if each.id == character), None)

    def cast_by_id(self) -> Mapping[CharacterId, Character]:
        """Return the characters by name, as lines ask for them."""
        return {character.id: character for character in self.cast}

    def with_line(self, line: Line) -> Lesson:
        """Return the lesson with this line in place of the one of the same name; the same object if equal.

        Raises:
            KeyError: no such line.
        """
        found = self.find_line(line.id)
        if found is None:
            raise KeyError(line.id)
        scene, index = found
        if scene.lines[index] == line:
            return self
        return self.with_scene(replace(scene, lines=(*scene.lines[:index], line, *scene.lines[index + 1 :])))

    def with_scene(self, scene: Scene) -> Lesson:
        """Return the lesson with this scene in place of the one of the same name; the same object if equal.

        Raises:
            KeyError: no such scene.
        """
        for index, each in enumerate(self.scenes):
            if each.id == scene.id:
                if each is scene or each == scene:
                    return self
                return replace(self, scenes=(*self.scenes[:index], scene, *self.scenes[index + 1 :]))
        raise KeyError(scene.id)

    def with_character(self, character: Character) -> Lesson:
        """Return the lesson with this character in place of the one of the same name; the same object if equal.

        Raises:
            KeyError: no such character.
        """
        for index, each in enumerate(self.cast):
            if each.id == character.id:
                if each == character:
                    return self
                return replace(self, cast=(*self.cast[:index], character, *self.cast[index + 1 :]))
        raise KeyError(character.id)
