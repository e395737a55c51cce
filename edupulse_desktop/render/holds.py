"""Repeats of a held picture, by the hundred: cut from a cycle that is written once.

A hold slice depends on two counters that wrap, one after 16 frames and one after 128, so all that ever follow an
ordinary picture are one cycle of 128 samples, started anywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from edupulse_desktop.render.bits import with_length
from edupulse_desktop.render.slices import FRAME_NUMS, POC_LSBS, Place, hold_slice

POC_STEP = 2
"""The order count goes by fields, two to a frame."""

_HOLD_PERIOD = POC_LSBS // POC_STEP


def hold_samples(macroblocks: int, place: Place, frames: int) -> tuple[bytes, NDArray[np.uint32]]:
    """Return so many samples that repeat the picture before them, the first one at `place`, and their sizes."""
    start = place.poc // POC_STEP % _HOLD_PERIOD
    lead = (place.frame_num - start) % FRAME_NUMS
    data, ends = _hold_cycles(macroblocks, lead)
    cycle = data[ends[start] : ends[start + _HOLD_PERIOD]]
    cycles, rest = divmod(frames, _HOLD_PERIOD)
    sizes = np.diff(np.asarray(ends[start : start + _HOLD_PERIOD + 1]))
    return cycle * cycles + data[ends[start] : ends[start + rest]], np.resize(sizes, frames).astype(np.uint32)


@lru_cache(maxsize=64)
def _hold_cycles(macroblocks: int, lead: int) -> tuple[bytes, Sequence[int]]:
    """Return two periods of hold samples, and where each begins; `lead` is how far frame_num is ahead."""
    samples = [
        with_length(
            hold_slice(macroblocks, Place((number + lead) % FRAME_NUMS, POC_STEP * number % POC_LSBS))
        )
        for number in range(2 * _HOLD_PERIOD)
    ]
    ends = np.concatenate([[0], np.cumsum([len(sample) for sample in samples])])
    return b"".join(samples), tuple(map(int, ends))
