"""Bits of an H.264 stream: a writer and a reader of syntax elements, escaping, cutting into NAL units.

The descriptors u(n), ue(v), se(v) and the emulation prevention of ITU-T H.264 §7.2, §7.3.1, §7.4.1.1, §9.1
and Annex B, and nothing that knows what the bits mean.
"""

from __future__ import annotations

import re
from collections.abc import Container
from typing import NamedTuple

from edupulse_desktop.errors import RenderError

_FORBIDDEN = re.compile(rb"\x00\x00(?=[\x00-\x03])")
_START_CODE = b"\x00\x00\x01"
_NAL_TYPE = 31


class Tail(NamedTuple):
    """Bits of any number, left over behind a header: the lowest `length` bits of `value`."""

    value: int
    length: int


class BitWriter:
    """Collects syntax elements, most significant bit first."""

    def __init__(self) -> None:
        self._value = 0
        self._length = 0

    @property
    def length(self) -> int:
        """Number of bits written so far."""
        return self._length

    def u(self, bits: int, value: int) -> None:
        """Write an unsigned number in exactly `bits` bits."""
        if not 0 <= value < 1 << bits:
            raise RenderError(
                "A picture could not be described to the player.", detail=f"{value} in {bits} bits"
            )
        self._value = self._value << bits | value
        self._length += bits

    def ue(self, value: int) -> None:
        """Write an unsigned Exp-Golomb number (§9.1)."""
        self.u(2 * (value + 1).bit_length() - 1, value + 1)

    def se(self, value: int) -> None:
        """Write a signed Exp-Golomb number (§9.1.1), in the order 0, 1, −1, 2, −2."""
        self.ue(2 * value - 1 if value > 0 else -2 * value)

    def tail(self, tail: Tail) -> None:
        """Append bits that were cut from another stream."""
        self._value = self._value << tail.length | tail.value
        self._length += tail.length

    def rbsp(self) -> bytes:
        """Return the bits with the stop bit and zeros up to a whole byte (§7.3.2.11)."""
        padding = -(self._length + 1) % 8
        value = (self._value << 1 | 1) << padding
        return value.to_bytes((self._length + 1 + padding) // 8, "big")

    def whole_bytes(self) -> bytes:
        """Return the bits as they are; their number must be a multiple of eight."""
        if self._length % 8:
            raise RenderError("A description for the player is incomplete.", detail=f"{self._length} bits")
        return self._value.to_bytes(self._length // 8, "big")


class BitReader:
    """Reads syntax elements from a raw byte sequence payload (without emulation prevention bytes)."""

    def __init__(self, rbsp: bytes) -> None:
        self._value = int.from_bytes(rbsp, "big")
        self._length = 8 * len(rbsp)
        self.position = 0

    def u(self, bits: int) -> int:
        """Read an unsigned number of `bits` bits; past the end is a RenderError."""
        self.position += bits
        if self.position > self._length:
            raise RenderError(
                "An encoded picture is cut off.", hint="Render it again.", detail="read past the end"
            )
        return self._value >> (self._length - self.position) & ((1 << bits) - 1)

    def flag(self) -> bool:
        """Read one bit."""
        return self.u(1) == 1

    def ue(self) -> int:
        """Read an unsigned Exp-Golomb number."""
        zeros = 0
        while not self.u(1):
            zeros += 1
        return (1 << zeros) - 1 + self.u(zeros)

    def se(self) -> int:
        """Read a signed Exp-Golomb number."""
        code = self.ue()
        return (code + 1) // 2 if code & 1 else -(code // 2)

    def more_data(self) -> bool:
        """Return whether anything but the stop bit and its zeros is left (§7.2, more_rbsp_data)."""
        rest = self._value & ((1 << (self._length - self.position)) - 1)
        return rest & (rest - 1) != 0


def cut_tail(rbsp: bytes, position: int) -> Tail:
    """Return what lies between bit `position` and the stop bit of a payload."""
    trimmed = rbsp.rstrip(b"\x00")
    if not trimmed:
        raise RenderError("An encoded picture is empty.", hint="Render it again.")
    stop = (trimmed[-1] & -trimmed[-1]).bit_length()
    length = 8 * len(trimmed) - position - stop
    value = int.from_bytes(trimmed[position // 8 :], "big") >> stop
    return Tail(value & ((1 << length) - 1), length)


def escape(rbsp: bytes) -> bytes:
    """Insert emulation prevention bytes, so that no start code appears inside (§7.4.1.1)."""
    return _FORBIDDEN.sub(b"\x00\x00\x03", rbsp)


def unescape(payload: bytes) -> bytes:
    """Remove emulation prevention bytes."""
    return payload.replace(b"\x00\x00\x03", b"\x00\x00")


def split_nals(stream: bytes, closing: Container[int] = ()) -> list[bytes]:
    """Cut a byte stream (Annex B) into NAL units without start codes and stuffing.

    Args:
        stream: bytes that begin with a start code.
        closing: values of nal_unit_type after which nothing follows; such a unit is not searched for its end.
    """
    nals: list[bytes] = []
    start = stream.find(_START_CODE) + len(_START_CODE)
    while start >= len(_START_CODE):
        end = -1 if stream[start] & _NAL_TYPE in closing else stream.find(_START_CODE, start)
        nals.append(stream[start : end if end >= 0 else len(stream)].rstrip(b"\x00"))
        start = end + len(_START_CODE)
    return nals


def with_length(nal: bytes) -> bytes:
    """Return a NAL unit as it stands in an MP4 sample, behind its length in four bytes (ISO 14496-15 §5.3.4.2)."""
    return len(nal).to_bytes(4, "big") + nal
