"""Plain mode: the same plan through ordinary encoding only, every frame and every sample by FFmpeg.

Slow, and nothing about it is clever: a way out for a player that stumbles over our own streams, and the judge in
tests of whether they show what they should. Frames go to FFmpeg through a pipe, sound through a WAV file.
"""

from __future__ import annotations

import tempfile
import wave
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import numpy as np

from edupulse_desktop.media.ffmpeg import find_ffmpeg
from edupulse_desktop.render.commands import PlainFiles, plain_arguments
from edupulse_desktop.render.maker import Maker
from edupulse_desktop.render.mp4.languages import language_code
from edupulse_desktop.render.mp4.text import Caption
from edupulse_desktop.render.planes import Plane, Planes
from edupulse_desktop.render.rate import SAMPLE_RATE_HZ
from edupulse_desktop.render.reel import Reel
from edupulse_desktop.render.shots import Shot
from edupulse_desktop.render.sound import mixed
from edupulse_desktop.render.steps import StillStep
from edupulse_desktop.render.worklist import Place

_PIECE_BYTES = 1 << 16
_MS_PER_HOUR, _MS_PER_MINUTE = 3_600_000, 60_000


def write_plain_film(path: Path, reel: Reel, maker: Maker, on_frames: Callable[[int], None]) -> None:
    """Encode a film in the ordinary way.

    Args:
        path: the file, overwritten.
        reel: the film.
        maker: draws its pictures and opens its recordings.
        on_frames: told how many frames went to the encoder; may raise to stop.

    Raises:
        RenderError: a picture or a recording cannot be used.
        ToolFailed: FFmpeg could not encode it.
    """
    with tempfile.TemporaryDirectory(prefix="edupulse-") as name:
        folder = Path(name)
        files = PlainFiles(folder / "sound.wav", folder / "words.txt", _captions(reel, folder))
        _write_sound(files.sound, reel, maker)
        files.words.write_text(_words(reel), "utf-8", "replace")
        arguments = _into(path, files, reel)
        frames = (planes.to_i420() for planes in _counted(_frames(reel, maker), on_frames))
        with closing(find_ffmpeg().chunks_here(arguments, _PIECE_BYTES, feed=frames)) as pieces:
            for _ in pieces:
                # Nothing comes: the film goes into a file, and this waits until it is written.
                continue


def _into(path: Path, files: PlainFiles, reel: Reel) -> list[str]:
    """Return what FFmpeg is told; ffmpeg-python takes only names in proper text, so another stands in there."""
    stand_in = files.words.with_name("film.mp4")
    arguments = plain_arguments(reel.profile, files, language_code(reel.film.language), stand_in)
    return [str(path) if argument == str(stand_in) else argument for argument in arguments]


def _counted(frames: Iterator[Planes], on_frames: Callable[[int], None]) -> Iterator[Planes]:
    for number, planes in enumerate(frames, start=1):
        yield planes
        on_frames(number)


def _frames(reel: Reel, maker: Maker) -> Iterator[Planes]:
    shown = Planes.grey(reel.profile.width_px, reel.profile.height_px)
    for scene in reel.film.scenes:
        for shot in scene.shots:
            with Place(scene, shot.line).named():
                for planes in _shot(shot, shown, maker):
                    shown = planes
                    yield planes


def _shot(shot: Shot, before: Planes, maker: Maker) -> Iterator[Planes]:
    """Yield the frames of a shot: its fade, then what moves, then what stays."""
    moving = (
        iter([maker.frames.still(shot.step)]) if isinstance(shot.step, StillStep) else maker.moving(shot.step)
    )
    left = shot.frames
    current = next(moving)
    for number in range(1, shot.fade_frames + 1):
        left -= 1
        yield _blend(before, current, number / shot.fade_frames)
    while left > 0:
        left -= 1
        yield current
        current = next(moving, current)


def _blend(before: Planes, after: Planes, share: float) -> Planes:
    def blended(old: Plane, new: Plane) -> Plane:
        mixture = old.astype(np.float32) * (1 - share) + new.astype(np.float32) * share
        return np.rint(mixture).astype(np.uint8)

    return Planes(blended(before.y, after.y), blended(before.u, after.u), blended(before.v, after.v))


def _write_sound(path: Path, reel: Reel, maker: Maker) -> None:
    rate = reel.profile.rate
    with wave.open(str(path), "wb") as file:
        file.setnchannels(reel.channels)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE_HZ)
        for scene in reel.film.scenes:
            for stretch in scene.stretches:
                last_frame = stretch.first_frame + stretch.frames
                left = rate.samples_at(last_frame) - rate.samples_at(stretch.first_frame)
                with Place(scene, stretch.line).named():
                    for block in mixed(reel.sound_step(stretch), maker.recordings):
                        numbers = np.clip(np.rint(block[:left] * 32768), -32768, 32767)
                        file.writeframes(numbers.astype("<i2").tobytes())
                        left -= len(numbers)
                file.writeframes(bytes(2 * reel.channels * max(0, left)))


def _captions(reel: Reel, folder: Path) -> Path | None:
    if not reel.film.captions:
        return None
    path = folder / "captions.srt"
    subtitles = map(_subtitle, range(1, 1 + len(reel.film.captions)), reel.film.captions)
    path.write_text("\n".join(subtitles), "utf-8", "replace")
    return path


def _subtitle(number: int, caption: Caption) -> str:
    return f"{number}\n{_moment(caption.start_ms)} --> {_moment(caption.end_ms)}\n{caption.text}\n"


def _moment(ms: int) -> str:
    hours, ms = divmod(ms, _MS_PER_HOUR)
    minutes, ms = divmod(ms, _MS_PER_MINUTE)
    return f"{hours:02}:{minutes:02}:{ms // 1000:02},{ms % 1000:03}"


def _words(reel: Reel) -> str:
    """Return tags and chapters in FFmpeg's own format."""
    lines = [";FFMETADATA1", f"title={_escaped(reel.tags.title)}", f"artist={_escaped(reel.tags.artist)}"]
    ends_ms = [
        *(chapter.start_ms for chapter in reel.chapters[1:]),
        reel.profile.rate.ms_at(reel.film.frames),
    ]
    for chapter, end_ms in zip(reel.chapters, ends_ms, strict=False):
        lines += ["[CHAPTER]", "TIMEBASE=1/1000", f"START={chapter.start_ms}", f"END={end_ms}"]
        lines.append(f"title={_escaped(chapter.title)}")
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    return "".join(f"\\{letter}" if letter in "=;#\\\n" else letter for letter in text)
