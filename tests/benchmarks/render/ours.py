"""Renders the workload with EduPulse, cold: WORKLOAD.json KIND OUT.mp4 [--peers-sound] [--plain].

`--peers-sound` encodes AAC as the peers do: stereo, 128 kb/s, the search that FFmpeg uses by default.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from edupulse_desktop.jobs.progress import unheard
from edupulse_desktop.media.cache import Cache
from edupulse_desktop.model.asset import AssetKind, AssetRef, asset_of
from edupulse_desktop.model.cast import Character
from edupulse_desktop.model.ids import CharacterId, LessonId, LineId, SceneId, TakeId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.line import Line, Request, Take
from edupulse_desktop.model.picture import Frame, Motion, Picture, Transition
from edupulse_desktop.model.scene import Scene
from edupulse_desktop.render.executor import Rendered, render
from edupulse_desktop.render.plan import plan
from edupulse_desktop.render.profile import CaptionMode, RenderProfile, SoundCoder
from edupulse_desktop.render.selection import WholeLesson
from tests.benchmarks.render.programme import ZOOM, Programme, Segment, programme

ANNA = CharacterId("anna")


class Files:
    """Assets that are files already."""

    def __init__(self) -> None:
        self.paths: dict[str, Path] = {}

    def add(self, path: Path, kind: AssetKind) -> AssetRef:
        media_type = {".png": "image/png", ".jpg": "image/jpeg", ".wav": "audio/wav"}[path.suffix]
        asset = asset_of(path.read_bytes(), kind, media_type)
        self.paths[asset.sha256] = path
        return asset

    def read(self, asset: AssetRef) -> bytes:
        return self.paths[asset.sha256].read_bytes()

    def file(self, asset: AssetRef) -> Path:
        return self.paths[asset.sha256]


def lesson_of(made: Programme, files: Files, lines_per_scene: int = 0) -> Lesson:
    """Return the workload as a lesson of one scene, or of scenes with so many lines each."""
    lines = [_line(number, each, made, files) for number, each in enumerate(made.segments)]
    size = lines_per_scene or len(lines)
    scenes = tuple(
        Scene(SceneId(f"s{start}"), f"Scene {start}", tuple(lines[start : start + size]))
        for start in range(0, len(lines), size)
    )
    return Lesson(
        LessonId("bench"), "Bench", cast=(Character(ANNA, "Anna"),), scenes=scenes, start=scenes[0].id
    )


def _line(number: int, segment: Segment, made: Programme, files: Files) -> Line:
    x, y = segment.centre_permille
    there = Frame(x, y, round(1000 * ZOOM))
    motion = (
        (Motion(Frame(), there) if number % 2 == 0 else Motion(there, Frame()))
        if made.kind == "moves"
        else None
    )
    picture = Picture(
        files.add(segment.image, AssetKind.PICTURE),
        motion=motion,
        transition=Transition.FADE if made.fade_s else Transition.CUT,
        transition_ms=round(made.fade_s * 1000),
    )
    take = Take(
        TakeId(f"t{number}"), Request(""), files.add(segment.take, AssetKind.SOUND), segment.speech_ms
    )
    pause_ms = segment.duration_ms - segment.speech_ms
    return Line(
        LineId(f"l{number}"), ANNA, segment.caption, "", pause_ms, picture, takes=(take,), chosen=take.id
    )


def profile_of(made: Programme) -> RenderProfile:
    """Return the profile that the command line asks for."""
    mode = CaptionMode.BURNED_IN if made.kind == "captions" else CaptionMode.NONE
    chosen = RenderProfile(made.width, made.height, captions=mode, plain="--plain" in sys.argv)
    if "--peers-sound" in sys.argv:
        chosen = replace(chosen, stereo=True, coder=SoundCoder.TWOLOOP)
    return chosen


async def main() -> Rendered:
    """Render into a new folder with an empty cache."""
    made = programme()
    files = Files()
    with tempfile.TemporaryDirectory(dir=made.out.parent) as name:
        folder = Path(name)
        planned = plan(lesson_of(made, files), profile_of(made), WholeLesson())
        done = await render(planned, files, Cache(folder / "cache"), folder, unheard(), posters=False)
        shutil.move(done.films[0].path, made.out)
    return done


if __name__ == "__main__":
    asyncio.run(main())
