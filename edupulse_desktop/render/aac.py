"""Sound as AAC packets on one grid: 1,024 samples each, cut and joined without losing time.

An AAC packet overlaps the one before it, and an encoder needs one packet to start up. Files of encoded sound that
are simply joined therefore drift: seconds after two hundred lines. So each scene is encoded behind one packet of
silence, its start-up packet is dropped, and what is left is laid on the packet grid of the whole film, each scene at
the packet nearest to its first frame: at most half a packet (10.7 ms) off, and never adding up. Where scenes meet there
must be silence for at least one packet (21 ms), because there two halves overlap that do not belong together.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache

import av
import numpy as np
from av.error import FFmpegError
from numpy.typing import NDArray

from edupulse_desktop.errors import RenderError
from edupulse_desktop.render.bits import BitWriter
from edupulse_desktop.render.rate import SAMPLE_RATE_HZ, FrameRate

PACKET_SAMPLES = 1024
PRIMING_SAMPLES = 1024
"""What a decoder gives before the first sound; the film's edit list skips it."""

_MAGIC = b"EPaa"
_HEAD = struct.Struct("<4sI")
_AAC_LC = 2
_FREQUENCY_INDEX_48_KHZ = 3
_USUAL_BIT_RATE = {1: 96_000, 2: 128_000}
_CODERS = ("fast", "twoloop")
_INT16_SCALE = np.float32(32768)


@dataclass(frozen=True, slots=True)
class SoundFormat:
    """How sound is encoded: AAC-LC at 48 kHz.

    Args:
        channels: 1 or 2.
        bit_rate: bits per second; 0 takes 96,000 for mono and 128,000 for stereo.
        coder: `fast`, which also scores better on speech, or `twoloop`, which other programs use.
    """

    channels: int = 1
    bit_rate: int = 0
    coder: str = "fast"

    def __post_init__(self) -> None:
        if self.channels not in _USUAL_BIT_RATE or self.coder not in _CODERS or self.bit_rate < 0:
            raise RenderError(
                "Sound cannot be encoded like this.",
                hint="Choose mono or stereo.",
                detail=f"{self.channels} channels, {self.bit_rate} bit/s, coder {self.coder}",
            )

    @property
    def bits_per_second(self) -> int:
        """The bit rate that is used."""
        return self.bit_rate or _USUAL_BIT_RATE[self.channels]

    @property
    def layout(self) -> str:
        """The channels as FFmpeg calls them."""
        return "mono" if self.channels == 1 else "stereo"

    @property
    def specific_config(self) -> bytes:
        """AudioSpecificConfig of ISO 14496-3 §1.6.2.1."""
        bits = BitWriter()
        bits.u(5, _AAC_LC)
        bits.u(4, _FREQUENCY_INDEX_48_KHZ)
        bits.u(4, self.channels)
        bits.u(3, 0)  # frames of 1,024 samples, no core coder, no extension
        return bits.whole_bytes()


@dataclass(frozen=True, slots=True, eq=False)
class SoundSegment:
    """AAC packets of one stretch of sound; the last one is silent."""

    data: bytes = field(repr=False)
    sizes: NDArray[np.uint32]

    @property
    def packets(self) -> int:
        """Number of packets."""
        return len(self.sizes)

    def fitted(self, packets: int) -> SoundSegment:
        """Return exactly so many packets: cut at the end, or silence added."""
        missing = packets - self.packets
        if missing <= 0:
            sizes = self.sizes[:packets]
            return SoundSegment(self.data[: int(sizes.sum(dtype=np.int64))], sizes)
        last = int(self.sizes[-1])
        sizes = np.concatenate([self.sizes, np.full(missing, last, np.uint32)])
        return SoundSegment(self.data + self.data[-last:] * missing, sizes)

    def to_bytes(self) -> bytes:
        """Return the packets as they are kept in the cache."""
        return _HEAD.pack(_MAGIC, self.packets) + self.sizes.astype("<u4").tobytes() + self.data

    @classmethod
    def from_bytes(cls, data: bytes) -> SoundSegment:
        """Read what `to_bytes` wrote; RenderError if it is something else or damaged."""
        if len(data) >= _HEAD.size:
            magic, packets = _HEAD.unpack_from(data)
            start = _HEAD.size + 4 * packets
            if magic == _MAGIC and len(data) >= start:
                sizes = np.frombuffer(data, "<u4", packets, _HEAD.size).astype(np.uint32)
                if packets and start + int(sizes.sum(dtype=np.int64)) == len(data):
                    return cls(data[start:], sizes)
        raise RenderError("A stored sound is damaged.", hint="Clear the cache and render again.")


