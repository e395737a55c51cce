"""Films as a player sees and hears them: every frame, every sound, every track."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from edupulse_desktop.media.film import Film
from edupulse_desktop.model.asset import AssetKind
from edupulse_desktop.model.ids import EffectId, OverlayId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.picture import Anchor, Frame, Motion, Overlay, Picture, Shape, Transition
from edupulse_desktop.model.sound import Effect, Music
from edupulse_desktop.render.planes import Planes
from edupulse_desktop.render.profile import PROFILES, CaptionMode, RenderProfile, profile
from edupulse_desktop.render.rate import FrameRate
from edupulse_desktop.render.selection import Selection, WholeLesson
from tests.builders import BEN, lesson, line, scene
from tests.render.decoding import decoded_file, report_of, run_ffmpeg
from tests.render.filming import SMALL, TINY, Shelf, drawn, filmed, heard, ramp_clip, tone

WHOLE = WholeLesson()
PACKET_MS = 1024 / 48
"""Sound lies on a grid of packets, so a scene's sound is at most half of one off."""


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    folder = tmp_path / "shelf"
    folder.mkdir()
    return Shelf(folder)


def whole(told: Lesson, shelf: Shelf, profile: RenderProfile = SMALL, selection: Selection = WHOLE) -> Film:
    made = asyncio.run(filmed(told, shelf, shelf.folder / "out" / "films", profile, selection))
    return made.films[0]


def frames_of(film: Film) -> list[Planes]:
    return decoded_file(film.path, film.width_px, film.height_px)


def pictures(numbers: Sequence[int], size: tuple[int, int] = (320, 180)) -> NDArray[np.int16]:
    return np.stack([Planes.from_image(drawn(number, size)).y.astype(np.int16) for number in numbers])


def shown(frames: Sequence[Planes], known: NDArray[np.int16]) -> list[int]:
    """Return which of the known pictures each frame shows; −1 for none of them."""
    seen = []
    for planes in frames:
        off = np.abs(known - planes.y.astype(np.int16)).mean(axis=(1, 2))
        seen.append(int(off.argmin()) if off.min() < 3 else -1)
    return seen


def runs(values: Sequence[int]) -> list[tuple[int, int]]:
    """Return values with how often each comes in a row."""
    found: list[tuple[int, int]] = []
    for value in values:
        if found and found[-1][0] == value:
            found[-1] = (value, found[-1][1] + 1)
        else:
            found.append((value, 1))
    return found


def packets(film: Film) -> list[dict[str, float]]:
    """Return time and flags of every coded picture, as FFmpeg reads them from the file."""
    report = run_ffmpeg(
        *("-i", str(film.path), "-map", "0:v:0", "-c", "copy", "-f", "framecrc", "-")
    ).decode()
    return [
        {"dts": int(parts[1]), "pts": int(parts[2]), "length": int(parts[3])}
        for parts in (row.split(",") for row in report.splitlines() if not row.startswith("#"))
    ]


def keyframes_s(film: Film) -> list[float]:
    """Return when the pictures are shown where decoding can start."""
    report = run_ffmpeg(
        *("-skip_frame", "nokey", "-i", str(film.path), "-map", "0:v:0", "-fps_mode", "passthrough"),
        *("-f", "framecrc", "-"),
    ).decode()
    base = re.search(r"#tb 0: (\d+)/(\d+)", report)
    assert base is not None
    unit = int(base[1]) / int(base[2])
    return [int(row.split(",")[2]) * unit for row in report.splitlines() if not row.startswith("#")]


def spoken_from_ms(path: Path) -> list[float]:
    """Return when each sound starts that follows a silence."""
    loud = np.flatnonzero(np.abs(heard(path)) > 0.02) / 48
    return [float(each) for each in loud[np.concatenate([[True], np.diff(loud) > 100])]]


@pytest.mark.parametrize("shape", Shape)
@pytest.mark.parametrize("name", PROFILES)
def test_every_profile_and_shape_gives_a_film_of_its_size(shelf: Shelf, name: str, shape: Shape) -> None:
    film = whole(lesson(scene("a", shelf.line(1, 300, 100))), shelf, profile(name, shape))
    report = report_of(film.path)
    wanted = profile(name, shape)
    assert re.search(
        rf"Video: h264 \(Main\).*yuv420p\(tv, bt709.*{wanted.width_px}x{wanted.height_px}", report
    )
    assert f"{wanted.rate.num} fps" in report
    assert "Audio: aac (LC)" in report
    assert "48000 Hz, mono" in report
    assert len(frames_of(film)) == wanted.rate.frame_at(400)


