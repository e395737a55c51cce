"""Sound as 16-bit samples: WAV bytes in and out, other sampling rates, mono and stereo.

The samples of a `Pcm` are exactly those of the file; only `from_floats` rounds. All lengths are exact counts of
frames (one sample per channel), so that a film's clock can be built on them.
"""

from __future__ import annotations

import io
import math
import wave
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from edupulse_desktop.errors import NotMedia

Floats = NDArray[np.float32] | NDArray[np.float64]

_FULL_SCALE = 32_768
_HALF_TAPS = 32
"""Input samples on each side of an output sample: pass band to 0.46 of the lower rate, stop band below −90 dB."""
_KAISER_BETA = 9.0
_LARGEST_RATIO = 1_280
"""640/147 turns 11,025 Hz into 48,000; more phases than this are no rate that sound is recorded at."""
_BLOCK_FRAMES = 2**18


@dataclass(frozen=True, slots=True, eq=False)
class Pcm:
    """A sound in memory.

    Args:
        samples: shape (frames, channels), 16 bit, one or two channels; not to be written to.
        rate_hz: frames per second.
    """

    samples: NDArray[np.int16]
    rate_hz: int

    def __post_init__(self) -> None:
        if self.samples.ndim != 2 or self.samples.shape[1] not in (1, 2) or self.rate_hz <= 0:
            raise ValueError("a sound has frames of one or two channels and a rate")

    @property
    def frames(self) -> int:
        """Number of samples per channel."""
        return int(self.samples.shape[0])

    @property
    def channels(self) -> int:
        """1 or 2."""
        return int(self.samples.shape[1])

    @property
    def length_ms(self) -> int:
        """Length, to the nearest millisecond."""
        return round(self.frames * 1000 / self.rate_hz)

    def floats(self) -> NDArray[np.float32]:
        """Return the samples from −1 to 1, shape (frames, channels)."""
        return np.multiply(self.samples, np.float32(1 / _FULL_SCALE), dtype=np.float32)

    def mono(self) -> Pcm:
        """Return the mean of the channels."""
        if self.channels == 1:
            return self
        mean = self.samples.astype(np.int32).sum(axis=1, keepdims=True) / 2
        return Pcm(np.rint(mean).astype(np.int16), self.rate_hz)

    def stereo(self) -> Pcm:
        """Return two channels, equal ones where there was one."""
        return self if self.channels == 2 else Pcm(np.repeat(self.samples, 2, axis=1), self.rate_hz)


def from_floats(samples: Floats, rate_hz: int) -> Pcm:
    """Round samples from −1 to 1 to 16 bits; what lies outside is clipped."""
    scaled = (samples[:, np.newaxis] if samples.ndim == 1 else samples) * _FULL_SCALE
    np.rint(scaled, out=scaled)
    np.clip(scaled, -_FULL_SCALE, _FULL_SCALE - 1, out=scaled)
    return Pcm(scaled.astype(np.int16), rate_hz)


def silence(length_ms: int, rate_hz: int, channels: int = 1) -> Pcm:
    """Return `length_ms` of nothing."""
    return Pcm(np.zeros((round(length_ms * rate_hz / 1000), channels), np.int16), rate_hz)


def read_wav(data: bytes) -> Pcm:
    """Return the sound in a WAV file of our own making.

    Raises:
        NotMedia: it is not a WAV file of 16-bit PCM in one or two channels; other sounds go through FFmpeg.
    """
    try:
        with wave.open(io.BytesIO(data)) as file:
            channels, width, rate_hz = file.getnchannels(), file.getsampwidth(), file.getframerate()
            frames = file.readframes(file.getnframes())
    except (wave.Error, EOFError) as error:
        raise NotMedia(
            "This sound is not a WAV file of plain samples.",
            hint="Choose another file, or convert it.",
            detail=str(error),
        ) from error
    if width != 2 or channels not in (1, 2) or rate_hz <= 0 or len(frames) % (2 * channels):
        raise NotMedia(
            "This WAV file does not hold 16-bit mono or stereo sound.",
            hint="Convert it to 16 bit, mono or stereo.",
            detail=f"{channels} channels, {8 * width} bits, {rate_hz} Hz",
        )
    return Pcm(np.frombuffer(frames, "<i2").astype(np.int16).reshape(-1, channels), rate_hz)


def write_wav(pcm: Pcm) -> bytes:
    """Return the sound as a WAV file."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(pcm.channels)
        file.setsampwidth(2)
        file.setframerate(pcm.rate_hz)
        file.writeframes(pcm.samples.astype("<i2").tobytes())
    return out.getvalue()


def resampled(pcm: Pcm, rate_hz: int = 48_000) -> Pcm:
    """Return the sound at another rate, without delay, in ⌈frames × new ÷ old⌉ frames.

    Raises:
        NotMedia: the two rates have no useful ratio, for example 44,101 Hz to 48,000 Hz.
    """
    common = math.gcd(pcm.rate_hz, rate_hz)
    up, down = rate_hz // common, pcm.rate_hz // common
    if up == down or not pcm.frames:
        return Pcm(pcm.samples, rate_hz)
    if max(up, down) > _LARGEST_RATIO:
        raise NotMedia(
            f"Sound with {pcm.rate_hz} samples per second cannot be used.",
            hint="Convert it to 48,000 samples per second.",
        )
    columns = [_converted(channel, up, down) for channel in pcm.floats().T]
    return from_floats(np.stack(columns, axis=1), rate_hz)


def _converted(signal: NDArray[np.float32], up: int, down: int) -> NDArray[np.float32]:
    """Resample one channel; every `down` samples in give `up` samples out, so each block is one matrix product."""
    kernel = _kernel(up, down)
    reach = (kernel.shape[0] - down) // 2
    count = -(-len(signal) * up // down)
    blocks = -(-count // up)
    padded = np.zeros(blocks * down + 2 * reach, np.float32)
    padded[reach : reach + len(signal)] = signal
    windows = sliding_window_view(padded, kernel.shape[0])[::down]
    step = max(1, _BLOCK_FRAMES // kernel.shape[0])
    parts = [windows[start : start + step] @ kernel for start in range(0, blocks, step)]
    return np.concatenate(parts).reshape(-1)[:count]


@lru_cache(maxsize=8)
def _kernel(up: int, down: int) -> NDArray[np.float32]:
    """Return the weights of a Kaiser-windowed sinc: row = sample of the window in, column = sample out."""
    cutoff = min(1.0, up / down)
    half = _HALF_TAPS / cutoff
    reach = math.ceil(half)
    rows = np.arange(down + 2 * reach)[:, np.newaxis] - reach
    distance = rows - np.arange(up)[np.newaxis, :] * (down / up)
    inside = np.clip(1 - (distance / half) ** 2, 0, None)
    window = np.where(inside > 0, np.i0(_KAISER_BETA * np.sqrt(inside)) / np.i0(_KAISER_BETA), 0)
    roll_off = cutoff * 0.95
    weights = roll_off * np.sinc(roll_off * distance) * window
    return np.asarray(weights / weights.sum(axis=0, keepdims=True), np.float32)
