"""Films: FFmpeg reads back everything that was written, without a word of complaint."""

from __future__ import annotations

import functools
import io
import struct
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from edupulse_desktop.errors import RenderError, StorageError
from edupulse_desktop.render.aac import SoundFormat, SoundSegment, encode_sound
from edupulse_desktop.render.coded import Coded
from edupulse_desktop.render.mp4.film import Film, FilmScene, write_film
from edupulse_desktop.render.mp4.tags import Tags
from edupulse_desktop.render.mp4.text import Caption, CaptionTrack, Chapter
from edupulse_desktop.render.mp4.writer import _data_header
from edupulse_desktop.render.parameter_sets import VideoFormat
from edupulse_desktop.render.rate import FrameRate
from edupulse_desktop.render.run import CodedRun, encode_run
from edupulse_desktop.render.still import encode_still
from edupulse_desktop.render.video_track import Fade, Hold, Piece, Run, Stay, frames_of, video_blocks
from tests.render.decoding import decoded, decoded_file, picture, report_of, run_ffmpeg
from tests.render.test_aac import offset_samples, speech

RATE = FrameRate(30)
VIDEO = VideoFormat(320, 180, RATE)
SCENES: tuple[tuple[Piece, ...], ...] = (
    (Hold("a", 100), Fade("b", 15), Hold("b", 20)),
    (Hold("c", 45), Run("r", 20), Stay(340)),
    (Hold("b", 50),),
)
FRAMES = sum(map(frames_of, SCENES))


@functools.cache
def load(key: str) -> Coded:
    """Return a picture, or the run `r`."""
    if key == "r":
        return CodedRun(320, 180, tuple(encode_run((picture(60 + number) for number in range(20)), RATE)))
    return encode_still(picture(ord(key)))


@functools.cache
def sound_of(number: int, frames: int, channels: int = 1) -> SoundSegment:
    """Return the sound of a scene."""
    return encode_sound(speech(number, 1600 * frames), SoundFormat(channels))


def scenes(channels: int = 1) -> tuple[FilmScene, ...]:
    """Return the scenes with sound."""
    return tuple(
        FilmScene(pieces, functools.partial(sound_of, number, frames_of(pieces), channels))
        for number, pieces in enumerate(SCENES)
    )


def written(tmp_path: Path, film: Film) -> Path:
    """Write a film and return its path."""
    path = tmp_path / "film.mp4"
    write_film(path, film, load)
    return path


def boxes(data: bytes) -> list[tuple[str, int, int]]:
    """Return name, start and size of the outermost boxes."""
    found, at = [], 0
    while at < len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        found.append((kind.decode("latin-1"), at, size))
        at += size
    assert at == len(data)
    return found


def test_every_decoded_frame_is_the_planned_one(tmp_path: Path) -> None:
    path = written(tmp_path, Film(VIDEO, scenes(), SoundFormat()))
    shown = decoded_file(path, 320, 180)
    planned = decoded((block for pieces in SCENES for block in video_blocks(pieces, VIDEO, load)), VIDEO)
    assert len(shown) == FRAMES
    assert all(one.to_i420() == two.to_i420() for one, two in zip(shown, planned, strict=True))


def test_the_head_comes_first_and_boxes_fill_the_file(tmp_path: Path) -> None:
    found = boxes(written(tmp_path, Film(VIDEO, scenes(), SoundFormat())).read_bytes())
    assert [kind for kind, _, _ in found] == ["ftyp", "moov", "free", "free", "mdat"]
    assert found[2][2] < 3000, "the head's room is estimated closely"


@pytest.mark.parametrize(
    "rate",
    [FrameRate(24), FrameRate(25), FrameRate(30), FrameRate(50), FrameRate(60), FrameRate(30000, 1001)],
)
def test_pictures_come_at_a_constant_rate_from_zero(tmp_path: Path, rate: FrameRate) -> None:
    video = VideoFormat(320, 180, rate)
    pieces = (Hold("a", 40), Fade("b", 9), Hold("b", 11))
    path = written(tmp_path, Film(video, (FilmScene(pieces),), SoundFormat()))
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert stream.average_rate == Fraction(rate.num, rate.den)
        assert stream.time_base is not None
        times = sorted(
            packet.pts * stream.time_base for packet in container.demux(stream) if packet.pts is not None
        )
    assert times == [Fraction(number * rate.den, rate.num) for number in range(60)]


