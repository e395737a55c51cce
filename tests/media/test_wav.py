"""WAV bytes, sampling rates, channels: exact counts and clean conversion."""

from __future__ import annotations

import io
import wave

import numpy as np
import pytest

from edupulse_desktop.errors import NotMedia
from edupulse_desktop.media.wav import Pcm, from_floats, read_wav, resampled, silence, write_wav


def sine(frequency_hz: float, rate_hz: int, seconds: float, amplitude: float = 0.7) -> Pcm:
    clock = np.arange(int(rate_hz * seconds)) / rate_hz
    return from_floats(amplitude * np.sin(2 * np.pi * frequency_hz * clock), rate_hz)


def wav_bytes(channels: int, width: int, frames: bytes, rate_hz: int = 48_000) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate_hz)
        file.writeframes(frames)
    return out.getvalue()


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("rate_hz", [8_000, 22_050, 48_000])
def test_samples_come_back_as_written(channels: int, rate_hz: int) -> None:
    samples = np.random.default_rng(1).integers(-32768, 32768, (777, channels)).astype(np.int16)
    back = read_wav(write_wav(Pcm(samples, rate_hz)))
    assert (back.rate_hz, back.channels, back.frames) == (rate_hz, channels, 777)
    assert np.array_equal(back.samples, samples)


def test_the_same_sound_gives_the_same_bytes_with_a_44_byte_header() -> None:
    pcm = sine(440, 22_050, 0.1)
    assert write_wav(pcm) == write_wav(pcm)
    assert len(write_wav(pcm)) == 44 + 2 * pcm.frames


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"RIFF",
        b"not a wav at all" * 10,
        wav_bytes(1, 1, bytes(100)),
        wav_bytes(1, 3, bytes(99)),
        wav_bytes(6, 2, bytes(120)),
        write_wav(silence(10, 8_000)).replace(b"\x01\x00\x01\x00", b"\x03\x00\x01\x00", 1),
    ],
    ids=["empty", "cut", "text", "8 bit", "24 bit", "5.1", "floats"],
)
def test_what_is_not_16_bit_mono_or_stereo_is_refused(data: bytes) -> None:
    with pytest.raises(NotMedia):
        read_wav(data)


def test_a_file_that_ends_early_gives_the_frames_it_has() -> None:
    whole = write_wav(sine(440, 8_000, 0.1))
    assert read_wav(whole[:-200]).frames == 700


def test_floats_are_clipped_and_come_back_within_half_a_step() -> None:
    values = np.array([-2.0, -1.0, -0.25, 0.0, 0.25, 0.999_99, 1.0, 2.0])
    pcm = from_floats(values, 48_000)
    assert pcm.samples[:, 0].tolist() == [-32768, -32768, -8192, 0, 8192, 32767, 32767, 32767]
    assert np.abs(pcm.floats()[2:5, 0] - values[2:5]).max() <= 0.5 / 32768


def test_lengths() -> None:
    assert silence(1_500, 22_050).frames == 33_075
    assert silence(1_500, 22_050).length_ms == 1_500
    assert silence(0, 22_050).length_ms == 0
    assert silence(20, 48_000, channels=2).samples.shape == (960, 2)


def test_mono_is_the_mean_and_stereo_two_equal_channels() -> None:
    pcm = Pcm(np.array([[32767, 32767], [-32768, -32768], [100, 300], [5, -5]], np.int16), 48_000)
    assert pcm.mono().samples[:, 0].tolist() == [32767, -32768, 200, 0]
    assert pcm.mono().stereo().samples[:, 1].tolist() == [32767, -32768, 200, 0]
    assert pcm.stereo() is pcm
    assert pcm.mono().mono().channels == 1


@pytest.mark.parametrize("rate_hz", [8_000, 11_025, 16_000, 22_050, 24_000, 32_000, 44_100, 96_000])
@pytest.mark.parametrize("frames", [0, 1, 2, 999, 22_050])
def test_resampling_gives_exactly_the_frames_it_promises(rate_hz: int, frames: int) -> None:
    pcm = Pcm(np.zeros((frames, 2), np.int16), rate_hz)
    assert resampled(pcm).samples.shape == (-(-frames * 48_000 // rate_hz), 2)


@pytest.mark.parametrize("rate_hz", [16_000, 22_050, 24_000, 44_100])
def test_resampled_sines_keep_gain_and_phase(rate_hz: int) -> None:
    for frequency_hz in (100, 1_000, 0.4 * rate_hz):
        got = resampled(sine(frequency_hz, rate_hz, 1)).floats()[4_800:-4_800, 0]
        want = sine(frequency_hz, 48_000, 1).floats()[4_800:-4_800, 0]
        error = got - want[: len(got)]
        assert 10 * np.log10(np.mean(want**2) / np.mean(error**2)) > 75, frequency_hz


def test_going_down_removes_what_the_lower_rate_cannot_hold() -> None:
    high = resampled(sine(15_000, 48_000, 1), 22_050).floats()[2_000:-2_000]
    assert 20 * np.log10(np.abs(high).max() + 1e-9) < -80


def test_a_click_stays_where_it_was() -> None:
    samples = np.zeros(22_050, np.float32)
    samples[11_025] = 0.9
    out = resampled(from_floats(samples, 22_050))
    assert int(np.abs(out.floats()[:, 0]).argmax()) == 24_000


def test_the_same_rate_is_the_same_sound_and_odd_rates_are_refused() -> None:
    pcm = sine(440, 48_000, 0.1)
    assert resampled(pcm).samples is pcm.samples
    with pytest.raises(NotMedia, match="44101"):
        resampled(sine(440, 44_101, 0.1))
