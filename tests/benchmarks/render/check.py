"""Looks at and listens to a film of the workload's stills: WORKLOAD.json FILM.mp4.

Prints colour tags and frame times, SSIM of luma against the source stills (three frames of every segment: the first,
one in the middle, one of the last), and by how much the sound of every segment is early or late against its picture.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from itertools import pairwise
from pathlib import Path

import imageio_ffmpeg
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from edupulse_desktop.media.wav import read_wav, resampled
from edupulse_desktop.render.planes import Planes

SMALL = (96, 54)
RATE_HZ = 48_000
LONGEST_LOOK_S = 3.0


def ffmpeg(*arguments: str) -> bytes:
    """Run FFmpeg and return what it writes to its output."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-v", "error", *arguments]
    return subprocess.run(command, check=True, capture_output=True).stdout


def switches(film: Path, images: list[Path]) -> list[int]:
    """Return the first frame of each picture, and the number of frames."""
    wanted = np.stack(
        [np.asarray(Image.open(path).convert("L").resize(SMALL), np.float32) for path in images]
    )
    wanted -= wanted.mean(axis=(1, 2), keepdims=True)
    small = f"scale={SMALL[0]}:{SMALL[1]}:flags=area,format=gray"
    raw = ffmpeg(
        "-i", str(film), "-map", "0:v:0", "-vf", small, "-fps_mode", "passthrough", "-f", "rawvideo", "-"
    )
    frames = np.frombuffer(raw, np.uint8).reshape(-1, SMALL[1], SMALL[0])
    starts, shown = [], 0
    for number, frame in enumerate(frames):
        centred = frame.astype(np.float32) - frame.mean()
        following = min(shown + (1 if starts else 0), len(images) - 1)
        if not starts or (
            following != shown
            and np.abs(centred - wanted[following]).mean() < np.abs(centred - wanted[shown]).mean()
        ):
            shown = following
            starts.append(number)
    return [*starts, len(frames)]


def similarity(film: Path, images: list[Path], starts: list[int], size: tuple[int, int]) -> list[float]:
    """Return SSIM of luma for three frames of every segment."""
    picked = [
        (number, frame)
        for number, (first, after) in enumerate(pairwise(starts))
        for frame in sorted({first, (first + after) // 2, max(first, after - 6)})
    ]
    chosen = "+".join(f"eq(n,{frame})" for _, frame in picked)
    with tempfile.TemporaryDirectory() as name:
        reference = Path(name, "reference.yuv")
        with reference.open("wb") as file:
            for number, _ in picked:
                file.write(Planes.from_image(Image.open(images[number]).convert("RGB")).to_i420())
        graph = Path(name, "graph.txt")
        graph.write_text(
            f"[0:v:0]select='{chosen}',settb=1/25,setpts=N,setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv,"
            "format=yuv420p[film];"
            # Without the same tags FFmpeg would convert one of the two before it compares them.
            "[1:v]settb=1/25,setpts=N,setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv"
            "[still];[film][still]ssim=stats_file=-"
        )
        shape = f"{size[0]}x{size[1]}"
        text = ffmpeg(
            *("-i", str(film), "-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", shape, "-r", "25"),
            *("-i", str(reference), "-/filter_complex", str(graph), "-an", "-f", "null", "-"),
        ).decode()
    return [float(found) for found in re.findall(r"Y:(\d\.\d+)", text)]


def offsets_ms(film: Path, takes: list[Path], starts: list[int], fps: float) -> list[float]:
    """Return by how much the sound of each segment is late against its picture."""
    raw = ffmpeg("-i", str(film), "-map", "0:a:0", "-ac", "1", "-ar", str(RATE_HZ), "-f", "f32le", "-")
    sound = np.frombuffer(raw, np.float32)
    found = []
    for take, start in zip(takes, starts, strict=False):
        voice = resampled(read_wav(take.read_bytes()), RATE_HZ).mono().floats()[:, 0]
        voice = voice[: int(LONGEST_LOOK_S * RATE_HZ)]
        expected = round(start / fps * RATE_HZ)
        begin = max(0, expected - RATE_HZ // 2)
        part = sound[begin : expected + len(voice) + RATE_HZ // 2]
        found.append((begin + _lag(part, voice) - expected) * 1000 / RATE_HZ)
    return found


def _lag(long: NDArray[np.float32], short: NDArray[np.float32]) -> int:
    count = 1 << (len(long) + len(short)).bit_length()
    product = np.fft.rfft(long, count) * np.conj(np.fft.rfft(short, count))
    return int(np.fft.irfft(product, count)[: len(long)].argmax())


def main() -> None:
    """Print everything about one film."""
    workload, film = Path(sys.argv[1]), Path(sys.argv[2])
    facts = json.loads(workload.read_text(encoding="utf-8"))
    images = [workload.parent / each["image"] for each in facts["segments"]]
    takes = [workload.parent / each["take"] for each in facts["segments"]]
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-i", str(film)]
    report = subprocess.run(command, check=False, capture_output=True).stderr.decode()
    print("\n".join(row.strip() for row in report.splitlines() if "Video: h264" in row or "Audio:" in row))
    starts = switches(film, images)
    planned = np.cumsum([0, *(each["duration_ms"] for each in facts["segments"])]) * facts["fps"] / 1000
    late = np.array(starts) - planned
    print(
        f"frames {starts[-1]}, pictures {len(starts) - 1}, at most {np.abs(late).max():.2f} frames from the plan"
    )
    ssim = similarity(film, images, starts, (facts["width"], facts["height"]))
    print(f"SSIM-Y mean {np.mean(ssim):.4f}, worst {min(ssim):.4f} of {len(ssim)} frames")
    off = np.array(offsets_ms(film, takes, starts, facts["fps"]))
    print(f"sound against picture: last {off[-1]:+.1f} ms, at most {np.abs(off).max():.1f} ms")


if __name__ == "__main__":
    main()
