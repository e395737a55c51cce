"""A file's length, size and streams, and files that only say they are media."""

from __future__ import annotations

import asyncio
import contextlib
import io
import wave
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
from PIL import Image

from edupulse_desktop.errors import NotMedia
from edupulse_desktop.media.ffmpeg import FFmpeg, find_ffmpeg
from edupulse_desktop.media.probe import MediaFile, probe, probe_bytes, sniff

TONE = ["-f", "lavfi", "-i", "sine=frequency=440:duration=1.2345:sample_rate=48000"]
BARS = ["-f", "lavfi", "-i", "testsrc=size=320x180:rate=30000/1001:duration=2"]


@pytest.fixture
def ffmpeg() -> FFmpeg:
    return find_ffmpeg()


def wav(samples: int, rate_hz: int = 48_000, channels: int = 1) -> bytes:
    stream = io.BytesIO()
    with wave.open(stream, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(bytes(2 * samples * channels))
    return stream.getvalue()


def made(ffmpeg: FFmpeg, path: Path, *arguments: str, exact: bool = False) -> MediaFile:
    asyncio.run(ffmpeg.run([*arguments, str(path)]))
    return asyncio.run(probe(ffmpeg, path, exact=exact))


def test_a_clip_with_sound(ffmpeg: FFmpeg, tmp_path: Path) -> None:
    found = made(
        ffmpeg, tmp_path / "a.mp4", *BARS, *TONE, "-c:v", "libx264", "-pix_fmt", "yuv420p", exact=True
    )
    assert found.media_type == "video/mp4"
    assert found.video is not None
    assert (found.video.codec, found.video.width_px, found.video.height_px) == ("h264", 320, 180)
    assert found.video.rate == Fraction(30000, 1001)
    assert found.sound is not None
    assert (found.sound.codec, found.sound.rate_hz, found.sound.channels) == ("aac", 48_000, 1)
    assert found.length_ms == 2002
    assert found.size_bytes == (tmp_path / "a.mp4").stat().st_size


def test_a_phones_rotation_is_applied(ffmpeg: FFmpeg, tmp_path: Path) -> None:
    made(ffmpeg, tmp_path / "a.mp4", *BARS, "-c:v", "libx264")
    turned = ["-display_rotation", "90", "-i", str(tmp_path / "a.mp4"), "-c", "copy"]
    video = made(ffmpeg, tmp_path / "turned.mp4", *turned).video
    assert video is not None
    assert (video.width_px, video.height_px) == (180, 320)


@pytest.mark.parametrize(
    ("name", "media_type", "slack_ms"),
    [
        ("a.wav", "audio/wav", 0),
        ("a.flac", "audio/flac", 0),
        ("a.mp3", "audio/mpeg", 60),
        ("a.ogg", "audio/ogg", 1),
        ("a.m4a", "audio/mp4", 25),
    ],
)
def test_sounds_are_measured_by_their_samples(
    name: str, media_type: str, slack_ms: int, ffmpeg: FFmpeg, tmp_path: Path
) -> None:
    codec = ["-c:a", "libvorbis"] if name.endswith("ogg") else []
    found = made(ffmpeg, tmp_path / name, *TONE, *codec, exact=True)
    assert found.media_type == media_type
    assert found.video is None
    assert abs(found.length_ms - 1234) <= slack_ms + 1


def test_sound_bytes_of_a_provider(ffmpeg: FFmpeg) -> None:
    found = asyncio.run(probe_bytes(ffmpeg, wav(24_000, 22_050, 2), exact=True))
    assert found.length_ms == round(24_000 / 22.05)
    assert found.sound is not None
    assert found.sound.channels == 2


def test_a_sound_in_a_film_container_is_a_sound(ffmpeg: FFmpeg, tmp_path: Path) -> None:
    assert made(ffmpeg, tmp_path / "a.mp4", *TONE).media_type == "audio/mp4"
    assert made(ffmpeg, tmp_path / "a.webm", *TONE).media_type == "audio/webm"


def test_a_picture_has_no_length(ffmpeg: FFmpeg, tmp_path: Path) -> None:
    Image.new("RGB", (40, 30)).save(tmp_path / "a.png")
    found = asyncio.run(probe(ffmpeg, tmp_path / "a.png"))
    assert (found.media_type, found.length_ms) == ("image/png", 0)


LIES = {
    "html.wav": b"<!doctype html><title>Bad gateway</title>",
    "json.mp3": b'{"error": {"message": "quota"}}',
    "concat.mp4": b"ffconcat version 1.0\nfile a.mp4\n",
    "list.m3u8": b"#EXTM3U\n#EXTINF:1,\na.mp4\n",
    "drawing.png": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    "empty.wav": b"",
    "noise.mp4": bytes(range(1, 200)),
    "cut.png": b"\x89PNG\r\n\x1a\n" + bytes(20),
    "cut.mp4": b"\x00\x00\x00\x18ftypisom" + bytes(100),
}


@pytest.mark.parametrize("name", LIES)
def test_what_is_not_media_is_refused(name: str, ffmpeg: FFmpeg, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(LIES[name])
    with pytest.raises(NotMedia):
        asyncio.run(probe(ffmpeg, tmp_path / name, exact=True))
    with pytest.raises(NotMedia):
        asyncio.run(probe_bytes(ffmpeg, LIES[name], exact=True))


def test_a_header_without_sound_is_refused_when_decoded(ffmpeg: FFmpeg) -> None:
    with pytest.raises(NotMedia):
        asyncio.run(probe_bytes(ffmpeg, wav(0), exact=True))


def test_a_missing_file(ffmpeg: FFmpeg, tmp_path: Path) -> None:
    with pytest.raises(NotMedia, match="cannot be read"):
        asyncio.run(probe(ffmpeg, tmp_path / "gone.mp4"))


@pytest.mark.parametrize(
    ("head", "media_type"),
    [
        (b"\xff\xfb\x90\x00", "audio/mpeg"),
        (b"\xff\xf1\x50\x80", "audio/aac"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"GIF89a", "image/gif"),
        (b"MZ\x90", None),
    ],
)
def test_first_bytes_tell(head: bytes, media_type: str | None) -> None:
    assert sniff(head) == media_type


def test_damaged_files_are_measured_or_refused_never_anything_else(ffmpeg: FFmpeg, tmp_path: Path) -> None:
    random = Random(20261120)
    made(ffmpeg, tmp_path / "a.mp4", *BARS, *TONE, "-c:v", "libx264", "-pix_fmt", "yuv420p")
    whole = [(tmp_path / "a.mp4").read_bytes(), wav(9_600)]
    for _ in range(60):
        data = bytearray(random.choice(whole))
        for _ in range(random.choice((1, 4, 30))):
            data[random.randrange(min(len(data), random.choice((64, 2_000, len(data)))))] = random.randrange(
                256
            )
        (tmp_path / "damaged").write_bytes(
            data[: random.randrange(1, len(data))] if random.random() < 0.3 else data
        )
        with contextlib.suppress(NotMedia):
            asyncio.run(probe(ffmpeg, tmp_path / "damaged", exact=True))
