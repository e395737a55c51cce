"""`edupulse export`: one package."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from edupulse_desktop.cli.arguments import (
    AsIs,
    AsJson,
    CaptionStyle,
    ProfileOption,
    ProjectFile,
    ShapeOption,
    TargetFolder,
)
from edupulse_desktop.cli.console import Console
from edupulse_desktop.cli.films import chosen_profile, complete
from edupulse_desktop.cli.run import run
from edupulse_desktop.export.exporter import Exporter
from edupulse_desktop.export.scenario import ScenarioExporter
from edupulse_desktop.export.web import WebExporter
from edupulse_desktop.jobs.progress import Progress
from edupulse_desktop.store.project import Project
from edupulse_desktop.studio import Studio
from edupulse_desktop.workflows.export_lesson import Packed, export_lesson


class Format(StrEnum):
    """Packages that can be made."""

    WEB = "web"
    SCENARIO = "scenario"


EXPORTERS: dict[Format, Exporter] = {Format.WEB: WebExporter(), Format.SCENARIO: ScenarioExporter()}
WITH_FILMS = {Format.WEB}


def export(
    file: ProjectFile,
    folder: TargetFolder,
    package_format: Annotated[
        Format,
        typer.Option(
            "--format",
            help="web: a player that opens from disk, with films and manifest; scenario: EduPulse JSON.",
        ),
    ] = Format.WEB,
    profile: ProfileOption = None,
    shape: ShapeOption = None,
    as_is: AsIs = False,
    as_json: AsJson = False,
) -> None:
    """Make a package of a lesson: a web player with films, captions and a manifest, or a scenario.

    The folder gets the whole package or nothing. Mistakes that learners would run into stop the export;
    what a format cannot carry is listed.

    Example: edupulse export lesson.edupulse web --format web
    """
    console = Console(as_json=as_json)

    async def work(studio: Studio, progress: Progress) -> Packed:
        with_films = package_format in WITH_FILMS
        with Project.open(file, read_only=as_is or not with_films) as project:
            if with_films:
                await complete(project, studio, progress.part(0.0, 0.3), as_is=as_is)
            wanted = (
                chosen_profile(studio, project.lesson, profile, shape, CaptionStyle.EMBEDDED)
                if with_films
                else None
            )
            return await export_lesson(
                project.lesson,
                project.assets,
                studio.painter(),
                studio.cache,
                EXPORTERS[package_format],
                wanted,
                folder,
                progress.part(0.3, 1.0),
            )

    done = run(console, "Export", work)
    data = {
        "folder": str(done.exported.folder),
        "files": [str(each) for each in done.exported.files],
        "losses": list(done.losses),
    }
    lines = [f"Not carried: {loss}" for loss in done.losses]
    console.answer(data, "\n".join([*lines, f"Open {done.exported.files[0]}"]))
