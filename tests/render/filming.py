"""Small lessons with drawn pictures and pure tones, rendered for real and looked at again."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from edupulse_desktop.errors import NotMedia
from edupulse_desktop.jobs.progress import Progress, unheard
from edupulse_desktop.media.cache import Cache
from edupulse_desktop.media.wav import from_floats, write_wav
from edupulse_desktop.model.asset import AssetKind, AssetRef, asset_of
from edupulse_desktop.model.ids import TakeId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.line import Line, Request, Take
from edupulse_desktop.model.picture import Picture
from edupulse_desktop.render.executor import Rendered, render
from edupulse_desktop.render.plan import plan
from edupulse_desktop.render.profile import CaptionMode, RenderProfile
from edupulse_desktop.render.selection import EVERY_SCENE, Selection
from tests.builders import line
from tests.render.decoding import run_ffmpeg

SMALL = RenderProfile(320, 180, captions=CaptionMode.NONE)
TINY = RenderProfile(160, 90, captions=CaptionMode.NONE)


@dataclass
class Shelf:
    """Assets in memory; files of them in a folder."""

    folder: Path
    data: dict[AssetRef, bytes] = field(default_factory=dict)
    reads: list[AssetRef] = field(default_factory=list)

    def add(self, data: bytes, kind: AssetKind, media_type: str) -> AssetRef:
        asset = asset_of(data, kind, media_type)
        self.data[asset] = data
        return asset

    def read(self, asset: AssetRef) -> bytes:
        self.reads.append(asset)
        if asset not in self.data:
            raise NotMedia("A file of this lesson is missing.", hint="Choose it again.")
        return self.data[asset]

    def file(self, asset: AssetRef) -> Path:
        path = self.folder / asset.sha256
        if not path.exists():
            path.write_bytes(self.read(asset))
        return path

    def picture(self, number: int, size: tuple[int, int] = (320, 180), **fields: object) -> Picture:
        return Picture(self.add(png(number, size), AssetKind.PICTURE, "image/png"), **fields)  # type: ignore[arg-type]

    def sound(self, samples: NDArray[np.float64], rate_hz: int = 22_050) -> AssetRef:
        return self.add(write_wav(from_floats(samples, rate_hz)), AssetKind.SOUND, "audio/wav")

    def take(self, length_ms: int, pitch_hz: float = 440.0, **fields: object) -> Take:
        asset = self.add(spoken(length_ms, pitch_hz), AssetKind.SOUND, "audio/wav")
        return Take(TakeId(f"t-{pitch_hz}-{length_ms}"), Request(""), asset, length_ms, **fields)  # type: ignore[arg-type]

    def line(
        self,
        number: int,
        length_ms: int = 600,
        pause_ms: int = 400,
        look: Picture | None = None,
        **fields: object,
    ) -> Line:
        """Return a spoken line with a picture and a tone that no other number has."""
        take = self.take(length_ms, 300 + 40 * number)
        said = line(f"Line {number}", pause_ms=pause_ms, takes=(take,), chosen=take.id, **fields)
        return replace(said, picture=look or self.picture(number))


@lru_cache(maxsize=256)
def png(number: int, size: tuple[int, int]) -> bytes:
    """Return a drawn picture as a file."""
    stream = io.BytesIO()
    drawn(number, size).save(stream, "PNG")
    return stream.getvalue()


@lru_cache(maxsize=256)
def spoken(length_ms: int, pitch_hz: float) -> bytes:
    """Return a tone as a file."""
    return write_wav(from_floats(tone(length_ms, pitch_hz), 22_050))


def drawn(number: int, size: tuple[int, int] = (320, 180)) -> Image.Image:
    """Return a picture that no other number has."""
    numbers = np.random.default_rng(number)
    width_px, height_px = size
    picture = Image.linear_gradient("L").resize(size).convert("RGB")
    tint = Image.new("RGB", size, tuple(int(part) for part in numbers.integers(20, 230, 3)))
    picture = Image.blend(picture, tint, 0.6)
    draw = ImageDraw.Draw(picture)
    for _ in range(6):
        x, y = numbers.uniform(0, width_px), numbers.uniform(0, height_px)
        r = numbers.uniform(0.05, 0.2) * height_px
        draw.ellipse(
            (x - r, y - r, x + r, y + r), fill=tuple(int(part) for part in numbers.integers(0, 255, 3))
        )
    return picture


def tone(length_ms: int, pitch_hz: float, rate_hz: int = 22_050, level: float = 0.3) -> NDArray[np.float64]:
    """Return a tone that starts and ends softly."""
    count = round(length_ms * rate_hz / 1000)
    at = np.arange(count) / rate_hz
    edge = np.minimum(1, np.minimum(at, at[::-1]) / 0.005)
    return level * edge * np.sin(2 * math.pi * pitch_hz * at)


async def filmed(
    lesson: Lesson,
    shelf: Shelf,
    folder: Path,
    profile: RenderProfile = SMALL,
    selection: Selection = EVERY_SCENE,
    progress: Progress | None = None,
    **options: bool,
) -> Rendered:
    """Plan and render a lesson into a folder, with a cache beside it."""
    cache = Cache(folder.parent / "cache")
    return await render(
        plan(lesson, profile, selection), shelf, cache, folder, progress or unheard(), **options
    )


def heard(film: Path, rate_hz: int = 48_000) -> NDArray[np.float32]:
    """Return a film's sound as its player gives it out, one channel."""
    raw = run_ffmpeg("-i", str(film), "-map", "0:a:0", "-ac", "1", "-ar", str(rate_hz), "-f", "f32le", "-")
    return np.frombuffer(raw, np.float32)


def ramp_clip(path: Path, frames: int, size: tuple[int, int] = (320, 180), colour: str = "") -> Path:
    """Write a clip at 30 frames per second whose grey is 40 and rises by 3 each frame, or of one colour."""
    source = f"color=c={colour or 'black'}:s={size[0]}x{size[1]}:r=30"
    look = [] if colour else ["-vf", "geq=lum='40+3*N':cb=128:cr=128"]
    run_ffmpeg(
        *("-y", "-f", "lavfi", "-i", source, *look, "-frames:v", str(frames)),
        *("-c:v", "libx264", "-preset", "veryfast", "-crf", "10", "-pix_fmt", "yuv420p"),
        *("-bf", "2", "-g", "25", str(path)),
    )
    return path