def encode_sound(
    pcm: NDArray[np.generic] | Iterable[NDArray[np.generic]], sound: SoundFormat
) -> SoundSegment:
    """Encode samples at 48 kHz so that they can stand anywhere on the grid.

    Args:
        pcm: int16, or float from −1 to 1; shaped (samples,) or (samples, channels). An iterable of such arrays is
            encoded one after the other as one sound and never held at once.
        sound: channels and quality.
    """
    parts = (pcm,) if isinstance(pcm, np.ndarray) else pcm
    try:
        packets = list(_encoded(parts, sound))[1:]
    except FFmpegError as trouble:
        raise RenderError("Sound could not be encoded.", detail=str(trouble)) from trouble
    sizes = np.array([len(packet) for packet in packets], np.uint32)
    return SoundSegment(b"".join(packets), sizes)


@lru_cache(maxsize=8)
def silence(sound: SoundFormat) -> SoundSegment:
    """Return a few packets of nothing."""
    return encode_sound(np.zeros(PACKET_SAMPLES, np.int16), sound)


def packet_starts(boundaries: Sequence[int], rate: FrameRate) -> tuple[int, ...]:
    """Lay segments on the packet grid.

    Args:
        boundaries: first frame of every segment, then the frame where the film ends.
        rate: frames per second.

    Returns:
        The packet at which each segment starts, then the number of packets in all. The difference of two neighbours
        is what `SoundSegment.fitted` takes.
    """
    nearest = [(2 * rate.samples_at(frame) + PACKET_SAMPLES) // (2 * PACKET_SAMPLES) for frame in boundaries]
    return (*nearest[:-1], nearest[-1] + 1)


def _encoded(parts: Iterable[NDArray[np.generic]], sound: SoundFormat) -> Iterator[bytes]:
    encoder = av.AudioCodecContext.create("aac", "w")
    encoder.sample_rate, encoder.layout, encoder.format = SAMPLE_RATE_HZ, sound.layout, "fltp"
    encoder.bit_rate, encoder.thread_count = sound.bits_per_second, 1
    encoder.time_base = Fraction(1, SAMPLE_RATE_HZ)
    encoder.options = {"aac_coder": sound.coder}
    encoder.open()
    position = 0
    for planar in _framed(parts, sound.channels):
        frame = av.AudioFrame.from_ndarray(planar, format="fltp", layout=sound.layout)
        frame.sample_rate, frame.time_base, frame.pts = SAMPLE_RATE_HZ, encoder.time_base, position
        position += planar.shape[1]
        yield from map(bytes, encoder.encode(frame))
    yield from map(bytes, encoder.encode(None))


def _framed(parts: Iterable[NDArray[np.generic]], channels: int) -> Iterator[NDArray[np.float32]]:
    """Yield the start-up packet, the sound, and silence to a whole packet and one more."""
    nothing = np.zeros((channels, PACKET_SAMPLES), np.float32)
    yield nothing
    samples = 0
    for part in parts:
        if len(part):
            samples += len(part)
            yield _planar(part, channels)
    padding = -samples % PACKET_SAMPLES
    yield np.concatenate([nothing[:, :padding], nothing], axis=1)


def _planar(pcm: NDArray[np.generic], channels: int) -> NDArray[np.float32]:
    table = pcm.reshape(len(pcm), -1).T
    numbers = table.astype(np.float32)
    if np.issubdtype(pcm.dtype, np.integer):
        numbers = numbers / _INT16_SCALE
    if len(numbers) > channels:
        numbers = numbers.mean(axis=0, keepdims=True, dtype=np.float32)
    return np.ascontiguousarray(np.broadcast_to(numbers, (channels, numbers.shape[1])))
