"""Length, size and streams of a file; refuses what is not what it says.

There is no ffprobe, so the bundled FFmpeg's own description of the file is read. Magic numbers come first:
a page or a script with the name of a film is refused before any program opens it.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from edupulse_desktop.errors import NotMedia, ToolFailed
from edupulse_desktop.media.ffmpeg import FFmpeg
from edupulse_desktop.media.ffmpeg_limits import Limits

_HEAD_BYTES = 4096
_LONGEST_EXACT_S = 600.0

_DURATION = re.compile(r"^  Duration: (\d+):(\d\d):(\d\d)\.(\d\d)", re.MULTILINE)
_VIDEO = re.compile(
    r"^  Stream #0:\d+.*?: Video: (?P<codec>\w+).*?, (?P<width>\d+)x(?P<height>\d+)(?P<rest>.*)$",
    re.MULTILINE,
)
_SOUND = re.compile(
    r"^  Stream #0:\d+.*?: Audio: (?P<codec>\w+).*?, (?P<rate>\d+) Hz, (?P<layout>[^,\n]+)", re.MULTILINE
)
_COVER = "(attached pic)"
_ROTATION = re.compile(r"(?:Display Matrix|displaymatrix): rotation of (-?[\d.]+) degrees")
_LAYOUTS = {
    "mono": 1,
    "stereo": 2,
    "2.1": 3,
    "3.0": 3,
    "quad": 4,
    "4.0": 4,
    "5.0": 5,
    "5.1": 6,
    "6.1": 7,
    "7.1": 8,
}

_SIGNATURES = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"GIF8[79]a"), "image/gif"),
    (re.compile(rb"RIFF.{4}WEBP", re.DOTALL), "image/webp"),
    (re.compile(rb"(RIFF|RF64).{4}WAVE", re.DOTALL), "audio/wav"),
    (re.compile(rb"RIFF.{4}AVI ", re.DOTALL), "video/x-msvideo"),
    (re.compile(rb"FORM.{4}AIF[FC]", re.DOTALL), "audio/aiff"),
    (re.compile(rb"fLaC"), "audio/flac"),
    (re.compile(rb"OggS"), "audio/ogg"),
    (re.compile(rb".{4}ftyp(M4A|M4B)", re.DOTALL), "audio/mp4"),
    (re.compile(rb".{4}ftypqt  ", re.DOTALL), "video/quicktime"),
    (re.compile(rb".{4}ftyp(heic|heix|mif1|avif)", re.DOTALL), "image/heif"),
    (re.compile(rb".{4}ftyp", re.DOTALL), "video/mp4"),
    (re.compile(rb".{4}(moov|mdat|wide|free)", re.DOTALL), "video/quicktime"),
    (re.compile(rb"\x1a\x45\xdf\xa3.{0,60}webm", re.DOTALL), "video/webm"),
    (re.compile(rb"\x1a\x45\xdf\xa3"), "video/x-matroska"),
    (re.compile(rb"\x30\x26\xb2\x75\x8e\x66\xcf\x11"), "video/x-ms-asf"),
    (re.compile(rb"FLV\x01"), "video/x-flv"),
    (re.compile(rb"\x00\x00\x01[\xba\xb3]"), "video/mpeg"),
    (re.compile(rb"\x47.{187}\x47", re.DOTALL), "video/mp2t"),
    (re.compile(rb"ID3"), "audio/mpeg"),
    (re.compile(rb"\xff[\xf0\xf1\xf8\xf9]"), "audio/aac"),
    (re.compile(rb"\xff[\xe2-\xef\xf2-\xff]"), "audio/mpeg"),
)
"""First bytes by format: the file command's list, the RFCs of the media types, ISO/IEC 14496-12 for `ftyp`."""


@dataclass(frozen=True, slots=True)
class VideoStream:
    """What is to be seen, as shown: a phone's rotation is taken into account."""

    codec: str
    width_px: int
    height_px: int
    rate: Fraction


@dataclass(frozen=True, slots=True)
class SoundStream:
    """What is to be heard."""

    codec: str
    rate_hz: int
    channels: int


@dataclass(frozen=True, slots=True)
class MediaFile:
    """What a file holds; `length_ms` is 0 for a still picture."""

    media_type: str
    size_bytes: int
    length_ms: int
    video: VideoStream | None
    sound: SoundStream | None


def sniff(head: bytes) -> str | None:
    """Return the media type that a file's first bytes tell, or nothing if they are no picture, clip or sound."""
    return next((media_type for pattern, media_type in _SIGNATURES if pattern.match(head)), None)


