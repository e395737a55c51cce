"""The picture encoder: x264 inside PyAV, opened so that what it writes can be moved under our own headers.

`stitchable` keeps the encoder from fitting its headers to the content, CAVLC makes slices that can be shifted by
bits, one reference and no B frames keep every picture dependent on the one before it only. Each use opens a fresh
encoder with one thread: the same picture gives the same bytes on every run, and callers run several side by side
(PyAV releases the interpreter while x264 works). Only pictures that we made ourselves come here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import NamedTuple

import av
from av.error import FFmpegError
from av.video.frame import PictureType

from edupulse_desktop.errors import RenderError
from edupulse_desktop.render.bits import split_nals
from edupulse_desktop.render.encoder_headers import (
    NAL_IDR,
    NAL_PPS,
    NAL_SLICE,
    NAL_SPS,
    EncoderHeaders,
    nal_type,
)
from edupulse_desktop.render.planes import Planes
from edupulse_desktop.render.rate import FrameRate
from edupulse_desktop.render.slices import SliceBody

ENCODER = (
    f"libx264 in PyAV {av.__version__}, libavcodec {'.'.join(map(str, av.library_versions['libavcodec']))}"
)
"""Goes into the fingerprint of everything encoded here."""

_SLICES = (NAL_SLICE, NAL_IDR)
_JOINABLE = (
    "threads=1:bframes=0:ref=1:scenecut=0:keyint=infinite:weightp=0:rc-lookahead=0:sync-lookahead=0:mbtree=0"
    ":stitchable=1:cabac=0:8x8dct=0:chroma-qp-offset=0:psy-rd=0,0"
)


class Order(NamedTuple):
    """What is asked of the encoder for one frame."""

    planes: Planes
    intra: bool


def encode(
    orders: Iterable[Order], rate: FrameRate, preset: str, crf: float, extra: str = ""
) -> Iterator[SliceBody]:
    """Encode frames one after the other and yield each as a slice without a header.

    Args:
        orders: the frames; the first one is always intra coded.
        rate: frames per second, for the encoder's rate control only.
        preset: speed of x264, for example `ultrafast`.
        crf: constant quality of x264; smaller is better and larger.
        extra: more x264 options, `name=value` joined by colons.
    """
    encoder: av.VideoCodecContext | None = None
    headers: EncoderHeaders | None = None
    time_base = Fraction(rate.den, rate.num)
    options = {
        "preset": preset,
        "crf": f"{crf:g}",
        "x264-params": f"{_JOINABLE}:{extra}" if extra else _JOINABLE,
    }
    try:
        for number, order in enumerate(orders):
            frame = order.planes.to_frame()
            frame.pts, frame.time_base = number, time_base
            frame.pict_type = PictureType.I if order.intra or number == 0 else PictureType.NONE
            if encoder is None:
                encoder = _open(order.planes, time_base, options)
            for packet in encoder.encode(frame):
                headers, body = _body(bytes(packet), headers)
                yield body
        for packet in encoder.encode(None) if encoder else ():
            headers, body = _body(bytes(packet), headers)
            yield body
    except FFmpegError as trouble:
        raise RenderError(
            "A picture could not be encoded.", hint="Try another size or quality.", detail=str(trouble)
        ) from trouble


def _open(planes: Planes, time_base: Fraction, options: dict[str, str]) -> av.VideoCodecContext:
    encoder = av.VideoCodecContext.create("libx264", "w")
    encoder.width, encoder.height, encoder.pix_fmt = planes.width_px, planes.height_px, "yuv420p"
    encoder.time_base, encoder.framerate = time_base, 1 / time_base
    encoder.options = options
    encoder.thread_count = 1
    encoder.open()
    return encoder


def _body(packet: bytes, headers: EncoderHeaders | None) -> tuple[EncoderHeaders, SliceBody]:
    nals = split_nals(packet, closing=_SLICES)
    by_type = {nal_type(nal): nal for nal in nals}
    if NAL_SPS in by_type:
        headers = EncoderHeaders.read(by_type[NAL_SPS], by_type[NAL_PPS])
    slices = [nal for nal in nals if nal_type(nal) in _SLICES]
    if headers is None or len(slices) != 1:
        raise RenderError(
            "The picture encoder answered with something unexpected.", detail=f"{sorted(by_type)}"
        )
    return headers, headers.body(slices[0])
