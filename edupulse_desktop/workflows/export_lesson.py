"""A lesson becomes a package: check, render what the package shows, then one exporter."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

from edupulse_desktop.errors import ExportError
from edupulse_desktop.export.exporter import Exported, Exporter
from edupulse_desktop.jobs.progress import Progress
from edupulse_desktop.media.asset_reader import AssetReader
from edupulse_desktop.media.cache import Cache
from edupulse_desktop.media.film import Film
from edupulse_desktop.model.checks import problems, stops_export
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.render.profile import RenderProfile
from edupulse_desktop.render.selection import EachScene
from edupulse_desktop.services.picture.painter import Painter
from edupulse_desktop.workflows.render_lesson import render_lesson
from edupulse_desktop.workflows.work_folder import work_folder


@dataclass(frozen=True, slots=True)
class Packed:
    """A finished package, and what its format could not carry."""

    exported: Exported
    losses: tuple[str, ...]


async def export_lesson(
    lesson: Lesson,
    assets: AssetReader,
    painter: Painter,
    cache: Cache,
    exporter: Exporter,
    profile: RenderProfile | None,
    folder: Path,
    progress: Progress,
) -> Packed:
    """Return the package of a lesson in `folder`; it appears there whole or not at all.

    Args:
        profile: of the films that the package shows; none if the format has no films.

    Raises:
        ExportError: the lesson has a mistake that stops an export, or the folder cannot take the package.
        RenderError, StorageError, ToolMissing: the films cannot be made.
    """
    refuse_mistakes(lesson)
    await asyncio.to_thread(exporter.refuse, folder)
    with work_folder() as work:
        films: tuple[Film, ...] = ()
        if profile is not None:
            rendered = await render_lesson(
                lesson, assets, painter, cache, profile, EachScene(), work, progress.part(0.0, 0.8)
            )
            films = rendered.films
        exported = await exporter.export(lesson, films, assets, folder, progress.part(0.8, 1.0))
    return Packed(exported, await asyncio.to_thread(exporter.losses, lesson))


def refuse_mistakes(lesson: Lesson) -> None:
    """Check that nothing in the lesson stops an export.

    Raises:
        ExportError: something does; the first mistake is told, with the number of others.
    """
    mistakes = [problem for problem in problems(lesson) if stops_export(problem)]
    if mistakes:
        others = f" There are {len(mistakes) - 1} more mistakes." if len(mistakes) > 1 else ""
        raise ExportError(
            f"{mistakes[0].message}{others} Nothing was exported.",
            hint="`edupulse check` lists every mistake; mend them and export again.",
            where=mistakes[0].where,
        )
