"""Sound: what was put in comes out, at its place, after any number of joins."""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from edupulse_desktop.errors import RenderError
from edupulse_desktop.render.aac import (
    PACKET_SAMPLES,
    SoundFormat,
    SoundSegment,
    encode_sound,
    packet_starts,
    silence,
)
from edupulse_desktop.render.rate import FrameRate
from tests.render.decoding import run_ffmpeg

MONO, STEREO = SoundFormat(1), SoundFormat(2)


def speech(seed: int, samples: int) -> NDArray[np.float32]:
    """Return noise that swells and fades like syllables, and 45 ms of silence at the end."""
    numbers = np.random.default_rng(seed)
    noise = np.convolve(numbers.normal(0, 0.2, samples), np.ones(6) / 6, "same")
    swell = np.abs(np.sin(np.arange(samples) / numbers.uniform(900, 3000)))
    sound = (noise * swell).astype(np.float32)
    sound[max(0, samples - 2160) :] = 0
    return sound


def adts(segment: SoundSegment, sound: SoundFormat) -> bytes:
    """Return packets behind ADTS headers (ISO/IEC 14496-3 §1.A.2.2), which FFmpeg reads without a container."""
    out, at = bytearray(), 0
    for size in map(int, segment.sizes):
        bits = (
            0xFFF << 44 | 1 << 40 | 1 << 38 | 3 << 34 | sound.channels << 30 | (size + 7) << 13 | 0x7FF << 2
        )
        out += bits.to_bytes(7, "big") + segment.data[at : at + size]
        at += size
    return bytes(out)


def heard(segment: SoundSegment, sound: SoundFormat) -> NDArray[np.float32]:
    """Return what a player plays, with the first packet's worth, the priming, taken off."""
    raw = run_ffmpeg(
        "-f", "aac", "-i", "-", "-f", "f32le", "-ac", str(sound.channels), "-", data=adts(segment, sound)
    )
    return np.frombuffer(raw, np.float32).reshape(-1, sound.channels)[PACKET_SAMPLES:]


def snr_db(original: NDArray[np.float32], decoded: NDArray[np.float32]) -> float:
    """Return signal to noise."""
    noise = decoded[: len(original)] - original
    return float(10 * np.log10(np.sum(original.astype(float) ** 2) / np.sum(noise.astype(float) ** 2)))


@pytest.mark.parametrize("sound", [MONO, SoundFormat(1, coder="twoloop"), STEREO])
def test_sound_begins_at_its_first_sample(sound: SoundFormat) -> None:
    original = speech(1, 48_000)
    decoded = heard(encode_sound(original, sound), sound)
    assert len(decoded) >= len(original)
    assert all(snr_db(original, decoded[:, channel]) > 8 for channel in range(sound.channels))


def test_integers_floats_and_pieces_are_the_same_sound() -> None:
    integers = (speech(2, 30_001) * 32767).astype(np.int16)
    whole = encode_sound(integers, MONO)
    floats = encode_sound(integers.astype(np.float32) / 32768, MONO)
    pieces = encode_sound((integers[:7], integers[7:7], integers[7:20_000], integers[20_000:]), MONO)
    assert whole.data == floats.data == pieces.data


def test_channels_are_kept_apart_mixed_and_doubled() -> None:
    left, right = speech(3, 30_000), speech(4, 30_000)
    both = np.stack([left, right], axis=1)
    stereo = heard(encode_sound(both, STEREO), STEREO)
    assert snr_db(left, stereo[:, 0]) > 8
    assert snr_db(right, stereo[:, 1]) > 8
    mixed = heard(encode_sound(both, MONO), MONO)
    assert snr_db((left + right) / 2, mixed[:, 0]) > 8
    doubled = heard(encode_sound(left, STEREO), STEREO)
    assert snr_db(left, doubled[:, 1]) > 8


def test_the_specific_configuration_is_the_one_worked_out_by_hand() -> None:
    # object type 2 in five bits, 48 kHz is index 3 in four, channels in four, three zeros
    assert MONO.specific_config == bytes([0b00010001, 0b10001000])
    assert STEREO.specific_config == bytes([0b00010001, 0b10010000])


