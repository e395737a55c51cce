"""Lines that show no real picture become an edit that attaches painted ones."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace

from edupulse_desktop.edits.media import AttachPictures, PaintedLine
from edupulse_desktop.errors import ServiceError
from edupulse_desktop.jobs.progress import Progress
from edupulse_desktop.model.asset import AssetKind, AssetRef
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.line import Line
from edupulse_desktop.model.picture import Picture, PictureRequest, Shape
from edupulse_desktop.model.scene import Scene, pictures_shown
from edupulse_desktop.services.picture.painter import Painted, Painter
from edupulse_desktop.store.assets import Assets, Origin, OriginKind
from edupulse_desktop.workflows.line_names import line_name, line_place

SIZES_PX = {Shape.LANDSCAPE: (1920, 1080), Shape.PORTRAIT: (1080, 1920), Shape.SQUARE: (1080, 1080)}
"""Width and height of painted pictures: the largest profile's, so that no film enlarges them."""

Keep = Callable[[Painted, PictureRequest], AssetRef]
"""Keeps a painted picture and returns its name; called in a worker thread."""


@dataclass(frozen=True, slots=True)
class PaintedPictures:
    """What painting came to."""

    edit: AttachPictures
    painted: int


async def paint_pictures(
    lesson: Lesson, painter: Painter, keep: Keep, progress: Progress, shape: Shape | None = None
) -> PaintedPictures:
    """Return the edit that gives every line without a real picture one of its own, where that is not yet true.

    Args:
        shape: outline to paint for; the lesson's own if none.

    Raises:
        ServiceError: the painter failed, with the line named.
        StorageError: the disk is full or gone.
    """
    wanted = lines_to_paint(lesson, painter.provider, shape or lesson.shape)
    done: list[PaintedLine] = []
    for index, (scene, line, request) in enumerate(wanted):
        progress.at(index / len(wanted), f"Painting: {line_name(lesson, scene, line)}")
        width_px, height_px = SIZES_PX[request.shape]
        try:
            painted = await painter.paint(request, width_px, height_px)
        except ServiceError as error:
            error.message = f"{line_name(lesson, scene, line)} got no picture: {error.message}"
            error.where = line_place(scene, line)
            raise
        ref = await asyncio.to_thread(keep, painted, request)
        before = line.picture or Picture()
        alt_text = painted.alt_text if before.request is not None or not before.alt_text else before.alt_text
        done.append(PaintedLine(line.id, replace(before, asset=ref, alt_text=alt_text, request=request)))
    return PaintedPictures(AttachPictures(tuple(done)), len(done))


def keeping_in(assets: Assets, provider: str) -> Keep:
    """Return how painted pictures are kept in a project."""

    def keep(painted: Painted, request: PictureRequest) -> AssetRef:
        origin = Origin(OriginKind.MADE, provider=provider, prompt=request.prompt or request.words)
        return assets.put(painted.data, AssetKind.PICTURE, painted.media_type, origin)

    return keep


def lines_to_paint(
    lesson: Lesson, provider: str, shape: Shape
) -> tuple[tuple[Scene, Line, PictureRequest], ...]:
    """Return the lines whose picture is missing or no longer what the painter would be asked.

    A silent hold keeps the picture before it. A line under a real picture needs none.
    """
    wanted: list[tuple[Scene, Line, PictureRequest]] = []
    for scene in lesson.scenes:
        shown = pictures_shown(scene)
        for index, line in enumerate(scene.lines):
            picture = shown[index]
            is_covered = picture is not None and not picture.is_card
            described = line.picture is not None and line.picture.asset is None and bool(line.picture.prompt)
            if (is_covered and not described) or (index > 0 and not line.is_spoken and not described):
                continue
            request = picture_request(lesson, scene, line, provider, shape)
            if line.picture is None or line.picture.asset is None or line.picture.request != request:
                wanted.append((scene, line, request))
    return tuple(wanted)


def picture_request(lesson: Lesson, scene: Scene, line: Line, provider: str, shape: Shape) -> PictureRequest:
    """Return what a painter would be asked for a line now."""
    character = lesson.character(line.speaker)
    prompt = line.picture.prompt if line.picture is not None else ""
    return PictureRequest(
        provider=provider,
        style=lesson.style.preset,
        words=line.text if line.is_spoken else "",
        title=scene.title,
        speaker=character.name if character is not None else "",
        colour=character.colour if character is not None else PictureRequest("", "", "").colour,
        prompt=prompt,
        shape=shape,
    )
