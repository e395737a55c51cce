"""What can be done to a question and its choices."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from edupulse_desktop.edits.edit import Edit
from edupulse_desktop.edits.exits import with_exit
from edupulse_desktop.edits.lookup import find_choice, find_question, find_scene, place_before, refuse_known
from edupulse_desktop.model.exits import Breakpoint, Choice
from edupulse_desktop.model.ids import ChoiceId, SceneId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.scene import Scene


@dataclass(frozen=True, slots=True)
class SetBreakpoint(Edit):
    """Ask a question at the end of a scene, or change the one that is asked."""

    label: ClassVar[str] = "Edit question"
    scene: SceneId
    asked: Breakpoint

    @property
    def merge_key(self) -> str:
        """Changing one question's fields is one step."""
        return f"question {self.scene}"

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the lesson with the question."""
        return with_exit(lesson, find_scene(lesson, self.scene), self.asked)


@dataclass(frozen=True, slots=True)
class AddChoice(Edit):
    """Add a choice to a scene's question, before another or at the end."""

    label: ClassVar[str] = "Add choice"
    scene: SceneId
    choice: Choice
    before: ChoiceId | None = None

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the lesson with the new choice."""
        scene, asked = find_question(lesson, self.scene)
        at = place_before(asked.choices, self.before, "choice")
        refuse_known(lesson, (self.choice.id,))
        if self.choice.to is not None:
            find_scene(lesson, self.choice.to)
        return _with_choices(lesson, scene, asked, (*asked.choices[:at], self.choice, *asked.choices[at:]))


@dataclass(frozen=True, slots=True)
class SetChoice(Edit):
    """Change a choice; the one of the same name is replaced."""

    label: ClassVar[str] = "Edit choice"
    choice: Choice

    @property
    def merge_key(self) -> str:
        """Changing one choice's fields is one step."""
        return f"choice {self.choice.id}"

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the lesson with the changed choice."""
        scene, asked, before = find_choice(lesson, self.choice.id)
        if self.choice.to is not None and self.choice.to != before.to:
            find_scene(lesson, self.choice.to)
        choices = tuple(self.choice if each.id == self.choice.id else each for each in asked.choices)
        return _with_choices(lesson, scene, asked, choices)


@dataclass(frozen=True, slots=True)
class MoveChoice(Edit):
    """Move a choice before another of the same question, or to the end."""

    label: ClassVar[str] = "Move choice"
    choice: ChoiceId
    before: ChoiceId | None = None

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the lesson with the choice in its new place."""
        scene, asked, choice = find_choice(lesson, self.choice)
        place_before(asked.choices, self.before, "choice")
        if self.before == self.choice:
            return lesson
        others = tuple(each for each in asked.choices if each.id != choice.id)
        at = place_before(others, self.before, "choice")
        return _with_choices(lesson, scene, asked, (*others[:at], choice, *others[at:]))


@dataclass(frozen=True, slots=True)
class DeleteChoice(Edit):
    """Take a choice out of its question; if it was the default, there is none any more."""

    label: ClassVar[str] = "Delete choice"
    choice: ChoiceId

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the lesson without the choice."""
        scene, asked, choice = find_choice(lesson, self.choice)
        if asked.default_choice == choice.id:
            asked = replace(asked, default_choice=None)
        others = tuple(each for each in asked.choices if each.id != choice.id)
        return _with_choices(lesson, scene, asked, others)


def _with_choices(lesson: Lesson, scene: Scene, asked: Breakpoint, choices: tuple[Choice, ...]) -> Lesson:
    return lesson.with_scene(replace(scene, exit=replace(asked, choices=choices)))
