"""Peaks for drawing: how loud a sound is, a hundred times a second."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from edupulse_desktop.media.ffmpeg import FFmpeg
from edupulse_desktop.media.ffmpeg_limits import Limits

Samples = npt.NDArray[np.int16]

PER_SECOND = 100
_RATE_HZ = 16_000
"""Enough for peaks to the eye; decoding to it costs a third of 48 kHz."""
_LOUDEST = 255
_LIMITS = Limits(seconds=600, memory_bytes=1 << 30, output_bytes=1 << 30)


@dataclass(frozen=True, slots=True)
class Waveform:
    """The loudest moment of each short stretch of a sound, 0 to 255.

    Args:
        peaks: one byte per stretch.
        per_second: stretches per second.
    """

    peaks: bytes
    per_second: int = PER_SECOND

    @property
    def length_ms(self) -> int:
        """Length, rounded up to a whole stretch."""
        return len(self.peaks) * 1000 // self.per_second

    def scaled(self, count: int, start_ms: int = 0, end_ms: int | None = None) -> bytes:
        """Return `count` peaks for drawing the stretch from `start_ms` to `end_ms`; silence beyond the end."""
        end_ms = self.length_ms if end_ms is None else end_ms
        if count <= 0 or not self.peaks:
            return bytes(max(count, 0))
        edges = np.linspace(start_ms, end_ms, count + 1) * self.per_second / 1000
        first = np.clip(np.floor(edges[:-1]).astype(int), 0, len(self.peaks))
        after = np.clip(np.ceil(edges[1:]).astype(int), first + 1, len(self.peaks) + 1)
        padded = np.frombuffer(self.peaks + b"\0\0", np.uint8)
        spans = np.stack([first, after], axis=1).ravel()
        return np.maximum.reduceat(padded, spans)[::2].tobytes()


def waveform_of_pcm(samples: Samples, rate_hz: int, per_second: int = PER_SECOND) -> Waveform:
    """Return the peaks of mono samples."""
    stretch = max(1, rate_hz // per_second)
    padding = -len(samples) % stretch
    loud = np.abs(np.pad(samples, (0, padding)).astype(np.int32)).reshape(-1, stretch).max(axis=1)
    return Waveform((loud * _LOUDEST // 32_768).astype(np.uint8).tobytes(), per_second)


async def waveform_of_file(ffmpeg: FFmpeg, path: Path, per_second: int = PER_SECOND) -> Waveform:
    """Decode a sound or a clip's sound and return its peaks; memory stays bounded.

    Raises:
        NotMedia: there is no sound in it.
        ToolFailed: it cannot be decoded to its end.
    """
    arguments = ["-i", str(path), "-map", "0:a:0", "-ac", "1", "-ar", str(_RATE_HZ), "-f", "s16le", "pipe:1"]
    # Whole stretches per chunk, so that no stretch is cut in two.
    chunk_bytes = _RATE_HZ // per_second * 2 * per_second * 30
    chunks = ffmpeg.chunks(arguments, chunk_bytes, limits=_LIMITS)
    peaks = [waveform_of_pcm(_samples(chunk), _RATE_HZ, per_second).peaks async for chunk in chunks]
    return Waveform(b"".join(peaks), per_second)


def _samples(chunk: bytes) -> Samples:
    return np.frombuffer(chunk[: len(chunk) // 2 * 2], "<i2").astype(np.int16, copy=False)
