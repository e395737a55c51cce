"""Rendering: nothing twice, nothing half, nothing lost, and errors that say where."""

from __future__ import annotations

import asyncio
import hashlib
import os
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from edupulse_desktop.errors import EduPulseError, RenderError, StorageError, ToolMissing
from edupulse_desktop.jobs.progress import Progress
from edupulse_desktop.media.cache import Cache
from edupulse_desktop.model.asset import AssetKind, asset_of
from edupulse_desktop.model.ids import OverlayId, SceneId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.line import Line
from edupulse_desktop.model.picture import Motion, Overlay, Picture
from edupulse_desktop.model.sound import Music
from edupulse_desktop.render import maker as maker_room
from edupulse_desktop.render.executor import Rendered, render
from edupulse_desktop.render.plan import plan
from edupulse_desktop.render.profile import CaptionMode
from edupulse_desktop.render.selection import AlongPath, EachScene, WholeLesson
from tests.builders import lesson, line, scene
from tests.render.decoding import decoded_file, report_of
from tests.render.filming import SMALL, TINY, Shelf, filmed, ramp_clip, tone


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    folder = tmp_path / "shelf"
    folder.mkdir()
    return Shelf(folder)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "Filme für Übung 4 – 課"


def four_lines(shelf: Shelf) -> Lesson:
    return lesson(scene("a", shelf.line(1), shelf.line(2), to="b"), scene("b", shelf.line(3), shelf.line(4)))


