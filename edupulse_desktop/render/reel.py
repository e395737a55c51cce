"""A planned film as pieces of coded picture and sound: what `mp4/film.py` writes, and what it needs for that."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import pairwise

import numpy as np

from edupulse_desktop.render.aac import SoundFormat, SoundSegment, packet_starts
from edupulse_desktop.render.fingerprint import fingerprint
from edupulse_desktop.render.mp4.film import Film, FilmScene
from edupulse_desktop.render.mp4.tags import Tags
from edupulse_desktop.render.mp4.text import CaptionTrack, Chapter
from edupulse_desktop.render.plan import FilmPlan, ScenePlan
from edupulse_desktop.render.profile import RenderProfile
from edupulse_desktop.render.shots import Shot
from edupulse_desktop.render.steps import SoundStep, StillStep
from edupulse_desktop.render.stretches import Stretch
from edupulse_desktop.render.video_track import Fade, Hold, Piece, Run, Stay

LoadSound = Callable[[SoundStep], SoundSegment]


@dataclass(frozen=True)
class Reel:
    """One planned film, with the number of channels its recordings ask for and the name of its file."""

    film: FilmPlan
    profile: RenderProfile
    channels: int
    file_name: str

    @property
    def sound(self) -> SoundFormat:
        """How its sound is encoded."""
        return SoundFormat(self.channels, coder=self.profile.coder.value)

    def sound_step(self, stretch: Stretch) -> SoundStep:
        """Return how a stretch of its sound is made."""
        return SoundStep(stretch.mix, self.channels, self.profile.coder, self.profile.loudness_lufs)

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """A chapter for each scene, if there are several."""
        scenes = self.film.scenes
        rate = self.profile.rate
        if len(scenes) < 2:
            return ()
        return tuple(
            Chapter(rate.ms_at(scene.first_frame), scene.title or f"{number}")
            for number, scene in enumerate(scenes, start=1)
        )

    @property
    def captions(self) -> tuple[CaptionTrack, ...]:
        """Its caption track, if it has one."""
        return (CaptionTrack(self.film.language, self.film.captions),) if self.film.captions else ()

    @cached_property
    def key(self) -> str:
        """What changes whenever the film would be another one."""
        heard = [
            (stretch.first_frame, stretch.frames, fingerprint(self.sound_step(stretch)))
            for scene in self.film.scenes
            for stretch in scene.stretches
        ]
        words = (self.film.language, self.captions, self.chapters, self.tags)
        text = repr((self.profile, self.sound, self.pieces, heard, words))
        return hashlib.sha256(text.encode()).hexdigest()

    @cached_property
    def pieces(self) -> tuple[tuple[Piece, ...], ...]:
        """The pictures of each scene as pieces of a track, named by their fingerprints."""
        return tuple(map(pieces_of, self.film.scenes))

    @property
    def tags(self) -> Tags:
        """What it says of itself."""
        return Tags(self.film.title, self.film.author, description=self.film.description)

    def stored(self, load_sound: LoadSound, poster: bytes) -> Film:
        """Return the film as it is written to a file; sound is loaded scene by scene."""
        voices = _Voices(self, load_sound)
        scenes = tuple(
            FilmScene(pieces, partial(voices.of, number)) for number, pieces in enumerate(self.pieces)
        )
        video = self.profile.video
        return Film(
            video, scenes, self.sound, self.captions, self.chapters, self.tags, poster, self.film.language
        )


def pieces_of(scene: ScenePlan) -> tuple[Piece, ...]:
    """Return the pictures of a scene as pieces of a track, named by their fingerprints."""
    return tuple(
        piece for number, shot in enumerate(scene.shots) for piece in _pieces(shot, starts_scene=not number)
    )


def _pieces(shot: Shot, starts_scene: bool) -> Iterator[Piece]:
    key = fingerprint(shot.step)
    left = shot.frames - shot.fade_frames
    if shot.fade_frames:
        yield Fade(key, shot.fade_frames)
    if isinstance(shot.step, StillStep):
        yield Hold(key, left, starts_scene)
    else:
        yield Run(key, shot.step.part.frames)
        yield Stay(left - shot.step.part.frames)


@dataclass(slots=True)
class _Voices:
    """Lays the stretches of a film on its one grid of packets, scene by scene."""

    reel: Reel
    load: LoadSound
    packets: dict[int, int] = field(default_factory=dict)
    """How many packets each stretch takes, by the frame with which it begins."""

    def __post_init__(self) -> None:
        firsts = [stretch.first_frame for scene in self.reel.film.scenes for stretch in scene.stretches]
        starts = packet_starts([*firsts, self.reel.film.frames], self.reel.profile.rate)
        for first, (start, stop) in zip(firsts, pairwise(starts), strict=True):
            self.packets[first] = stop - start

    def of(self, number: int) -> SoundSegment:
        """Return the sound of a scene."""
        fitted = [
            self.load(self.reel.sound_step(stretch)).fitted(self.packets[stretch.first_frame])
            for stretch in self.reel.film.scenes[number].stretches
            if stretch.frames
        ]
        sizes = np.concatenate([segment.sizes for segment in fitted])
        return SoundSegment(b"".join(segment.data for segment in fitted), sizes)
