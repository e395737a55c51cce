"""A sequence of held, fading and moving pictures as samples of one video track.

Pieces name pictures by key and never hold them: each is fetched when its turn comes, so memory does not grow with
the film. Every block that comes out begins with an IDR picture, and a scene's blocks are the same wherever the scene
stands in the film.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeAlias

import numpy as np

from edupulse_desktop.errors import RenderError
from edupulse_desktop.render.bits import with_length
from edupulse_desktop.render.blocks import SampleBlock, SampleTable
from edupulse_desktop.render.coded import Coded
from edupulse_desktop.render.holds import POC_STEP, hold_samples
from edupulse_desktop.render.parameter_sets import VideoFormat
from edupulse_desktop.render.run import CodedRun
from edupulse_desktop.render.slices import (
    FRAME_NUMS,
    POC_LSBS,
    START,
    Place,
    fade_slice,
    idr_id,
    idr_slice,
)
from edupulse_desktop.render.still import CodedPicture

KEY_GAP_S = 10
"""Players seek to IDR pictures; no two of them lie farther apart than this."""
LONGEST_FADE = 63
"""In frames: beyond it the distance of a fade's pictures leaves the range of the weights (§8.4.1.2.3)."""


@dataclass(frozen=True, slots=True)
class Hold:
    """A picture that stays; with `starts_scene` it is a place to jump to even if it is shown already."""

    picture: str
    frames: int
    starts_scene: bool = False


@dataclass(frozen=True, slots=True)
class Stay:
    """Whatever is shown stays: after a run, its last frame."""

    frames: int


@dataclass(frozen=True, slots=True)
class Fade:
    """A linear cross-fade to a picture or to the first frame of a run: frame k of N is k/N of it, frame N is it."""

    to: str
    frames: int

    def __post_init__(self) -> None:
        if not 1 <= self.frames <= LONGEST_FADE:
            raise RenderError(
                f"A fade of {self.frames} frames cannot be made.",
                hint=f"Choose from 1 to {LONGEST_FADE} frames.",
            )


@dataclass(frozen=True, slots=True)
class Run:
    """A coded run, from its first frame to its last."""

    run: str
    frames: int


Piece: TypeAlias = Hold | Stay | Fade | Run
Load: TypeAlias = Callable[[str], Coded]


def frames_of(pieces: Iterable[Piece]) -> int:
    """Return how many frames pieces last."""
    return sum(piece.frames for piece in pieces)


def video_blocks(pieces: Iterable[Piece], video: VideoFormat, load: Load) -> Iterator[SampleBlock]:
    """Yield the samples of pieces, one block for each picture where decoding can start.

    Args:
        pieces: at least one; the first shows a picture.
        video: size and rate; every picture must have this size.
        load: fetches a picture or run by its key.

    Raises:
        RenderError: a piece that cannot stand where it stands, or a picture of another size.
    """
    track = _Track(video, load)
    for piece, following in pairwise((*(each for each in pieces if each.frames), None)):
        if piece is not None:
            yield from track.add(piece, following.frames if isinstance(following, Fade) else 0)
    yield from track.close()


