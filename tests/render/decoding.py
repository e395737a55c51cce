"""Decodes what the renderer wrote, with the bundled FFmpeg, refusing the slightest complaint."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path

import imageio_ffmpeg
import numpy as np
from numpy.typing import NDArray

from edupulse_desktop.render.blocks import SampleBlock
from edupulse_desktop.render.parameter_sets import VideoFormat
from edupulse_desktop.render.planes import Planes

_START = b"\x00\x00\x00\x01"
_STRICT = ["-v", "error", "-err_detect", "explode", "-xerror"]


def run_ffmpeg(*arguments: str, data: bytes | None = None) -> bytes:
    """Run FFmpeg strictly; any word on its error output fails the test."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), *_STRICT, *arguments]
    done = subprocess.run(command, input=data, capture_output=True, timeout=120)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stderr == b"", done.stderr.decode()
    return done.stdout


def report_of(path: Path) -> str:
    """Return what FFmpeg says about a file."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-i", str(path)]
    return subprocess.run(command, capture_output=True, timeout=60).stderr.decode()


def byte_stream(blocks: Iterable[SampleBlock], video: VideoFormat) -> bytes:
    """Return blocks as Annex B with our parameter sets in front."""
    parts = [_START, video.sps(), _START, video.pps()]
    for block in blocks:
        position = 0
        for size in map(int, block.table.sizes):
            assert int.from_bytes(block.data[position : position + 4], "big") == size - 4
            parts += [_START, block.data[position + 4 : position + size]]
            position += size
        assert position == len(block.data)
    return b"".join(parts)


def decoded(blocks: Iterable[SampleBlock], video: VideoFormat) -> list[Planes]:
    """Return every frame in the order of showing."""
    raw = run_ffmpeg(
        *("-f", "h264", "-i", "-", "-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", "yuv420p", "-"),
        data=byte_stream(blocks, video),
    )
    return cut_frames(raw, video.width_px, video.height_px)


def decoded_file(path: Path, width_px: int, height_px: int) -> list[Planes]:
    """Return every frame of a film."""
    raw = run_ffmpeg(
        *("-i", str(path), "-map", "0:v:0", "-fps_mode", "passthrough"),
        *("-f", "rawvideo", "-pix_fmt", "yuv420p", "-"),
    )
    return cut_frames(raw, width_px, height_px)


def cut_frames(raw: bytes, width_px: int, height_px: int) -> list[Planes]:
    """Cut raw yuv420p into pictures."""
    size = width_px * height_px * 3 // 2
    assert len(raw) % size == 0
    return [Planes.from_i420(width_px, height_px, raw[at : at + size]) for at in range(0, len(raw), size)]


def flat(planes: Planes) -> NDArray[np.int16]:
    """Return all samples of a picture as numbers that can be subtracted."""
    return np.frombuffer(planes.to_i420(), np.uint8).astype(np.int16)


def picture(seed: int, width_px: int = 320, height_px: int = 180) -> Planes:
    """Return a picture with soft shapes and hard edges that no other seed has."""
    numbers = np.random.default_rng(seed)
    rows, columns = np.mgrid[0:height_px, 0:width_px]
    waves = np.sin(columns / numbers.uniform(9, 40)) + np.cos(rows / numbers.uniform(9, 40))
    luma = (126 + 45 * waves).astype(np.uint8)
    luma[height_px // 4 : height_px // 2, seed * 13 % width_px // 2 :: 24] = 230
    half = (height_px // 2, width_px // 2)
    chroma = [np.full(half, numbers.integers(60, 200), np.uint8) for _ in range(2)]
    return Planes(luma, *chroma)
