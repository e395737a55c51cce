"""Filtering of long sounds with any frequency response, block by block."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

SPECTRUM = 32_768
"""Samples per block; a response is given at `SPECTRUM // 2 + 1` frequencies from 0 to half the rate."""


def filtered(
    signal: NDArray[np.float32],
    response: NDArray[np.complex64] | NDArray[np.float32],
    before: int,
    after: int = 0,
) -> NDArray[np.float32]:
    """Return one channel through a filter.

    Args:
        signal: samples.
        response: gain, real or complex, at each frequency.
        before: for how many samples the filter rings after a click.
        after: for how many samples it rings ahead of one; 0 unless it has no delay.
    """
    step = SPECTRUM - before - after
    out = np.empty(len(signal), np.float32)
    for start in range(0, len(signal), step):
        block = np.zeros(SPECTRUM, np.float32)
        first, last = max(0, start - before), min(len(signal), start + step + after)
        block[first - start + before : last - start + before] = signal[first:last]
        through = np.fft.irfft(np.fft.rfft(block) * response, SPECTRUM)
        stop = min(start + step, len(signal))
        out[start:stop] = through[before : before + stop - start]
    return out


def frequencies(rate_hz: int) -> NDArray[np.float64]:
    """Return the frequencies of a response in hertz."""
    return np.arange(SPECTRUM // 2 + 1, dtype=np.float64) * (rate_hz / SPECTRUM)