def test_places_to_jump_to_lie_at_every_scene_and_at_most_ten_seconds_apart(tmp_path: Path) -> None:
    path = written(tmp_path, Film(VIDEO, scenes(), SoundFormat()))
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert stream.time_base is not None
        keys = [
            packet.pts * stream.time_base * 30
            for packet in container.demux(stream)
            if packet.is_keyframe and packet.pts is not None
        ]
    starts = [0, frames_of(SCENES[0]), FRAMES - 50]
    assert set(starts) <= {int(key) for key in keys}
    assert max(np.diff([*map(int, keys), FRAMES])) <= 300


def test_ffmpeg_lists_everything(tmp_path: Path) -> None:
    poster = io.BytesIO()
    Image.new("RGB", (64, 36), "teal").save(poster, "PNG")
    film = Film(
        VIDEO,
        scenes(2),
        SoundFormat(2),
        captions=(
            CaptionTrack("en", (Caption(0, 1500, "Hello"), Caption(2000, 3000, "again"))),
            CaptionTrack("de-DE", (Caption(100, 1500, "Grüße"),), "Deutsch"),
            CaptionTrack("ar", (Caption(0, 900, "مرحبا"),)),
        ),
        chapters=(Chapter(0, "Start"), Chapter(4500, "Brüche ½"), Chapter(18_000, "終わり")),
        tags=Tags("Fractions", "Ms Hope", "A comment", "What it is about"),
        poster=poster.getvalue(),
    )
    path = written(tmp_path, film)
    report = report_of(path)
    for line in (
        "title           : Fractions",
        "artist          : Ms Hope",
        "comment         : A comment",
        "description     : What it is about",
        "encoder         : EduPulse",
        "Duration: 00:00:19.67, start: 0.000000",
        "Chapter #0:0: start 0.000000, end 4.500000",
        "title           : Brüche ½",
        "Chapter #0:2: start 18.000000, end 19.667000",
        "title           : 終わり",
        "Video: h264 (Main) (avc1 / 0x31637661), yuv420p(tv, bt709, progressive), 320x180 [SAR 1:1 DAR 16:9]",
        "30 fps, 30 tbr",
        "Audio: aac (LC) (mp4a / 0x6134706D), 48000 Hz, stereo",
        "(eng): Subtitle: mov_text",
        "(deu): Subtitle: mov_text",
        "(ara): Subtitle: mov_text",
        "handler_name    : Deutsch",
        "Video: png",
        "(attached pic)",
    ):
        assert line in report
    subtitles = [line for line in report.splitlines() if "Subtitle" in line]
    assert [line.endswith("(default)") for line in subtitles] == [True, False, False]
    german = run_ffmpeg("-i", str(path), "-map", "0:s:1", "-f", "webvtt", "-").decode()
    assert "00:00.100 --> 00:01.500" in german
    assert "Grüße" in german
    cover = run_ffmpeg("-i", str(path), "-map", "0:v:1", "-c", "copy", "-f", "image2pipe", "-")
    assert cover == poster.getvalue()


def test_sound_stays_with_the_pictures_at_every_scene(tmp_path: Path) -> None:
    path = written(tmp_path, Film(VIDEO, scenes(), SoundFormat()))
    raw = run_ffmpeg("-i", str(path), "-map", "0:a:0", "-f", "f32le", "-")
    played = np.frombuffer(raw, np.float32)
    start = 0
    for number, pieces in enumerate(SCENES):
        sound = speech(number, 1600 * frames_of(pieces))
        assert abs(offset_samples(played, sound, 1600 * start)) <= 528
        start += frames_of(pieces)
    assert abs(len(played) - 1600 * FRAMES) <= 1024


def test_a_film_of_one_sound_over_all_scenes_has_no_seam(tmp_path: Path) -> None:
    pieces = tuple(piece for each in SCENES for piece in each)
    sound = speech(9, 1600 * FRAMES)
    scene = FilmScene(pieces, lambda: encode_sound(np.split(sound, 5), SoundFormat()))
    path = written(tmp_path, Film(VIDEO, (scene,), SoundFormat()))
    played = np.frombuffer(run_ffmpeg("-i", str(path), "-map", "0:a:0", "-f", "f32le", "-"), np.float32)
    assert offset_samples(played, sound, 0) == 0


