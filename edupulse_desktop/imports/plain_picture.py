"""Whether a PNG or JPEG is already as a lesson keeps pictures, so that its bytes can stay as they are.

Plain means: nothing in the file but the picture itself. No camera data, comments, colour profiles, thumbnails or
anything hidden behind its end. Whether it can be decoded is for `media/image.py` to say.
"""

from __future__ import annotations

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_CHUNKS = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"sRGB", b"pHYs"})
"""What a picture is made of, its colour space, and how many pixels an inch has; all others are metadata."""
_APP0, _APP14 = 0xE0, 0xEE
_JPEG_SEGMENTS = frozenset({_APP0, _APP14, 0xC0, 0xC1, 0xC2, 0xC4, 0xDB, 0xDD, 0xDA})
"""JFIF, Adobe's colour transform, baseline and progressive frames, tables, restart interval, scans."""
_FRAMES = frozenset({0xC0, 0xC1, 0xC2})
_SCAN, _END = 0xDA, 0xD9
_SMALL_HEADERS = {_APP0: 16, _APP14: 14}
"""Lengths of these segments without a thumbnail or anything else in them."""


def is_plain(data: bytes) -> bool:
    """Return whether a file is a PNG of at most 8 bits or a JPEG of one or three components, and nothing else."""
    return _is_plain_png(data) if data.startswith(_PNG) else _is_plain_jpeg(data)


def _is_plain_png(data: bytes) -> bool:
    at = len(_PNG)
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        kind = data[at + 4 : at + 8]
        if kind not in _PNG_CHUNKS or (kind == b"IHDR" and data[at + 16 : at + 17] > b"\x08"):
            return False
        at += 12 + length
        if kind == b"IEND":
            return at == len(data)
    return False


def _is_plain_jpeg(data: bytes) -> bool:
    if not data.startswith(b"\xff\xd8"):
        return False
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == _END:
            return False
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        if marker not in _JPEG_SEGMENTS or length > _SMALL_HEADERS.get(marker, length):
            return False
        if marker in _FRAMES and data[at + 9 : at + 10] not in (b"\x01", b"\x03"):
            return False
        at += 2 + length
        if marker == _SCAN:
            at = _after_scan(data, at)
            if data[at : at + 2] == bytes((0xFF, _END)):
                return at + 2 == len(data)
    return False


def _after_scan(data: bytes, at: int) -> int:
    """Return where the next marker after the coded picture begins; stuffed zeros and restarts belong to it."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            return len(data)
        following = data[at + 1]
        if following != 0 and not 0xD0 <= following <= 0xD7:
            return at
        at += 2
