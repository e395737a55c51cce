"""Takes, pauses, music and effects → one stretch of sound on one clock, block by block.

Every recording stands at an exact sample. Music gives way before somebody speaks and comes back afterwards, fades in
and out with its scene, and begins again when it ends. Where voices and music together would be too loud, only the
peaks are rounded. Takes were levelled when they were made, so speech alone passes through unchanged.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from edupulse_desktop.render.profile import TAKE_LUFS
from edupulse_desktop.render.rate import SAMPLE_RATE_HZ
from edupulse_desktop.render.recordings import Recording, Recordings
from edupulse_desktop.render.steps import Bed, Mix, Placed, SoundStep

Block = NDArray[np.float32]

_BLOCK_SAMPLES = 1 << 18
_FULL_SCALE = 32_768
_DUCK_BEFORE_S = 0.25
"""Music is down when the first syllable comes, and takes its time to come back."""
_DUCK_AFTER_S = 0.6
_KNEE, _CEILING = 0.70, 0.84
"""Peaks above −3 dB of full scale bend towards −1.5 dB."""
_EMPTY_SAMPLES = 1_024
_PARTING_SAMPLES = 2_048
"""The last packet of a stretch must be empty; what still sounds there is faded out in the one before."""


@dataclass(frozen=True, slots=True, eq=False)
class _Voice:
    """A recording at its place."""

    placed: Placed
    start: int
    stop: int

    @classmethod
    def of(cls, placed: Placed, recording: Recording, samples: int) -> _Voice:
        length = min(recording.frames, placed.most_samples or recording.frames)
        return cls(placed, placed.start_sample, min(placed.start_sample + length, samples))


def mixed(step: SoundStep, recordings: Recordings) -> Iterator[Block]:
    """Yield a stretch of sound in blocks, from −1 to 1, shape (samples, channels).

    Raises:
        NotMedia: a recording is missing or none.
    """
    mix = step.mix
    voices = [_Voice.of(placed, recordings.open(placed.asset), mix.samples) for placed in mix.placed]
    gain = 10 ** ((step.loudness_lufs - TAKE_LUFS) / 20)
    several = mix.bed is not None or _overlap(voices)
    for start in range(0, mix.samples, _BLOCK_SAMPLES):
        stop = min(start + _BLOCK_SAMPLES, mix.samples)
        block = np.zeros((stop - start, step.channels), np.float32)
        for voice in voices:
            _add_voice(block, start, voice, recordings)
        if mix.bed is not None:
            level = _bed_level(mix, mix.bed, voices, start, stop)
            block += level[:, np.newaxis] * _looped(
                recordings.open(mix.bed.asset), start, stop, step.channels
            )
        if several:
            _round_peaks(block)
        block *= np.float32(gain)
        _part(block, mix.samples - start)
        yield block


def _add_voice(block: Block, start: int, voice: _Voice, recordings: Recordings) -> None:
    first, last = max(voice.start, start), min(voice.stop, start + len(block))
    if first < last:
        samples = recordings.open(voice.placed.asset).read(first - voice.start, last - voice.start)
        volume = voice.placed.volume_percent / 100
        block[first - start : first - start + len(samples)] += _floats(samples, block.shape[1], volume)


def _looped(music: Recording, start: int, stop: int, channels: int) -> Block:
    """Return music from one sample to another, begun again as often as needed."""
    block = np.zeros((stop - start, channels), np.float32)
    at = start
    while at < stop and music.frames:
        inside = at % music.frames
        samples = music.read(inside, min(music.frames, inside + stop - at))
        if not len(samples):
            break
        block[at - start : at - start + len(samples)] = _floats(samples, channels)
        at += len(samples)
    return block


def _floats(samples: NDArray[np.int16], channels: int, volume: float = 1.0) -> Block:
    block = samples.astype(np.float32) * np.float32(volume / _FULL_SCALE)
    if block.shape[1] > channels:
        block = block.mean(axis=1, keepdims=True, dtype=np.float32)
    return block


def _bed_level(mix: Mix, bed: Bed, voices: list[_Voice], start: int, stop: int) -> Block:
    """Return how loud the music is at every sample."""
    # 24 bits of a float count samples for less than six minutes, hence the double ones until the end.
    at = (start + np.arange(stop - start)) / SAMPLE_RATE_HZ
    loud, quiet = bed.volume_percent / 100, min(bed.ducked_percent, bed.volume_percent) / 100
    open_share = np.ones(stop - start)
    for voice in voices:
        if voice.placed.is_speech and voice.stop > voice.start:
            before = (voice.start / SAMPLE_RATE_HZ - at) / _DUCK_BEFORE_S
            after = (at - voice.stop / SAMPLE_RATE_HZ) / _DUCK_AFTER_S
            open_share = np.minimum(open_share, np.clip(np.maximum(before, after), 0, 1))
    level = quiet + (loud - quiet) * open_share
    end_s = mix.samples / SAMPLE_RATE_HZ
    if bed.fade_in_ms:
        level *= np.clip(at * 1000 / bed.fade_in_ms, 0, 1)
    if bed.fade_out_ms:
        level *= np.clip((end_s - at) * 1000 / bed.fade_out_ms, 0, 1)
    return level.astype(np.float32)


def _overlap(voices: list[_Voice]) -> bool:
    """Return whether two recordings sound at once, or one is made louder than it is."""
    ordered = sorted(voices, key=lambda voice: voice.start)
    overlap = any(following.start < voice.stop for voice, following in pairwise(ordered))
    return overlap or any(voice.placed.volume_percent > 100 for voice in voices)


def _round_peaks(block: Block) -> None:
    loud = np.abs(block) > _KNEE
    if loud.any():
        over = (np.abs(block[loud]) - _KNEE) / (_CEILING - _KNEE)
        block[loud] = np.sign(block[loud]) * (_KNEE + (_CEILING - _KNEE) * np.tanh(over))


def _part(block: Block, left: int) -> None:
    """Fade out the end of a stretch; `left` counts its samples from the start of this block."""
    first = left - _PARTING_SAMPLES
    if first < len(block):
        place = np.arange(max(first, 0), len(block)) - first
        fall = np.clip(1 - place / (_PARTING_SAMPLES - _EMPTY_SAMPLES), 0, 1)
        block[max(first, 0) :] *= fall[:, np.newaxis].astype(np.float32)
