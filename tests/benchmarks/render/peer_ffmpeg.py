"""Peer: one FFmpeg per segment, then joined by stream copy (stills and moves)."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import imageio_ffmpeg
from programme import ZOOM, Segment, programme

MADE = programme()
if MADE.kind not in ("stills", "moves"):
    sys.exit("only stills and moves are compared with FFmpeg")
PROGRAM = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y"]


def look(segment: Segment, number: int) -> str:
    """Return the filter that fits a picture, and moves it if that is asked for."""
    if MADE.kind == "stills":
        return f"scale={MADE.width}:{MADE.height}"
    frames = max(1, round(segment.seconds * MADE.fps) - 1)
    share = f"on/{frames}" if number % 2 == 0 else f"(1-on/{frames})"
    x, y = (each / 1000 for each in segment.centre_permille)
    place = f"x='min(max({x}*iw-iw/zoom/2,0),iw-iw/zoom)':y='min(max({y}*ih-ih/zoom/2,0),ih-ih/zoom)'"
    size = f"s={MADE.width}x{MADE.height}:fps={MADE.fps}"
    return f"zoompan=z='1+{ZOOM - 1:.3f}*{share}':{place}:d=1:{size}"


with tempfile.TemporaryDirectory() as name:
    listed = []
    for number, segment in enumerate(MADE.segments):
        part = Path(name, f"{number:04}.mp4")
        listed.append(f"file '{part}'")
        subprocess.run(
            [
                *PROGRAM,
                *(
                    "-loop",
                    "1",
                    "-framerate",
                    str(MADE.fps),
                    "-i",
                    str(segment.image),
                    "-i",
                    str(segment.sound),
                ),
                *("-vf", look(segment, number), "-c:v", "libx264", "-preset", "medium", "-crf", "23"),
                *(
                    "-tune",
                    "stillimage",
                    "-pix_fmt",
                    "yuv420p",
                    "-r",
                    str(MADE.fps),
                    "-c:a",
                    "aac",
                    "-b:a",
                    "128k",
                ),
                *("-ar", "48000", "-ac", "2", "-shortest", str(part)),
            ],
            check=True,
        )
    Path(name, "list.txt").write_text("\n".join(listed), encoding="utf-8")
    joined = ["-f", "concat", "-safe", "0", "-i", f"{name}/list.txt", "-c", "copy", "-movflags", "+faststart"]
    subprocess.run([*PROGRAM, *joined, str(MADE.out)], check=True)
