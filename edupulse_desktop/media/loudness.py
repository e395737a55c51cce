"""How loud a sound is (ITU-R BS.1770-5, EBU R 128), and bringing speech to one loudness.

Loudness is measured in LUFS over blocks of 400 ms with the two gates of the standard; a sound shorter than a
block is measured as one block of its own length. The true peak is the largest value between the samples, found
by oversampling eightfold where the samples are large.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from edupulse_desktop.media.filtering import SPECTRUM, filtered
from edupulse_desktop.media.wav import Pcm, from_floats

TARGET_LUFS = -16.0
"""Loudness of speech in our films: what web players and podcasts expect."""
CEILING_DBTP = -1.5
"""Largest true peak of speech: room for what AAC adds."""

_BLOCK_S = 0.4
_HOP_S = 0.1
_ABSOLUTE_GATE_LUFS = -70.0
_RELATIVE_GATE_LU = -10.0
_OFFSET_LUFS = -0.691
_LARGEST_GAIN_DB = 40.0
"""More than this would be raising noise, not speech."""
_LIMIT_FROM_LU = 0.5
"""A sound whose peaks keep it this much too quiet is limited; below that it stays as dynamic as it is."""

_SETTLING_S = 0.15
"""The slower filter's poles lie at 38 Hz and have fallen by 300 dB after this time."""

_OVERSAMPLING = 8
_PEAK_TAPS = 32
_LIKELY_PEAK = 0.5
"""Neighbours of a true peak reach at least this part of the largest sample in band-limited sound."""

_LIMITER_BLOCK_S = 0.001
_LIMITER_REACH_BLOCKS = 20
_LIMITER_ROUNDS = 4
_CLOSE_ENOUGH_LU = 0.1
_WINDOWS_AT_ONCE = 2**16


def integrated_lufs(pcm: Pcm) -> float:
    """Return the gated loudness of a whole sound; −∞ for silence."""
    energies = _block_energies(pcm)
    heard = energies[_lufs(energies) > _ABSOLUTE_GATE_LUFS]
    if not len(heard):
        return -math.inf
    gate = float(_lufs(heard.mean())) + _RELATIVE_GATE_LU
    return float(_lufs(heard[_lufs(heard) > gate].mean()))


def true_peak_dbtp(pcm: Pcm) -> float:
    """Return the largest value between the samples, in decibels of full scale; −∞ for silence."""
    peak = max((float(_between(column).max(initial=0)) for column in pcm.floats().T), default=0.0)
    return _decibels(peak)


def levelled(pcm: Pcm, target_lufs: float = TARGET_LUFS, ceiling_dbtp: float = CEILING_DBTP) -> Pcm:
    """Return the sound at the target loudness with its true peak below the ceiling, length unchanged.

    One gain for the whole sound; where peaks would keep it more than 0.5 LU too quiet they are limited gently.
    Silence, and what is too faint to be speech, comes back as it is.
    """
    loudness = integrated_lufs(pcm)
    gain_db = target_lufs - loudness
    if gain_db > _LARGEST_GAIN_DB:
        return pcm
    room_db = ceiling_dbtp - true_peak_dbtp(pcm)
    samples = pcm.floats()
    if gain_db - room_db <= _LIMIT_FROM_LU:
        return from_floats(samples * np.float32(_ratio(min(gain_db, room_db))), pcm.rate_hz)
    return _limited(samples, pcm.rate_hz, gain_db, target_lufs, ceiling_dbtp)


def _limited(
    samples: NDArray[np.float32], rate_hz: int, gain_db: float, target_lufs: float, ceiling_dbtp: float
) -> Pcm:
    """Raise and limit until what the limiter took away has been given back."""
    size = max(1, round(rate_hz * _LIMITER_BLOCK_S))
    peaks = _block_peaks(samples, size)
    for _ in range(_LIMITER_ROUNDS):
        gain = _limiter_gain(peaks * _ratio(gain_db), size, _ratio(ceiling_dbtp)) * np.float32(
            _ratio(gain_db)
        )
        limited = from_floats(samples * gain[: len(samples), np.newaxis], rate_hz)
        missing_db = target_lufs - integrated_lufs(limited)
        if abs(missing_db) < _CLOSE_ENOUGH_LU:
            break
        gain_db += missing_db
    over_db = true_peak_dbtp(limited) - ceiling_dbtp
    return from_floats(limited.floats() * np.float32(_ratio(-over_db)), rate_hz) if over_db > 0 else limited


