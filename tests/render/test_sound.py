"""Stretches of sound: every recording at its sample, music that gives way, nothing too loud."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from edupulse_desktop.errors import NotMedia
from edupulse_desktop.media.cache import Cache
from edupulse_desktop.media.ffmpeg import find_ffmpeg
from edupulse_desktop.media.wav import from_floats, write_wav
from edupulse_desktop.model.asset import AssetKind, AssetRef
from edupulse_desktop.render.profile import SoundCoder
from edupulse_desktop.render.recordings import InFile, InMemory, Recordings
from edupulse_desktop.render.sound import mixed
from edupulse_desktop.render.steps import Bed, Mix, Placed, SoundStep
from tests.render.decoding import run_ffmpeg
from tests.render.filming import Shelf, tone

RATE = 48_000


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


@pytest.fixture
def recordings(shelf: Shelf, tmp_path: Path) -> Recordings:
    return Recordings(shelf, Cache(tmp_path / "cache"), find_ffmpeg)


def step(mix: Mix, channels: int = 1) -> SoundStep:
    return SoundStep(mix, channels, SoundCoder.FAST, -16)


def sounding(mix: Mix, recordings: Recordings, channels: int = 1) -> NDArray[np.float32]:
    made = np.concatenate(list(mixed(step(mix, channels), recordings)))
    assert made.shape == (mix.samples, channels)
    return made


def level(samples: NDArray[np.float32], start_s: float, end_s: float) -> float:
    """Return the loudness of a part as its root mean square."""
    part = samples[int(start_s * RATE) : int(end_s * RATE), 0].astype(np.float64)
    return float(np.sqrt(np.mean(part**2)))


def pulse(shelf: Shelf, samples: int = 200, value: float = 0.5) -> AssetRef:
    return shelf.sound(np.full(samples, value), RATE)


def test_every_recording_stands_at_its_sample_across_blocks(shelf: Shelf, recordings: Recordings) -> None:
    places = [0, 12_345, (1 << 18) - 100, 400_001]
    click = pulse(shelf)
    mix = Mix(500_000, tuple(Placed(click, at) for at in places))
    made = sounding(mix, recordings)[:, 0]
    expected = np.zeros(500_000, np.float32)
    for at in places:
        expected[at : at + 200] = 0.5
    assert np.abs(made - expected).max() < 1e-4


def test_speech_alone_passes_unchanged(shelf: Shelf, recordings: Recordings) -> None:
    loud = tone(900, 440, RATE, level=0.83)
    made = sounding(Mix(RATE, (Placed(shelf.sound(loud, RATE), 0),)), recordings)[: len(loud), 0]
    assert np.abs(made - loud).max() < 1e-4


def test_another_rate_keeps_length_and_pitch(shelf: Shelf, recordings: Recordings) -> None:
    made = sounding(Mix(RATE, (Placed(shelf.sound(tone(1000, 1000, 22_050)), 0),)), recordings)
    wanted = tone(1000, 1000, RATE)
    assert np.abs(made[2_000:40_000, 0] - wanted[2_000:40_000]).max() < 0.01


def test_a_recording_is_cut_at_the_end_of_its_stretch_without_a_click(
    shelf: Shelf, recordings: Recordings
) -> None:
    made = sounding(Mix(RATE // 2, (Placed(shelf.sound(tone(2000, 440)), 0),)), recordings)
    assert np.abs(made[-1024:]).max() == 0
    assert level(made, 0.3, 0.4) > 0.1


def test_a_longer_recording_is_cut_where_that_is_asked_for(shelf: Shelf, recordings: Recordings) -> None:
    made = sounding(Mix(RATE, (Placed(pulse(shelf, 40_000), 0, most_samples=1_000),)), recordings)
    assert np.count_nonzero(made) == 1_000


def test_music_gives_way_to_speech_and_comes_back(shelf: Shelf, recordings: Recordings) -> None:
    music = shelf.sound(tone(1000, 200, RATE, level=0.8), RATE)
    silent_voice = shelf.sound(np.zeros(RATE), RATE)
    bed = Bed(music, volume_percent=50, ducked_percent=10, fade_in_ms=500, fade_out_ms=1000)
    made = sounding(Mix(8 * RATE, (Placed(silent_voice, 3 * RATE),), bed), recordings)
    full = 0.8 / np.sqrt(2)
    assert level(made, 0.05, 0.15) == pytest.approx(full * 0.5 * 0.2, rel=0.15)
    assert level(made, 1.2, 1.8) == pytest.approx(full * 0.5, rel=0.02)
    assert level(made, 3.1, 3.9) == pytest.approx(full * 0.1, rel=0.02)
    assert level(made, 5.2, 5.8) == pytest.approx(full * 0.5, rel=0.02)
    assert level(made, 7.45, 7.55) == pytest.approx(full * 0.25, rel=0.05)
    assert np.abs(made[-1024:]).max() == 0


def test_music_never_jumps(shelf: Shelf, recordings: Recordings) -> None:
    steady = shelf.sound(np.full(RATE, 0.5), RATE)
    voice = shelf.sound(np.zeros(RATE), RATE)
    bed = Bed(steady, 80, 20, 300, 300)
    made = sounding(Mix(6 * RATE, (Placed(voice, RATE), Placed(voice, 3 * RATE)), bed), recordings)
    assert np.abs(np.diff(made[:-2_048, 0])).max() < 0.001


def test_music_gives_way_and_fades_after_six_minutes_as_before(shelf: Shelf, recordings: Recordings) -> None:
    steady = shelf.sound(np.full(30 * RATE, 0.5), RATE)
    silent_voice = shelf.sound(np.zeros(RATE), RATE)
    late, seconds = 352, 360
    bed = Bed(steady, volume_percent=80, ducked_percent=20, fade_in_ms=0, fade_out_ms=3_000)
    made = sounding(Mix(seconds * RATE, (Placed(silent_voice, late * RATE),), bed), recordings)
    assert np.abs(np.diff(made[:-2_048, 0])).max() < 0.001
    assert level(made, late - 0.13, late - 0.12) == pytest.approx(0.25, rel=0.02)
    assert level(made, late + 0.1, late + 0.9) == pytest.approx(0.1, rel=0.01)
    assert level(made, late + 1.29, late + 1.31) == pytest.approx(0.25, rel=0.02)
    assert level(made, seconds - 1.51, seconds - 1.49) == pytest.approx(0.2, rel=0.02)


def test_music_begins_again_when_it_ends(shelf: Shelf, recordings: Recordings) -> None:
    short = tone(250, 440, RATE)
    bed = Bed(shelf.sound(short, RATE), 100, 100, 0, 0)
    made = sounding(Mix(RATE, (), bed), recordings)[: 3 * len(short), 0]
    assert np.abs(made - np.tile(short, 3)).max() < 1e-3


def test_an_effect_does_not_make_music_give_way(shelf: Shelf, recordings: Recordings) -> None:
    bed = Bed(shelf.sound(np.full(RATE, 0.4), RATE), 100, 0, 0, 0)
    quiet = shelf.sound(np.zeros(RATE), RATE)
    made = sounding(Mix(2 * RATE, (Placed(quiet, 0, is_speech=False),), bed), recordings)
    assert np.abs(made[:RATE, 0] - 0.4).max() < 1e-3


def test_what_is_too_loud_together_is_rounded_not_clipped(shelf: Shelf, recordings: Recordings) -> None:
    voice = shelf.sound(tone(1000, 440, RATE, level=0.8), RATE)
    bed = Bed(shelf.sound(tone(1000, 441, RATE, level=0.9), RATE), 100, 100, 0, 0)
    made = sounding(Mix(RATE, (Placed(voice, 0),), bed), recordings)
    assert 0.8 < np.abs(made).max() < 0.845


def test_stereo_stays_stereo_and_mono_is_heard_on_both_sides(shelf: Shelf, recordings: Recordings) -> None:
    sides = np.stack([np.full(1_000, 0.5), np.full(1_000, -0.25)], axis=1)
    mix = Mix(RATE, (Placed(shelf.sound(sides, RATE), 0), Placed(pulse(shelf), 20_000)))
    made = sounding(mix, recordings, channels=2)
    assert made[500].tolist() == pytest.approx([0.5, -0.25], abs=1e-3)
    assert made[20_100].tolist() == pytest.approx([0.5, 0.5], abs=1e-3)


def test_a_quieter_film_is_quieter_throughout(shelf: Shelf, recordings: Recordings) -> None:
    quieter = replace(step(Mix(RATE, (Placed(pulse(shelf), 0),))), loudness_lufs=-22)
    (block,) = mixed(quieter, recordings)
    assert block[100, 0] == pytest.approx(0.5 * 10 ** (-6 / 20), rel=1e-3)


def test_nothing_placed_is_silence(recordings: Recordings) -> None:
    assert not sounding(Mix(1_000_000), recordings).any()


def encoded(shelf: Shelf, kind: str, *arguments: str, channels: int = 1) -> AssetRef:
    """Return a second of tone encoded by FFmpeg."""
    wave = write_wav(from_floats(np.repeat(tone(1000, 440, 44_100)[:, None], channels, axis=1), 44_100))
    path = shelf.folder / f"sound.{kind}"
    run_ffmpeg("-y", "-f", "wav", "-i", "pipe:0", *arguments, str(path), data=wave)
    return shelf.add(path.read_bytes(), AssetKind.SOUND, f"audio/{kind}")


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        ("mp3", ("-c:a", "libmp3lame")),
        ("flac", ("-c:a", "flac")),
        ("ogg", ("-c:a", "libvorbis")),
        ("mp4", ("-c:a", "aac")),
        ("wav", ("-c:a", "pcm_s24le")),
        ("wav", ("-c:a", "pcm_f32le")),
    ],
)
@pytest.mark.parametrize("channels", [1, 2])
def test_other_kinds_of_sound_are_decoded(
    shelf: Shelf, recordings: Recordings, kind: str, arguments: tuple[str, ...], channels: int
) -> None:
    recording = recordings.open(encoded(shelf, kind, *arguments, channels=channels))
    assert isinstance(recording, InFile)
    assert recording.channels == channels
    assert recording.frames == pytest.approx(RATE, abs=2_400)
    middle = recording.read(RATE // 4, RATE // 2).astype(np.float32) / 32_768
    assert level(middle, 0, 1) == pytest.approx(0.3 / np.sqrt(2), rel=0.06)


def test_a_decoded_sound_is_decoded_once(shelf: Shelf, tmp_path: Path) -> None:
    asset = encoded(shelf, "mp3", "-c:a", "libmp3lame")
    Recordings(shelf, Cache(tmp_path / "cache"), find_ffmpeg).open(asset)
    asked: list[str] = []

    def never() -> object:
        asked.append("ffmpeg")
        raise AssertionError

    Recordings(shelf, Cache(tmp_path / "cache"), never).open(asset)  # type: ignore[arg-type]
    assert not asked


def test_our_own_takes_need_no_ffmpeg(shelf: Shelf, recordings: Recordings) -> None:
    assert isinstance(recordings.open(shelf.sound(tone(100, 440))), InMemory)


def test_a_long_recording_is_not_held_in_memory(shelf: Shelf, recordings: Recordings) -> None:
    asset = shelf.sound(np.zeros(5_000_000), RATE)
    assert isinstance(recordings.open(asset), InFile)
    assert recordings.open(asset).frames == 5_000_000


def test_channels_are_remembered(shelf: Shelf, recordings: Recordings, tmp_path: Path) -> None:
    asset = shelf.sound(np.zeros((100, 2)), RATE)
    assert recordings.channels(asset) == 2
    shelf.data.clear()
    assert Recordings(shelf, Cache(tmp_path / "cache"), find_ffmpeg).channels(asset) == 2


@pytest.mark.parametrize("data", [b"", b"not a sound at all", b"RIFF\x00\x00\x00\x00WAVEfmt "])
@pytest.mark.parametrize("media_type", ["audio/wav", "audio/mpeg"])
def test_what_is_no_sound_is_said_to_be_none(
    shelf: Shelf, recordings: Recordings, data: bytes, media_type: str
) -> None:
    asset = shelf.add(data, AssetKind.SOUND, media_type)
    with pytest.raises(NotMedia):
        recordings.open(asset)
    assert not list((shelf.folder / "cache").rglob("*.part*"))