def contents(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def run(made: Lesson, shelf: Shelf, out: Path, **fields: object) -> Rendered:
    return asyncio.run(filmed(made, shelf, out, **fields))  # type: ignore[arg-type]


def test_each_scene_becomes_a_film_with_its_poster(shelf: Shelf, out: Path) -> None:
    made = run(four_lines(shelf), shelf, out)
    assert sorted(contents(out)) == ["01 A.jpg", "01 A.mp4", "02 B.jpg", "02 B.mp4"]
    assert [film.path.name for film in made.films] == ["01 A.mp4", "02 B.mp4"]
    assert [(film.length_ms, film.scenes[0].scene) for film in made.films] == [(2000, "a"), (2000, "b")]
    assert [film.poster for film in made.films] == [out / "01 A.jpg", out / "02 B.jpg"]
    assert (made.made, made.reused, made.written) == (8, 0, 2)


def test_an_unchanged_lesson_encodes_nothing_and_touches_nothing(shelf: Shelf, out: Path) -> None:
    first = run(four_lines(shelf), shelf, out)
    times = {path: path.stat().st_mtime_ns for path in out.iterdir()}
    shelf.reads.clear()
    again = run(four_lines(shelf), shelf, out)
    assert (again.made, again.reused, again.written) == (0, 8, 0)
    assert again.films == first.films
    assert {path: path.stat().st_mtime_ns for path in out.iterdir()} == times
    assert not shelf.reads


def test_the_whole_lesson_is_joined_from_what_the_scenes_left(shelf: Shelf, out: Path) -> None:
    run(four_lines(shelf), shelf, out)
    made = run(four_lines(shelf), shelf, out, selection=WholeLesson())
    assert (made.made, made.reused, made.written) == (0, 8, 1)
    (film,) = made.films
    assert film.path.name == "A lesson.mp4"
    assert [(each.scene, each.start_ms, each.end_ms) for each in film.scenes] == [
        ("a", 0, 2000),
        ("b", 2000, 4000),
    ]


def test_exactly_the_changed_lines_shot_and_sound_are_made_again(shelf: Shelf, out: Path) -> None:
    before = four_lines(shelf)
    run(before, shelf, out)
    old = contents(out)
    third = before.scenes[1].lines[0]
    take = shelf.take(733, 900)
    after = before.with_line(
        replace(third, text="Better", takes=(take,), chosen=take.id, picture=shelf.picture(9))
    )
    shelf.reads.clear()
    made = run(after, shelf, out)
    assert (made.made, made.reused, made.written) == (2, 6, 1)
    new = contents(out)
    assert [name for name in new if new[name] != old[name]] == ["02 B.mp4", "02 B.jpg"] or {
        name for name in new if new[name] != old[name]
    } == {"02 B.mp4", "02 B.jpg"}
    after_picture = after.scenes[1].lines[0].picture
    assert after_picture is not None
    assert set(shelf.reads) == {take.asset, after_picture.asset}


def test_a_film_is_known_again_after_any_number_of_changes(shelf: Shelf, out: Path) -> None:
    told = four_lines(shelf)
    for number in range(5):
        told = told.with_line(replace(told.scenes[0].lines[0], picture=shelf.picture(20 + number)))
        assert run(told, shelf, out).written == (2 if number == 0 else 1)
        assert run(told, shelf, out).written == 0


def test_the_same_lesson_gives_the_same_bytes(shelf: Shelf, tmp_path: Path) -> None:
    folders = [tmp_path / "one" / "out", tmp_path / "two" / "out"]
    for folder in folders:
        run(four_lines(shelf), shelf, folder)
    assert contents(folders[0]) == contents(folders[1])


def test_a_film_that_was_changed_or_removed_is_written_again(shelf: Shelf, out: Path) -> None:
    made = run(four_lines(shelf), shelf, out)
    old = contents(out)
    made.films[0].path.write_bytes(b"scribbled over")
    made.films[1].path.unlink()
    again = run(four_lines(shelf), shelf, out)
    assert (again.made, again.written) == (0, 2)
    assert contents(out) == old


def test_what_the_cache_lost_or_hurt_is_made_again(shelf: Shelf, out: Path, tmp_path: Path) -> None:
    run(four_lines(shelf), shelf, out)
    old = contents(out)
    entries = sorted(path for path in (tmp_path / "cache").rglob("*") if path.stat().st_size > 3_000)
    entries = [path for path in entries if path.is_file()]
    assert len(entries) >= 4
    entries[0].unlink()
    entries[1].write_bytes(bytes(entries[1].stat().st_size))
    for path in out.iterdir():
        path.unlink()
    run(four_lines(shelf), shelf, out)
    assert contents(out) == old


def test_posters_can_be_left_out(shelf: Shelf, out: Path) -> None:
    made = run(four_lines(shelf), shelf, out, posters=False)
    assert sorted(contents(out)) == ["01 A.mp4", "02 B.mp4"]
    assert made.films[0].poster is None


def test_scenes_of_one_title_and_titles_no_file_may_have_get_names(shelf: Shelf, out: Path) -> None:
    titles = ["CON", "a/b\\c: “100 %” *?", "", "نهاية 🎉", "x" * 400]
    told = lesson(*(scene(f"s{number}", shelf.line(1), title=title) for number, title in enumerate(titles)))
    names = [film.path.name for film in run(told, shelf, out, profile=TINY, posters=False).films]
    assert len({name.casefold() for name in names}) == 5
    assert all(
        (out / name).is_file() and name.endswith(".mp4") and len(name.encode()) < 250 for name in names
    )
    path = AlongPath((SceneId("s1"), SceneId("s1")))
    (film,) = run(told, shelf, out, profile=TINY, selection=path).films
    assert film.length_ms == 2000
    twice = EachScene((SceneId("s1"), SceneId("s1")))
    assert len({film.path for film in run(told, shelf, out, profile=TINY, selection=twice).films}) == 2


def broken_picture(shelf: Shelf) -> Picture:
    return Picture(shelf.add(b"\x89PNG\r\n\x1a\nbroken", AssetKind.PICTURE, "image/png"))


def broken_take(shelf: Shelf, good: Line) -> Line:
    asset = shelf.add(b"not a sound", AssetKind.SOUND, "audio/wav")
    return replace(good, takes=tuple(replace(take, asset=asset) for take in good.takes))


def broken_clip(shelf: Shelf) -> Picture:
    return Picture(shelf.add(b"not a clip", AssetKind.CLIP, "video/mp4"), clip_ms=900)


@pytest.mark.parametrize("kind", ["picture", "missing picture", "moving picture", "take", "clip", "overlay"])
def test_what_cannot_be_used_is_named_with_its_scene_and_line(shelf: Shelf, out: Path, kind: str) -> None:
    bad = shelf.line(3)
    match kind:
        case "picture":
            bad = replace(bad, picture=broken_picture(shelf))
        case "missing picture":
            bad = replace(bad, picture=Picture(asset_of(b"gone", AssetKind.PICTURE, "image/png")))
        case "moving picture":
            bad = replace(bad, picture=replace(broken_picture(shelf), motion=Motion()))
        case "clip":
            bad = replace(bad, picture=broken_clip(shelf))
        case "overlay":
            sign = Overlay(OverlayId("o"), asset=broken_picture(shelf).asset, delay_ms=100)
            bad = replace(bad, picture=None, overlays=(sign,))
        case "take":
            bad = broken_take(shelf, bad)
    told = lesson(scene("a", shelf.line(1), to="b"), scene("b", shelf.line(2), bad))
    with pytest.raises(RenderError) as caught:
        run(told, shelf, out)
    assert caught.value.where == f"scene b, line {bad.id}"
    assert "“B”, line 2" in caught.value.message
    assert caught.value.hint
    assert not [path for path in out.rglob("*") if path.suffix == ".mp4" and path.name.startswith(".")]


def test_after_an_error_the_rest_is_not_made_twice(shelf: Shelf, out: Path) -> None:
    good = four_lines(shelf)
    broken = good.with_line(replace(good.scenes[1].lines[1], picture=broken_picture(shelf)))
    with pytest.raises(RenderError):
        run(broken, shelf, out)
    made = run(good, shelf, out)
    assert made.reused >= 1
    assert made.made + made.reused == 8


class Stopper(Progress):
    """Cancels the task that renders as soon as a part of the work is done."""

    def __init__(self, fraction: float) -> None:
        super().__init__(self._heard)
        self.notes: list[tuple[float | None, str]] = []
        self._fraction = fraction

    def _heard(self, fraction: float | None, note: str) -> None:
        self.notes.append((fraction, note))
        task = asyncio.current_task()
        if fraction is not None and fraction >= self._fraction:
            for each in asyncio.all_tasks():
                if each is not task:
                    each.cancel()


def leftovers(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*.part*")]


@pytest.mark.parametrize("fraction", [0.0, 0.3, 0.6, 0.95])
@pytest.mark.parametrize("plain", [False, True])
def test_cancelling_leaves_no_half_file_and_what_was_made_is_used(
    shelf: Shelf, out: Path, tmp_path: Path, fraction: float, plain: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [shelf.line(number, look=shelf.picture(number, motion=Motion())) for number in range(1, 7)]
    told = lesson(scene("a", *lines[:3]), scene("b", *lines[3:]))
    profile = replace(SMALL, plain=plain)
    monkeypatch.setattr("edupulse_desktop.render.pace._REPORT_EVERY_S", 0.0)

    async def cancelled() -> None:
        with pytest.raises(asyncio.CancelledError):
            await filmed(told, shelf, out, profile, progress=Stopper(fraction))

    asyncio.run(cancelled())
    assert not leftovers(tmp_path)
    for film in out.glob("*.mp4") if out.exists() else ():
        assert decoded_file(film, 320, 180)
    before = {path.name for path in out.iterdir()} if out.exists() else set()
    made = run(told, shelf, out, profile=profile)
    assert made.written <= 2
    assert len(made.films) == 2
    assert before <= {path.name for path in out.iterdir()}
    if not plain and fraction > 0.5:
        assert made.reused > 0


def test_cancelling_during_a_clip_ends_its_child(shelf: Shelf, out: Path) -> None:
    clip = ramp_clip(shelf.folder / "clip.mp4", 50)
    look = Picture(shelf.add(clip.read_bytes(), AssetKind.CLIP, "video/mp4"))
    told = lesson(scene("a", shelf.line(1, 60_000, look=look)))

    async def cancelled() -> None:
        task = asyncio.get_running_loop().create_task(
            filmed(told, shelf, out, replace(SMALL, width_px=1280, height_px=720))
        )
        await asyncio.sleep(0.7)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(cancelled())
    assert not leftovers(out.parent)


def test_progress_rises_to_its_end_and_says_what_is_left(
    shelf: Shelf, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[tuple[float | None, str]] = []
    ours: set[int] = set()

    def report(fraction: float | None, note: str) -> None:
        heard.append((fraction, note))
        ours.add(threading.get_ident())

    monkeypatch.setattr("edupulse_desktop.render.pace._FIRST_GUESS_AFTER_S", 0.0)
    monkeypatch.setattr("edupulse_desktop.render.pace._REPORT_EVERY_S", 0.0)
    run(four_lines(shelf), shelf, out, progress=Progress(report))
    fractions = [fraction for fraction, _ in heard if fraction is not None]
    assert fractions == sorted(fractions)
    assert fractions[-1] == pytest.approx(1.0, abs=0.01)
    assert any(note.startswith("2 of 4 shots, about ") and note.endswith(" s left") for _, note in heard)
    assert any(note.startswith("Film 2 of 2") for _, note in heard)
    assert ours == {threading.get_ident()}


def test_a_full_disk_is_said_to_be_full_and_leaves_no_film(
    shelf: Shelf, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("needs a device that is always full")
    run(four_lines(shelf), shelf, out)
    for path in out.iterdir():
        path.unlink()
    real = Path.open

    def opened(self: Path, *args: object, **options: object) -> object:
        full = self.suffix == ".mp4" and ".part" in self.name
        return real(Path("/dev/full") if full else self, *args, **options)  # type: ignore[arg-type, call-overload]

    monkeypatch.setattr(Path, "open", opened)
    with pytest.raises(StorageError) as caught:
        run(four_lines(shelf), shelf, out)
    assert caught.value.hint
    assert not list(out.glob("*.mp4"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_to_is_said_to_be_one(shelf: Shelf, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    with pytest.raises(StorageError):
        run(four_lines(shelf), shelf, closed / "out")


def test_a_folder_that_is_a_file_is_said_to_be_one(shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError):
        run(four_lines(shelf), shelf, tmp_path / "file")


def test_ffmpeg_is_missed_only_where_it_is_needed(
    shelf: Shelf, tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> object:
        raise ToolMissing("FFmpeg is missing.", hint="Install EduPulse again.")

    monkeypatch.setattr(maker_room.Maker.__init__, "__defaults__", (missing,))
    run(four_lines(shelf), shelf, out)
    clip = ramp_clip(shelf.folder / "clip.mp4", 10)
    look = Picture(shelf.add(clip.read_bytes(), AssetKind.CLIP, "video/mp4"), clip_ms=333)
    with pytest.raises(ToolMissing):
        run(lesson(scene("a", shelf.line(1, look=look))), shelf, out)


def test_stereo_in_one_scene_does_not_change_the_films_of_others(shelf: Shelf, out: Path) -> None:
    sides = shelf.sound(np.stack([tone(800, 300), tone(800, 500)], axis=1))
    music = Music(sides)
    told = lesson(scene("a", shelf.line(1)), scene("b", shelf.line(2), music=music))
    films = run(told, shelf, out).films
    assert ["mono" in report_of(film.path) for film in films] == [True, False]
    (whole,) = run(told, shelf, out, selection=WholeLesson()).films
    assert "stereo" in report_of(whole.path)


def test_an_empty_lesson_is_refused_by_name(shelf: Shelf, out: Path) -> None:
    with pytest.raises(RenderError, match="A lesson"):
        run(lesson(), shelf, out)


def test_a_lesson_of_odd_texts_is_filmed(shelf: Shelf, out: Path) -> None:
    texts = ["100 % 'sure': \\ \"quoted\"\nsecond", "مرحبا بالعالم", "👩‍⚕️ नमस्ते 你好", "word " * 2_000]
    told = lesson(
        *(scene(f"s{number}", replace(line(text), pause_ms=200)) for number, text in enumerate(texts[:3])),
        scene("long", replace(shelf.line(4), text=texts[3])),
        title="%s: 'x'",
    )
    both = replace(TINY, captions=CaptionMode.BOTH)
    made = run(told, shelf, out, profile=both, selection=WholeLesson())
    assert decoded_file(made.films[0].path, 160, 90)


def test_a_second_process_may_render_at_the_same_time(shelf: Shelf, tmp_path: Path) -> None:
    told = four_lines(shelf)

    async def both() -> list[Rendered]:
        films = [filmed(told, shelf, tmp_path / name / "out") for name in ("one", "two")]
        return list(await asyncio.gather(*films))

    one, two = asyncio.run(both())
    assert contents(one.films[0].path.parent) == contents(two.films[0].path.parent)


def test_errors_are_only_ours(shelf: Shelf, out: Path) -> None:
    told = lesson(scene("a", replace(shelf.line(1), picture=broken_picture(shelf))))

    async def tried() -> None:
        with pytest.raises(EduPulseError):
            await render(
                plan(told, SMALL), shelf, Cache(out.parent / "cache"), out, Progress(lambda *_: None)
            )

    asyncio.run(tried())


KILLED = """
import asyncio, sys
from pathlib import Path
from edupulse_desktop.jobs.progress import Progress
from tests.render.filming import Shelf, filmed
from tests.render.test_executor import long_lesson
shelf = Shelf(Path(sys.argv[1]) / "shelf")
told = Progress(lambda fraction, note: print(fraction, flush=True))
asyncio.run(filmed(long_lesson(shelf), shelf, Path(sys.argv[1]) / "films" / "out", progress=told))
"""


def long_lesson(shelf: Shelf) -> Lesson:
    """Return a lesson that takes some seconds."""
    lines = [shelf.line(number, 2_000, look=shelf.picture(number, motion=Motion())) for number in range(1, 9)]
    return lesson(*(scene(f"s{number}", each) for number, each in enumerate(lines)))


def test_a_program_that_is_killed_goes_on_where_it_was(tmp_path: Path) -> None:
    (tmp_path / "shelf").mkdir()
    command = [sys.executable, "-c", KILLED, str(tmp_path)]
    with subprocess.Popen(command, cwd=Path(__file__).parents[2], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        while float(process.stdout.readline()) < 0.4:
            pass
        process.kill()
    out = tmp_path / "films" / "out"
    for film in out.glob("[!.]*.mp4"):
        assert len(decoded_file(film, 320, 180)) == 72
    shelf = Shelf(tmp_path / "shelf")
    made = run(long_lesson(shelf), shelf, out)
    assert made.reused > 0
    assert made.made + made.reused == 16
    assert all(len(decoded_file(film.path, 320, 180)) == 72 for film in made.films[::4])