async def probe(ffmpeg: FFmpeg, path: Path, *, exact: bool = False) -> MediaFile:
    """Say what is in a file.

    Args:
        ffmpeg: the bundled program.
        path: a file from anywhere.
        exact: decode it and count its samples and frames, instead of believing what its header says.

    Raises:
        NotMedia: it is not a picture, clip or sound, or cannot be decoded.
    """
    media_type, size_bytes = await asyncio.to_thread(_sniffed, path)
    said = await ffmpeg.describe(path)
    video, sound = _video(said), _sound(said)
    if video is None and sound is None:
        raise _refusal("It holds neither pictures nor sound that can be decoded.")
    if media_type.startswith("image/") and media_type != "image/gif":
        return MediaFile(media_type, size_bytes, 0, video, None)
    length_ms = await _exact_length_ms(ffmpeg, path, video, sound) if exact else _length_ms(said)
    if media_type.startswith("video/") and video is None:
        media_type = media_type.replace("video/", "audio/")
    return MediaFile(media_type, size_bytes, length_ms, video, sound)


async def probe_bytes(ffmpeg: FFmpeg, data: bytes, *, exact: bool = False) -> MediaFile:
    """Say what is in these bytes; raises as `probe` does."""
    if sniff(data[:_HEAD_BYTES]) is None:
        raise _refusal("Its first bytes are those of no picture, clip or sound.")
    with tempfile.TemporaryDirectory(prefix="edupulse-") as folder:
        path = Path(folder, "probed")
        await asyncio.to_thread(path.write_bytes, data)
        return await probe(ffmpeg, path, exact=exact)


def _sniffed(path: Path) -> tuple[str, int]:
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD_BYTES)
        size_bytes = path.stat().st_size
    except OSError as failure:
        raise NotMedia(
            f"“{path.name}” cannot be read.", hint="Check that it is still there.", detail=str(failure)
        ) from failure
    media_type = sniff(head)
    if media_type is None:
        raise _refusal("Its first bytes are those of no picture, clip or sound.")
    return media_type, size_bytes


def _length_ms(said: str) -> int:
    found = _DURATION.search(said)
    if found is None:
        return 0
    hours, minutes, seconds, hundredths = map(int, found.groups())
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + hundredths * 10


def _video(said: str) -> VideoStream | None:
    found = next((stream for stream in _VIDEO.finditer(said) if _COVER not in stream["rest"]), None)
    if found is None:
        return None
    width_px, height_px = int(found["width"]), int(found["height"])
    rotation = _ROTATION.search(said, found.end())
    if rotation and round(float(rotation[1])) % 180:
        width_px, height_px = height_px, width_px
    return VideoStream(found["codec"], width_px, height_px, _rate(found["rest"]))


def _rate(rest: str) -> Fraction:
    """Read frames per second; FFmpeg prints 29.97 for 30000/1001 and shortens thousands to `k`."""
    found = re.search(r", ([\d.]+)(k?) (?:fps|tbr)", rest)
    if found is None:
        return Fraction(0)
    printed = Fraction(found[1]) * (1000 if found[2] else 1)
    whole = round(printed)
    broadcast = Fraction(whole * 1000, 1001)
    return broadcast if printed != whole and abs(printed - broadcast) < Fraction(1, 100) else printed


def _sound(said: str) -> SoundStream | None:
    found = _SOUND.search(said)
    if found is None:
        return None
    layout = found["layout"].split("(")[0].strip()
    counted = re.match(r"(\d+) channels", layout)
    channels = int(counted[1]) if counted else _LAYOUTS.get(layout, 2)
    return SoundStream(found["codec"], int(found["rate"]), channels)


async def _exact_length_ms(
    ffmpeg: FFmpeg, path: Path, video: VideoStream | None, sound: SoundStream | None
) -> int:
    """Decode the longest-living kind of stream and add up the durations that `framecrc` prints."""
    lengths: list[Fraction] = []
    limits = Limits(seconds=_LONGEST_EXACT_S, memory_bytes=2 << 30, output_bytes=256 << 20)
    for stream, present, codec in (("0:V:0", video, "rawvideo"), ("0:a:0", sound, "pcm_s16le")):
        if present is not None:
            sink = ["-map", stream, "-c", codec, "-f", "framecrc", "pipe:1"]
            try:
                listing = await ffmpeg.capture(["-i", str(path), *sink], limits=limits)
            except ToolFailed as failure:
                raise _refusal(failure.detail) from failure
            lengths.append(_counted(listing))
    longest = max(lengths)
    if longest == 0:
        raise _refusal("Nothing in it can be decoded.")
    return round(longest * 1000)


def _counted(listing: bytes) -> Fraction:
    base, total = Fraction(0), 0
    for line in listing.decode().splitlines():
        if line.startswith("#tb 0:"):
            base = Fraction(line.removeprefix("#tb 0:").strip())
        elif not line.startswith("#"):
            total += int(line.split(",")[3])
    return base * total


def _refusal(detail: str) -> NotMedia:
    return NotMedia(
        "This file is not a clip, sound or picture that can be opened.",
        hint="Save it again in the program it came from, for example as MP4, WAV or PNG.",
        detail=detail,
    )
