"""Applies an edit to a project's lesson and writes it."""

from __future__ import annotations

from edupulse_desktop.edits.edit import Edit
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.store.project import Project


def keep_edit(project: Project, edit: Edit) -> Lesson:
    """Return the lesson after the edit, which is on disk as one step of history; a no-op writes nothing.

    Raises:
        EditError: the edit cannot be done; nothing was changed.
        ProjectReadOnly: the project is open for reading only.
        StorageError: the disk is full, gone or read-only.
    """
    before = project.lesson
    after = edit.apply(before)
    if after is not before:
        project.save(before, after, edit.label)
    return after
