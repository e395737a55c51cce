"""Writes a film's file from front to back: room for the head, words, then pictures and sound by turns.

About one second of pictures, then the sound that goes with it, so that players need not jump in the file.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable
from typing import BinaryIO

import numpy as np

from edupulse_desktop.errors import RenderError
from edupulse_desktop.render.aac import PACKET_SAMPLES, SoundSegment
from edupulse_desktop.render.blocks import SampleBlock
from edupulse_desktop.render.mp4.boxes import box
from edupulse_desktop.render.mp4.head import FilmHead, Layout

_FILE_TYPE = box("ftyp", b"isom", struct.pack(">I", 512), b"isomiso2avc1mp41")
_LARGEST_32_BIT = 0xFFFF_FFFF


class FilmWriter:
    """One film on its way to the disk.

    Args:
        file: open for writing at its start.
        head: what goes into the head.
        room: bytes to leave for it.
        on_progress: told the number of frames written; may raise.
    """

    def __init__(
        self, file: BinaryIO, head: FilmHead, room: int, on_progress: Callable[[int], None] | None
    ) -> None:
        self._file = file
        self._head = head
        self._room = room
        self._on_progress = on_progress
        self._layout = Layout()
        self._frames = 0
        self._packets = 0
        self._data_start = len(_FILE_TYPE) + room
        file.write(_FILE_TYPE + bytes(room + 16))
        self._position = self._data_start + 16
        for text in head.texts():
            self._layout.text_offsets.append(self._position)
            self._write(text.data)

    def add_scene(self, blocks: Iterable[SampleBlock], sound: SoundSegment | None, last_packet: int) -> None:
        """Write one scene; its sound is fitted to end before packet `last_packet` of the film."""
        voice = _Voice(sound.fitted(last_packet - self._packets), self._packets) if sound else None
        for block in blocks:
            self._add_block(block, voice)
        if voice:
            self._add_packets(voice, last_packet)

    def finish(self) -> None:
        """Fill in the head."""
        if self._frames != self._head.frames:
            raise RenderError(
                "A scene does not have its planned length.",
                hint="Render it again.",
                detail=f"{self._frames} of {self._head.frames} frames",
            )
        head = self._head.box(self._layout)
        gap = self._room - len(head)
        if gap < 8:
            raise RenderError("The head of the film is larger than was foreseen.", detail=f"{-gap} bytes")
        size = self._position - self._data_start
        self._file.seek(len(_FILE_TYPE))
        self._file.write(head + struct.pack(">I4s", gap, b"free"))
        self._file.seek(self._data_start)
        self._file.write(_data_header(size))

    def _add_block(self, block: SampleBlock, voice: _Voice | None) -> None:
        self._layout.video.append(block.table)
        ends = np.concatenate([[0], np.cumsum(block.table.sizes, dtype=np.int64)])
        data = memoryview(block.data)
        second = self._head.frames_per_chunk
        for start in range(0, len(block.table), second):
            stop = min(start + second, len(block.table))
            self._layout.video_chunks.add(self._position, stop - start)
            self._write(data[int(ends[start]) : int(ends[stop])])
            self._frames += stop - start
            if voice:
                self._add_packets(voice, self._head.video.rate.samples_at(self._frames) // PACKET_SAMPLES)
            if self._on_progress:
                self._on_progress(self._frames)

    def _add_packets(self, voice: _Voice, until: int) -> None:
        sizes, data = voice.up_to(until)
        if len(sizes):
            self._layout.sound.append(sizes)
            self._layout.sound_chunks.add(self._position, len(sizes))
            self._write(data)
            self._packets += len(sizes)

    def _write(self, data: bytes | memoryview) -> None:
        self._file.write(data)
        self._position += len(data)


class _Voice:
    """The sound of one scene, given out bit by bit."""

    def __init__(self, sound: SoundSegment, first: int) -> None:
        self._sound = sound
        self._first = first
        self._next = 0
        self._ends = np.concatenate([[0], np.cumsum(sound.sizes, dtype=np.int64)])

    def up_to(self, packet: int) -> tuple[np.typing.NDArray[np.uint32], memoryview]:
        start, stop = self._next, min(max(packet - self._first, self._next), self._sound.packets)
        self._next = stop
        data = memoryview(self._sound.data)[int(self._ends[start]) : int(self._ends[stop])]
        return self._sound.sizes[start:stop], data


def _data_header(size: int) -> bytes:
    """Return sixteen bytes before the samples; `size` counts them too."""
    if size - 8 <= _LARGEST_32_BIT:
        return struct.pack(">I4sI4s", 8, b"free", size - 8, b"mdat")
    return struct.pack(">I4sQ", 1, b"mdat", size)