def test_fitting_cuts_the_end_or_adds_silence() -> None:
    segment = encode_sound(speech(5, 20_000), MONO)
    shorter, longer = segment.fitted(5), segment.fitted(segment.packets + 9)
    assert shorter.packets == 5
    assert segment.data.startswith(shorter.data)
    assert longer.data.startswith(segment.data)
    assert len(longer.data) == longer.sizes.sum()
    assert np.abs(heard(longer, MONO)[20_000 + PACKET_SAMPLES :]).max() < 1e-4


def test_silence_is_silent_and_small() -> None:
    long = silence(STEREO).fitted(100)
    assert np.abs(heard(long, STEREO)).max() < 1e-4
    assert len(long.data) < 1500


def test_sound_of_no_length_is_silence() -> None:
    assert encode_sound(np.zeros(0, np.int16), MONO).packets >= 1


def test_segments_survive_the_cache() -> None:
    segment = encode_sound(speech(6, 10_000), MONO)
    again = SoundSegment.from_bytes(segment.to_bytes())
    assert again.data == segment.data
    assert again.sizes.tolist() == segment.sizes.tolist()


@pytest.mark.parametrize("keep", [0, 5, 30, -1])
def test_a_damaged_segment_is_refused(keep: int) -> None:
    data = encode_sound(speech(6, 10_000), MONO).to_bytes()
    with pytest.raises(RenderError):
        SoundSegment.from_bytes(data[:keep])


@pytest.mark.parametrize(("channels", "bit_rate", "coder"), [(3, 0, "fast"), (1, -1, "fast"), (1, 0, "best")])
def test_sound_that_cannot_be_encoded_is_refused(channels: int, bit_rate: int, coder: str) -> None:
    with pytest.raises(RenderError):
        SoundFormat(channels, bit_rate, coder)


@settings(max_examples=40)
@given(st.lists(st.integers(1, 2000), min_size=1, max_size=300), st.sampled_from([24, 25, 30, 60]))
def test_no_scene_is_more_than_half_a_packet_from_its_frame(lengths: list[int], fps: int) -> None:
    rate = FrameRate(fps)
    boundaries = [sum(lengths[:number]) for number in range(len(lengths) + 1)]
    starts = packet_starts(boundaries, rate)
    away = [
        abs(start * PACKET_SAMPLES - rate.samples_at(at))
        for start, at in zip(starts[:-1], boundaries, strict=False)
    ]
    assert max(away) <= PACKET_SAMPLES // 2
    assert starts[-1] * PACKET_SAMPLES >= rate.samples_at(boundaries[-1]) + PACKET_SAMPLES // 2


def test_two_hundred_segments_stay_in_their_places() -> None:
    rate = FrameRate(30000, 1001)
    numbers = np.random.default_rng(11)
    lengths = numbers.integers(9, 30, 200)
    boundaries = [0, *map(int, np.cumsum(lengths))]
    starts = packet_starts(boundaries, rate)
    sounds = [
        speech(number, rate.samples_at(end) - rate.samples_at(start))
        for number, (start, end) in enumerate(itertools.pairwise(boundaries))
    ]
    with ThreadPoolExecutor(2) as pool:
        segments = list(pool.map(lambda sound: encode_sound(sound, MONO), sounds))
    fitted = [segment.fitted(starts[number + 1] - starts[number]) for number, segment in enumerate(segments)]
    film = SoundSegment(
        b"".join(segment.data for segment in fitted), np.concatenate([segment.sizes for segment in fitted])
    )
    played = heard(film, MONO)[:, 0]
    worst_ms = max(
        abs(offset_samples(played, sound, rate.samples_at(start))) / 48
        for sound, start in zip(sounds, boundaries[:-1], strict=True)
    )
    assert worst_ms <= 11
    assert abs(len(played) - rate.samples_at(boundaries[-1])) <= PACKET_SAMPLES


def offset_samples(played: NDArray[np.float32], sound: NDArray[np.float32], expected: int) -> int:
    """Return how far from its place a sound is heard, found where it correlates best."""
    reach = 2 * PACKET_SAMPLES
    start = max(0, expected - reach)
    window = played[start : expected + len(sound) + reach]
    size = 1 << (len(window) + len(sound)).bit_length()
    spectrum = np.fft.rfft(window, size) * np.conj(np.fft.rfft(sound, size))
    return int(np.argmax(np.fft.irfft(spectrum)[: len(window)])) + start - expected
