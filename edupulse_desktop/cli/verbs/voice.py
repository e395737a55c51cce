"""`edupulse voice`: the missing recordings."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from edupulse_desktop.cli.arguments import AsJson, ProjectFile
from edupulse_desktop.cli.console import Console
from edupulse_desktop.cli.run import run
from edupulse_desktop.cli.wording import counted
from edupulse_desktop.jobs.progress import Progress
from edupulse_desktop.model.ids import LineId
from edupulse_desktop.store.project import Project
from edupulse_desktop.studio import Studio
from edupulse_desktop.workflows.keep_edit import keep_edit
from edupulse_desktop.workflows.voice_lines import voice_lines

OnlyLines = Annotated[
    list[str] | None, typer.Option("--line", metavar="ID", help="Only this line; may be repeated.")
]


def voice(file: ProjectFile, line: OnlyLines = None, as_json: AsJson = False) -> None:
    """Speak every line that has no recording, or whose text, voice or direction has changed since.

    Characters without a voice get one first, no two alike. A recording that was made before for the same
    words is used again, so nothing is spoken twice.

    Example: edupulse voice lesson.edupulse
    """
    console = Console(as_json=as_json)
    only = frozenset(LineId(each) for each in line) if line else None

    async def work(studio: Studio, progress: Progress) -> dict[str, int]:
        with Project.open(file) as project:
            voiced = await voice_lines(project.lesson, project.assets, studio.speaker, progress, only)
            await asyncio.to_thread(keep_edit, project, voiced.edit)
            return {"spoken": voiced.spoken, "reused": voiced.reused}

    done = run(console, "Voice", work)
    console.answer(
        done, f"{counted(done['spoken'], 'line')} spoken, {counted(done['reused'], 'recording')} used again."
    )
