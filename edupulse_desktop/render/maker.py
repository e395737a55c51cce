"""Makes the result of one step and keeps it in the cache; used by several threads at once."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import closing
from functools import reduce
from pathlib import Path
from threading import Event, Lock
from typing import TypeVar

from edupulse_desktop.files import storage_error
from edupulse_desktop.media.asset_reader import AssetReader
from edupulse_desktop.media.cache import Cache
from edupulse_desktop.media.ffmpeg import FFmpeg, find_ffmpeg
from edupulse_desktop.model.asset import AssetRef
from edupulse_desktop.render.aac import SoundFormat, encode_sound
from edupulse_desktop.render.ahead import made_ahead
from edupulse_desktop.render.clip import clip_frames
from edupulse_desktop.render.fingerprint import fingerprint
from edupulse_desktop.render.frame import Frames
from edupulse_desktop.render.glide import part_of
from edupulse_desktop.render.memory import give_back_memory
from edupulse_desktop.render.motion import moving_frames
from edupulse_desktop.render.planes import Planes
from edupulse_desktop.render.profile import Quality
from edupulse_desktop.render.recordings import Recordings
from edupulse_desktop.render.run import RunSettings, encode_run, write_run
from edupulse_desktop.render.sound import mixed
from edupulse_desktop.render.steps import ClipStep, MoveStep, SoundStep, Step, StillStep
from edupulse_desktop.render.still import StillSettings, encode_still

Item = TypeVar("Item")

_AHEAD = 3
"""Frames drawn before the encoder wants them."""

_STILLS = {
    Quality.FINAL: StillSettings("superfast", 17.3, "aq-mode=1:no-deblock=1"),
    Quality.DRAFT: StillSettings("ultrafast", 24),
}
"""Measured on photographs at 1080p: SSIM 0.9913, 0.9904 at worst, 24 ms and 757 kB each."""
_MOVES = {Quality.FINAL: ("superfast", 23), Quality.DRAFT: ("ultrafast", 28)}


class Maker:
    """The workshop of one rendering.

    Args:
        assets: where pictures and recordings come from.
        cache: where results are kept.
        stop: set when nobody wants the results any more.
        ffmpeg: asked for when the first foreign file has to be opened.
    """

    def __init__(
        self,
        assets: AssetReader,
        cache: Cache,
        stop: Event,
        ffmpeg: Callable[[], FFmpeg] = find_ffmpeg,
    ) -> None:
        self.frames = Frames(assets)
        self.recordings = Recordings(assets, cache, ffmpeg, stop)
        self._assets = assets
        self._cache = cache
        self._stop = stop
        self._run = Lock()
        self._ffmpeg = ffmpeg

    def make(self, step: Step) -> None:
        """Make the result of a step and keep it under its fingerprint.

        Raises:
            NotMedia: a picture, clip or recording is missing or not what it says.
            StorageError: the cache's disk is full.
            CancelledError: `stop` was set.
        """
        self._go_on()
        match step:
            case StillStep():
                coded = encode_still(self.frames.still(step), _STILLS[step.screen.quality])
                self._cache.put(fingerprint(step), coded.to_bytes())
            case SoundStep():
                sound = SoundFormat(step.channels, coder=step.coder.value)
                segment = encode_sound(self._watched(mixed(step, self.recordings)), sound)
                self._cache.put(fingerprint(step), segment.to_bytes())
            case MoveStep() | ClipStep():
                self._keep_run(step)

    def moving(self, step: MoveStep | ClipStep) -> Generator[Planes, None, None]:
        """Return the frames of something that moves, one by one."""
        layers = self.frames.over_planes(step.layers, step.screen)
        if isinstance(step, ClipStep):
            with closing(clip_frames(self._ffmpeg(), self._file(step.look.asset), step)) as frames:
                for planes in frames:
                    yield reduce(Planes.with_layer, layers, planes)
        else:
            move, screen = part_of(step.motion, step.part), step.screen
            source = self.frames.source(step)
            give_back_memory()
            yield from moving_frames(
                source, move, screen.width_px, screen.height_px, step.part.frames, layers
            )

    def _keep_run(self, step: MoveStep | ClipStep) -> None:
        preset, crf = _MOVES[step.screen.quality]
        is_last = step.part.first + step.part.frames == step.part.total
        key = fingerprint(step)
        temporary = self._cache.temporary(key)
        # An encoder of moving pictures holds 60 MB at 1080p, so there is one at a time; the second core draws.
        with self._run, closing(self.moving(step)) as drawn, closing(made_ahead(drawn, _AHEAD)) as frames:
            try:
                blocks = encode_run(self._watched(frames), step.rate, RunSettings(preset, crf, is_last))
                write_run(temporary, step.screen.width_px, step.screen.height_px, blocks)
                self._cache.put_file(key, temporary)
            except OSError as failure:
                raise storage_error(failure, temporary) from failure
            finally:
                temporary.unlink(missing_ok=True)
        give_back_memory()

    def _watched(self, items: Iterable[Item]) -> Iterator[Item]:
        for item in items:
            self._go_on()
            yield item

    def _go_on(self) -> None:
        if self._stop.is_set():
            raise CancelledError

    def _file(self, asset: AssetRef | None) -> Path:
        if asset is None:
            raise ValueError("a clip has a file")
        return self._assets.file(asset)
