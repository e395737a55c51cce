"""What the verbs that make films share: profile, missing things, and how films are told."""

from __future__ import annotations

from pathlib import Path

from edupulse_desktop.cli.arguments import CaptionStyle, ProfileName
from edupulse_desktop.export.exporter import Exporter
from edupulse_desktop.jobs.progress import Progress
from edupulse_desktop.media.film import Film
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.picture import Shape
from edupulse_desktop.render.executor import Rendered
from edupulse_desktop.render.profile import CaptionMode, RenderProfile, profile
from edupulse_desktop.render.selection import Selection
from edupulse_desktop.store.project import Project
from edupulse_desktop.studio import Studio
from edupulse_desktop.workflows.export_lesson import Packed, export_lesson
from edupulse_desktop.workflows.make_missing import make_missing, refuse_missing
from edupulse_desktop.workflows.render_lesson import render_lesson


def chosen_profile(
    studio: Studio,
    lesson: Lesson,
    name: ProfileName | None,
    shape: Shape | None,
    captions: CaptionStyle,
    *,
    plain: bool = False,
) -> RenderProfile:
    """Return the profile that the command line and the settings ask for."""
    wanted = name.value if name is not None else studio.settings.values.render_profile
    return profile(wanted, shape or lesson.shape, captions=CaptionMode(captions.value), plain=plain)


async def complete(project: Project, studio: Studio, progress: Progress, *, as_is: bool) -> None:
    """Make what the lesson lacks, or refuse.

    Raises:
        RenderError: something is missing and nothing may be made.
        ServiceError, ProjectReadOnly, StorageError: it could not be made.
    """
    if as_is:
        refuse_missing(project.lesson, studio.painter().provider)
    else:
        await make_missing(project, studio.speaker, studio.painter(), progress)


def told(film: Film) -> dict[str, object]:
    """Return a film as the answer says it."""
    return {
        "path": str(film.path.absolute()),
        "length_s": round(film.length_ms / 1000, 3),
        "width_px": film.width_px,
        "height_px": film.height_px,
        "scenes": [part.scene for part in film.scenes],
    }


async def films_of(
    project: Project,
    studio: Studio,
    wanted: RenderProfile,
    selection: Selection,
    folder: Path,
    progress: Progress,
) -> Rendered:
    """Return the films of a project's lesson; raises as `render_lesson`."""
    return await render_lesson(
        project.lesson, project.assets, studio.painter(), studio.cache, wanted, selection, folder, progress
    )


async def package_of(
    project: Project,
    studio: Studio,
    exporter: Exporter,
    wanted: RenderProfile | None,
    folder: Path,
    progress: Progress,
) -> Packed:
    """Return a package of a project's lesson; raises as `export_lesson`."""
    return await export_lesson(
        project.lesson, project.assets, studio.painter(), studio.cache, exporter, wanted, folder, progress
    )
