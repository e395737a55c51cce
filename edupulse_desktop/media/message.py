"""One message between us and a helper program: a JSON header and bytes, both with their length before them.

No pickle: whatever a helper that reads strangers' files sends back is data and can never become code.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass, field
from typing import BinaryIO, TypeAlias

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

_LENGTHS = struct.Struct(">IQ")
_LARGEST_HEADER_BYTES = 16 * 2**20


@dataclass(frozen=True, slots=True)
class Message:
    """A request to a helper, or its answer."""

    header: dict[str, Json] = field(default_factory=dict)
    body: bytes = b""


class Garbled(Exception):
    """Bytes that are no message, or one that is larger than allowed."""


def write_message(stream: BinaryIO, message: Message) -> None:
    """Send a message; OSError when the other side is gone."""
    header = json.dumps(message.header, ensure_ascii=False, separators=(",", ":")).encode()
    stream.write(_LENGTHS.pack(len(header), len(message.body)))
    stream.write(header)
    stream.write(message.body)
    stream.flush()


def read_message(stream: BinaryIO, largest_body_bytes: int) -> Message | None:
    """Wait for a message; none when the other side has closed the stream, Garbled when it makes no sense."""
    lengths = stream.read(_LENGTHS.size)
    if not lengths:
        return None
    header_bytes, body_bytes = _LENGTHS.unpack(_whole(lengths, _LENGTHS.size))
    if header_bytes > _LARGEST_HEADER_BYTES or body_bytes > largest_body_bytes:
        raise Garbled(f"a message of {header_bytes} + {body_bytes} bytes is too large")
    text = _whole(stream.read(header_bytes), header_bytes)
    try:
        header = json.loads(text)
    except ValueError as error:
        raise Garbled("a header that is not JSON") from error
    if not isinstance(header, dict):
        raise Garbled("a header that is not a JSON object")
    return Message(header, _whole(stream.read(body_bytes), body_bytes))


def _whole(data: bytes, size: int) -> bytes:
    if len(data) != size:
        raise Garbled(f"{len(data)} of {size} bytes")
    return data
