"""The head of a film's file: the box `moov`, and how much room to leave for it before anything is written."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from edupulse_desktop.render.aac import PACKET_SAMPLES, PRIMING_SAMPLES, SoundFormat
from edupulse_desktop.render.blocks import SampleTable
from edupulse_desktop.render.mp4.boxes import MOVIE_TIMESCALE, box, full_box, matrix, times
from edupulse_desktop.render.mp4.languages import language_code
from edupulse_desktop.render.mp4.tables import Chunks, sample_table
from edupulse_desktop.render.mp4.tags import Tags, tag_boxes
from edupulse_desktop.render.mp4.text import (
    TEXT_TIMESCALE,
    CaptionTrack,
    Chapter,
    TextSamples,
    caption_samples,
    chapter_list,
    chapter_samples,
    listed_chapters,
)
from edupulse_desktop.render.mp4.tracks import (
    TrackHead,
    caption_entry,
    caption_height,
    chapter_entry,
    movie_ticks,
    sound_entry,
    track,
    video_entry,
)
from edupulse_desktop.render.parameter_sets import VideoFormat
from edupulse_desktop.render.rate import SAMPLE_RATE_HZ
from edupulse_desktop.render.video_track import Load, Piece, most_entries

_SMALLEST_TIMESCALE = 10_000
_FINER = 512
_SIZE_ENTRY = _KEY_ENTRY = 4
_SHIFT_ENTRY = 8
_CHUNK_ENTRIES = 8 + 12
_SPARE = 64


@dataclass(slots=True)
class Layout:
    """What was written of a film, and where."""

    video: list[SampleTable] = field(default_factory=list)
    video_chunks: Chunks = field(default_factory=Chunks)
    sound: list[np.typing.NDArray[np.uint32]] = field(default_factory=list)
    sound_chunks: Chunks = field(default_factory=Chunks)
    text_offsets: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class FilmHead:
    """All of a film but its pictures and sounds."""

    video: VideoFormat
    sound: SoundFormat | None
    captions: tuple[CaptionTrack, ...]
    chapters: tuple[Chapter, ...]
    tags: Tags
    poster: bytes
    frames: int
    language: str

    @property
    def film_ms(self) -> int:
        """Length of the film."""
        return self.video.rate.ms_at(self.frames)

    @property
    def frames_per_chunk(self) -> int:
        """Frames that are stored together before the sound that goes with them: about one second."""
        return max(1, round(self.video.rate.fps))

    def texts(self) -> list[TextSamples]:
        """Return the samples of all text tracks: captions, then chapters if there are any."""
        texts = [caption_samples(each.captions, self.film_ms) for each in self.captions]
        chapters = listed_chapters(self.chapters, self.film_ms)
        return [*texts, chapter_samples(chapters, self.film_ms)] if chapters else texts

    def box(self, layout: Layout) -> bytes:
        """Return `moov` for what was written."""
        tracks = [self._video_track(layout)]
        if self.sound:
            tracks.append(self._sound_track(self.sound, layout))
        tracks += self._text_tracks(layout)
        version, stamps = times((MOVIE_TIMESCALE,), self._duration)
        look = struct.pack(">IH", 0x10000, 0x100) + bytes(10) + matrix() + bytes(24)
        header = full_box("mvhd", version, 0, stamps, look, struct.pack(">I", len(tracks) + 1))
        return box("moov", header, *tracks, self._user_data())

    @property
    def _duration(self) -> int:
        return movie_ticks(self.frames * self.video.rate.den, self.video.rate.num)

    @property
    def _chapter_track(self) -> int:
        listed = listed_chapters(self.chapters, self.film_ms)
        return 1 + (1 if self.sound else 0) + len(self.captions) + 1 if listed else 0

    def _video_track(self, layout: Layout) -> bytes:
        rate = self.video.rate
        finer = 1 if rate.num >= _SMALLEST_TIMESCALE else _FINER
        scale, delta = rate.num * finer, rate.den * finer
        table = SampleTable.joined(layout.video)
        delay = 1 if np.any(table.shifts < 0) else 0
        samples = sample_table(
            video_entry(self.video),
            np.full(len(table), delta),
            table.sizes,
            layout.video_chunks,
            keys=table.keys,
            shifts=(table.shifts.astype(np.int64) + delay) * delta if delay else None,
        )
        head = TrackHead(
            number=1,
            handler="vide",
            name="Pictures",
            timescale=scale,
            media_duration=len(table) * delta,
            movie_duration=self._duration,
            media_start=delay * delta,
            width_px=self.video.width_px,
            height_px=self.video.height_px,
            chapters=self._chapter_track,
        )
        return track(head, samples)

    def _sound_track(self, sound: SoundFormat, layout: Layout) -> bytes:
        sizes = np.concatenate([np.zeros(0, np.uint32), *layout.sound])
        duration = len(sizes) * PACKET_SAMPLES
        samples = sample_table(
            sound_entry(sound), np.full(len(sizes), PACKET_SAMPLES), sizes, layout.sound_chunks
        )
        heard = movie_ticks(max(0, duration - PRIMING_SAMPLES), SAMPLE_RATE_HZ)
        head = TrackHead(
            number=2,
            handler="soun",
            name="Sound",
            timescale=SAMPLE_RATE_HZ,
            media_duration=duration,
            movie_duration=min(self._duration, heard),
            media_start=PRIMING_SAMPLES,
            language=language_code(self.language),
        )
        return track(head, samples)

    def _text_tracks(self, layout: Layout) -> list[bytes]:
        number = 2 if self.sound else 1
        width_px, height_px = self.video.width_px, caption_height(self.video.height_px)
        heads = [
            self._text_head(
                number + 1 + position,
                "sbtl",
                each.title or "Captions",
                language=language_code(each.language),
                enabled=position == 0,
                width_px=width_px,
                height_px=height_px,
                down_px=self.video.height_px - height_px,
            )
            for position, each in enumerate(self.captions)
        ]
        entries = [caption_entry(width_px, self.video.height_px)] * len(heads)
        if self._chapter_track:
            heads.append(self._text_head(self._chapter_track, "text", "Chapters", enabled=False))
            entries.append(chapter_entry())
        offsets = layout.text_offsets or [0] * len(heads)
        tracks = []
        for head, entry, text, offset in zip(heads, entries, self.texts(), offsets, strict=True):
            chunks = Chunks([offset], [len(text.sizes)])
            tracks.append(track(head, sample_table(entry, text.durations_ms, text.sizes, chunks)))
        return tracks

    def _text_head(
        self,
        number: int,
        handler: str,
        name: str,
        *,
        enabled: bool,
        language: str = "und",
        width_px: int = 0,
        height_px: int = 0,
        down_px: int = 0,
    ) -> TrackHead:
        return TrackHead(
            number=number,
            handler=handler,
            name=name,
            timescale=TEXT_TIMESCALE,
            media_duration=self.film_ms,
            movie_duration=self._duration,
            language=language,
            enabled=enabled,
            width_px=width_px,
            height_px=height_px,
            down_px=down_px,
        )

    def _user_data(self) -> bytes:
        chapters = listed_chapters(self.chapters, self.film_ms)
        parts = [chapter_list(chapters)] if chapters else []
        meta = tag_boxes(self.tags, self.poster)
        return box("udta", *parts, meta) if parts or meta else b""


def room_for_head(head: FilmHead, scenes: Sequence[Sequence[Piece]], packets: int, load: Load) -> int:
    """Return how many bytes `moov` can take at most, without having made a single sample."""
    keys = shifts = 0
    for pieces in scenes:
        scene_keys, scene_shifts = most_entries(pieces, head.video, load)
        keys += scene_keys
        shifts += scene_shifts
    video_chunks = keys + head.frames // head.frames_per_chunk + 1
    sound_chunks = video_chunks + len(scenes) if head.sound else 0
    entries = _SIZE_ENTRY * (head.frames + packets) + _KEY_ENTRY * keys + _SHIFT_ENTRY * shifts
    return len(head.box(Layout())) + entries + _CHUNK_ENTRIES * (video_chunks + sound_chunks) + _SPARE
