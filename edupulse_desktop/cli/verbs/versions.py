"""`edupulse versions`: the named points in a project's history, and its latest steps."""

from __future__ import annotations

from typing import Annotated

import typer

from edupulse_desktop.cli.arguments import AsJson, ProjectFile
from edupulse_desktop.cli.console import Console
from edupulse_desktop.cli.run import run
from edupulse_desktop.edits.restore import RestoreVersion
from edupulse_desktop.errors import ProjectError
from edupulse_desktop.jobs.progress import Progress
from edupulse_desktop.store.project import Project
from edupulse_desktop.studio import Studio
from edupulse_desktop.workflows.keep_edit import keep_edit

LATEST_STEPS = 10


def versions(
    file: ProjectFile,
    name: Annotated[str, typer.Option(help="Name the lesson as it is now.")] = "",
    restore: Annotated[
        str, typer.Option(metavar="NAME", help="Bring back a named version, as a step that can be undone.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """List the named versions of a lesson and its latest steps; name one, or bring one back.

    Example: edupulse versions lesson.edupulse --name "before the review"
    """
    console = Console(as_json=as_json)

    async def work(_studio: Studio, _progress: Progress) -> dict[str, list[dict[str, str]]]:
        with Project.open(file, read_only=not (name or restore)) as project:
            if restore:
                _restore(project, restore)
            if name:
                project.name_version(name)
            return {
                "versions": [{"name": each.name, "at": each.at} for each in project.versions()],
                "latest_steps": [
                    {"label": each.label, "at": each.at} for each in project.history(LATEST_STEPS)
                ],
            }

    data = run(console, "Versions", work)
    told = [f"{each['at']}  {each['name']}" for each in data["versions"]] or ["No version has a name yet."]
    told += ["", "Latest steps:", *(f"{each['at']}  {each['label']}" for each in data["latest_steps"])]
    console.answer(data, "\n".join(told))


def _restore(project: Project, name: str) -> None:
    found = [each for each in project.versions() if each.name == name]
    if not found:
        raise ProjectError(
            f"There is no version named “{name}”.", hint="`edupulse versions FILE` lists them."
        )
    keep_edit(project, RestoreVersion(name, project.lesson_at(found[-1])))
