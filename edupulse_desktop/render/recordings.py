"""Recordings of a lesson as samples at 48 kHz, whatever they were recorded as.

Takes are short WAV files of our own making and are read in memory. Everything else (music, imported sounds, takes of
many minutes) is decoded once by FFmpeg into a WAV file in the cache and read from there piece by piece, so memory
does not grow with the length of a recording.
"""

from __future__ import annotations

import io
import struct
import threading
import wave
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import CancelledError
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from edupulse_desktop.errors import NotMedia
from edupulse_desktop.files import storage_error
from edupulse_desktop.media.asset_reader import AssetReader
from edupulse_desktop.media.cache import Cache
from edupulse_desktop.media.ffmpeg import FFmpeg
from edupulse_desktop.media.wav import Pcm, read_wav, resampled
from edupulse_desktop.model.asset import AssetRef
from edupulse_desktop.render.commands import decode_arguments
from edupulse_desktop.render.fingerprint import key_of
from edupulse_desktop.render.rate import SAMPLE_RATE_HZ

Samples = NDArray[np.int16]

_LARGEST_IN_MEMORY_BYTES = 8 << 20
_KEPT = 4
_WAV_TYPES = frozenset({"audio/wav", "audio/x-wav", "audio/wave"})
_PIECE_BYTES = 1 << 20
_MOST_BYTES = 0xFFFF_FFFF
"""A WAV file counts its bytes in 32 bits: more than 6 hours of stereo, 12 of mono."""
_DATA_AT = struct.Struct("<4sI")


class Recording(Protocol):
    """Samples at 48 kHz, shape (frames, channels)."""

    @property
    def channels(self) -> int:
        """1 or 2."""
        ...

    @property
    def frames(self) -> int:
        """Number of samples per channel."""
        ...

    def read(self, start: int, stop: int) -> Samples:
        """Return the samples from `start` up to `stop`, fewer at the end."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class InMemory:
    """A short recording."""

    pcm: Pcm

    @property
    def channels(self) -> int:
        """1 or 2."""
        return self.pcm.channels

    @property
    def frames(self) -> int:
        """Number of samples per channel."""
        return self.pcm.frames

    def read(self, start: int, stop: int) -> Samples:
        """Return the samples from `start` up to `stop`, fewer at the end."""
        return self.pcm.samples[start:stop]


@dataclass(frozen=True, slots=True)
class InFile:
    """A long recording, as a WAV file at 48 kHz."""

    path: Path
    channels: int
    frames: int

    @classmethod
    def open(cls, path: Path) -> InFile:
        """Look at a file that `Recordings` has decoded."""
        with wave.open(str(path)) as file:
            return cls(path, file.getnchannels(), file.getnframes())

    def read(self, start: int, stop: int) -> Samples:
        """Return the samples from `start` up to `stop`, fewer at the end."""
        with wave.open(str(self.path)) as file:
            file.setpos(min(start, self.frames))
            data = file.readframes(max(0, stop - start))
        return np.frombuffer(data, "<i2").reshape(-1, self.channels)


class Recordings:
    """Opens recordings by name; used by several threads at once.

    Args:
        assets: where they come from.
        cache: where decoded ones are kept.
        ffmpeg: asked for when the first one has to be decoded.
        stop: set when nobody wants them any more.
    """

    def __init__(
        self,
        assets: AssetReader,
        cache: Cache,
        ffmpeg: Callable[[], FFmpeg],
        stop: threading.Event | None = None,
    ) -> None:
        self._assets = assets
        self._cache = cache
        self._ffmpeg = ffmpeg
        self._stop = stop or threading.Event()
        self._open: OrderedDict[AssetRef, Recording] = OrderedDict()
        self._lock = threading.Lock()
        self._decoding = threading.Lock()

    def open(self, asset: AssetRef) -> Recording:
        """Return a recording.

        Raises:
            NotMedia: it is missing, damaged, too long or holds no sound.
            StorageError: it cannot be kept in the cache.
            CancelledError: `stop` was set while it was decoded.
        """
        with self._lock:
            known = self._open.get(asset)
            if known is not None:
                self._open.move_to_end(asset)
                return known
        recording = self._opened(asset)
        with self._lock:
            self._open[asset] = recording
            while len(self._open) > _KEPT:
                self._open.popitem(last=False)
        return recording

    def channels(self, asset: AssetRef) -> int:
        """Return how many channels a recording has; remembered, because every render asks."""
        key = key_of("channels", asset.sha256)
        known = self._cache.get(key)
        if known in (b"1", b"2"):
            return int(known)
        channels = self._counted(asset)
        self._cache.put(key, str(channels).encode())
        return channels

    def _counted(self, asset: AssetRef) -> int:
        data = self._plain_wav(asset)
        if data is None:
            return self.open(asset).channels
        with wave.open(io.BytesIO(data)) as file:
            return int(file.getnchannels())

    def _plain_wav(self, asset: AssetRef) -> bytes | None:
        """Return the bytes of a short WAV file of 16-bit samples, nothing for any other sound."""
        if asset.media_type not in _WAV_TYPES:
            return None
        data = self._assets.read(asset)
        return data if len(data) <= _LARGEST_IN_MEMORY_BYTES and _is_plain(data) else None

    def _opened(self, asset: AssetRef) -> Recording:
        data = self._plain_wav(asset)
        if data is not None:
            return InMemory(resampled(read_wav(data), SAMPLE_RATE_HZ))
        key = key_of("decoded sound", asset.sha256)
        with self._decoding:
            return InFile.open(self._cache.path(key) or self._decode(asset, key))

    def _decode(self, asset: AssetRef, key: str) -> Path:
        self._go_on()
        temporary = self._cache.temporary(key, ".wav")
        pieces = self._ffmpeg().chunks_here(decode_arguments(self._assets.file(asset)), _PIECE_BYTES)
        try:
            with closing(pieces), temporary.open("wb") as file:
                for piece in pieces:
                    self._go_on()
                    if file.tell() + len(piece) > _MOST_BYTES:
                        raise NotMedia(
                            "This recording is too long: 6 hours of stereo or 12 of mono are the most.",
                            hint="Cut it into shorter ones.",
                        )
                    file.write(piece)
            _complete(temporary)
            return self._cache.put_file(key, temporary)
        except OSError as failure:
            raise storage_error(failure, temporary) from failure
        finally:
            temporary.unlink(missing_ok=True)

    def _go_on(self) -> None:
        if self._stop.is_set():
            raise CancelledError


def _is_plain(data: bytes) -> bool:
    """Whether a WAV file holds 16-bit PCM; others go through FFmpeg."""
    try:
        with wave.open(io.BytesIO(data)) as file:
            return bool(file.getsampwidth() == 2 and file.getnchannels() <= 2)
    except (wave.Error, EOFError):
        return False


def _complete(path: Path) -> None:
    """Write the lengths into a WAV file that came through a pipe and could not know them."""
    with path.open("rb+") as file:
        head = file.read(4096)
        at = head.find(b"data")
        size = path.stat().st_size - at - _DATA_AT.size
        if not head.startswith(b"RIFF") or at < 0 or size <= 0:
            raise NotMedia(
                "This file holds no sound.", hint="Choose a recording as WAV, MP3, M4A, FLAC or Ogg."
            )
        file.seek(4)
        file.write(struct.pack("<I", path.stat().st_size - 8))
        file.seek(at)
        file.write(_DATA_AT.pack(b"data", size))