def _block_peaks(samples: NDArray[np.float32], size: int) -> NDArray[np.float32]:
    """Return the largest true peak in each block of `size` frames, over all channels."""
    blocks = -(-len(samples) // size)
    peaks = np.zeros(blocks, np.float32)
    for column in samples.T:
        padded = np.zeros(blocks * size, np.float32)
        padded[: len(samples)] = _between(column)
        np.maximum(peaks, padded.reshape(blocks, size).max(axis=1), out=peaks)
    return peaks


def _limiter_gain(peaks: NDArray[np.float32], size: int, ceiling: float) -> NDArray[np.float32]:
    """Return the gain of every frame: low enough at each peak, falling before and rising after it in 20 ms."""
    wanted = np.minimum(1, ceiling / np.maximum(peaks, 1e-9))
    reach = _LIMITER_REACH_BLOCKS
    lowest = sliding_window_view(np.pad(wanted, 2 * reach, mode="edge"), 2 * reach + 1).min(axis=1)
    weights = np.hanning(2 * reach + 3)[1:-1]
    smooth = np.convolve(lowest, weights / weights.sum(), mode="valid")
    edges = np.minimum(np.append(smooth, smooth[-1]), np.append(smooth[0], smooth)).astype(np.float32)
    ramp = np.arange(size, dtype=np.float32) / np.float32(size)
    gain: NDArray[np.float32] = edges[:-1, np.newaxis] + np.diff(edges)[:, np.newaxis] * ramp
    return gain.reshape(-1)


def _block_energies(pcm: Pcm) -> NDArray[np.float64]:
    """Return the weighted energy of each block of 400 ms, every 100 ms, channels added up."""
    hop = round(pcm.rate_hz * _HOP_S)
    overlap = round(_BLOCK_S / _HOP_S)
    power = np.zeros(pcm.frames, np.float32)
    for column in pcm.floats().T:
        power += filtered(column, _k_response(pcm.rate_hz), round(pcm.rate_hz * _SETTLING_S)) ** 2
    if pcm.frames < overlap * hop:
        return power.mean(keepdims=True, dtype=np.float64) if pcm.frames else np.zeros(0)
    hops = power[: pcm.frames // hop * hop].reshape(-1, hop).mean(axis=1, dtype=np.float64)
    return np.convolve(hops, np.full(overlap, 1 / overlap), mode="valid")


@lru_cache(maxsize=8)
def _k_response(rate_hz: int) -> NDArray[np.complex64]:
    """Return the frequency response of the K weighting at any rate.

    The standard gives coefficients for 48 kHz only; these are the analogue filters they come from, as worked out
    by Brecht De Man, "Evaluation of implementations of the EBU R128 loudness measurement" (AES 145, 2018).
    """
    z = np.exp(-2j * np.pi * np.arange(SPECTRUM // 2 + 1) / SPECTRUM)
    k = math.tan(math.pi * 1681.974450955533 / rate_hz)
    q, high = 0.7071752369554196, 10 ** (3.999843853973347 / 20)
    band = high**0.4996667741545416
    shelf = (high + band * k / q + k * k) + 2 * (k * k - high) * z + (high - band * k / q + k * k) * z**2
    shelf /= (1 + k / q + k * k) + 2 * (k * k - 1) * z + (1 - k / q + k * k) * z**2
    k = math.tan(math.pi * 38.13547087602444 / rate_hz)
    q = 0.5003270373238773
    pole = (1 + k / q + k * k) + 2 * (k * k - 1) * z + (1 - k / q + k * k) * z**2
    cut = (1 - 2 * z + z**2) * (1 + k / q + k * k) / pole
    return np.asarray(shelf * cut, np.complex64)


def _between(signal: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return for every sample the largest magnitude from it to the next one, oversampled where it matters."""
    magnitude = np.abs(signal)
    threshold = _LIKELY_PEAK * magnitude.max(initial=0)
    near = magnitude >= threshold
    near[:-1] |= near[1:]
    places = np.flatnonzero(near) if threshold > 0 else np.zeros(0, np.int64)
    padded = np.pad(signal, _PEAK_TAPS // 2)
    windows = sliding_window_view(padded, _PEAK_TAPS)
    for start in range(0, len(places), _WINDOWS_AT_ONCE):
        some = places[start : start + _WINDOWS_AT_ONCE]
        between = np.abs(windows[some + 1] @ _peak_kernel()).max(axis=1)
        magnitude[some] = np.maximum(magnitude[some], between)
    return magnitude


@lru_cache(maxsize=1)
def _peak_kernel() -> NDArray[np.float32]:
    """Return the weights of the points between two samples: a Kaiser-windowed sinc."""
    taps = np.arange(_PEAK_TAPS)[:, np.newaxis] - (_PEAK_TAPS // 2 - 1)
    distance = taps - np.arange(1, _OVERSAMPLING)[np.newaxis, :] / _OVERSAMPLING
    inside = np.clip(1 - (distance / (_PEAK_TAPS / 2)) ** 2, 0, None)
    return np.asarray(np.sinc(distance) * np.i0(6.0 * np.sqrt(inside)) / np.i0(6.0), np.float32)


def _lufs(energy: NDArray[np.float64] | float) -> NDArray[np.float64]:
    return np.asarray(_OFFSET_LUFS + 10 * np.log10(np.maximum(energy, 1e-30)))


def _decibels(ratio: float) -> float:
    return 20 * math.log10(ratio) if ratio > 0 else -math.inf


def _ratio(decibels: float) -> float:
    return float(10 ** (decibels / 20))
