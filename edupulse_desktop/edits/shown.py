"""What a line shows and sounds beside its words: picture, overlays, effects."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from edupulse_desktop.edits.edit import Edit
from edupulse_desktop.edits.lookup import line_named, refuse_known
from edupulse_desktop.model.ids import LineId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.picture import Overlay, Picture
from edupulse_desktop.model.sound import Effect


@dataclass(frozen=True, slots=True)
class SetPicture(Edit):
    """Change what comes on screen with a line: the picture, its fit, motion or alt text; none keeps what is there."""

    label: ClassVar[str] = "Change picture"
    line: LineId
    picture: Picture | None

    @property
    def merge_key(self) -> str:
        """Changing one picture's fields is one step."""
        return f"picture {self.line}"

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the lesson with the line's new picture."""
        return lesson.with_line(replace(line_named(lesson, self.line), picture=self.picture))


@dataclass(frozen=True, slots=True)
class SetOverlays(Edit):
    """Change what is laid over the screen while a line plays."""

    label: ClassVar[str] = "Change overlays"
    line: LineId
    overlays: tuple[Overlay, ...]

    @property
    def merge_key(self) -> str:
        """Typing in one line's overlays is one step."""
        return f"overlays {self.line}"

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the lesson with the line's new overlays."""
        line = line_named(lesson, self.line)
        kept = {each.id for each in line.overlays}
        refuse_known(lesson, (each.id for each in self.overlays if each.id not in kept))
        return lesson.with_line(replace(line, overlays=self.overlays))


@dataclass(frozen=True, slots=True)
class SetEffects(Edit):
    """Change which sounds start with a line."""

    label: ClassVar[str] = "Change sound effects"
    line: LineId
    effects: tuple[Effect, ...]

    @property
    def merge_key(self) -> str:
        """Moving one line's effects is one step."""
        return f"effects {self.line}"

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the lesson with the line's new effects."""
        line = line_named(lesson, self.line)
        kept = {each.id for each in line.effects}
        refuse_known(lesson, (each.id for each in self.effects if each.id not in kept))
        return lesson.with_line(replace(line, effects=self.effects))
