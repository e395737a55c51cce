"""What can be done to the branch graph's nodes: place them by hand, or leave them to the layout."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from edupulse_desktop.edits.edit import Edit, counted
from edupulse_desktop.edits.lookup import find_scene
from edupulse_desktop.model.board import Board, Place
from edupulse_desktop.model.ids import SceneId
from edupulse_desktop.model.lesson import Lesson


@dataclass(frozen=True, slots=True)
class MoveNodes(Edit):
    """Place nodes; the others stay where they are."""

    places: tuple[Place, ...]

    @property
    def label(self) -> str:
        """Move node, or several."""
        return counted("Move", len(self.places), "node", "nodes")

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the lesson with the nodes in their new places."""
        for place in self.places:
            find_scene(lesson, place.scene)
        by_scene = {place.scene: place for place in (*lesson.board.places, *self.places)}
        board = Board(tuple(by_scene.values()))
        return lesson if board == lesson.board else replace(lesson, board=board)


@dataclass(frozen=True, slots=True)
class TidyBoard(Edit):
    """Forget where nodes were placed by hand, so that the layout places them; no scenes named means all."""

    label: ClassVar[str] = "Tidy graph"
    scenes: tuple[SceneId, ...] = ()

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the lesson with these nodes left to the layout."""
        names = set(self.scenes)
        kept = tuple(place for place in lesson.board.places if names and place.scene not in names)
        return lesson if kept == lesson.board.places else replace(lesson, board=Board(kept))
