"""A file the lesson shows or plays, named by its content."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum


class AssetKind(StrEnum):
    """What an asset is used as."""

    PICTURE = "picture"
    CLIP = "clip"
    SOUND = "sound"


@dataclass(frozen=True, slots=True)
class AssetRef:
    """A file by its content; the bytes live in the project file, never a path.

    Args:
        sha256: 64 lower-case hexadecimal digits of the bytes.
        kind: what it is used as.
        media_type: for example `image/png`, `audio/wav`, `video/mp4`.
    """

    sha256: str
    kind: AssetKind
    media_type: str

    def __post_init__(self) -> None:
        if len(self.sha256) != 64 or not set(self.sha256) <= set("0123456789abcdef"):
            raise ValueError(f"not a SHA-256 in lower-case hexadecimal: {self.sha256!r}")


def asset_of(data: bytes, kind: AssetKind, media_type: str) -> AssetRef:
    """Return the name of these bytes."""
    return AssetRef(hashlib.sha256(data).hexdigest(), kind, media_type)
