"""`edupulse demo`: the main job on the sample lesson."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from edupulse_desktop.cli.arguments import AsJson, CaptionStyle, ProfileOption
from edupulse_desktop.cli.console import Console
from edupulse_desktop.cli.films import chosen_profile, complete, films_of, package_of
from edupulse_desktop.cli.run import run
from edupulse_desktop.cli.wording import clock
from edupulse_desktop.export.web import WebExporter
from edupulse_desktop.jobs.progress import Progress
from edupulse_desktop.media.film import Film
from edupulse_desktop.render.selection import WholeLesson
from edupulse_desktop.store.project import Project
from edupulse_desktop.studio import Studio
from edupulse_desktop.workflows.new_project import new_project

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
        with _project(path, studio) as project:
            await complete(project, studio, progress.part(0.0, 0.3), as_is=False)
            wanted = chosen_profile(studio, project.lesson, profile, None, CaptionStyle.EMBEDDED)
            part = progress.part(0.3, 0.6)
            whole = await films_of(project, studio, wanted, WholeLesson(), folder / "film", part)
            part = progress.part(0.6, 1.0)
            packed = await package_of(project, studio, WebExporter(), wanted, folder / "web", part)
        return whole.films[0], packed.exported.folder

    film, web = run(console, "Demo", work)
    places = {
        "project": path.resolve(),
        "film": film.path.resolve(),
        "manifest": (web / "manifest.json").resolve(),
        "player": (web / "index.html").resolve(),
    }
    lines = [f"{part.capitalize():10}{place}" for part, place in places.items()]
    lines += [
        f"The film shows every scene as a chapter, {clock(film.length_ms)} in all.",
        "Open the player in a browser and answer the questions.",
    ]
    console.answer({part: str(place) for part, place in places.items()}, "\n".join(lines))


def _project(path: Path, studio: Studio) -> Project:
    return Project.open(path) if path.exists() else new_project(path, studio.settings.values, sample=True)
