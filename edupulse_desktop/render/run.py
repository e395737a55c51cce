"""Frames that really move, encoded: a pan, a video clip, an animation.

Encoded by x264 one after the other, then put under our own headers, so that a run stands in the same track as held
pictures. A run begins with a picture where decoding can start and has one at most eight seconds later. The last
frame of a run that is held afterwards is encoded like a still: it is looked at longest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from edupulse_desktop.errors import RenderError
from edupulse_desktop.render.bits import with_length
from edupulse_desktop.render.blocks import (
    SampleBlock,
    SampleTable,
    StoredBlocks,
    store_blocks,
    stored_blocks,
)
from edupulse_desktop.render.planes import Planes
from edupulse_desktop.render.rate import FrameRate
from edupulse_desktop.render.slices import (
    I_SLICE,
    Place,
    SliceBody,
    body_of_idr,
    idr_slice,
    predicted_slice,
)
from edupulse_desktop.render.still import CodedPicture, encode_still
from edupulse_desktop.render.x264 import Order, encode

_KEY_GAP_S = 8


@dataclass(frozen=True, slots=True)
class RunSettings:
    """How moving frames are encoded.

    Args:
        preset: speed of x264.
        crf: quality of x264, smaller is better.
        ends_held: whether the last frame will be held, and is therefore encoded as a still of its own.
    """

    preset: str = "superfast"
    crf: float = 23
    ends_held: bool = True


MOVING = RunSettings()
CLIP = RunSettings(ends_held=False)
"""For a video clip that is followed by something else."""


@dataclass(frozen=True, slots=True, eq=False)
class CodedRun:
    """Encoded frames in blocks, in memory or read from a file as they are needed."""

    width_px: int
    height_px: int
    blocks: Sequence[SampleBlock] = field(repr=False)

    @classmethod
    def open(cls, path: Path) -> CodedRun:
        """Open a run written by `write_run`; its frames stay in the file."""
        return cls(*stored_blocks(path))

    @property
    def table(self) -> SampleTable:
        """What all its samples are."""
        if isinstance(self.blocks, StoredBlocks):
            return self.blocks.table
        return SampleTable.joined([block.table for block in self.blocks])

    @property
    def frames(self) -> int:
        """Number of frames."""
        return len(self.table)

    @property
    def first(self) -> CodedPicture:
        """The frame it begins with."""
        return self._picture(self.blocks[0].sample(0))

    @property
    def last(self) -> CodedPicture | None:
        """The frame it ends with, or None if that frame cannot be decoded alone."""
        if not self.table.keys[-1]:
            return None
        return self._picture(self.blocks[-1].sample(-1))

    def _picture(self, sample: bytes) -> CodedPicture:
        return CodedPicture(self.width_px, self.height_px, idr_slice(body_of_idr(sample[4:])))


def write_run(path: Path, width_px: int, height_px: int, blocks: Iterable[SampleBlock]) -> None:
    """Write a run to a file while it is being encoded; give a temporary name and rename it."""
    with path.open("wb") as file:
        store_blocks(file, width_px, height_px, blocks)


def encode_run(
    frames: Iterable[Planes], rate: FrameRate, settings: RunSettings = MOVING
) -> Iterator[SampleBlock]:
    """Encode frames of one size, block by block; nothing is encoded before it is asked for."""
    source = _LastHeldBack(frames) if settings.ends_held else iter(frames)
    gap = int(_KEY_GAP_S * rate.fps)
    orders = (Order(planes, number % gap == 0) for number, planes in enumerate(source))
    samples: list[bytes] = []
    for body in encode(orders, rate, settings.preset, settings.crf):
        if body.slice_type == I_SLICE and samples:
            yield _block(samples)
            samples = []
        samples.append(_sample(body, len(samples)))
    if samples:
        yield _block(samples)
    if isinstance(source, _LastHeldBack):
        if source.held is None:
            raise RenderError("A moving picture has no frames.", hint="Give the picture a longer time.")
        yield _block([encode_still(source.held).sample(after_idr=len(samples) == 1)])
    elif not samples:
        raise RenderError("A video clip has no frames.", hint="Choose another clip or a longer part of it.")


class _LastHeldBack(Iterator[Planes]):
    """All frames but the last, which is kept."""

    def __init__(self, frames: Iterable[Planes]) -> None:
        self._frames = iter(frames)
        self.held = next(self._frames, None)

    def __next__(self) -> Planes:
        following = next(self._frames)
        if self.held is None:
            raise StopIteration
        current, self.held = self.held, following
        return current


def _sample(body: SliceBody, number: int) -> bytes:
    if number == 0:
        return with_length(idr_slice(body))
    return with_length(predicted_slice(body, Place(number, 2 * number)))


def _block(samples: Sequence[bytes]) -> SampleBlock:
    return SampleBlock(
        b"".join(samples), SampleTable.plain([len(sample) for sample in samples], first_is_key=True)
    )
