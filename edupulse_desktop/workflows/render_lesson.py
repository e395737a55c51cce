"""A lesson becomes films: repaint cards for the film's shape, plan, execute."""

from __future__ import annotations

import asyncio
from pathlib import Path

from edupulse_desktop.errors import RenderError
from edupulse_desktop.jobs.progress import Progress
from edupulse_desktop.media.asset_reader import AssetReader
from edupulse_desktop.media.cache import Cache
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.picture import CARDS
from edupulse_desktop.render.executor import Rendered, render
from edupulse_desktop.render.plan import plan
from edupulse_desktop.render.profile import RenderProfile
from edupulse_desktop.render.selection import Selection
from edupulse_desktop.services.picture.painter import Painter
from edupulse_desktop.workflows.paint_pictures import paint_pictures
from edupulse_desktop.workflows.passing_assets import PassingAssets


async def render_lesson(
    lesson: Lesson,
    assets: AssetReader,
    painter: Painter,
    cache: Cache,
    profile: RenderProfile,
    selection: Selection,
    folder: Path,
    progress: Progress,
) -> Rendered:
    """Return the films of a lesson, made in `folder`; what is in the cache is not made again.

    A film of another shape than the lesson's gets cards drawn for that shape, which are not kept in the
    project.

    Raises:
        RenderError: a film cannot be made; scene and line are named.
        StorageError: the disk is full or gone.
        ToolMissing: FFmpeg is not there.
    """
    await asyncio.to_thread(_refuse_file, folder)
    passing = PassingAssets(assets, cache)
    if profile.shape is not lesson.shape and painter.provider == CARDS:
        repainted = await paint_pictures(
            lesson, painter, passing.keep, progress.part(0.0, 0.2), profile.shape
        )
        lesson = repainted.edit.apply(lesson)
        progress = progress.part(0.2, 1.0)
    return await render(plan(lesson, profile, selection), passing, cache, folder, progress)


def _refuse_file(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise RenderError(
            f"“{folder.name}” is a file, not a folder. It was not touched.",
            hint="Name a folder for the films.",
        )