def most_entries(pieces: Iterable[Piece], video: VideoFormat, load: Load) -> tuple[int, int]:
    """Return how many places to jump to, and how many changes of the order of showing, pieces have at most."""
    shortest_gap = max(1, int(KEY_GAP_S * video.rate.fps) - 2 - LONGEST_FADE)
    keys = changes = 1
    for piece in pieces:
        if isinstance(piece, Fade):
            changes += 3
        elif isinstance(piece, Run):
            coded = load(piece.run)
            table = coded.table if isinstance(coded, CodedRun) else SampleTable.joined([])
            keys += int(np.count_nonzero(table.keys))
            changes += 1 + int(np.count_nonzero(np.diff(table.shifts)))
        else:
            keys += min(piece.frames, 2 + piece.frames // shortest_gap)
    return keys, changes


@dataclass(slots=True)
class _Track:
    """Counts places and gathers samples until the next picture where decoding can start."""

    video: VideoFormat
    load: Load
    key: str | None = None
    shown: CodedPicture | None = None
    """What to repeat as an IDR; None after a run whose last frame cannot be decoded alone."""
    place: Place = START
    """Of the next picture."""
    last_idr: int | None = None
    """idr_pic_id of the sample before, if it was an IDR: two in a row must differ (§7.4.3)."""
    since_idr: int = 0
    data: list[bytes] = field(default_factory=list)
    tables: list[SampleTable] = field(default_factory=list)

    def add(self, piece: Piece, fade_next: int) -> Iterator[SampleBlock]:
        if isinstance(piece, Run):
            yield from self._run(piece)
        elif isinstance(piece, Fade):
            self._fade(piece)
        else:
            longest = max(1, int(KEY_GAP_S * self.video.rate.fps) - 1 - fade_next)
            frames = piece.frames
            if isinstance(piece, Hold) and (piece.picture != self.key or piece.starts_scene):
                yield from self._show(piece, longest)
                frames -= 1
            yield from self._hold(frames, longest)

    def close(self) -> Iterator[SampleBlock]:
        if self.data:
            yield SampleBlock(b"".join(self.data), SampleTable.joined(self.tables))
        self.data, self.tables = [], []

    def _show(self, piece: Hold, longest: int) -> Iterator[SampleBlock]:
        if piece.picture != self.key or self.shown is None:
            self.key, self.shown = piece.picture, self._picture(piece.picture)
        flash = piece.frames == 1 and not piece.starts_scene
        if flash and self.tables and self.since_idr < longest:
            self._put(self.shown.sample_at(self.place))
        else:
            yield from self._idr(self.shown)

    def _hold(self, frames: int, longest: int) -> Iterator[SampleBlock]:
        if not self.tables and frames:
            raise RenderError("A film must begin with a picture.", hint="Give the first line a picture.")
        while self.shown and frames > 1 and self.since_idr + frames > longest:
            before = max(0, min(longest - self.since_idr, frames - 2))
            self._repeat(before)
            yield from self._idr(self.shown)
            frames -= before + 1
        self._repeat(frames)

    def _idr(self, picture: CodedPicture) -> Iterator[SampleBlock]:
        yield from self.close()
        sample = picture.sample(after_idr=self.last_idr == 0)
        self._put(sample, is_key=True)
        self.place = Place(1, POC_STEP)
        self.since_idr = 1
        self.last_idr = idr_id(sample[4:])

    def _repeat(self, frames: int) -> None:
        if frames:
            data, sizes = hold_samples(self.video.macroblocks, self.place, frames)
            self._append(data, SampleTable.plain(sizes, first_is_key=False))
            self._move(frames, POC_STEP * frames)

    def _fade(self, piece: Fade) -> None:
        if not self.tables:
            raise RenderError("A scene cannot begin with a fade.", hint="Hold a picture before it.")
        target = self._picture(piece.to)
        frames, place, last_poc = piece.frames, self.place, self.place.poc + POC_STEP * (piece.frames - 1)
        samples = [target.sample_at(Place(place.frame_num, last_poc))]
        mixed = (Place(place.frame_num + 1, place.poc + POC_STEP * number) for number in range(frames - 1))
        samples += [_mixed_sample(self.video.macroblocks, each) for each in mixed]
        shifts = np.full(frames, -1, np.int16)
        shifts[0] = frames - 1
        sizes = np.array([len(sample) for sample in samples], np.uint32)
        self._append(b"".join(samples), SampleTable(sizes, shifts, np.zeros(frames, np.bool_)))
        self._move(1, POC_STEP * frames)
        self.since_idr += frames - 1
        self.key, self.shown = piece.to, target

    def _run(self, piece: Run) -> Iterator[SampleBlock]:
        run = self.load(piece.run)
        if not isinstance(run, CodedRun) or run.frames != piece.frames:
            raise RenderError("A moving picture does not have its planned length.", hint="Render it again.")
        self._check_size(run)
        yield from self.close()
        block: SampleBlock | None = None
        for block in self._fitting(run):
            if self.tables:
                yield from self.close()
            self._append(block.data, block.table)
        if block is not None:
            self._end_of(block)
        self.key, self.shown = None, run.last

    def _fitting(self, run: CodedRun) -> Iterator[SampleBlock]:
        blocks = iter(run.blocks)
        first = next(blocks)
        sample = first.sample(0)
        if self.last_idr == idr_id(sample[4:]):
            fresh = with_length(idr_slice(run.first.body, 1 - self.last_idr))
            sizes = first.table.sizes.copy()
            sizes[0] = len(fresh)
            table = SampleTable(sizes, first.table.shifts, first.table.keys)
            first = SampleBlock(fresh + first.data[len(sample) :], table)
        yield first
        yield from blocks

    def _end_of(self, block: SampleBlock) -> None:
        start = int(np.flatnonzero(block.table.keys)[-1])
        shifts = block.table.shifts[start:]
        self.place = Place(int(np.count_nonzero(shifts >= 0)), POC_STEP * len(shifts))
        self.since_idr = len(shifts)
        self.last_idr = idr_id(block.sample(-1)[4:]) if len(shifts) == 1 else None

    def _picture(self, key: str) -> CodedPicture:
        coded = self.load(key)
        self._check_size(coded)
        return coded.first if isinstance(coded, CodedRun) else coded

    def _check_size(self, coded: Coded) -> None:
        if (coded.width_px, coded.height_px) != (self.video.width_px, self.video.height_px):
            raise RenderError(
                "A picture does not have the size of the film.",
                hint="Render it again.",
                detail=f"{coded.width_px}x{coded.height_px}",
            )

    def _put(self, sample: bytes, is_key: bool = False) -> None:
        self._append(sample, SampleTable.plain([len(sample)], is_key))
        if not is_key:
            self._move(1, POC_STEP)

    def _append(self, data: bytes, table: SampleTable) -> None:
        self.data.append(data)
        self.tables.append(table)

    def _move(self, references: int, poc: int) -> None:
        self.place = Place(self.place.frame_num + references, self.place.poc + poc)
        self.since_idr += references
        self.last_idr = None


def _mixed_sample(macroblocks: int, place: Place) -> bytes:
    return with_length(fade_slice(macroblocks, Place(place.frame_num % FRAME_NUMS, place.poc % POC_LSBS)))
