"""`edupulse demo`: the main job on the sample lesson."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from edupulse_desktop.cli.arguments import AsJson, CaptionStyle, ProfileOption
from edupulse_desktop.cli.console import Console
from edupulse_desktop.cli.films import chosen_profile, complete, length
from edupulse_desktop.cli.run import run
from edupulse_desktop.export.web import WebExporter
from edupulse_desktop.jobs.progress import Progress
from edupulse_desktop.media.film import Film
from edupulse_desktop.render.selection import WholeLesson
from edupulse_desktop.store.project import Project
from edupulse_desktop.studio import Studio
from edupulse_desktop.workflows.export_lesson import export_lesson
from edupulse_desktop.workflows.new_project import new_project
from edupulse_desktop.workflows.render_lesson import render_lesson

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="Folder for project, film and player.")]
PROJECT_NAME = "sample.edupulse"


def demo(
    folder: Folder = Path("demo-lesson"), profile: ProfileOption = None, as_json: AsJson = False
) -> None:
    """Turn the sample lesson into a project, a film and a web player, with nothing but this program.

    Running it again in the same folder goes on with the project that is there.

    Example: edupulse demo demo-lesson
    """
    console = Console(as_json=as_json)
    path = folder / PROJECT_NAME

    async def work(studio: Studio, progress: Progress) -> tuple[Film, Path]:
        with (
            Project.open(path)
            if path.exists()
            else new_project(path, studio.settings.values, sample=True) as project
        ):
            await complete(project, studio, progress.part(0.0, 0.3), as_is=False)
            lesson, assets, painter, cache = project.lesson, project.assets, studio.painter(), studio.cache
            wanted = chosen_profile(studio, lesson, profile, None, CaptionStyle.EMBEDDED)
            whole = await render_lesson(
                lesson,
                assets,
                painter,
                cache,
                wanted,
                WholeLesson(),
                folder / "film",
                progress.part(0.3, 0.6),
            )
            packed = await export_lesson(
                lesson, assets, painter, cache, WebExporter(), wanted, folder / "web", progress.part(0.6, 1.0)
            )
        return whole.films[0], packed.exported.folder

    film, web = run(console, "Demo", work)
    player, manifest = (web / "index.html").resolve(), (web / "manifest.json").resolve()
    data = {
        "project": str(path.resolve()),
        "film": str(film.path.resolve()),
        "manifest": str(manifest),
        "player": str(player),
    }
    names = {
        "project": "Project",
        "film": f"Film ({length(film)})",
        "manifest": "Manifest",
        "player": "Player",
    }
    lines = [f"{names[part]:12}  {place}" for part, place in data.items()]
    console.answer(data, "\n".join([*lines, "Open the player in a browser and answer the questions."]))
