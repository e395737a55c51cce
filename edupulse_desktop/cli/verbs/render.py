"""`edupulse render`: the films."""

from __future__ import annotations

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
from edupulse_desktop.cli.films import chosen_profile, complete, films_of, told
from edupulse_desktop.cli.run import run
from edupulse_desktop.cli.wording import clock, warnings
from edupulse_desktop.jobs.progress import Progress
from edupulse_desktop.model.ids import SceneId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.render.executor import Rendered
from edupulse_desktop.render.selection import AlongPath, EachScene, Selection, WholeLesson
from edupulse_desktop.store.project import Project
from edupulse_desktop.studio import Studio

Scenes = Annotated[bool, typer.Option("--scenes", help="One film per scene; what happens if you do not say.")]
Path_ = Annotated[
    str, typer.Option("--path", metavar="IDS", help="One film of these scenes, their ids joined by commas.")
]
Whole = Annotated[bool, typer.Option("--whole", help="One film of all scenes as written, a chapter each.")]
Captions = Annotated[CaptionStyle, typer.Option(help="Where captions go.")]
Plain = Annotated[bool, typer.Option("--plain", help="Encode every frame in the ordinary, slower way.")]


def render(
    file: ProjectFile,
    folder: TargetFolder,
    profile: ProfileOption = None,
    shape: ShapeOption = None,
    scenes: Scenes = False,
    path: Path_ = "",
    whole: Whole = False,
    captions: Captions = CaptionStyle.EMBEDDED,
    plain: Plain = False,
    as_is: AsIs = False,
    as_json: AsJson = False,
) -> None:
    """Make MP4 films of a lesson: one per scene, of one path, or of the whole lesson.

    Missing voices and cards are made first with the chosen providers. What has not changed since the last
    time is taken from the cache. Cancel with Ctrl+C; the same command goes on from there.

    Example: edupulse render lesson.edupulse films --whole --profile 720p
    """
    console = Console(as_json=as_json)
    selection = _selection(path, scenes=scenes, whole=whole)

    async def work(studio: Studio, progress: Progress) -> tuple[Rendered, Lesson]:
        with Project.open(file, read_only=as_is) as project:
            await complete(project, studio, progress.part(0.0, 0.3), as_is=as_is)
            wanted = chosen_profile(studio, project.lesson, profile, shape, captions, plain=plain)
            rendered = await films_of(project, studio, wanted, selection, folder, progress.part(0.3, 1.0))
            return rendered, project.lesson

    done, lesson = run(console, "Render", work)
    data = {
        "films": [told(film) for film in done.films],
        "made": done.made,
        "reused": done.reused,
        "warnings": warnings(lesson),
    }
    lines = [f"{film.path.absolute()}  {clock(film.length_ms)}" for film in done.films] + warnings(lesson)
    console.answer(data, "\n".join([*lines, f"{done.made} shots and sounds made, {done.reused} used again."]))


def _selection(path: str, *, scenes: bool, whole: bool) -> Selection:
    if scenes + bool(path) + whole > 1:
        raise typer.BadParameter("choose one of --scenes, --path and --whole")
    if path:
        return AlongPath(tuple(SceneId(each.strip()) for each in path.split(",") if each.strip()))
    return WholeLesson() if whole else EachScene()
