"""Sample tables of a track: how long, how large, where, and which can be sought to (ISO/IEC 14496-12 §8.6, §8.7)."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from edupulse_desktop.render.mp4.boxes import box, full_box

_FIRST_64_BIT_OFFSET = 1 << 32


@dataclass(slots=True)
class Chunks:
    """Where the bytes of a track lie: runs of consecutive samples."""

    offsets: list[int] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)

    def add(self, offset: int, samples: int) -> None:
        """Note that so many samples begin at a place in the file."""
        self.offsets.append(offset)
        self.counts.append(samples)


def run_lengths(values: NDArray[np.integer]) -> tuple[NDArray[np.int64], NDArray[np.integer]]:
    """Return how often each value is repeated in a row, and the values."""
    if not len(values):
        return np.zeros(0, np.int64), values
    starts = np.concatenate([[0], np.flatnonzero(np.diff(values)) + 1])
    return np.diff(np.concatenate([starts, [len(values)]])), values[starts]


def sample_table(
    description: bytes,
    durations: NDArray[np.integer],
    sizes: NDArray[np.integer],
    chunks: Chunks,
    *,
    keys: NDArray[np.bool_] | None = None,
    shifts: NDArray[np.integer] | None = None,
) -> bytes:
    """Return the box `stbl`.

    Args:
        description: the sample entry.
        durations: of each sample in ticks of the track.
        sizes: of each sample in bytes.
        chunks: where they lie.
        keys: which ones can be sought to; None if all can.
        shifts: ticks from decoding to showing, none negative; None if all are 0.
    """
    parts = [
        full_box("stsd", 0, 0, struct.pack(">I", 1), description),
        full_box("stts", 0, 0, _runs(durations)),
    ]
    if shifts is not None:
        parts.append(full_box("ctts", 0, 0, _runs(shifts)))
    if keys is not None:
        numbers = np.flatnonzero(keys) + 1
        parts.append(full_box("stss", 0, 0, _counted(numbers)))
    parts.append(full_box("stsc", 0, 0, _chunk_runs(chunks.counts)))
    parts.append(full_box("stsz", 0, 0, struct.pack(">I", 0) + _counted(sizes)))
    parts.append(_chunk_offsets(chunks.offsets))
    return box("stbl", *parts)


def _counted(numbers: NDArray[np.integer]) -> bytes:
    return struct.pack(">I", len(numbers)) + numbers.astype(">u4").tobytes()


def _runs(values: NDArray[np.integer]) -> bytes:
    counts, each = run_lengths(values)
    return struct.pack(">I", len(counts)) + np.stack([counts, each], axis=1).astype(">u4").tobytes()


def _chunk_runs(counts: Sequence[int]) -> bytes:
    lengths, samples = run_lengths(np.asarray(counts, np.int64))
    firsts = np.concatenate([[1], 1 + np.cumsum(lengths)])[: len(lengths)]
    rows = np.stack([firsts, samples, np.ones_like(firsts)], axis=1)
    return struct.pack(">I", len(lengths)) + rows.astype(">u4").tobytes()


def _chunk_offsets(offsets: Sequence[int]) -> bytes:
    large = bool(offsets) and max(offsets) >= _FIRST_64_BIT_OFFSET
    numbers = np.asarray(offsets, np.int64).astype(">u8" if large else ">u4")
    return full_box("co64" if large else "stco", 0, 0, struct.pack(">I", len(offsets)), numbers.tobytes())
