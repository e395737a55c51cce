"""Samples of the video track: bytes laid end to end, with a table of what they are.

A block begins with a picture where decoding can start, so that blocks may be laid one behind another in any order.
Tables are numpy arrays: a film of two hours has 200,000 samples and nobody should touch them one by one.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, overload

import numpy as np
from numpy.typing import NDArray

from edupulse_desktop.errors import RenderError

BLOCKS_MAGIC = b"EPrn"
_HEAD = struct.Struct("<4sHH")
_FOOT = struct.Struct("<IIQ4s")
_ENTRY = np.dtype([("size", "<u4"), ("shift", "<i2"), ("key", "?")])


@dataclass(frozen=True, slots=True, eq=False)
class SampleTable:
    """What consecutive samples are, without their bytes."""

    sizes: NDArray[np.uint32]
    shifts: NDArray[np.int16]
    """Frames from the place in the file to the moment of showing: 0 usually, −1 for the mixed frames of a fade."""
    keys: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.sizes)

    def part(self, start: int, stop: int) -> SampleTable:
        """Return the samples from `start` up to `stop`."""
        return SampleTable(self.sizes[start:stop], self.shifts[start:stop], self.keys[start:stop])

    @classmethod
    def joined(cls, tables: Sequence[SampleTable]) -> SampleTable:
        """Return one table for samples that follow each other."""
        return cls(
            np.concatenate([np.zeros(0, np.uint32), *(table.sizes for table in tables)]),
            np.concatenate([np.zeros(0, np.int16), *(table.shifts for table in tables)]),
            np.concatenate([np.zeros(0, np.bool_), *(table.keys for table in tables)]),
        )

    @classmethod
    def plain(cls, sizes: Sequence[int] | NDArray[np.uint32], first_is_key: bool) -> SampleTable:
        """Return a table of samples that are shown in the order they are stored."""
        keys = np.zeros(len(sizes), np.bool_)
        keys[:1] = first_is_key
        return cls(np.asarray(sizes, np.uint32), np.zeros(len(sizes), np.int16), keys)


@dataclass(frozen=True, slots=True, eq=False)
class SampleBlock:
    """Samples and their bytes; the first one is a picture where decoding can start."""

    data: bytes = field(repr=False)
    table: SampleTable

    def sample(self, number: int) -> bytes:
        """Return the bytes of one sample."""
        ends = np.cumsum(self.table.sizes, dtype=np.int64)
        end = int(ends[number])
        return self.data[end - int(self.table.sizes[number]) : end]


class StoredBlocks(Sequence[SampleBlock]):
    """Blocks in a file, each read when it is asked for."""

    def __init__(self, path: Path, table: SampleTable, counts: NDArray[np.int64]) -> None:
        self.table = table
        self._path = path
        self._samples = np.concatenate([[0], np.cumsum(counts)])
        bytes_before = np.concatenate([[0], np.cumsum(table.sizes, dtype=np.int64)])
        self._offsets = _HEAD.size + bytes_before[self._samples]

    def __len__(self) -> int:
        return len(self._samples) - 1

    @overload
    def __getitem__(self, index: int) -> SampleBlock: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[SampleBlock, ...]: ...
    def __getitem__(self, index: int | slice) -> SampleBlock | tuple[SampleBlock, ...]:
        if isinstance(index, slice):
            return tuple(self[each] for each in range(*index.indices(len(self))))
        number = range(len(self))[index]
        start, stop = int(self._offsets[number]), int(self._offsets[number + 1])
        with self._path.open("rb") as file:
            file.seek(start)
            data = file.read(stop - start)
        if len(data) != stop - start:
            raise _damaged()
        return SampleBlock(data, self.table.part(*map(int, self._samples[number : number + 2])))


def store_blocks(file: BinaryIO, width_px: int, height_px: int, blocks: Iterable[SampleBlock]) -> None:
    """Write blocks one by one; memory does not grow with their number."""
    file.write(_HEAD.pack(BLOCKS_MAGIC, width_px, height_px))
    tables = []
    for block in blocks:
        file.write(block.data)
        tables.append(block.table)
    whole = SampleTable.joined(tables)
    entries = np.empty(len(whole), _ENTRY)
    entries["size"], entries["shift"], entries["key"] = whole.sizes, whole.shifts, whole.keys
    counts = np.array([len(table) for table in tables], "<u4")
    footer = file.tell()
    file.write(entries.tobytes() + counts.tobytes())
    file.write(_FOOT.pack(len(whole), len(tables), footer, BLOCKS_MAGIC))


def stored_blocks(path: Path) -> tuple[int, int, StoredBlocks]:
    """Return width, height and blocks of what `store_blocks` wrote; RenderError if it is damaged."""
    with path.open("rb") as file:
        end = file.seek(0, 2)
        if end < _HEAD.size + _FOOT.size:
            raise _damaged()
        file.seek(0)
        magic, width_px, height_px = _HEAD.unpack(file.read(_HEAD.size))
        file.seek(end - _FOOT.size)
        samples, blocks, footer, closing = _FOOT.unpack(file.read(_FOOT.size))
        tables_size = samples * _ENTRY.itemsize + blocks * 4
        if magic != BLOCKS_MAGIC or closing != BLOCKS_MAGIC or footer + tables_size + _FOOT.size != end:
            raise _damaged()
        file.seek(footer)
        tables = file.read(tables_size)
    entries = np.frombuffer(tables, _ENTRY, samples)
    counts = np.frombuffer(tables, "<u4", blocks, samples * _ENTRY.itemsize).astype(np.int64)
    table = SampleTable(entries["size"].copy(), entries["shift"].copy(), entries["key"].copy())
    if int(table.sizes.sum(dtype=np.int64)) + _HEAD.size != footer or int(counts.sum()) != samples:
        raise _damaged()
    return width_px, height_px, StoredBlocks(path, table, counts)


def _damaged() -> RenderError:
    return RenderError("A stored piece of film is damaged.", hint="Clear the cache and render again.")
