"""Scene → shots: what is seen, cut wherever it changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from edupulse_desktop.model.asset import AssetKind
from edupulse_desktop.model.captions import Cue
from edupulse_desktop.model.ids import LineId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.picture import Anchor, Fit, Overlay, Picture, Shape, Transition
from edupulse_desktop.model.scene import Scene, pictures_shown
from edupulse_desktop.model.timing import Span, spans
from edupulse_desktop.render.clock import SceneClock
from edupulse_desktop.render.profile import RenderProfile
from edupulse_desktop.render.steps import (
    CaptionLayer,
    ClipStep,
    Layer,
    Layers,
    Look,
    MoveStep,
    Part,
    PictureLayer,
    PictureStep,
    Screen,
    StillStep,
    TextLayer,
)
from edupulse_desktop.render.video_track import LONGEST_FADE

_SHORTEST_FADE = 2
_TITLE_PERMILLE = 60
_NOBODYS_COLOUR = "#ffffff"


@dataclass(frozen=True, slots=True)
class Shot:
    """A stretch in which one step is shown.

    Args:
        frames: in the film; where a moving step is shorter its last frame stays.
        fade_frames: how many of them, at the beginning, are a cross-fade from the shot before.
        line: the line that plays, for messages.
    """

    step: PictureStep
    frames: int
    fade_frames: int = 0
    line: LineId | None = None


@dataclass(frozen=True, slots=True)
class _Time:
    """From one moment of the scene to another, in milliseconds."""

    start_ms: int
    end_ms: int

    def within(self, outer: _Time) -> _Time | None:
        """Return the part of this time that lies in another."""
        start_ms, end_ms = max(self.start_ms, outer.start_ms), min(self.end_ms, outer.end_ms)
        return _Time(start_ms, end_ms) if start_ms < end_ms else None


@dataclass(frozen=True, slots=True)
class _Shown:
    """A picture, and what lies over it, for as long as the picture is on screen."""

    picture: Picture | None
    time: _Time
    lines: tuple[tuple[int, LineId], ...]
    """When each line starts that is played meanwhile."""
    layers: tuple[tuple[_Time, Layer], ...]

    def line_at(self, ms: int) -> LineId:
        """Return the line that plays at a moment."""
        return next(line for start_ms, line in reversed(self.lines) if start_ms <= ms)

    def parts(self) -> Iterator[tuple[_Time, Layers]]:
        """Yield the times between which the layers do not change."""
        moments = {self.time.start_ms, self.time.end_ms}
        for time, _ in self.layers:
            moments |= {time.start_ms, time.end_ms}
        for start_ms, end_ms in pairwise(sorted(moments)):
            over = tuple(layer for time, layer in self.layers if time.start_ms <= start_ms < time.end_ms)
            yield _Time(start_ms, end_ms), over


def scene_shots(
    lesson: Lesson, profile: RenderProfile, scene: Scene, burned_in: Sequence[Cue], clock: SceneClock
) -> tuple[Shot, ...]:
    """Return the shots of a scene, together as long as the scene in the film."""
    screen = Screen(profile.width_px, profile.height_px, profile.quality)
    if not scene.lines:
        title = (TextLayer(scene.title, Anchor.CENTRE, _TITLE_PERMILLE),) if scene.title.strip() else ()
        return (Shot(StillStep(Look(), title, screen), clock.frames),)
    camera = _Camera(screen, profile.shape, clock)
    shots: list[Shot] = []
    before: Picture | None = None
    for shown in _pictures(scene, _layers(lesson, scene, burned_in)):
        fade_ms = _fade_ms(before, shown.picture) if shots else 0
        for shot in camera.take(shown, fade_ms):
            last = shots[-1] if shots else None
            if last is not None and last.step == shot.step and not shot.fade_frames:
                shots[-1] = replace(last, frames=last.frames + shot.frames)
            else:
                shots.append(shot)
        before = shown.picture
    return tuple(shots)


def _fade_ms(before: Picture | None, picture: Picture | None) -> int:
    if picture is None or picture.transition is not Transition.FADE or picture == before:
        return 0
    return picture.transition_ms


def _pictures(scene: Scene, layers: Sequence[tuple[_Time, Layer]]) -> Iterator[_Shown]:
    """Yield the pictures of a scene, one after the other, each for all the lines it stays."""
    timed = spans(scene)
    shown = pictures_shown(scene)
    starts = [number for number in range(len(shown)) if not number or shown[number] is not shown[number - 1]]
    for first, following in pairwise((*starts, len(shown))):
        time = _Time(timed[first].start_ms, timed[following - 1].end_ms)
        over = tuple((part, layer) for each, layer in layers if (part := each.within(time)))
        lines = tuple((span.start_ms, span.line) for span in timed[first:following])
        yield _Shown(shown[first], time, lines, over)


def _layers(lesson: Lesson, scene: Scene, burned_in: Sequence[Cue]) -> list[tuple[_Time, Layer]]:
    """Return overlays and burned-in captions with their times, captions on top."""
    overlays = [
        (_overlay_time(overlay, span), _overlay(overlay))
        for line, span in zip(scene.lines, spans(scene), strict=True)
        for overlay in line.overlays
        if overlay.asset is not None or overlay.text.strip()
    ]
    colours = {character.name: character.colour for character in lesson.cast}
    captions = [
        (
            _Time(cue.start_ms, cue.end_ms),
            # The second cue of a line is still the same speaker's; the name would only be in the way.
            CaptionLayer(
                cue.text,
                cue.speaker if before is None or before.line != cue.line else "",
                colours.get(cue.speaker, _NOBODYS_COLOUR),
            ),
        )
        for before, cue in zip((None, *burned_in), burned_in, strict=False)
    ]
    return [*overlays, *captions]


def _overlay_time(overlay: Overlay, span: Span) -> _Time:
    start_ms = span.start_ms + overlay.delay_ms
    return _Time(start_ms, min(span.end_ms, start_ms + overlay.shown_ms) if overlay.shown_ms else span.end_ms)


def _overlay(overlay: Overlay) -> TextLayer | PictureLayer:
    if overlay.asset is not None:
        return PictureLayer(overlay.asset, overlay.anchor, overlay.size_permille)
    return TextLayer(overlay.text, overlay.anchor, overlay.size_permille)


@dataclass(frozen=True, slots=True)
class _Camera:
    """Turns what is shown into shots on one screen, by the clock of one scene."""

    screen: Screen
    shape: Shape
    clock: SceneClock

    def take(self, shown: _Shown, fade_ms: int) -> Iterator[Shot]:
        """Yield the shots of one picture; the first of them may begin with a fade."""
        picture = shown.picture
        moves = picture is not None and (picture.motion is not None or _is_clip(picture))
        if moves and self.clock.frames_in(shown.time.end_ms - shown.time.start_ms) > 1:
            yield from self._moving(shown, fade_ms)
        else:
            yield from self._still(shown, fade_ms)

    def _still(self, shown: _Shown, fade_ms: int) -> Iterator[Shot]:
        look = self._look(shown.picture)
        for time, layers in shown.parts():
            frames = self.clock.frames_between(time.start_ms, time.end_ms)
            fade = self._fade(fade_ms, frames)
            if frames:
                yield Shot(StillStep(look, layers, self.screen), frames, fade, shown.line_at(time.start_ms))
                fade_ms = 0

    def _moving(self, shown: _Shown, fade_ms: int) -> Iterator[Shot]:
        """Yield the parts of one movement; it starts when it has been faded in."""
        parts = list(shown.parts())
        begin_ms = shown.time.start_ms
        first_frames = self.clock.frames_in(parts[0][0].end_ms - begin_ms)
        fade = self._fade(fade_ms, min(first_frames, self._total(shown, len(parts))) - 1)
        total = self._total(shown, len(parts)) - fade
        left = self.clock.frames_between(begin_ms, shown.time.end_ms)
        done = 0
        shots: list[Shot] = []
        for time, layers in parts:
            until = max(min(self.clock.frames_in(time.end_ms - begin_ms) - fade, total), done)
            if until > done:
                step = self._moving_step(shown.picture, Part(done, until - done, total), layers)
                frames = until - done + (0 if shots else fade)
                shots.append(Shot(step, frames, 0 if shots else fade, shown.line_at(time.start_ms)))
                left -= frames
                done = until
        yield from shots[:-1]
        yield replace(shots[-1], frames=shots[-1].frames + left)

    def _total(self, shown: _Shown, parts: int) -> int:
        """Return how many frames move; a clip that ends sooner and is not drawn on is held instead."""
        frames = self.clock.frames_in(shown.time.end_ms - shown.time.start_ms)
        if parts == 1 and shown.picture is not None and _is_clip(shown.picture) and shown.picture.clip_ms:
            return min(frames, max(self.clock.frames_in(shown.picture.clip_ms), 2))
        return frames

    def _moving_step(self, picture: Picture | None, part: Part, layers: Layers) -> MoveStep | ClipStep:
        if picture is None:
            raise ValueError("only a picture moves")
        look = self._look(picture)
        if picture.motion is None or _is_clip(picture):
            return ClipStep(look, picture.clip_ms, part, layers, self.screen, self.clock.rate)
        return MoveStep(look, picture.motion, part, layers, self.screen, self.clock.rate)

    def _fade(self, fade_ms: int, most: int) -> int:
        frames = min(self.clock.frames_in(fade_ms), LONGEST_FADE, most)
        return frames if frames >= _SHORTEST_FADE else 0

    def _look(self, picture: Picture | None) -> Look:
        if picture is None or picture.asset is None:
            return Look()
        made_for = picture.request.shape if picture.is_card and picture.request else self.shape
        fit = Fit.CONTAIN if made_for is not self.shape else picture.fit
        return Look(picture.asset, fit, picture.crop)


def _is_clip(picture: Picture) -> bool:
    return picture.asset is not None and picture.asset.kind is AssetKind.CLIP
