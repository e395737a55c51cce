"""Recordings that are decoded: stopped when nobody wants them, refused when they are too long."""

from __future__ import annotations

from concurrent.futures import CancelledError
from pathlib import Path
from threading import Event

import numpy as np
import pytest

from edupulse_desktop.errors import NotMedia
from edupulse_desktop.media.cache import Cache
from edupulse_desktop.media.ffmpeg import FFmpeg, find_ffmpeg
from edupulse_desktop.model.asset import AssetRef
from edupulse_desktop.render import recordings as room
from edupulse_desktop.render.recordings import Recordings
from tests.render.filming import Shelf

MINUTE = 60 * 48_000
"""6 MB of samples, which come from FFmpeg in as many pieces."""


class Soon(Event):
    """Set once it has been asked a few times."""

    def __init__(self, asks: int) -> None:
        super().__init__()
        self.asks = asks

    def is_set(self) -> bool:
        self.asks -= 1
        return self.asks < 0


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


@pytest.fixture
def minutes(shelf: Shelf) -> AssetRef:
    """Two minutes: too much to be read in memory."""
    return shelf.sound(np.zeros(2 * MINUTE), 48_000)


def kept(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("through", [Recordings.open, Recordings.channels])
def test_decoding_stops_when_nobody_wants_it(
    shelf: Shelf, minutes: AssetRef, tmp_path: Path, through: object
) -> None:
    stop = Soon(4)
    with pytest.raises(CancelledError):
        through(Recordings(shelf, Cache(tmp_path / "cache"), find_ffmpeg, stop), minutes)  # type: ignore[operator]
    assert stop.asks == -1
    assert kept(tmp_path / "cache") == []


def test_decoding_does_not_begin_when_nobody_wants_it(
    shelf: Shelf, minutes: AssetRef, tmp_path: Path
) -> None:
    stop = Event()
    stop.set()
    asked: list[str] = []

    def ffmpeg() -> FFmpeg:
        asked.append("ffmpeg")
        return find_ffmpeg()

    with pytest.raises(CancelledError):
        Recordings(shelf, Cache(tmp_path / "cache"), ffmpeg, stop).open(minutes)
    assert not asked


def test_what_was_stopped_can_be_decoded_afterwards(shelf: Shelf, minutes: AssetRef, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    with pytest.raises(CancelledError):
        Recordings(shelf, cache, find_ffmpeg, Soon(4)).open(minutes)
    assert Recordings(shelf, cache, find_ffmpeg).open(minutes).frames == 2 * MINUTE


def test_a_recording_longer_than_a_wav_file_can_count_is_refused(
    shelf: Shelf, minutes: AssetRef, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert room._MOST_BYTES == 2**32 - 1
    monkeypatch.setattr(room, "_MOST_BYTES", 3_000_000)
    with pytest.raises(NotMedia, match="too long") as refused:
        Recordings(shelf, Cache(tmp_path / "cache"), find_ffmpeg).open(minutes)
    assert "shorter" in refused.value.hint
    assert kept(tmp_path / "cache") == []


def test_a_recording_as_long_as_can_be_counted_is_taken(
    shelf: Shelf, minutes: AssetRef, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "_MOST_BYTES", 44 + 2 * 2 * MINUTE)
    cache = Cache(tmp_path / "cache")
    assert Recordings(shelf, cache, find_ffmpeg).open(minutes).frames == 2 * MINUTE
