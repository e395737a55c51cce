"""Films as files: their names, whether they are still right, and how they come to the disk."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from edupulse_desktop.errors import RenderError
from edupulse_desktop.files import rename_with_retries, safe_file_name, storage_error, temporary_beside
from edupulse_desktop.media.cache import Cache
from edupulse_desktop.media.film import Film, FilmScene
from edupulse_desktop.render.aac import SoundSegment
from edupulse_desktop.render.coded import Coded
from edupulse_desktop.render.fingerprint import fingerprint, key_of
from edupulse_desktop.render.maker import Maker
from edupulse_desktop.render.mp4.film import write_film
from edupulse_desktop.render.plain import write_plain_film
from edupulse_desktop.render.plan import FilmPlan
from edupulse_desktop.render.poster import poster
from edupulse_desktop.render.reel import Reel
from edupulse_desktop.render.run import CodedRun
from edupulse_desktop.render.steps import SoundStep, StillStep
from edupulse_desktop.render.still import CodedPicture
from edupulse_desktop.render.worklist import Place, Work

OnFrames = Callable[[int], None]


def file_names(films: Sequence[FilmPlan]) -> list[str]:
    """Return a legal name for the file of every film; no two are the same, whatever their case."""
    names: list[str] = []
    taken: set[str] = set()
    for film in films:
        stem = safe_file_name(film.name, "film")
        tries = (stem if count == 1 else f"{stem} ({count})" for count in itertools.count(1))
        name = next(each for each in tries if each.casefold() not in taken)
        taken.add(name.casefold())
        names.append(f"{name}.mp4")
    return names


@dataclass(frozen=True, slots=True)
class FilmFiles:
    """Puts films together in one folder.

    Args:
        works: every step of every film by its key; what the cache has lost meanwhile is made again.
        posters: whether each film gets one.
    """

    folder: Path
    maker: Maker
    cache: Cache
    works: Mapping[str, Work]
    posters: bool

    def is_current(self, reel: Reel) -> bool:
        """Return whether a film's file is there, untouched, and would be written the same again."""
        path = self.folder / reel.file_name
        if self.posters and not path.with_suffix(".jpg").exists():
            return False
        kept = self.cache.get(self._record_key(path))
        return kept is not None and kept == self._record(reel, path)

    def film(self, reel: Reel, on_frames: OnFrames) -> Film:
        """Write a film unless it is current.

        Args:
            reel: the film.
            on_frames: told how many frames are written; may raise to stop, and then no file is left.

        Raises:
            RenderError: a picture cannot be used.
            StorageError: the disk is full or read-only.
        """
        path = self.folder / reel.file_name
        image = path.with_suffix(".jpg") if self.posters else None
        if not self.is_current(reel):
            first = reel.film.scenes[0]
            with Place(first, first.shots[0].line).named():
                still = poster(first.shots[0].step, self.maker, self.cache) if self.posters else b""
            try:
                self._write(path, reel, still, on_frames)
            except OSError as failure:
                raise storage_error(failure, path) from failure
            # The cache expects equal content under equal keys, and this one changes with the film.
            self.cache.remove(self._record_key(path))
            self.cache.put(self._record_key(path), self._record(reel, path))
        return _facts(reel, path, image)

    def _write(self, path: Path, reel: Reel, still: bytes, on_frames: OnFrames) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary, image = temporary_beside(path), temporary_beside(path.with_suffix(".jpg"))
        try:
            if reel.profile.plain:
                write_plain_film(temporary, reel, self.maker, on_frames)
            else:
                write_film(temporary, reel.stored(self._sound, still), self._picture, on_frames)
            if self.posters:
                image.write_bytes(still)
                rename_with_retries(image, path.with_suffix(".jpg"))
            # Not synced to the disk: a film that a power cut hurts is joined again from the cache in no time.
            rename_with_retries(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)
            image.unlink(missing_ok=True)

    def _picture(self, key: str) -> Coded:
        if isinstance(self.works[key].step, StillStep):
            data = self.cache.get(key)
            return CodedPicture.from_bytes(data if data is not None else self._again(key).read_bytes())
        return CodedRun.open(self.cache.path(key) or self._again(key))

    def _sound(self, step: SoundStep) -> SoundSegment:
        key = fingerprint(step)
        data = self.cache.get(key)
        return SoundSegment.from_bytes(data if data is not None else self._again(key).read_bytes())

    def _again(self, key: str) -> Path:
        """Make once more what the cache gave up to make room, or what was damaged in it."""
        work = self.works[key]
        with work.place.named():
            self.maker.make(work.step)
        path = self.cache.path(key)
        if path is None:
            raise RenderError(
                "The cache cannot keep what was just made.",
                hint="Give it more room in the settings, or clear it.",
            )
        return path

    def _record_key(self, path: Path) -> str:
        return key_of("film file", str(path.absolute()))

    def _record(self, reel: Reel, path: Path) -> bytes:
        try:
            status = path.stat()
        except OSError:
            return b"not there"
        return f"{reel.key} {self.posters} {status.st_size} {status.st_mtime_ns}".encode()


def _facts(reel: Reel, path: Path, image: Path | None) -> Film:
    rate = reel.profile.rate
    scenes = tuple(
        FilmScene(scene.scene, rate.ms_at(scene.first_frame), rate.ms_at(scene.first_frame + scene.frames))
        for scene in reel.film.scenes
    )
    length_ms = rate.ms_at(reel.film.frames)
    return Film(path, reel.profile.width_px, reel.profile.height_px, length_ms, scenes, image)
