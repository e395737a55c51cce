"""Voices and paints what a film of the lesson would lack, and keeps it in the project."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from edupulse_desktop.errors import RenderError
from edupulse_desktop.jobs.progress import Progress
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.services.picture.painter import Painter
from edupulse_desktop.store.project import Project
from edupulse_desktop.workflows.keep_edit import keep_edit
from edupulse_desktop.workflows.line_names import line_name, line_place
from edupulse_desktop.workflows.paint_pictures import keeping_in, lines_to_paint, paint_pictures
from edupulse_desktop.workflows.voice_lines import SpeakerNamed, lines_to_voice, voice_lines


@dataclass(frozen=True, slots=True)
class Made:
    """What was made: lines spoken now, lines whose recording was there already, pictures painted."""

    spoken: int
    reused: int
    painted: int


async def make_missing(project: Project, speaker: SpeakerNamed, painter: Painter, progress: Progress) -> Made:
    """Give every line a true take and a picture, as edits of the project's lesson.

    Raises:
        ServiceError: a voice or the painter failed, with the line named.
        ProjectReadOnly, StorageError: the project cannot be written.
    """
    voiced = await voice_lines(project.lesson, project.assets, speaker, progress.part(0.0, 0.6))
    await asyncio.to_thread(keep_edit, project, voiced.edit)
    keep = keeping_in(project.assets, painter.provider)
    painted = await paint_pictures(project.lesson, painter, keep, progress.part(0.6, 1.0))
    await asyncio.to_thread(keep_edit, project, painted.edit)
    return Made(voiced.spoken, voiced.reused, painted.painted)


def refuse_missing(lesson: Lesson, provider: str) -> None:
    """Check that nothing is missing.

    Args:
        provider: name of the painter.

    Raises:
        RenderError: a line has no true take or no picture; the first is named.
    """
    for what, found in (
        ("true recording", [(scene, line) for scene, line, _ in lines_to_voice(lesson)]),
        ("picture", [(scene, line) for scene, line, _ in lines_to_paint(lesson, provider, lesson.shape)]),
    ):
        if found:
            scene, line = found[0]
            others = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
            raise RenderError(
                f"{line_name(lesson, scene, line)} has no {what}{others}.",
                hint="Leave out --as-is to have it made, or run `edupulse voice` and `edupulse paint`.",
                where=line_place(scene, line),
            )
