"""How long the project file takes: one edit, opening, creating. Run by hand: `python tests/benchmarks/bench_store.py`.

The lesson has 500 scenes and 4,000 lines, each with a recording of a dozen timed words and every eighth with a
picture. "Own time" of an edit is measured with synchronisation switched off, so that the disk's share is seen
beside it.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from sqlalchemy import text

from edupulse_desktop.model.asset import AssetKind, asset_of
from edupulse_desktop.model.cast import Character, Voice
from edupulse_desktop.model.exits import Breakpoint, Choice, Continue
from edupulse_desktop.model.ids import CharacterId, ChoiceId, LessonId, LineId, SceneId, TakeId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.line import Line, Request, Take, Word
from edupulse_desktop.model.picture import Picture, PictureRequest
from edupulse_desktop.model.scene import Scene
from edupulse_desktop.store.project import Project

SCENES = 500
LINES = 8
EDITS = 300
WORDS = "First we look, then we listen, then we think, and only then speak."


def big_lesson() -> Lesson:
    """Return the lesson every figure is about."""
    voice = Voice("espeak", "en-GB/clara")
    cast = tuple(
        Character(CharacterId(f"p-{number}"), f"Person {number}", voice=voice) for number in range(4)
    )
    scenes = tuple(_scene(number, voice) for number in range(SCENES))
    return Lesson(LessonId("lesson-big"), cast=cast, scenes=scenes, start=scenes[0].id)


def _scene(number: int, voice: Voice) -> Scene:
    lines = tuple(_line(f"{number}-{index}", index, voice) for index in range(LINES))
    following = SceneId(f"s-{(number + 1) % SCENES}")
    choices = tuple(
        Choice(ChoiceId(f"c-{number}-{index}"), f"Answer {index}", to=following) for index in range(3)
    )
    way_out = Breakpoint("What now?", choices) if number % 3 == 0 else Continue(following)
    return Scene(SceneId(f"s-{number}"), f"Scene {number}", lines, way_out)


def _line(name: str, index: int, voice: Voice) -> Line:
    said = f"{name}. {WORDS}"
    asset = asset_of(said.encode(), AssetKind.SOUND, "audio/wav")
    words = tuple(Word(at * 5, at * 5 + 4, at * 300, at * 300 + 280) for at in range(12))
    take = Take(TakeId(f"t-{name}"), Request(said, voice=voice), asset, 4000, words)
    picture = (
        Picture(asset, "A nurse", request=PictureRequest("cards", "clinic", said)) if index == 0 else None
    )
    speaker = CharacterId(f"p-{index % 4}")
    return Line(LineId(f"l-{name}"), speaker, said, picture=picture, takes=(take,), chosen=take.id)


def timed(work: Callable[[], object], times: int) -> list[float]:
    """Return how many milliseconds each of some runs took."""
    found = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        found.append((time.perf_counter() - began) * 1000)
    return found


def told(name: str, found: list[float]) -> None:
    """Print one line of the report."""
    print(f"{name:44} median {statistics.median(found):8.2f} ms   worst {max(found):8.2f} ms", flush=True)


def main() -> None:
    """Print the report."""
    with tempfile.TemporaryDirectory(dir=sys.argv[1] if len(sys.argv) > 1 else None) as folder:
        path = Path(folder) / "big.edupulse"
        whole = big_lesson()
        told("create, 500 scenes, 4,000 lines", timed(lambda: Project.create(path, whole).close(), 1))
        print(f"{'size of the file':44} {path.stat().st_size / 1e6:.1f} MB")
        told("open", timed(lambda: Project.open(path).close(), 9))
        with Project.open(path) as project:
            assert project.lesson == whole
            told("save one changed line, acknowledged", timed(lambda: _edit(project), EDITS))
            told("walk back through all history", timed(project.past, 3))
            told("name a version", timed(lambda: project.name_version("One"), 3))
            with project._database.reading() as connection:
                connection.connection.driver_connection.execute("PRAGMA synchronous=OFF")  # type: ignore[union-attr]
            told("save one changed line, own time", timed(lambda: _edit(project), EDITS))
            told("save every line changed, own time", timed(lambda: _edit_all(project), 3))
            with project._database.reading() as connection:
                size_bytes = connection.execute(
                    text("SELECT sum(length(data)) FROM history WHERE number <= 300")
                ).scalar()
            print(f"{'history of one changed line':44} {size_bytes / 300:.0f} bytes")
    _rest()


_turn = iter(range(10**9))


def _edit(project: Project) -> None:
    number = next(_turn)
    lesson = project.lesson
    scene = lesson.scenes[number * 37 % SCENES]
    line = replace(scene.lines[3], text=f"Edited {number}")
    lines = (*scene.lines[:3], line, *scene.lines[4:])
    project.save(lesson, lesson.with_scene(replace(scene, lines=lines)), "Edit line")


def _edit_all(project: Project) -> None:
    number = next(_turn)
    scenes = tuple(
        replace(scene, lines=tuple(replace(line, text=f"{number} {line.text[:40]}") for line in scene.lines))
        for scene in project.lesson.scenes
    )
    project.save(project.lesson, replace(project.lesson, scenes=scenes), "Translate")


def _rest() -> None:
    print(f"{'Python':44} {sys.version.split()[0]}")


if __name__ == "__main__":
    main()
