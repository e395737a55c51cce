"""A film as one value, and the file it becomes.

Scenes name their pictures by key and bring their sound when asked, so that a film of two hours is written with the
memory of a few seconds. The file is written once from front to back; only the head, whose size is estimated before,
is filled in at the end, so that a player can start before it has read everything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path

from edupulse_desktop.errors import RenderError, StorageError
from edupulse_desktop.render.aac import SoundFormat, SoundSegment, packet_starts, silence
from edupulse_desktop.render.blocks import SampleBlock
from edupulse_desktop.render.mp4.head import FilmHead, room_for_head
from edupulse_desktop.render.mp4.tags import Tags
from edupulse_desktop.render.mp4.text import CaptionTrack, Chapter
from edupulse_desktop.render.mp4.writer import FilmWriter
from edupulse_desktop.render.parameter_sets import VideoFormat
from edupulse_desktop.render.video_track import Load, Piece, frames_of, video_blocks


@dataclass(frozen=True, slots=True)
class FilmScene:
    """A stretch of film that begins with a place to jump to and has its own sound.

    Args:
        pieces: what is seen.
        sound: fetches what is heard; it ends in at least 21 ms of silence. None is silence throughout.
    """

    pieces: tuple[Piece, ...]
    sound: Callable[[], SoundSegment] | None = None


@dataclass(frozen=True, slots=True)
class Film:
    """Everything a film consists of.

    Args:
        video: size and rate.
        scenes: in the order they are stored.
        sound: how the sound of all scenes is encoded; None for a film without sound.
        captions: one track per language; the first one is shown unless the viewer chooses otherwise.
        chapters: places with names.
        tags: words for media libraries.
        poster: a PNG or JPEG file's bytes.
        language: what is spoken, as BCP 47 tag or ISO 639-2 code; empty if nobody knows.
    """

    video: VideoFormat
    scenes: tuple[FilmScene, ...]
    sound: SoundFormat | None = None
    captions: tuple[CaptionTrack, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    tags: Tags = field(default_factory=Tags)
    poster: bytes = field(default=b"", repr=False)
    language: str = ""


def write_film(path: Path, film: Film, load: Load, on_progress: Callable[[int], None] | None = None) -> None:
    """Write a film as MP4.

    Args:
        path: the file, overwritten; give a temporary name and rename it when this returns.
        film: what to write.
        load: fetches a coded picture or run by the key that a piece names.
        on_progress: told the number of frames written, about once per second of film; may raise to stop.

    Raises:
        RenderError: pieces that do not fit together, or a damaged cache.
        StorageError: the disk is full or gone.
    """
    frames = [frames_of(scene.pieces) for scene in film.scenes]
    if not sum(frames):
        raise RenderError("The film is empty.", hint="Give the lesson at least one line.")
    boundaries = list(accumulate(frames, initial=0))
    packets = packet_starts(boundaries, film.video.rate)
    head = FilmHead(
        film.video,
        film.sound,
        film.captions,
        film.chapters,
        film.tags,
        film.poster,
        boundaries[-1],
        film.language,
    )
    room = room_for_head(head, [scene.pieces for scene in film.scenes], packets[-1], load)
    try:
        with path.open("wb", buffering=1 << 20) as file:
            writer = FilmWriter(file, head, room, on_progress)
            for number, scene in enumerate(film.scenes):
                writer.add_scene(_blocks(film, scene, load), _sound(film, scene), packets[number + 1])
            writer.finish()
    except OSError as trouble:
        raise StorageError(
            "The film could not be written.",
            hint="Check that the disk has room and can be written to.",
            detail=str(trouble),
        ) from trouble


def _blocks(film: Film, scene: FilmScene, load: Load) -> Iterator[SampleBlock]:
    return video_blocks(scene.pieces, film.video, load)


def _sound(film: Film, scene: FilmScene) -> SoundSegment | None:
    if film.sound is None:
        return None
    return scene.sound() if scene.sound else silence(film.sound)
