"""How messages name scenes, lines and choices, so that a teacher finds them."""

from __future__ import annotations

from edupulse_desktop.model.exits import Choice
from edupulse_desktop.model.ids import SceneId
from edupulse_desktop.model.lesson import Lesson

_LONGEST_QUOTE = 40


class Naming:
    """Names the parts of one lesson: scenes by title or else by number, lines by number, counted from 1."""

    def __init__(self, lesson: Lesson) -> None:
        self._scenes = {
            scene.id: f"Scene {quoted(scene.title)}" if scene.title.strip() else f"Scene {number}"
            for number, scene in enumerate(lesson.scenes, start=1)
        }

    def scene(self, scene: SceneId) -> str:
        """Return for example `Scene “Arrival”`, or `Scene 3` if it has no title."""
        return self._scenes.get(scene, "A scene that is not in the lesson")

    def line(self, scene: SceneId, index: int) -> str:
        """Return for example `Scene “Arrival”, line 3` for a place counted from 0."""
        return f"{self.scene(scene)}, line {index + 1}"

    def choice(self, scene: SceneId, choice: Choice) -> str:
        """Return for example `Scene “Arrival”, choice “Wash hands”`."""
        return f"{self.scene(scene)}, choice {quoted(choice.text)}"


def quoted(text: str) -> str:
    """Return a text in quotation marks, shortened if it is long."""
    words = " ".join(text.split())
    return f"“{words}”" if len(words) <= _LONGEST_QUOTE else f"“{words[: _LONGEST_QUOTE - 1].rstrip()}…”"