def test_every_frame_shows_the_planned_picture(shelf: Shelf) -> None:
    told = lesson(
        scene("a", shelf.line(1, 500, 133), shelf.line(2, 700, 66)),
        scene("b", shelf.line(3, 901, 200), replace(shelf.line(4, 333, 100), picture=None)),
        scene("c", shelf.line(1, 450, 150)),
    )
    seen = shown(frames_of(whole(told, shelf)), pictures([1, 2, 3]))
    assert runs(seen) == [(0, 19), (1, 23), (2, 46), (0, 18)]


def test_times_are_even_and_begin_at_nought(shelf: Shelf) -> None:
    fading = shelf.picture(2, transition=Transition.FADE)
    film = whole(lesson(scene("a", shelf.line(1), shelf.line(2, look=fading), shelf.line(3))), shelf)
    times = sorted(int(each["pts"]) for each in packets(film))
    assert times[0] == 0
    assert len(set(np.diff(times).tolist())) == 1
    assert len(times) == 90


def test_the_head_of_the_file_comes_first(shelf: Shelf) -> None:
    data = whole(lesson(scene("a", shelf.line(1))), shelf).path.read_bytes()
    assert 0 < data.index(b"moov") < data.index(b"mdat")


def test_there_is_a_place_to_jump_to_at_every_scene_and_at_least_every_ten_seconds(shelf: Shelf) -> None:
    still, moving = shelf.picture(2), shelf.picture(3, motion=Motion())
    told = lesson(
        scene("a", shelf.line(1, 25_000, 1_000)),
        scene("b", shelf.line(2, 1_500, look=still)),
        scene("c", shelf.line(3, 11_000, look=moving)),
    )
    film = whole(told, shelf, TINY)
    keys = keyframes_s(film)
    assert max(np.diff([*keys, film.length_ms / 1000])) <= 10.0
    for each in film.scenes:
        assert any(abs(key - each.start_ms / 1000) < 0.001 for key in keys)


def test_sound_and_picture_meet_in_every_one_of_two_hundred_scenes(shelf: Shelf) -> None:
    """A click sounds and the picture turns at the start of each scene, none of which lasts whole frames."""
    click = np.zeros(2_400)
    click[:240] = 0.8
    asset = shelf.sound(click, 48_000)
    take = replace(shelf.take(50), asset=asset)
    light, dark = shelf.picture(5, (160, 90)), shelf.picture(9, (160, 90))
    told = lesson(
        *(
            scene(
                f"s{number}",
                line(
                    f"{number}",
                    takes=(take,),
                    chosen=take.id,
                    pause_ms=211 + 37 * (number % 7),
                    picture=light if number % 2 else dark,
                ),
            )
            for number in range(200)
        )
    )
    film = whole(told, shelf, TINY)
    seen = shown(frames_of(film), pictures([9, 5], (160, 90)))
    turns = [number for number in range(1, len(seen)) if seen[number] != seen[number - 1]]
    assert len(turns) == 199
    starts = np.array(spoken_from_ms(film.path))
    assert len(starts) == 200
    seen_ms = np.array([0, *turns]) * 1000 / 30
    assert np.abs(starts - seen_ms).max() <= PACKET_MS / 2 + 0.5
    assert abs((starts - seen_ms)[-20:].mean()) < 6
    assert abs(len(heard(film.path)) / 48 - film.length_ms) <= 1000 / 30
    assert film.length_ms == pytest.approx(sum(50 + 211 + 37 * (number % 7) for number in range(200)), abs=17)


def test_a_fade_blends_evenly(shelf: Shelf) -> None:
    fading = shelf.picture(2, transition=Transition.FADE, transition_ms=400)
    frames = frames_of(whole(lesson(scene("a", shelf.line(1), shelf.line(2, look=fading))), shelf))
    one, two = pictures([1, 2]).astype(np.float64)
    way = two - one
    shares = [float(((planes.y - one) * way).sum() / (way**2).sum()) for planes in frames]
    assert np.abs(np.array(shares[:30])).max() < 0.02
    assert shares[30:42] == pytest.approx([number / 12 for number in range(1, 13)], abs=0.02)
    assert np.abs(np.array(shares[42:]) - 1).max() < 0.02


