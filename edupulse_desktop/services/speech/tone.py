"""Tone control of a whole recording: gains by octave, without delay and without ringing.

Synthetic voices are sharper around 4 kHz than people; bringing them half-way to the average spectrum of speech
(Byrne et al., 1994, 10.1121/1.410152) takes the edge off without making them dull.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from edupulse_desktop.media.filtering import filtered, frequencies
from edupulse_desktop.media.wav import Pcm, from_floats

OCTAVES_HZ = (250, 500, 1_000, 2_000, 4_000, 8_000)

_RINGING = 4_096
"""Gains that change over a whole octave from 250 Hz on have died away long before."""


def toned(pcm: Pcm, gains_db: Sequence[float]) -> Pcm:
    """Return the sound with a gain at each of `OCTAVES_HZ`, smooth between them; louder peaks are scaled down."""
    response = _response(gains_db, pcm.rate_hz)
    shaped = pcm.floats()
    for channel in range(pcm.channels):
        shaped[:, channel] = filtered(shaped[:, channel], response, _RINGING, _RINGING)
    largest = max(1.0, float(shaped.max(initial=0)), -float(shaped.min(initial=0)))
    shaped /= largest
    return from_floats(shaped, pcm.rate_hz)


def _response(gains_db: Sequence[float], rate_hz: int) -> NDArray[np.float32]:
    octaves = np.log2(np.maximum(frequencies(rate_hz), 1))
    known = np.log2(np.array(OCTAVES_HZ))
    place = np.clip(octaves, known[0], known[-1]) - known[0]
    low = np.minimum(place.astype(int), len(gains_db) - 2)
    between = (1 - np.cos(np.pi * (place - low))) / 2
    gains = np.array(gains_db)
    return np.asarray(10 ** ((gains[low] * (1 - between) + gains[low + 1] * between) / 20), np.float32)
