"""What FFmpeg writes while it works: its last lines, how far it is, and why it failed."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable

from edupulse_desktop.errors import EduPulseError, NotMedia, StorageError, ToolFailed

_PROGRESS = re.compile(
    r"(frame|fps|stream_\d+_\d+_q|bitrate|total_size|out_time\w*|dup_frames|drop_frames|speed|progress)=\s*(\S*)\s*$"
)
"""The keys of `-progress`, which shares the error stream with the log."""
_NOT_MEDIA = re.compile(
    r"Error opening input: (?!No such file|Permission denied|Cannot allocate)|Invalid data found|"
    r"not on whitelist|moov atom not found|Could not find codec parameters|matches no streams|"
    r"does not contain any stream|Unknown format|Protocol not found"
)
_LAST_LINES = 60


class FFmpegLog:
    """A bounded memory of one run's messages.

    Args:
        on_position_ms: told how much film is written, on the thread that calls `take`.
        last_lines: how many lines are kept.
    """

    def __init__(
        self, on_position_ms: Callable[[int], None] | None = None, last_lines: int = _LAST_LINES
    ) -> None:
        self._on_position_ms = on_position_ms
        self._lines: deque[str] = deque(maxlen=last_lines)

    def __str__(self) -> str:
        return "\n".join(self._lines)

    def take(self, line: str) -> None:
        """Remember a line, or pass it on if it says how far the film is."""
        progress = _PROGRESS.match(line)
        if progress is None:
            self._lines.append(line.rstrip())
        elif progress[1] == "out_time_us" and progress[2].isdigit() and self._on_position_ms is not None:
            self._on_position_ms(int(progress[2]) // 1000)

    def failure(self) -> EduPulseError:
        """Say why the run failed, as far as these lines tell."""
        detail = str(self)
        if "No space left on device" in detail or "File too large" in detail:
            return StorageError(
                "There is no room left on the disk.", hint="Free some space, then try again.", detail=detail
            )
        if _NOT_MEDIA.search(detail):
            return NotMedia(
                "This file is not a clip, sound or picture that can be opened.",
                hint="Save it again in the program it came from, for example as MP4, WAV or PNG.",
                detail=detail,
            )
        return ToolFailed(
            "FFmpeg could not finish its work.",
            hint="Try again; the details say what it stumbled over.",
            detail=detail,
        )
