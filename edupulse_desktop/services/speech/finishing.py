"""The last touch on every voice recording: no silence at its ends, clean fades, one loudness."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from edupulse_desktop.media.loudness import levelled
from edupulse_desktop.media.wav import Pcm

_HEAD_MS, _TAIL_MS = 20, 60
"""What stays before the first and after the last sound: room for a soft consonant and a short echo."""
_FADE_MS = 5
_AUDIBLE_PART = 0.01
"""Of the largest sample: 40 dB below the loudest moment is where a word has died away."""


@dataclass(frozen=True, slots=True)
class Finished:
    """A recording ready for use, and how much was cut off before its first word."""

    pcm: Pcm
    cut_ms: int


def finished(pcm: Pcm) -> Finished:
    """Trim, level and fade a recording; pure silence keeps its length."""
    mono = pcm.mono()
    samples = mono.samples[:, 0]
    threshold = _AUDIBLE_PART * max(int(samples.max(initial=0)), -int(samples.min(initial=0)))
    audible = (samples > threshold) | (samples < -threshold)
    if not audible.any():
        return Finished(mono, 0)
    start = max(0, int(audible.argmax()) - _frames(_HEAD_MS, pcm.rate_hz))
    end = min(mono.frames, mono.frames - int(audible[::-1].argmax()) + _frames(_TAIL_MS, pcm.rate_hz))
    level = levelled(Pcm(mono.samples[start:end], pcm.rate_hz))
    return Finished(_faded(level), round(start * 1000 / pcm.rate_hz))


def _faded(pcm: Pcm) -> Pcm:
    length = min(_frames(_FADE_MS, pcm.rate_hz), pcm.frames // 2)
    ramp = np.sin(np.linspace(0, np.pi / 2, length, endpoint=False)) ** 2
    samples = pcm.samples.copy()
    ends = np.concatenate([samples[:length], samples[pcm.frames - length :]])
    faded = np.rint(ends * np.concatenate([ramp, ramp[::-1]])[:, np.newaxis]).astype(np.int16)
    samples[:length], samples[pcm.frames - length :] = faded[:length], faded[length:]
    return Pcm(samples, pcm.rate_hz)


def _frames(milliseconds: int, rate_hz: int) -> int:
    return milliseconds * rate_hz // 1000