def test_scenes_without_sound_are_silent_and_films_without_sound_have_no_track(tmp_path: Path) -> None:
    quiet = tuple(FilmScene(pieces) for pieces in SCENES)
    path = written(tmp_path, Film(VIDEO, quiet, SoundFormat()))
    raw = run_ffmpeg("-i", str(path), "-map", "0:a:0", "-f", "f32le", "-")
    assert np.abs(np.frombuffer(raw, np.float32)).max() < 1e-4
    mute = written(tmp_path, Film(VIDEO, quiet))
    assert "Audio" not in report_of(mute)
    assert len(decoded_file(mute, 320, 180)) == FRAMES


def test_seeking_to_any_scene_shows_its_picture(tmp_path: Path) -> None:
    path = written(tmp_path, Film(VIDEO, scenes(), SoundFormat()))
    whole = decoded_file(path, 320, 180)
    for frame in (0, 110, 135, 300, 520, FRAMES - 50):
        raw = run_ffmpeg(
            *("-ss", f"{frame / 30:.6f}", "-i", str(path), "-map", "0:v:0", "-frames:v", "1"),
            *("-f", "rawvideo", "-pix_fmt", "yuv420p", "-"),
        )
        assert raw == whole[frame].to_i420(), f"frame {frame}"


def test_sound_and_pictures_lie_side_by_side(tmp_path: Path) -> None:
    path = written(tmp_path, Film(VIDEO, scenes(), SoundFormat()))
    with av.open(str(path)) as container:
        places = [
            (packet.pos or 0, float(packet.pts * packet.time_base), packet.stream.type)
            for packet in container.demux()
            if packet.pts is not None
        ]
    latest = {"video": 0.0, "audio": 0.0}
    for _, seconds, kind in sorted(places):
        latest[kind] = max(latest[kind], seconds)
        assert abs(latest["video"] - latest["audio"]) < 1.6


def test_progress_counts_frames_and_can_stop(tmp_path: Path) -> None:
    told: list[int] = []
    write_film(tmp_path / "film.mp4", Film(VIDEO, scenes(), SoundFormat()), load, told.append)
    assert told == sorted(told)
    assert told[-1] == FRAMES

    class Stopped(Exception):
        """What a caller raises to stop."""

    def stop(frames: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        write_film(tmp_path / "other.mp4", Film(VIDEO, scenes(), SoundFormat()), load, stop)


def test_the_same_film_gives_the_same_bytes(tmp_path: Path) -> None:
    film = Film(VIDEO, scenes(), SoundFormat(), chapters=(Chapter(0, "A"),))
    first = written(tmp_path, film).read_bytes()
    assert written(tmp_path, film).read_bytes() == first


def test_an_empty_film_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RenderError):
        written(tmp_path, Film(VIDEO, ()))


def test_a_poster_that_is_no_picture_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RenderError):
        written(tmp_path, Film(VIDEO, scenes(), poster=b"GIF89a"))


def test_a_folder_that_is_not_there_is_a_storage_error(tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        write_film(tmp_path / "gone" / "film.mp4", Film(VIDEO, scenes()), load)


def test_data_past_four_gigabytes_has_a_long_size() -> None:
    assert _data_header(1000) == struct.pack(">I4sI4s", 8, b"free", 992, b"mdat")
    assert _data_header(1 << 33) == struct.pack(">I4sQ", 1, b"mdat", 1 << 33)
    assert all(len(_data_header(size)) == 16 for size in (16, (1 << 32) + 7, (1 << 32) + 8))


def test_a_long_film_is_written_from_few_pictures_at_a_time(tmp_path: Path) -> None:
    alive: list[str] = []

    def watch(key: str) -> Coded:
        alive.append(key)
        return load(key)

    def numbered() -> Iterator[FilmScene]:
        for number in range(200):
            yield FilmScene((Hold("abcd"[number % 4], 206),), functools.partial(sound_of, 1, 206))

    path = tmp_path / "long.mp4"
    write_film(path, Film(VIDEO, tuple(numbered()), SoundFormat()), watch)
    assert len(alive) == 200
    assert "Duration: 00:22:53.33, start: 0.000000" in report_of(path)
