"""Looking at finished films through the bundled FFmpeg."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import imageio_ffmpeg


def described(film: Path) -> str:
    """Return what FFmpeg says of a file."""
    program = imageio_ffmpeg.get_ffmpeg_exe()
    command = [program, "-hide_banner", "-nostdin", "-i", str(film)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stderr


def streams_of(film: Path) -> set[str]:
    """Return the codecs in a film."""
    return set(re.findall(r"Stream #.*?: (?:Video|Audio|Subtitle): (\w+)", described(film)))


def length_s(film: Path) -> float:
    """Return the length that the container states."""
    found = re.search(r"Duration: (\d+):(\d+):([\d.]+)", described(film))
    assert found, described(film)
    return int(found[1]) * 3600 + int(found[2]) * 60 + float(found[3])


def complaints(film: Path) -> str:
    """Return what FFmpeg complains of while it decodes the whole film."""
    program = imageio_ffmpeg.get_ffmpeg_exe()
    command = [program, "-v", "error", "-nostdin", "-i", str(film), "-f", "null", "-"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stderr
