"""How long one changed line takes in a long lesson: WORKLOAD.json FOLDER [--lines 200] [--per-scene 10].

Renders a lesson whose pictures are the workload's, each shifted a little so that all are different; then changes the
picture and the take of one line several times, warm and in process, and renders the one film that it is in, and all
of it as one film.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import statistics
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image

from edupulse_desktop.jobs.progress import unheard
from edupulse_desktop.media.cache import Cache
from edupulse_desktop.media.wav import Pcm, read_wav, write_wav
from edupulse_desktop.model.asset import AssetKind
from edupulse_desktop.model.cast import Character
from edupulse_desktop.model.ids import LessonId, LineId, SceneId, TakeId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.line import Line, Request, Take
from edupulse_desktop.model.picture import Picture
from edupulse_desktop.model.scene import Scene
from edupulse_desktop.render.executor import Rendered, render
from edupulse_desktop.render.plan import plan
from edupulse_desktop.render.profile import profile
from edupulse_desktop.render.selection import EachScene, Selection, WholeLesson
from tests.benchmarks.render.ours import ANNA, Files

EDITS = 5


def shifted(source: Path, number: int, folder: Path) -> Path:
    """Return a picture that no other number has."""
    path = folder / f"shifted{number:05}.jpg"
    if not path.exists():
        with Image.open(source) as picture:
            moved = np.roll(np.asarray(picture.convert("RGB")), (7 * number, 13 * number), axis=(0, 1))
        Image.fromarray(moved).save(path, quality=93, subsampling=0)
    return path


def quieter(source: Path, number: int, folder: Path) -> Path:
    """Return a take that no other number has."""
    path = folder / f"quieter{number:05}.wav"
    if not path.exists():
        pcm = read_wav(source.read_bytes())
        samples = (pcm.samples * (1 - number / 20_000)).astype(np.int16)
        path.write_bytes(write_wav(Pcm(samples, pcm.rate_hz)))
    return path


class Bench:
    """A lesson of any length made of one workload."""

    def __init__(self, workload: Path, folder: Path, lines: int, per_scene: int) -> None:
        self._segments = json.loads(workload.read_text(encoding="utf-8"))["segments"]
        self._source = workload.parent
        self._folder = folder
        self.files = Files()
        self.cache = Cache(folder / "cache", 40 << 30)
        made = [self.line(number, number) for number in range(lines)]
        scenes = tuple(
            Scene(SceneId(f"s{start}"), f"Scene {start}", tuple(made[start : start + per_scene]))
            for start in range(0, lines, per_scene)
        )
        cast = (Character(ANNA, "Anna"),)
        self.lesson = Lesson(LessonId("bench"), "Bench", cast=cast, scenes=scenes, start=scenes[0].id)

    def line(self, number: int, content: int) -> Line:
        """Return line `number` with a picture that belongs to `content`."""
        segment = self._segments[content % len(self._segments)]
        image = shifted(self._source / segment["image"], content, self._folder)
        sound = self.files.add(
            quieter(self._source / segment["take"], content, self._folder), AssetKind.SOUND
        )
        take = Take(TakeId(f"t{content}"), Request(""), sound, segment["speech_ms"])
        picture = Picture(self.files.add(image, AssetKind.PICTURE))
        return Line(
            LineId(f"l{number}"), ANNA, segment["caption"], picture=picture, takes=(take,), chosen=take.id
        )

    async def render(self, lesson: Lesson, selection: Selection) -> tuple[float, Rendered]:
        """Render and return how many seconds that took, planning included."""
        started_s = time.perf_counter()
        planned = plan(lesson, profile("1080p"), selection)
        done = await render(planned, self.files, self.cache, self._folder / "films", unheard(), posters=False)
        return time.perf_counter() - started_s, done


async def measure(bench: Bench, lines: int, selection: Selection) -> None:
    """Render everything, then nothing new, then edits."""
    cold_s, done = await bench.render(bench.lesson, selection)
    print(f"{type(selection).__name__}: first {cold_s:.2f} s ({done.made} made, {done.reused} reused)")
    same_s, done = await bench.render(bench.lesson, selection)
    print(f"  unchanged {same_s:.3f} s ({done.made} made, {done.written} films written)")
    times = []
    for number in range(EDITS):
        place = (lines // 2 + 17 * number) % lines
        line = bench.line(place, 10_000 + number + (1_000 if isinstance(selection, WholeLesson) else 0))
        edited = bench.lesson.with_line(line)
        seconds, done = await bench.render(edited, selection)
        if (done.made, done.written) != (2, 1):
            print(f"  not as planned: {done.made} made, {done.written} written")
        times.append(seconds)
        bench.lesson = edited
    print(
        f"  one line changed: median {statistics.median(times):.3f} s, {[round(each, 3) for each in times]}"
    )


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("workload", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--lines", type=int, default=200)
    parser.add_argument("--per-scene", type=int, default=10)
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    bench = Bench(asked.workload, asked.folder, asked.lines, asked.per_scene)
    for selection in (EachScene(), WholeLesson()):
        asyncio.run(measure(bench, asked.lines, replace(selection)))
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
