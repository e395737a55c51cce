"""Peaks follow the sound."""

from __future__ import annotations

import asyncio
from pathlib import Path

import numpy as np
import pytest

from edupulse_desktop.errors import NotMedia
from edupulse_desktop.media.ffmpeg import find_ffmpeg
from edupulse_desktop.media.waveform import Waveform, waveform_of_file, waveform_of_pcm


def test_peaks_are_the_loudest_samples() -> None:
    samples = np.zeros(48_000, np.int16)
    samples[24_000] = -32_768
    samples[47_999] = 16_384
    peaks = waveform_of_pcm(samples, 48_000).peaks
    assert len(peaks) == 100
    assert (peaks[0], peaks[50], peaks[99]) == (0, 255, 127)
    assert sum(peaks) == 255 + 127


def test_a_last_short_stretch_counts() -> None:
    assert len(waveform_of_pcm(np.ones(481, np.int16), 48_000).peaks) == 2
    assert waveform_of_pcm(np.zeros(0, np.int16), 48_000).peaks == b""


def test_scaling_never_loses_a_peak() -> None:
    wave = Waveform(bytes([0] * 70 + [200] + [0] * 29))
    for count in (1, 3, 7, 100, 1000):
        scaled = wave.scaled(count)
        assert len(scaled) == count
        assert max(scaled) == 200
    assert wave.scaled(10, 0, 690) == bytes(10)
    assert wave.scaled(4, 900, 2000)[-1] == 0
    assert Waveform(b"").scaled(5) == bytes(5)
    assert wave.scaled(0) == b""


def test_a_file_is_measured(tmp_path: Path) -> None:
    ffmpeg, path = find_ffmpeg(), tmp_path / "a.mp3"
    tone = "sine=frequency=440:duration=1,volume=4"
    asyncio.run(ffmpeg.run(["-f", "lavfi", "-i", f"{tone},adelay=1000", str(path)]))
    wave = asyncio.run(waveform_of_file(ffmpeg, path))
    assert abs(wave.length_ms - 2000) <= 80
    assert max(wave.peaks[:90]) < 10
    assert min(wave.peaks[115:190]) > 100


def test_a_film_without_sound_is_refused(tmp_path: Path) -> None:
    ffmpeg, path = find_ffmpeg(), tmp_path / "a.mp4"
    asyncio.run(ffmpeg.run(["-f", "lavfi", "-i", "color=duration=1", "-c:v", "libx264", str(path)]))
    with pytest.raises(NotMedia):
        asyncio.run(waveform_of_file(ffmpeg, path))
