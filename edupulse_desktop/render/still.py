"""A picture held or faded: one encoded I picture, then slices of a dozen bytes.

A lesson is stills that are held while somebody speaks. A film of 150 seconds has 4,500 frames and perhaps 24
pictures, and every program that sends all 4,500 through scaler and encoder works two hundred times harder than it
must. H.264 can say "the same again": a P picture whose macroblocks are all skipped is exactly the picture before it,
in every decoder, and takes a dozen bytes. It can also say "a mix of these two": a B picture whose macroblocks are
all skipped is, with implicit weights, the mean of its two neighbours weighted by their distance in time, and a row of
such pictures is a linear cross-fade. So only what is *distinct* is encoded, once, as an I picture; the rest is
written by `slices.py`.

Three agreements make that work:

1. Every I picture stands under *our* parameter sets (`parameter_sets.py`), not under those of the encoder that made
   it. `x264.py` hands back the macroblocks without their header; we put our own header before them. A picture of
   today and one from last week's cache can then follow each other in one track.
2. A `CodedPicture` is kept as a finished IDR: that is what nearly every use needs (a new picture is always a point
   where players may enter), so joining a lesson moves bytes and computes nothing. Only a fade needs its picture as
   an ordinary I picture, with a place in the stream, and takes the IDR header off again.
3. An IDR resets the numbering of pictures, so hold frame *k* behind an IDR is the same bytes in every scene of every
   lesson. `video_track.py` counts the places, repeats the IDR often enough for seeking, and knows nothing else.

What moves (`motion.py`, `run.py`) is really encoded, but under the same agreements, so that moving and held
pictures share one track.

The settings: `ultrafast` with adaptive quantisation at CRF 17 costs 15 ms at 1080p and is the best picture for its
size among the presets measured; slower ones save up to 16 % of the bytes for six times the time. A fresh encoder for
every picture makes it independent of its neighbours and the same on every run.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from edupulse_desktop.errors import RenderError
from edupulse_desktop.render.bits import with_length
from edupulse_desktop.render.planes import Planes
from edupulse_desktop.render.rate import FrameRate
from edupulse_desktop.render.slices import Place, SliceBody, body_of_idr, idr_slice, intra_slice
from edupulse_desktop.render.x264 import Order, encode

PICTURE_MAGIC = b"EPcP"
_HEAD = struct.Struct(">4sHHI")
_ANY_RATE = FrameRate(30)


@dataclass(frozen=True, slots=True)
class StillSettings:
    """How a held picture is encoded: x264's preset, its quality, more of its options."""

    preset: str = "ultrafast"
    crf: float = 17
    extra: str = "aq-mode=1"


STILL = StillSettings()
COMPACT = StillSettings("faster", 18)
"""About a sixth smaller and six times slower."""


@dataclass(frozen=True, slots=True)
class CodedPicture:
    """One encoded picture, ready to stand at the start of a scene."""

    width_px: int
    height_px: int
    idr: bytes = field(repr=False)
    """The NAL unit of an IDR picture with idr_pic_id 0."""

    @property
    def body(self) -> SliceBody:
        """The picture without its header."""
        return body_of_idr(self.idr)

    def sample(self, after_idr: bool = False) -> bytes:
        """Return the picture as a sample where decoding can start; two in a row must differ in `after_idr`."""
        return with_length(idr_slice(self.body, 1) if after_idr else self.idr)

    def sample_at(self, place: Place) -> bytes:
        """Return the picture as a sample in the middle of a stream."""
        return with_length(intra_slice(self.body, place))

    def to_bytes(self) -> bytes:
        """Return the picture as it is kept in the cache."""
        return _HEAD.pack(PICTURE_MAGIC, self.width_px, self.height_px, len(self.idr)) + self.idr

    @classmethod
    def from_bytes(cls, data: bytes) -> CodedPicture:
        """Read what `to_bytes` wrote; RenderError if it is something else or damaged."""
        if len(data) >= _HEAD.size:
            magic, width_px, height_px, size_bytes = _HEAD.unpack_from(data)
            if magic == PICTURE_MAGIC and len(data) == _HEAD.size + size_bytes:
                return cls(width_px, height_px, data[_HEAD.size :])
        raise RenderError("A stored picture is damaged.", hint="Clear the cache and render again.")


def encode_still(planes: Planes, settings: StillSettings = STILL) -> CodedPicture:
    """Encode one picture; the same planes and settings always give the same bytes."""
    orders = (Order(planes, intra=True),)
    (body,) = encode(orders, _ANY_RATE, settings.preset, settings.crf, settings.extra)
    return CodedPicture(planes.width_px, planes.height_px, idr_slice(body))
