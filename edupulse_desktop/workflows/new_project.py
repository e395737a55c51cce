"""A new project file: an empty lesson, the sample, or another file's lesson."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from edupulse_desktop.errors import ProjectError
from edupulse_desktop.model.exits import End
from edupulse_desktop.model.ids import new_lesson_id, new_scene_id
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.scene import Scene
from edupulse_desktop.settings.schema import Values
from edupulse_desktop.store.project import Project
from edupulse_desktop.workflows.sample_lesson import sample_lesson

SUFFIX = ".edupulse"


def empty_lesson(values: Values, title: str) -> Lesson:
    """Return a lesson with one empty scene, in the user's language."""
    scene = Scene(new_scene_id(), "Scene 1", exit=End())
    return Lesson(
        new_lesson_id(),
        title or Lesson(new_lesson_id()).title,
        language=values.language,
        author=values.author,
        scenes=(scene,),
        start=scene.id,
    )


def project_path(path: Path) -> Path:
    """Return the path with the suffix of project files.

    Raises:
        ProjectError: the path has no name.
    """
    if not path.name:
        raise ProjectError(
            "The project file has no name.", hint="Name it, for example: edupulse new lesson.edupulse"
        )
    return path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)


def found_project(path: Path) -> Path:
    """Return the path of a project that may have been named without its suffix."""
    named = path.with_name(path.name + SUFFIX) if path.name else path
    return named if path.suffix != SUFFIX and not path.exists() and named.exists() else path


def new_project(path: Path, values: Values, *, title: str = "", sample: bool = False) -> Project:
    """Return a new project, open for writing; close it.

    Args:
        path: gets the suffix `.edupulse` if it has none.

    Raises:
        ProjectError: the file is there already.
        StorageError: the disk is full, gone or read-only.
    """
    path = project_path(path)
    if sample:
        lesson = dataclasses.replace(sample_lesson(), id=new_lesson_id())
        lesson = dataclasses.replace(lesson, title=title) if title else lesson
    else:
        lesson = empty_lesson(values, title or path.stem)
    return Project.create(path, lesson)
