"""Captions and chapters: words with times, as samples of a text track without gaps."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from edupulse_desktop.render.mp4.boxes import box, full_box

TEXT_TIMESCALE = 1000
MOST_CHAPTERS = 255
"""More cannot be counted by the byte that the list of chapters in `chpl` begins with."""

_LONGEST_TITLE = 255
_LONGEST_TEXT = 65_535
_UTF8 = 256
_HUNDRED_NS_PER_MS = 10_000


@dataclass(frozen=True, slots=True)
class Caption:
    """Words to be read while they are spoken."""

    start_ms: int
    end_ms: int
    text: str


@dataclass(frozen=True, slots=True)
class CaptionTrack:
    """Captions in one language, given as BCP 47 tag or ISO 639-2 code."""

    language: str
    captions: tuple[Caption, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A place to jump to, lasting until the next one."""

    start_ms: int
    title: str


@dataclass(frozen=True, slots=True, eq=False)
class TextSamples:
    """Samples of a text track: the film's whole length, empty where nothing is said."""

    data: bytes
    sizes: NDArray[np.int64]
    durations_ms: NDArray[np.int64]


def caption_samples(captions: Iterable[Caption], film_ms: int) -> TextSamples:
    """Return captions as samples; where two overlap, the later one waits for the earlier."""
    samples: list[tuple[bytes, int]] = []
    cursor = 0
    for caption in sorted(captions, key=lambda each: (each.start_ms, each.end_ms)):
        start, end = max(caption.start_ms, cursor), min(caption.end_ms, film_ms)
        if end <= start:
            continue
        if start > cursor:
            samples.append((_text(""), start - cursor))
        samples.append((_text(caption.text), end - start))
        cursor = end
    if cursor < film_ms:
        samples.append((_text(""), film_ms - cursor))
    return _joined(samples)


def listed_chapters(chapters: Sequence[Chapter], film_ms: int) -> tuple[Chapter, ...]:
    """Return the chapters that can be listed: in order, within the film, the first one from its start."""
    inside = sorted(
        (each for each in chapters if 0 <= each.start_ms < film_ms), key=lambda each: each.start_ms
    )
    apart = [
        each
        for number, each in enumerate(inside)
        if not number or each.start_ms > inside[number - 1].start_ms
    ]
    first = [Chapter(0, each.title) for each in apart[:1]]
    return (*first, *apart[1:MOST_CHAPTERS])


def chapter_samples(chapters: Sequence[Chapter], film_ms: int) -> TextSamples:
    """Return listed chapters as samples."""
    ends = [*(each.start_ms for each in chapters[1:]), film_ms]
    encoding = box("encd", struct.pack(">I", _UTF8))
    return _joined(
        [
            (_text(_cut(each.title)) + encoding, end - each.start_ms)
            for each, end in zip(chapters, ends, strict=True)
        ]
    )


def chapter_list(chapters: Sequence[Chapter]) -> bytes:
    """Return listed chapters as the box `chpl`, which many players read instead of the track."""
    entries = bytearray()
    for chapter in chapters:
        title = _cut(chapter.title).encode()
        entries += struct.pack(">QB", chapter.start_ms * _HUNDRED_NS_PER_MS, len(title)) + title
    return full_box("chpl", 1, 0, bytes(4), bytes([len(chapters)]), bytes(entries))


def _text(text: str) -> bytes:
    encoded = _within(text, _LONGEST_TEXT)
    return struct.pack(">H", len(encoded)) + encoded


def _cut(title: str) -> str:
    return _within(title, _LONGEST_TITLE).decode()


def _within(text: str, most_bytes: int) -> bytes:
    """Return text in UTF-8, cut between two characters; half a character becomes a question mark."""
    return text.encode(errors="replace")[:most_bytes].decode(errors="ignore").encode()


def _joined(samples: Sequence[tuple[bytes, int]]) -> TextSamples:
    data = b"".join(sample for sample, _ in samples)
    sizes = np.array([len(sample) for sample, _ in samples], np.int64)
    return TextSamples(data, sizes, np.array([duration for _, duration in samples], np.int64))
