"""Tracks of a film: what each kind of sample is, and how its table hangs in the file.

Film and sound: ISO/IEC 14496-12 §8, 14496-14 §5.6, 14496-15 §5.4. Captions: 3GPP TS 26.245 (tx3g). Chapters:
QuickTime File Format, "Text media".
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from edupulse_desktop.render.aac import SoundFormat
from edupulse_desktop.render.mp4.boxes import (
    MOVIE_TIMESCALE,
    box,
    descriptor,
    edit_list,
    full_box,
    handler,
    matrix,
    times,
)
from edupulse_desktop.render.parameter_sets import VideoFormat
from edupulse_desktop.render.rate import SAMPLE_RATE_HZ

_ENABLED, _IN_MOVIE = 1, 2
_DATA_REFERENCE = bytes(6) + struct.pack(">H", 1)
_DOTS_PER_INCH_72 = 0x48_0000
_BT709_LIMITED = b"nclx" + struct.pack(">HHHB", 1, 1, 1, 0)
_LENGTH_OF_FOUR, _ONE_SPS = 0xFF, 0xE1
_AAC_OBJECT, _AUDIO_STREAM = 0x40, 0x15
_CAPTION_SHARE = 6
"""A caption's box is a sixth of the picture's height, at the bottom."""
_CAPTIONS_GROUP = 2
_CENTRED, _BOTTOM = 1, 0xFF
_FONT = b"Arial"
_WHITE = b"\xff\xff\xff\xff"


@dataclass(frozen=True, slots=True)
class TrackHead:
    """What a track says of itself beside its samples."""

    number: int
    handler: str
    name: str
    timescale: int
    media_duration: int
    """In ticks of the track."""
    movie_duration: int
    """In ticks of the movie."""
    media_start: int = 0
    """Ticks of the track that are skipped at the start."""
    language: str = "und"
    enabled: bool = True
    width_px: int = 0
    height_px: int = 0
    down_px: int = 0
    chapters: int = 0
    """Number of the track that holds the chapters; 0 if none."""


def track(head: TrackHead, samples: bytes) -> bytes:
    """Return the box `trak` around a sample table."""
    parts = [_track_header(head), edit_list(head.movie_duration, head.media_start)]
    if head.chapters:
        parts.append(box("tref", box("chap", struct.pack(">I", head.chapters))))
    version, stamps = times((head.timescale,), head.media_duration)
    header = full_box("mdhd", version, 0, stamps, _packed_language(head.language), bytes(2))
    data = box("dinf", full_box("dref", 0, 0, struct.pack(">I", 1), full_box("url ", 0, 1)))
    media = box("minf", _media_header(head.handler), data, samples)
    parts.append(box("mdia", header, handler(head.handler, head.name), media))
    return box("trak", *parts)


def video_entry(video: VideoFormat) -> bytes:
    """Return the sample entry of our film: avc1 with parameter sets, colours and square pixels."""
    sps, pps = video.sps(), video.pps()
    sets = struct.pack(">H", len(sps)) + sps + b"\x01" + struct.pack(">H", len(pps)) + pps
    configuration = b"\x01" + sps[1:4] + bytes([_LENGTH_OF_FOUR, _ONE_SPS]) + sets
    look = struct.pack(">HHII", video.width_px, video.height_px, _DOTS_PER_INCH_72, _DOTS_PER_INCH_72)
    return box(
        "avc1",
        _DATA_REFERENCE + bytes(16) + look + bytes(4),
        struct.pack(">H", 1) + bytes(32) + struct.pack(">Hh", 24, -1),
        box("avcC", configuration),
        box("colr", _BT709_LIMITED),
        box("pasp", struct.pack(">II", 1, 1)),
    )


def sound_entry(sound: SoundFormat) -> bytes:
    """Return the sample entry of AAC sound."""
    rates = struct.pack(">II", sound.bits_per_second, sound.bits_per_second)
    decoder = bytes([_AAC_OBJECT, _AUDIO_STREAM]) + bytes(3) + rates + descriptor(5, sound.specific_config)
    stream = struct.pack(">HB", 0, 0) + descriptor(4, decoder) + descriptor(6, b"\x02")
    look = struct.pack(">HHHHI", sound.channels, 16, 0, 0, SAMPLE_RATE_HZ << 16)
    return box("mp4a", _DATA_REFERENCE, bytes(8), look, full_box("esds", 0, 0, descriptor(3, stream)))


def caption_entry(width_px: int, height_px: int) -> bytes:
    """Return the sample entry of captions: white, centred, at the bottom."""
    area = struct.pack(">4h", 0, 0, caption_height(height_px), width_px)
    style = struct.pack(">HHHBB", 0, 0, 1, 0, max(8, height_px // 20)) + _WHITE
    fonts = box("ftab", struct.pack(">HHB", 1, 1, len(_FONT)) + _FONT)
    look = bytes(4) + bytes([_CENTRED, _BOTTOM]) + bytes(4)
    return box("tx3g", _DATA_REFERENCE, look, area, style, fonts)


def chapter_entry() -> bytes:
    """Return the sample entry of chapter titles."""
    look = struct.pack(">II", 0, 0) + bytes(6) + bytes(8) + bytes(8)
    return box("text", _DATA_REFERENCE, look, bytes(2 + 2 + 1 + 2), bytes(6), bytes(1))


def caption_height(height_px: int) -> int:
    """Return the height of the box that captions stand in."""
    return height_px // _CAPTION_SHARE


def movie_ticks(seconds_num: int, seconds_den: int) -> int:
    """Return a time in movie ticks, rounded up so that nothing at the end is cut."""
    return -(-seconds_num * MOVIE_TIMESCALE // seconds_den)


def _track_header(head: TrackHead) -> bytes:
    version, stamps = times((head.number, 0), head.movie_duration)
    flags = (_ENABLED if head.enabled else 0) | _IN_MOVIE
    group = _CAPTIONS_GROUP if head.handler == "sbtl" else 0
    volume = 0x100 if head.handler == "soun" else 0
    place = bytes(8) + struct.pack(">hhHH", 0, group, volume, 0) + matrix(head.down_px)
    return full_box(
        "tkhd", version, flags, stamps, place, struct.pack(">II", head.width_px << 16, head.height_px << 16)
    )


def _packed_language(code: str) -> bytes:
    first, second, third = (ord(letter) - 0x60 for letter in code)
    return struct.pack(">H", first << 10 | second << 5 | third)


def _media_header(kind: str) -> bytes:
    if kind == "vide":
        return full_box("vmhd", 0, 1, bytes(8))
    if kind == "soun":
        return full_box("smhd", 0, 0, bytes(4))
    if kind == "sbtl":
        return full_box("nmhd", 0, 0)
    mode = struct.pack(">5H", 0x40, 0x8000, 0x8000, 0x8000, 0) + bytes(2)
    return box("gmhd", full_box("gmin", 0, 0, mode), box("text", matrix()))
