"""Trimming, fading and the tone of recordings."""

from __future__ import annotations

import numpy as np
import pytest

from edupulse_desktop.media.loudness import integrated_lufs
from edupulse_desktop.media.wav import Pcm, from_floats, silence
from edupulse_desktop.services.speech.finishing import finished
from edupulse_desktop.services.speech.tone import OCTAVES_HZ, toned


def tone(
    seconds: float, frequency_hz: float = 500, rate_hz: int = 24_000, amplitude: float = 0.2
) -> np.ndarray:
    return amplitude * np.sin(2 * np.pi * frequency_hz * np.arange(round(seconds * rate_hz)) / rate_hz)


def test_silence_at_the_ends_goes_and_the_cut_is_told() -> None:
    quiet = np.zeros(24_000)
    done = finished(from_floats(np.concatenate([quiet, tone(2), quiet]), 24_000))
    assert done.cut_ms == pytest.approx(980, abs=2)
    assert done.pcm.length_ms == pytest.approx(2_080, abs=3)
    assert integrated_lufs(done.pcm) == pytest.approx(-16, abs=0.3)


def test_ends_are_faded_and_the_middle_is_not() -> None:
    done = finished(from_floats(tone(1), 24_000)).pcm.samples[:, 0]
    assert done[0] == 0
    assert abs(int(done[-1])) <= 1
    assert np.abs(done[:120]).max() < np.abs(done).max()
    assert np.abs(done[200:400]).max() == pytest.approx(np.abs(done).max(), rel=0.01)


def test_stereo_becomes_mono_and_silence_keeps_its_length() -> None:
    assert finished(from_floats(tone(1), 24_000).stereo()).pcm.channels == 1
    assert finished(silence(300, 24_000)).pcm.length_ms == 300
    assert finished(Pcm(np.zeros((0, 1), np.int16), 24_000)).pcm.frames == 0


@pytest.mark.parametrize("frames", [1, 2, 50, 500])
def test_the_shortest_sounds_survive(frames: int) -> None:
    assert finished(Pcm(np.full((frames, 1), 5_000, np.int16), 24_000)).pcm.frames == frames


@pytest.mark.parametrize(("octave", "frequency_hz"), list(enumerate(OCTAVES_HZ)))
def test_the_tone_of_an_octave_is_its_gain(octave: int, frequency_hz: int) -> None:
    gains = [0.0] * len(OCTAVES_HZ)
    gains[octave] = -6
    before = from_floats(tone(3, frequency_hz), 24_000)
    after = toned(before, gains).floats()[5_000:-5_000]
    change_db = 20 * np.log10(after.std() / before.floats()[5_000:-5_000].std())
    assert change_db == pytest.approx(-6, abs=0.1)


def test_a_flat_tone_changes_nothing_and_a_loud_one_does_not_clip() -> None:
    before = from_floats(tone(3, 700), 24_000)
    assert np.abs(toned(before, [0] * 6).samples.astype(int) - before.samples).max() <= 1
    loud = toned(from_floats(tone(1, 970.3, amplitude=0.9), 24_000), [6] * 6)
    assert np.abs(loud.samples.astype(int)).max() >= 32_000
    assert np.mean(np.abs(loud.samples.astype(int)) >= 32_767) < 0.01
