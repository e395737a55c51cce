"""A file becomes a project, or takes the place of a project's script."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from pathlib import Path

from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.services.script.writer import ScriptWriter
from edupulse_desktop.settings.schema import Values
from edupulse_desktop.store.assets import Origin
from edupulse_desktop.store.project import Project
from edupulse_desktop.workflows.import_file import Read, import_file
from edupulse_desktop.workflows.keep_edit import keep_edit
from edupulse_desktop.workflows.new_project import empty_lesson, project_path


@dataclass(frozen=True, slots=True)
class ImportedProject:
    """A project that was filled from a file, and what was repaired on the way.

    Args:
        version_before: name under which the script that was replaced can be brought back; empty for a new project.
    """

    path: Path
    lesson: Lesson
    notes: tuple[str, ...]
    version_before: str = ""


async def import_to_project(
    source: Path, path: Path, values: Values, writer: ScriptWriter
) -> ImportedProject:
    """Read a file into a project, which is made if it is not there; else its script is replaced.

    The file is read before a project is made, so a file that is refused leaves nothing behind.

    Raises:
        ImportRefused, ServiceError: the file cannot be read as a lesson.
        ProjectError, StorageError: the project cannot be written.
    """
    path = project_path(path)
    if path.exists():
        with Project.open(path) as project:
            read = await import_file(source, project.lesson, writer)
            before = f"Before the import of {source.name}"
            await asyncio.to_thread(project.name_version, before)
            return replace(await _kept(project, source, read), version_before=before)
    start = empty_lesson(values, source.stem)
    read = await import_file(source, start, writer)
    with Project.create(path, start) as project:
        return await _kept(project, source, read)


async def _kept(project: Project, source: Path, read: Read) -> ImportedProject:
    for asset in read.assets:
        origin = Origin(name=source.name)
        await asyncio.to_thread(project.assets.put, asset.data, asset.ref.kind, asset.ref.media_type, origin)
    lesson = await asyncio.to_thread(keep_edit, project, read.edit)
    return ImportedProject(project.path, lesson, read.notes)
