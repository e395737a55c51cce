"""Runs a plan: skips what is cached, makes the rest on two threads, joins films; can be cancelled and resumed.

Everything that is made goes into the cache under its fingerprint at once, whole or not at all. So a rendering that
was cancelled, killed or stopped by a broken picture goes on from there the next time, and a rendering of an unchanged
lesson finds everything made and its films in place. A film appears under its name by rename when it is complete.

All of it happens in threads: the event loop stays free, and the encoders release the interpreter.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from edupulse_desktop.jobs.progress import Progress
from edupulse_desktop.media.asset_reader import AssetReader
from edupulse_desktop.media.cache import Cache
from edupulse_desktop.media.film import Film
from edupulse_desktop.media.typesetter import ready
from edupulse_desktop.render.film_files import FilmFiles, file_names
from edupulse_desktop.render.maker import Maker
from edupulse_desktop.render.memory import give_back_memory
from edupulse_desktop.render.pace import Pace
from edupulse_desktop.render.plan import FilmPlan, Plan
from edupulse_desktop.render.reel import Reel
from edupulse_desktop.render.steps import CaptionLayer, TextLayer
from edupulse_desktop.render.worklist import Place, Work, worklist

_WORKERS = 2
"""As many as the smallest laptop has cores; each needs memory for a few pictures."""
_TIDY_AFTER = 16
"""Steps after which freed memory is given back: often enough that it stays small, seldom enough to cost nothing."""
_LONG_MS = 1_000
"""What takes longer is begun first, so that no worker sits over it when the others are done."""
_JOINED_FRAME_US, _PLAIN_FRAME_US = 30, 40_000
"""Roughly what a frame costs when films are put together, and when every frame is encoded."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """What came of a rendering.

    Args:
        made: shots and stretches of sound that were encoded.
        reused: those that were found in the cache.
        written: films that were put together; the others were in place already.
    """

    films: tuple[Film, ...]
    made: int
    reused: int
    written: int


async def render(
    plan: Plan,
    assets: AssetReader,
    cache: Cache,
    folder: Path,
    progress: Progress,
    *,
    posters: bool = True,
) -> Rendered:
    """Make the films of a plan.

    Args:
        plan: what to make.
        assets: pictures and recordings.
        cache: keeps what is made for the next time.
        folder: gets the films, and their posters beside them.
        progress: told how far it is and how long it takes, on this thread.
        posters: whether each film gets a poster.

    Raises:
        RenderError: a picture, clip or recording cannot be used; `where` says whose.
        ToolMissing: FFmpeg or Qt is needed and not there.
        StorageError: the disk is full or read-only.
    """
    if any(_draws_text(film) for film in plan.films):
        # Qt wants its application object made on the main thread.
        ready()
    loop = asyncio.get_running_loop()
    stop = Event()

    def report(fraction: float, note: str) -> None:
        loop.call_soon_threadsafe(progress.at, fraction, note)

    rendering = _Rendering(plan, Maker(assets, cache, stop), cache, stop, report)
    work = loop.run_in_executor(None, rendering.run, folder, posters)
    try:
        return await asyncio.shield(work)
    except asyncio.CancelledError:
        stop.set()
        await asyncio.wait({work})
        # Asking for the outcome keeps asyncio from reporting that nobody did.
        work.exception()
        raise


def _draws_text(film: FilmPlan) -> bool:
    return any(
        isinstance(layer, CaptionLayer | TextLayer)
        for scene in film.scenes
        for shot in scene.shots
        for layer in shot.step.layers
    )


@dataclass(slots=True)
class _Rendering:
    """One rendering, on a thread of its own."""

    plan: Plan
    maker: Maker
    cache: Cache
    stop: Event
    report: Callable[[float, str], None]

    def run(self, folder: Path, posters: bool) -> Rendered:
        """Make what is missing, then the films."""
        reels = [
            Reel(film, self.plan.profile, self._channels(film), name)
            for film, name in zip(self.plan.films, file_names(self.plan.films), strict=True)
        ]
        works = worklist(reels)
        files = FilmFiles(folder, self.maker, self.cache, works, posters)
        outdated = [reel for reel in reels if not files.is_current(reel)]
        missing = [work for work in worklist(outdated).values() if not self.cache.has(work.key)]
        if self.plan.profile.plain:
            missing = []
        pace = Pace(self.report, sum(work.cost_ms for work in missing) + sum(map(_join_ms, outdated)))
        self._make_all(missing, pace)
        films = [
            self._film(files, reel, pace, f"Film {number} of {len(reels)}")
            for number, reel in enumerate(reels, 1)
        ]
        made = len(worklist(outdated)) if self.plan.profile.plain else len(missing)
        return Rendered(tuple(films), made, len(works) - made, len(outdated))

    def _channels(self, film: FilmPlan) -> int:
        """Return 2 if anything in a film is stereo, else 1."""
        if self.plan.profile.stereo:
            return 2
        most = 1
        for scene in film.scenes:
            for stretch in scene.stretches:
                for asset in stretch.mix.assets:
                    if self.stop.is_set():
                        raise CancelledError
                    with Place(scene, stretch.line).named():
                        most = max(most, self.maker.recordings.channels(asset))
        return most

    def _make_all(self, missing: Sequence[Work], pace: Pace) -> None:
        """Make steps on all workers, the longest first; the first failure stops the others."""
        ordered = sorted(missing, key=lambda work: work.cost_ms >= _LONG_MS, reverse=True)
        pictures = sum(work.is_picture for work in missing)
        made = 0
        with ThreadPoolExecutor(_WORKERS, thread_name_prefix="edupulse-render") as pool:
            running = {pool.submit(self._make, work): work for work in ordered}
            try:
                for number, finished in enumerate(as_completed(running), start=1):
                    finished.result()
                    if number % _TIDY_AFTER == 0:
                        give_back_memory()
                    work = running[finished]
                    made += work.is_picture
                    pace.done(work.cost_ms, f"{made} of {pictures} shots")
            except BaseException:
                self.stop.set()
                pool.shutdown(cancel_futures=True)
                raise

    def _make(self, work: Work) -> None:
        with work.place.named():
            self.maker.make(work.step)

    def _film(self, files: FilmFiles, reel: Reel, pace: Pace, note: str) -> Film:
        before = pace.so_far

        def on_progress(frames: int) -> None:
            if self.stop.is_set():
                raise CancelledError
            pace.reached(before + _join_ms(reel) * frames // max(1, reel.film.frames), note)

        return files.film(reel, on_progress)


def _join_ms(reel: Reel) -> int:
    per_frame_us = _PLAIN_FRAME_US if reel.profile.plain else _JOINED_FRAME_US
    return 1 + reel.film.frames * per_frame_us // 1000