def test_a_moving_picture_glides_and_then_rests(shelf: Shelf) -> None:
    moving = shelf.picture(2, (640, 360), motion=Motion(end=Frame(500, 500, 1500)))
    frames = frames_of(whole(lesson(scene("a", shelf.line(1, 900, 100, look=moving))), shelf))
    assert len(frames) == 30
    steps = [float(np.abs(one.y.astype(int) - two.y).mean()) for one, two in pairwise(frames)]
    assert min(steps[5:25]) > 0.1
    assert max(steps) < 6 * (sum(steps) / len(steps))
    start = Planes.from_image(drawn(2, (640, 360)).resize((320, 180)))
    assert np.abs(frames[0].y.astype(int) - start.y).mean() < 3


def test_a_clip_plays_and_is_held(shelf: Shelf) -> None:
    clip = ramp_clip(shelf.folder / "clip.mp4", 20)
    look = Picture(shelf.add(clip.read_bytes(), AssetKind.CLIP, "video/mp4"), clip_ms=667)
    frames = frames_of(whole(lesson(scene("a", shelf.line(1, 900, 300, look=look), shelf.line(2))), shelf))
    greys = [float(planes.y.mean()) for planes in frames[:36]]
    assert greys == pytest.approx([40.0 + 3 * min(number, 19) for number in range(36)], abs=1.5)
    assert set(shown(frames[36:], pictures([2]))) == {0}


def test_overlays_and_captions_come_and_go_over_a_clip(shelf: Shelf) -> None:
    clip = ramp_clip(shelf.folder / "clip.mp4", 40)
    look = Picture(shelf.add(clip.read_bytes(), AssetKind.CLIP, "video/mp4"), clip_ms=1333)
    sign = Overlay(
        OverlayId("o"), "STOP", anchor=Anchor.TOP_LEFT, size_permille=200, delay_ms=300, shown_ms=400
    )
    told = lesson(scene("a", shelf.line(1, 1600, 400, look=look, overlays=(sign,))))
    frames = frames_of(whole(told, shelf, replace(SMALL, captions=CaptionMode.BURNED_IN)))
    assert len(frames) == 60
    spread = [float(planes.y[10:60, 10:150].std()) for planes in frames]
    with_sign = [number for number, each in enumerate(spread) if each > 5]
    assert with_sign == list(range(9, 21))
    written = [number for number, planes in enumerate(frames) if planes.y[130:170].std() > 5]
    assert written[0] == 0
    assert 47 <= written[-1] < 60


def test_burned_in_captions_are_in_the_picture_and_embedded_ones_beside_it(shelf: Shelf) -> None:
    told = lesson(
        scene(
            "a", shelf.line(1, 1500), replace(shelf.line(2, 1500), speaker=BEN.id, text="100 % – ja! 你好")
        ),
        language="de",
    )
    plain = frames_of(whole(told, shelf))
    both = whole(told, shelf, replace(SMALL, captions=CaptionMode.BOTH))
    changed = np.abs(frames_of(both)[10].y.astype(int) - plain[10].y).max(axis=1)
    assert changed[:90].max() < 12
    assert changed[110:170].max() > 60
    text = run_ffmpeg("-i", str(both.path), "-map", "0:s:0", "-f", "srt", "-").decode()
    assert "Anna: Line 1" in text
    assert "Ben: 100 % – ja! 你好" in text
    assert "00:00:01,900 --> " in text
    assert re.search(r"\(deu\): Subtitle: mov_text", report_of(both.path))
    assert re.search(r"\(deu\): Audio: aac", report_of(both.path))


def test_chapters_carry_the_titles_of_scenes(shelf: Shelf) -> None:
    told = lesson(scene("a", shelf.line(1), title="Erste – Szene"), scene("b", shelf.line(2), title="第二"))
    report = report_of(whole(told, shelf).path)
    found = re.findall(r"start (\d+\.\d+), end (\d+\.\d+)\s+Metadata:\s+title\s+: (.*)", report)
    assert found == [("0.000000", "1.000000", "Erste – Szene"), ("1.000000", "2.000000", "第二")]


