"""`edupulse import`: somebody else's file becomes a project."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from edupulse_desktop.cli.arguments import AsJson, NewProjectFile
from edupulse_desktop.cli.console import Console
from edupulse_desktop.cli.run import run
from edupulse_desktop.cli.wording import counted, lesson_length, warnings
from edupulse_desktop.jobs.progress import Progress
from edupulse_desktop.studio import Studio
from edupulse_desktop.workflows.import_to_project import import_to_project

Source = Annotated[
    Path, typer.Argument(metavar="SOURCE", help="Scenario JSON, a written outline, or `Name: text` lines.")
]


def import_source(source: Source, file: NewProjectFile, as_json: AsJson = False) -> None:
    """Make a project from a scenario, a written outline or a script.

    What had to be repaired in a scenario is listed, with its place. If the project is there already, its
    script is replaced, as one step that can be undone.

    Example: edupulse import scenario.json lesson.edupulse
    """
    console = Console(as_json=as_json)

    async def work(studio: Studio, _progress: Progress) -> None:
        done = await import_to_project(source, file, studio.settings.values, studio.script_writer())
        lesson = done.lesson
        lines = sum(len(scene.lines) for scene in lesson.scenes)
        data = {
            "project": str(done.path),
            "title": lesson.title,
            "scenes": len(lesson.scenes),
            "lines": lines,
            "characters": [character.name for character in lesson.cast],
            "notes": list(done.notes),
            "version_before": done.version_before,
        }
        size = f"{counted(len(lesson.scenes), 'scene')}, {counted(lines, 'line')}, {lesson_length(lesson)}"
        told = [f"“{lesson.title}”: {size}."]
        if done.version_before:
            told.append(
                "It took the place of the script that was there; bring that back with: "
                f'edupulse versions {done.path} --restore "{done.version_before}"'
            )
        told += [f"Note     {note}" for note in done.notes]
        told += warnings(lesson)
        console.answer(data, "\n".join([*told, f"The project is {done.path}"]))

    run(console, "Import", work)
