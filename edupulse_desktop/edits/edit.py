"""The edit protocol, and several edits as one step.

An edit is a frozen value that says what is to be done; nothing happens until it is applied. It makes a new
lesson or raises `EditError`; there is no half-way. New names are minted by whoever makes the edit, so that
applying it twice to one lesson gives one result, and an edit can be written down as JSON.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from edupulse_desktop.model.lesson import Lesson


class Edit(Protocol):
    """Something that can be done to a lesson."""

    __slots__ = ()

    @property
    def label(self) -> str:
        """What is done, in the words that follow "Undo"."""
        ...

    @property
    def merge_key(self) -> str | None:
        """Edits in a row with the same key become one step of undo; none never merges."""
        return None

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the changed lesson, or the same object if there is nothing to change.

        Raises:
            EditError: it cannot be done; nothing was changed.
        """
        ...


@dataclass(frozen=True, slots=True)
class Batch(Edit):
    """Several edits as one step: all or nothing.

    Args:
        name: what they do together, as a label.
    """

    edits: tuple[Edit, ...]
    name: str

    @property
    def label(self) -> str:
        """The name given to the whole."""
        return self.name

    def apply(self, lesson: Lesson) -> Lesson:
        """Apply every edit to the result of the one before it."""
        for edit in self.edits:
            lesson = edit.apply(lesson)
        return lesson


def counted(verb: str, count: int, one: str, several: str) -> str:
    """Return a label such as "Delete line" or "Delete 3 lines"."""
    return f"{verb} {one}" if count == 1 else f"{verb} {count} {several}"
