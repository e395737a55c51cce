"""Boxes, the bricks of an MP4 file: a size, four letters, contents (ISO/IEC 14496-12 §4.2)."""

from __future__ import annotations

import struct

MOVIE_TIMESCALE = 48_000
"""Ticks per second of movie and edit durations: fine enough for every frame rate and for sound."""

_MATRIX = struct.Struct(">9i")
_ONE, _ONE_W = 0x10000, 0x40000000
_LARGEST_32_BIT = 0xFFFF_FFFF
_DESCRIPTOR_PADDING = b"\x80\x80\x80"


def box(kind: str, *contents: bytes) -> bytes:
    """Return a box; `kind` has four characters of Latin-1."""
    size = 8 + sum(map(len, contents))
    return b"".join((struct.pack(">I4s", size, kind.encode("latin-1")), *contents))


def full_box(kind: str, version: int, flags: int, *contents: bytes) -> bytes:
    """Return a box with version and flags."""
    return box(kind, struct.pack(">I", version << 24 | flags), *contents)


def descriptor(tag: int, contents: bytes) -> bytes:
    """Return an MPEG-4 descriptor with its size in four bytes (ISO/IEC 14496-1 §8.3.3)."""
    return bytes([tag]) + _DESCRIPTOR_PADDING + bytes([len(contents)]) + contents


def matrix(down_px: int = 0) -> bytes:
    """Return the matrix that leaves pictures as they are, or moves them down."""
    return _MATRIX.pack(_ONE, 0, 0, 0, _ONE, 0, 0, down_px * _ONE, _ONE_W)


def times(before: tuple[int, ...], duration: int) -> tuple[int, bytes]:
    """Return version and bytes of creation, change, `before` and duration: 32 bits where they suffice."""
    if duration <= _LARGEST_32_BIT:
        return 0, struct.pack(f">II{len(before)}II", 0, 0, *before, duration)
    return 1, struct.pack(f">QQ{len(before)}IQ", 0, 0, *before, duration)


def edit_list(duration: int, media_time: int) -> bytes:
    """Return the edit that starts a track at `media_time` of its own ticks; duration in movie ticks."""
    version, layout = (0, ">IIiI") if duration <= _LARGEST_32_BIT else (1, ">IQqI")
    return box("edts", full_box("elst", version, 0, struct.pack(layout, 1, duration, media_time, _ONE)))


def handler(kind: str, name: str) -> bytes:
    """Return what a track is for; `name` is what players list."""
    return full_box("hdlr", 0, 0, bytes(4), kind.encode("ascii"), bytes(12), name.encode() + b"\x00")
