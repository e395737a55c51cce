"""What can be done to the lesson itself: title, language, facts, look, music, state."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from edupulse_desktop.edits.edit import Edit
from edupulse_desktop.errors import EditError
from edupulse_desktop.model.brief import Brief
from edupulse_desktop.model.lesson import Approval, Lesson, LessonState, Style
from edupulse_desktop.model.picture import Shape
from edupulse_desktop.model.sound import Music


@dataclass(frozen=True, slots=True)
class SetTitle(Edit):
    """Name the lesson."""

    label: ClassVar[str] = "Rename lesson"
    merge_key: ClassVar[str] = "lesson title"
    title: str

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the lesson with its new title."""
        return lesson if lesson.title == self.title else replace(lesson, title=self.title)


@dataclass(frozen=True, slots=True)
class SetLanguage(Edit):
    """Say which language is spoken, as a BCP-47 tag."""

    label: ClassVar[str] = "Change language"
    language: str

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the lesson with its new language."""
        if not self.language.strip():
            raise EditError("A lesson needs a language, so that its voices know how to speak.")
        return lesson if lesson.language == self.language else replace(lesson, language=self.language)


@dataclass(frozen=True, slots=True)
class SetFacts(Edit):
    """Describe the lesson; a fact that is none stays as it is."""

    label: ClassVar[str] = "Edit lesson details"
    merge_key: ClassVar[str] = "lesson facts"
    description: str | None = None
    author: str | None = None
    audience: str | None = None
    objectives: tuple[str, ...] | None = None

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the lesson with its new facts."""
        changed = replace(
            lesson,
            description=lesson.description if self.description is None else self.description,
            author=lesson.author if self.author is None else self.author,
            audience=lesson.audience if self.audience is None else self.audience,
            objectives=lesson.objectives if self.objectives is None else self.objectives,
        )
        return lesson if changed == lesson else changed


@dataclass(frozen=True, slots=True)
class SetPassMark(Edit):
    """Say which score counts as passed; none takes the mark away."""

    label: ClassVar[str] = "Change pass mark"
    merge_key: ClassVar[str] = "pass mark"
    points: int | None

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the lesson with its new pass mark."""
        return lesson if lesson.pass_points == self.points else replace(lesson, pass_points=self.points)


@dataclass(frozen=True, slots=True)
class SetState(Edit):
    """Say how far the lesson has come, and note who judged it."""

    label: ClassVar[str] = "Change state"
    state: LessonState
    approval: Approval | None = None

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the lesson in its new state."""
        if self.approval is None:
            return lesson if lesson.state is self.state else replace(lesson, state=self.state)
        return replace(lesson, state=self.state, approvals=(*lesson.approvals, self.approval))


@dataclass(frozen=True, slots=True)
class SetBrief(Edit):
    """Change what a script writer is asked for."""

    label: ClassVar[str] = "Edit brief"
    merge_key: ClassVar[str] = "brief"
    brief: Brief

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the lesson with its new brief."""
        return lesson if lesson.brief == self.brief else replace(lesson, brief=self.brief)


@dataclass(frozen=True, slots=True)
class SetStyle(Edit):
    """Change the look of made pictures."""

    label: ClassVar[str] = "Change style"
    merge_key: ClassVar[str] = "style"
    style: Style

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the lesson with its new style."""
        return lesson if lesson.style == self.style else replace(lesson, style=self.style)


@dataclass(frozen=True, slots=True)
class SetShape(Edit):
    """Change the outline the pictures are made for."""

    label: ClassVar[str] = "Change shape"
    shape: Shape

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the lesson with its new shape."""
        return lesson if lesson.shape is self.shape else replace(lesson, shape=self.shape)


@dataclass(frozen=True, slots=True)
class SetMusic(Edit):
    """Change the music bed under every scene that has none of its own; none takes it away."""

    label: ClassVar[str] = "Change music"
    merge_key: ClassVar[str] = "music"
    music: Music | None

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the lesson with its new music."""
        return lesson if lesson.music == self.music else replace(lesson, music=self.music)