def test_music_lies_under_speech_and_effects_sound_where_they_stand(shelf: Shelf) -> None:
    music = Music(shelf.sound(tone(500, 2_000, 48_000, 0.8), 48_000), 50, 10, 200, 200)
    ping = Effect(EffectId("e"), shelf.sound(tone(100, 5_000, 48_000, 0.5), 48_000), delay_ms=1_500)
    told = lesson(scene("a", shelf.line(1, 1_000, 2_000, effects=(ping,))), music=music)
    sound = heard(whole(told, shelf).path)

    def strength(pitch_hz: int, start_ms: int, end_ms: int) -> float:
        part = sound[start_ms * 48 : end_ms * 48].astype(np.float64)
        wave = np.exp(-2j * np.pi * pitch_hz * np.arange(len(part)) / 48_000)
        return float(2 * abs((part * wave).mean()))

    assert strength(2_000, 300, 900) == pytest.approx(0.08, rel=0.15)
    assert strength(2_000, 1_900, 2_700) == pytest.approx(0.4, rel=0.1)
    assert strength(5_000, 1_520, 1_580) == pytest.approx(0.5, rel=0.2)
    assert strength(5_000, 1_000, 1_480) < 0.02
    assert strength(340, 100, 900) == pytest.approx(0.3, rel=0.1)


def test_speech_is_as_loud_and_as_long_as_its_take(shelf: Shelf) -> None:
    told = lesson(*(scene(f"s{number}", shelf.line(number, 611, 389)) for number in range(1, 6)))
    sound = heard(whole(told, shelf).path)
    for number in range(1, 6):
        part = sound[(number - 1) * 48_000 : number * 48_000]
        loud = np.flatnonzero(np.abs(part) > 0.05)
        assert (loud[-1] - loud[0]) / 48 == pytest.approx(611, abs=8)
        assert np.abs(part[5_000:25_000]).max() == pytest.approx(0.3, rel=0.1)


@pytest.mark.parametrize("rate", [FrameRate(24), FrameRate(25), FrameRate(30_000, 1_001), FrameRate(60)])
def test_other_rates_are_filmed(shelf: Shelf, rate: FrameRate) -> None:
    moving = shelf.picture(2, motion=Motion())
    told = lesson(
        scene("a", shelf.line(1, 777, 333), shelf.line(2, 801, 222, look=moving)), scene("b", shelf.line(3))
    )
    film = whole(told, shelf, replace(SMALL, rate=rate))
    frames = frames_of(film)
    assert len(frames) == rate.frame_at(1_110 + 1_023 + 1_000)
    first = shown(frames, pictures([1, 2, 3]))
    assert runs(first)[0] == (0, rate.frame_at(1_110))
    assert runs(first)[-1] == (2, len(frames) - rate.frame_at(2_133))


@pytest.mark.parametrize("mode", [CaptionMode.EMBEDDED, CaptionMode.BURNED_IN])
def test_plain_and_ordinary_films_show_and_sound_the_same(shelf: Shelf, mode: CaptionMode) -> None:
    fading = shelf.picture(2, transition=Transition.FADE)
    moving = shelf.picture(3, (640, 360), motion=Motion(), transition=Transition.FADE, transition_ms=300)
    clip = ramp_clip(shelf.folder / "clip.mp4", 20)
    look = Picture(shelf.add(clip.read_bytes(), AssetKind.CLIP, "video/mp4"), clip_ms=667)
    told = lesson(
        scene("a", shelf.line(1, 611), shelf.line(2, 777, look=fading), shelf.line(3, 802, look=moving)),
        scene("b", shelf.line(4, 900, look=look), shelf.line(5)),
    )
    chosen = replace(SMALL, captions=mode)
    quick = whole(told, shelf, chosen)
    kept = quick.path.rename(quick.path.with_name("quick.mp4"))
    plain = whole(told, shelf, replace(chosen, plain=True))
    raw = run_ffmpeg(
        *("-i", str(kept), "-i", str(plain.path)),
        *("-filter_complex", "[0:v:0][1:v:0]ssim=stats_file=-", "-an", "-f", "null", "-"),
    ).decode()
    worst = [float(found) for found in re.findall(r"Y:(\d\.\d+)", raw)]
    assert len(worst) == len(frames_of(plain)) == len(decoded_file(kept, 320, 180))
    assert min(worst) >= 0.97
    assert sum(worst) / len(worst) >= 0.99
    starts = [np.array(spoken_from_ms(path)) for path in (kept, plain.path)]
    assert len(starts[0]) == 5
    assert np.abs(starts[0] - starts[1]).max() <= PACKET_MS / 2 + 0.5
    assert quick.scenes == plain.scenes


def test_a_film_without_any_sound_has_a_silent_track(shelf: Shelf) -> None:
    film = whole(lesson(scene("a", line("", None, pause_ms=1_500, picture=shelf.picture(1)))), shelf)
    assert not np.abs(heard(film.path)).max() > 1e-4
    assert len(frames_of(film)) == 45
