"""Filtering in blocks equals filtering at once."""

from __future__ import annotations

import numpy as np
import pytest

from edupulse_desktop.media.filtering import SPECTRUM, filtered, frequencies


def lowpass(rate_hz: int) -> np.ndarray:
    """A one-pole low-pass at 500 Hz."""
    pole = np.exp(-2 * np.pi * 500 / rate_hz)
    z = np.exp(-2j * np.pi * frequencies(rate_hz) / rate_hz)
    return ((1 - pole) / (1 - pole * z)).astype(np.complex64)


@pytest.mark.parametrize("frames", [0, 1, 100, SPECTRUM - 1_000, SPECTRUM, 3 * SPECTRUM + 7])
def test_blocks_join_without_a_seam(frames: int) -> None:
    signal = np.random.default_rng(1).standard_normal(frames).astype(np.float32)
    pole, want, state = np.exp(-2 * np.pi * 500 / 22_050), np.empty(frames), 0.0
    for place, sample in enumerate(signal):
        state = want[place] = pole * state + (1 - pole) * float(sample)
    got = filtered(signal, lowpass(22_050), before=1_000)
    assert np.abs(got - want).max(initial=0) < 1e-4


@pytest.mark.parametrize("delay", [-300, 0, 300])
def test_a_shift_ahead_or_behind_is_kept_at_block_edges(delay: int) -> None:
    signal = np.random.default_rng(2).standard_normal(2 * SPECTRUM).astype(np.float32)
    shift = np.exp(-2j * np.pi * frequencies(48_000) * delay / 48_000).astype(np.complex64)
    got = filtered(signal, shift, before=512, after=512)
    want = np.roll(signal, delay)
    assert np.abs(got[400:-400] - want[400:-400]).max() < 1e-3
