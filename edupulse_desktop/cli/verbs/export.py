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
from edupulse_desktop.cli.films import chosen_profile, complete, package_of
from edupulse_desktop.cli.run import run
from edupulse_desktop.cli.wording import warnings
from edupulse_desktop.export.exporter import Exporter
from edupulse_desktop.export.scenario import ScenarioExporter
from edupulse_desktop.export.web import WebExporter
from edupulse_desktop.jobs.progress import Progress
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.store.project import Project
from edupulse_desktop.studio import Studio
from edupulse_desktop.workflows.export_lesson import Packed


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

    exporter = EXPORTERS[package_format]

    async def work(studio: Studio, progress: Progress) -> tuple[Packed, Lesson]:
        exporter.refuse(folder)
        if package_format not in WITH_FILMS:
            with Project.open(file, read_only=True) as project:
                return await package_of(project, studio, exporter, None, folder, progress), project.lesson
        with Project.open(file, read_only=as_is) as project:
            await complete(project, studio, progress.part(0.0, 0.3), as_is=as_is)
            wanted = chosen_profile(studio, project.lesson, profile, shape, CaptionStyle.EMBEDDED)
            packed = await package_of(project, studio, exporter, wanted, folder, progress.part(0.3, 1.0))
            return packed, project.lesson

    done, lesson = run(console, "Export", work)
    data = {
        "folder": str(done.exported.folder.absolute()),
        "files": [str(each.absolute()) for each in done.exported.files],
        "losses": list(done.losses),
        "warnings": warnings(lesson),
    }
    lines = [f"The format cannot carry: {loss}" for loss in done.losses] + warnings(lesson)
    console.answer(data, "\n".join([*lines, f"Open {done.exported.files[0].absolute()}"]))
