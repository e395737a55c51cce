"""`edupulse new`: an empty project, or one with the sample lesson."""

from __future__ import annotations

from typing import Annotated

import typer

from edupulse_desktop.cli.arguments import AsJson, NewProjectFile
from edupulse_desktop.cli.console import Console
from edupulse_desktop.cli.run import run
from edupulse_desktop.jobs.progress import Progress
from edupulse_desktop.studio import Studio
from edupulse_desktop.workflows.new_project import new_project


def new(
    file: NewProjectFile,
    title: Annotated[str, typer.Option(help="Title of the lesson; the file's name if you do not say.")] = "",
    sample: Annotated[bool, typer.Option("--sample", help="Start from the sample lesson.")] = False,
    as_json: AsJson = False,
) -> None:
    """Make a new project.

    It holds one empty scene to start from, or the sample lesson with --sample. A file that is already there
    is never overwritten.

    Example: edupulse new first-visit.edupulse --title "The first visit"
    """
    console = Console(as_json=as_json)

    async def work(studio: Studio, _progress: Progress) -> None:
        with new_project(file, studio.settings.values, title=title, sample=sample) as project:
            lesson = project.lesson
            data = {"project": str(project.path), "title": lesson.title, "scenes": len(lesson.scenes)}
            console.answer(data, f"“{lesson.title}” is in {project.path}")

    run(console, "New project", work)
