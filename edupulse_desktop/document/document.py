"""The open lesson: the one place where it changes, and where everybody hears of it.

A document holds a lesson, which is a frozen value, and replaces it by another one. Every change comes through
one door, `do`, as an edit. The edit makes the new lesson first; only when it is whole does the document
take it over. So an edit that fails has changed nothing, and there is no half-done state to repair.

Undo needs no inverse edits. The history remembers the lesson before and after each step, and undoing means
holding the earlier object again: the very same one, with every take and picture it had. This is cheap, because
lessons share all the scenes and lines that a step did not touch.

After each step the document compares the two lessons and tells its listeners once: what was there, what is
there now, and the names of what differs. Panels repaint what is named, the store writes what is named, and
none of them knows of the others. A listener that hears of a step may look, but not edit: otherwise those
told after it would hear of the second step before the first.

Typing makes many small edits. Edits in a row with the same merge key become one step, until somebody calls
`seal`: the document has no clock, so the caller decides how long a rest ends a burst. Undoing, redoing and
saving a version seal as well. A burst that ends where it began is the same as its step undone.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from edupulse_desktop.document.history import History, Step
from edupulse_desktop.edits.edit import Edit
from edupulse_desktop.listeners import Listeners
from edupulse_desktop.model.changes import Changes, diff
from edupulse_desktop.model.lesson import Lesson


class NewsKind(StrEnum):
    """How the lesson came to change.

    `MERGED` continues the newest step of the history: its `before` stays, its `after` is the new lesson.
    """

    DONE = "done"
    MERGED = "merged"
    UNDONE = "undone"
    REDONE = "redone"


@dataclass(frozen=True, slots=True)
class News:
    """The lesson has changed.

    Args:
        before: what was there until now.
        after: what is there now.
        label: words of the step that was done, continued, undone or done again.
    """

    before: Lesson
    after: Lesson
    label: str
    changes: Changes
    kind: NewsKind


class Document:
    """A lesson that can be edited, with undo.

    Args:
        history: steps that led to this lesson, as read from a project file.
    """

    def __init__(self, lesson: Lesson, history: History | None = None) -> None:
        self._lesson = lesson
        self._saved = lesson
        self._telling = False
        self.history = history if history is not None else History()
        self.listeners: Listeners[News] = Listeners()

    @property
    def lesson(self) -> Lesson:
        """The lesson as it is now."""
        return self._lesson

    def do(self, edit: Edit) -> bool:
        """Do an edit and return whether anything changed.

        Raises:
            EditError: it cannot be done; nothing was changed.
        """
        self._refuse_while_telling()
        before = self._lesson
        after = edit.apply(before)
        if after is before or not diff(before, after):
            return False
        step = self.history.continues(edit.merge_key)
        if step is None:
            self.history.add(Step(edit.label, before, after, edit.merge_key))
            self._take_over(after, edit.label, NewsKind.DONE)
        elif not diff(step.before, after):
            self.undo()
        else:
            self.history.replace_newest(Step(step.label, step.before, after, step.merge_key))
            self._take_over(after, step.label, NewsKind.MERGED)
        return True

    def undo(self) -> bool:
        """Go back to the lesson before the newest step; return whether there was one."""
        self._refuse_while_telling()
        step = self.history.step_back()
        if step is not None:
            self._take_over(step.before, step.label, NewsKind.UNDONE)
        return step is not None

    def redo(self) -> bool:
        """Go forward to the lesson after the step undone last; return whether there was one."""
        self._refuse_while_telling()
        step = self.history.step_forward()
        if step is not None:
            self._take_over(step.after, step.label, NewsKind.REDONE)
        return step is not None

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return self.history.newest is not None

    @property
    def can_redo(self) -> bool:
        """Whether there is an undone step to do again."""
        return self.history.next is not None

    @property
    def undo_label(self) -> str:
        """What undo takes back, for example "Edit line"; empty if there is nothing."""
        step = self.history.newest
        return step.label if step is not None else ""

    @property
    def redo_label(self) -> str:
        """What redo does again; empty if there is nothing."""
        step = self.history.next
        return step.label if step is not None else ""

    def seal(self) -> None:
        """End a burst of edits: the next one is a step of its own."""
        self.history.seal()

    def mark_saved(self) -> None:
        """Remember that the lesson as it is now has a version in the project file."""
        self._saved = self._lesson
        self.seal()

    @property
    def is_saved(self) -> bool:
        """Whether the lesson is as it was when `mark_saved` was last called."""
        return self._lesson is self._saved

    def _take_over(self, after: Lesson, label: str, kind: NewsKind) -> None:
        before, self._lesson = self._lesson, after
        self._telling = True
        try:
            self.listeners.tell(News(before, after, label, diff(before, after), kind))
        finally:
            self._telling = False

    def _refuse_while_telling(self) -> None:
        if self._telling:
            raise RuntimeError("a listener may not change the document it hears of")
