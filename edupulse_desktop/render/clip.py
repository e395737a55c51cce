"""A video clip as a picture: its frames, fitted to the screen, out of a child process.

Clips come from strangers and are opened by FFmpeg only, never in this process. Their sound stays off: a lesson's
sound is its voices.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from pathlib import Path

from edupulse_desktop.media.ffmpeg import FFmpeg
from edupulse_desktop.render.commands import clip_arguments
from edupulse_desktop.render.planes import Planes
from edupulse_desktop.render.steps import ClipStep


def clip_frames(ffmpeg: FFmpeg, clip: Path, step: ClipStep) -> Generator[Planes, None, None]:
    """Yield the frames of a part of a clip; closing the iterator ends the child process.

    Raises:
        NotMedia: the file is no clip.
        ToolFailed: FFmpeg stumbled over it.
    """
    width_px, height_px = step.screen.width_px, step.screen.height_px
    pieces = ffmpeg.chunks_here(clip_arguments(clip, step), width_px * height_px * 3 // 2)
    with closing(pieces):
        for piece in pieces:
            yield Planes.from_i420(width_px, height_px, piece)
