"""Bringing back a named version of the whole lesson."""

from __future__ import annotations

from dataclasses import dataclass

from edupulse_desktop.edits.edit import Edit
from edupulse_desktop.errors import EditError
from edupulse_desktop.model.lesson import Lesson


@dataclass(frozen=True, slots=True)
class RestoreVersion(Edit):
    """Put the lesson of a named version in place of the present one."""

    name: str
    lesson: Lesson

    @property
    def label(self) -> str:
        """Say which version comes back."""
        return f"Restore “{self.name}”"

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the version's lesson.

        Raises:
            EditError: the version is of another lesson.
        """
        if self.lesson.id != lesson.id:
            raise EditError(f"“{self.name}” is a version of another lesson; nothing was changed.")
        return lesson if self.lesson == lesson else self.lesson
