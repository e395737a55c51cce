"""What a film says of itself to media libraries: title, author, description, poster (iTunes-style `ilst`)."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from edupulse_desktop.errors import RenderError
from edupulse_desktop.render.mp4.boxes import box, full_box

_TEXT, _JPEG, _PNG = 1, 13, 14
_SIGNATURES = ((b"\x89PNG\r\n\x1a\n", _PNG), (b"\xff\xd8\xff", _JPEG))


@dataclass(frozen=True, slots=True)
class Tags:
    """Words about a film; empty ones are left out."""

    title: str = ""
    artist: str = ""
    comment: str = ""
    description: str = ""
    tool: str = "EduPulse"


def tag_boxes(tags: Tags, poster: bytes) -> bytes:
    """Return the box `meta`; nothing at all if there is nothing to say.

    Raises:
        RenderError: the poster is neither PNG nor JPEG.
    """
    words = (
        ("©nam", tags.title),
        ("©ART", tags.artist),
        ("©cmt", tags.comment),
        ("desc", tags.description),
        ("©too", tags.tool),
    )
    items = [box(kind, _data(_TEXT, text.encode(errors="replace"))) for kind, text in words if text]
    if poster:
        items.append(box("covr", _data(_picture_kind(poster), poster)))
    if not items:
        return b""
    kind = full_box("hdlr", 0, 0, bytes(4), b"mdirappl", bytes(9))
    return full_box("meta", 0, 0, kind, box("ilst", *items))


def _data(kind: int, payload: bytes) -> bytes:
    return box("data", struct.pack(">II", kind, 0), payload)


def _picture_kind(poster: bytes) -> int:
    for signature, kind in _SIGNATURES:
        if poster.startswith(signature):
            return kind
    raise RenderError("The poster is not a PNG or JPEG picture.", hint="Choose another poster.")
