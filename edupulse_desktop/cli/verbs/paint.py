"""`edupulse paint`: the missing pictures."""

from __future__ import annotations

import asyncio

from edupulse_desktop.cli.arguments import AsJson, ProjectFile
from edupulse_desktop.cli.console import Console
from edupulse_desktop.cli.run import run
from edupulse_desktop.cli.wording import counted
from edupulse_desktop.jobs.progress import Progress
from edupulse_desktop.store.project import Project
from edupulse_desktop.studio import Studio
from edupulse_desktop.workflows.keep_edit import keep_edit
from edupulse_desktop.workflows.paint_pictures import keeping_in, paint_pictures


def paint(file: ProjectFile, as_json: AsJson = False) -> None:
    """Draw a card for every line that shows no picture, or whose card no longer says what the line says.

    Pictures of your own are never touched.

    Example: edupulse paint lesson.edupulse
    """
    console = Console(as_json=as_json)

    async def work(studio: Studio, progress: Progress) -> dict[str, int]:
        painter = studio.painter()
        with Project.open(file) as project:
            keep = keeping_in(project.assets, painter.provider)
            done = await paint_pictures(project.lesson, painter, keep, progress)
            await asyncio.to_thread(keep_edit, project, done.edit)
            return {"painted": done.painted}

    done = run(console, "Paint", work)
    console.answer(done, f"{counted(done['painted'], 'picture')} painted.")
