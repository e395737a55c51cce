"""Loudness against EBU Tech 3341's signals and FFmpeg's own meter; levelling of speech."""

from __future__ import annotations

import math
import re
import subprocess
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest

from edupulse_desktop.media.loudness import integrated_lufs, levelled, true_peak_dbtp
from edupulse_desktop.media.wav import Pcm, from_floats, silence, write_wav

_METER = "-nostdin|-hide_banner|-i|{}|-af|ebur128=framelog=quiet:peak=true|-f|null|-"


def tone(dbfs: float, seconds: float, rate_hz: int = 48_000, frequency_hz: float = 1_000) -> np.ndarray:
    clock = np.arange(round(seconds * rate_hz)) / rate_hz
    return 10 ** (dbfs / 20) * np.sin(2 * np.pi * frequency_hz * clock)


def stereo(*parts: np.ndarray, rate_hz: int = 48_000) -> Pcm:
    return from_floats(np.concatenate(parts), rate_hz).stereo()


def speech_like(seconds: float, rate_hz: int = 22_050, level: float = 0.05, seed: int = 3) -> Pcm:
    """Voiced bursts with pauses: a pulse train through two formants, in syllables."""
    noise = np.random.default_rng(seed)
    count = round(seconds * rate_hz)
    pulses = np.zeros(count)
    pulses[:: rate_hz // 120] = 1
    impulse = np.arange(400) / rate_hz
    formants = sum(
        np.exp(-impulse * 400) * np.sin(2 * np.pi * frequency * impulse) for frequency in (500, 1_500, 2_500)
    )
    voiced = np.convolve(pulses, formants)[:count] + 0.02 * noise.standard_normal(count)
    syllables = np.repeat(noise.uniform(0, 1, count // 4_000 + 1) > 0.3, 4_000)[:count]
    return from_floats(level * voiced * np.convolve(syllables, np.hanning(600) / 300, "same"), rate_hz)


def measured_by_ffmpeg(pcm: Pcm, folder: Path) -> tuple[float, float]:
    sound = folder / "sound.wav"
    sound.write_bytes(write_wav(pcm))
    said = subprocess.run(
        [imageio_ffmpeg.get_ffmpeg_exe(), *_METER.format(sound).split("|")],
        capture_output=True,
        text=True,
        check=True,
    ).stderr
    loudness = re.findall(r"I:\s+(-?[\d.]+) LUFS", said)
    peak = re.findall(r"Peak:\s+(-?[\d.]+) dBFS", said)
    return float(loudness[-1]), float(peak[-1])


def test_tech_3341_case_1_and_2_steady_tones() -> None:
    assert integrated_lufs(stereo(tone(-23, 20))) == pytest.approx(-23, abs=0.1)
    assert integrated_lufs(stereo(tone(-33, 20))) == pytest.approx(-33, abs=0.1)


def test_tech_3341_case_3_the_relative_gate() -> None:
    assert integrated_lufs(stereo(tone(-36, 10), tone(-23, 60), tone(-36, 10))) == pytest.approx(-23, abs=0.1)


def test_tech_3341_case_4_both_gates() -> None:
    parts = (tone(-72, 10), tone(-36, 10), tone(-23, 60), tone(-36, 10), tone(-72, 10))
    assert integrated_lufs(stereo(*parts)) == pytest.approx(-23, abs=0.1)


def test_tech_3341_case_5_three_levels() -> None:
    assert integrated_lufs(stereo(tone(-26, 20), tone(-20, 20.1), tone(-26, 20))) == pytest.approx(
        -23, abs=0.1
    )


@pytest.mark.parametrize(
    ("part", "phase", "amplitude", "dbtp"),
    [(4, 0.0, 0.5, -6.0), (4, 45.0, 0.5, -6.0), (6, 60.0, 0.5, -6.0), (8, 67.5, 0.5, -6.0)],
)
def test_tech_3341_true_peaks(part: int, phase: float, amplitude: float, dbtp: float) -> None:
    angle = 2 * np.pi * np.arange(48_000) / part + np.radians(phase)
    fade = np.minimum(1, np.arange(48_000) / 4_800) * np.minimum(1, np.arange(48_000)[::-1] / 4_800)
    peak = true_peak_dbtp(from_floats(amplitude * np.sin(angle) * fade, 48_000).stereo())
    assert dbtp - 0.2 <= peak <= dbtp + 0.2


@pytest.mark.parametrize("rate_hz", [22_050, 24_000, 44_100, 48_000])
def test_every_rate_measures_a_tone_alike(rate_hz: int) -> None:
    mono = from_floats(tone(-20, 5, rate_hz), rate_hz)
    assert integrated_lufs(mono) == pytest.approx(-20 - 3.01, abs=0.1)
    assert integrated_lufs(mono.stereo()) == pytest.approx(-20, abs=0.1)


@pytest.mark.parametrize("rate_hz", [22_050, 48_000])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_agrees_with_ffmpeg_on_speech(rate_hz: int, seed: int, tmp_path: Path) -> None:
    pcm = speech_like(12, rate_hz, 0.02 * seed, seed)
    loudness, peak = measured_by_ffmpeg(pcm, tmp_path)
    assert integrated_lufs(pcm) == pytest.approx(loudness, abs=0.1)
    assert true_peak_dbtp(pcm) == pytest.approx(peak, abs=0.2)


@pytest.mark.parametrize("level", [0.02, 0.1, 0.5, 2.0])
@pytest.mark.parametrize("rate_hz", [22_050, 48_000])
def test_speech_is_brought_to_the_target_below_the_ceiling(level: float, rate_hz: int) -> None:
    pcm = speech_like(6, rate_hz, level)
    out = levelled(pcm)
    assert (out.frames, out.rate_hz, out.channels) == (pcm.frames, rate_hz, 1)
    assert integrated_lufs(out) == pytest.approx(-16, abs=0.5)
    assert true_peak_dbtp(out) <= -1.5 + 0.05


def test_lone_peaks_are_limited_instead_of_keeping_the_sound_quiet() -> None:
    samples = speech_like(5).floats()[:, 0].copy()
    samples[5_000:80_000:9_000] = 0.9
    before = from_floats(samples, 22_050)
    assert true_peak_dbtp(before) - integrated_lufs(before) > 16.5
    out = levelled(before)
    assert integrated_lufs(out) == pytest.approx(-16, abs=0.5)
    assert true_peak_dbtp(out) <= -1.5 + 0.05


def test_a_quiet_passage_far_from_a_limited_peak_is_left_alone() -> None:
    samples = np.zeros(48_000 * 4)
    samples[:] = tone(-30, 4)
    samples[100_000:100_010] = 0.95
    out = levelled(from_floats(samples, 48_000)).floats()[:, 0]
    quiet = (
        out[10_000:90_000]
        / np.maximum(np.abs(samples[10_000:90_000]), 1e-9)
        * np.sign(samples[10_000:90_000])
    )
    steady = quiet[np.abs(samples[10_000:90_000]) > 0.01]
    assert steady.std() / steady.mean() < 0.01


@pytest.mark.parametrize("milliseconds", [1, 20, 150, 399, 400, 700])
def test_short_sounds_are_levelled_too(milliseconds: int) -> None:
    pcm = from_floats(tone(-30, milliseconds / 1000, 22_050, 900), 22_050)
    out = levelled(pcm)
    assert out.frames == pcm.frames
    assert integrated_lufs(out) == pytest.approx(-16, abs=1) or true_peak_dbtp(out) == pytest.approx(
        -1.5, abs=0.1
    )


def test_silence_and_hiss_come_back_as_they_are() -> None:
    for quiet in (silence(0, 48_000), silence(500, 48_000), silence(3_000, 22_050, channels=2)):
        assert integrated_lufs(quiet) == -math.inf
        assert true_peak_dbtp(quiet) == -math.inf
        assert levelled(quiet) is quiet
    hiss = from_floats(1e-4 * np.random.default_rng(1).standard_normal(22_050), 22_050)
    assert levelled(hiss) is hiss
