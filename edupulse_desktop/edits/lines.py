"""What can be done to lines: write, speak, move, split, join, delete."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar, TypeVar

from edupulse_desktop.edits.edit import Edit, counted
from edupulse_desktop.edits.lookup import (
    find_character,
    find_line,
    find_scene,
    line_named,
    place_before,
    refuse_known_lines,
)
from edupulse_desktop.errors import EditError
from edupulse_desktop.model.ids import CharacterId, LineId, SceneId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.line import MAXIMUM_PAUSE_MS, Line
from edupulse_desktop.model.picture import Overlay
from edupulse_desktop.model.sound import Effect
from edupulse_desktop.model.timing import reading_ms, speech_ms

Shown = TypeVar("Shown", Overlay, Effect)


@dataclass(frozen=True, slots=True)
class SetLineText(Edit):
    """Write what a line says; its takes stay, true or not."""

    label: ClassVar[str] = "Edit line"
    line: LineId
    text: str

    @property
    def merge_key(self) -> str:
        """Typing in one line is one step."""
        return f"text {self.line}"

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the lesson with the line's new text."""
        return lesson.with_line(replace(line_named(lesson, self.line), text=self.text))


@dataclass(frozen=True, slots=True)
class SetSpeaker(Edit):
    """Say who speaks a line; nobody makes it a silent hold."""

    label: ClassVar[str] = "Change speaker"
    line: LineId
    speaker: CharacterId | None

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the lesson with the line's new speaker."""
        line = line_named(lesson, self.line)
        if self.speaker is not None:
            find_character(lesson, self.speaker)
        return lesson.with_line(replace(line, speaker=self.speaker))


@dataclass(frozen=True, slots=True)
class SetDirection(Edit):
    """Say how a line is spoken."""

    label: ClassVar[str] = "Edit direction"
    line: LineId
    direction: str

    @property
    def merge_key(self) -> str:
        """Typing in one field is one step."""
        return f"direction {self.line}"

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the lesson with the line's new direction."""
        return lesson.with_line(replace(line_named(lesson, self.line), direction=self.direction))


@dataclass(frozen=True, slots=True)
class SetPause(Edit):
    """Set the silence after a line, or the length of a hold."""

    label: ClassVar[str] = "Change pause"
    line: LineId
    pause_ms: int

    @property
    def merge_key(self) -> str:
        """Turning a wheel is one step."""
        return f"pause {self.line}"

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the lesson with the line's new pause."""
        line = line_named(lesson, self.line)
        if not 0 <= self.pause_ms <= MAXIMUM_PAUSE_MS:
            raise EditError(
                "A pause lasts from nothing to ten minutes; the old one was kept.",
                where=f"line {self.line}",
            )
        return lesson.with_line(replace(line, pause_ms=self.pause_ms))


@dataclass(frozen=True, slots=True)
class InsertLines(Edit):
    """Add lines to a scene, before one of its lines or at the end."""

    scene: SceneId
    lines: tuple[Line, ...]
    before: LineId | None = None

    @property
    def label(self) -> str:
        """Insert line, or several."""
        return counted("Insert", len(self.lines), "line", "lines")

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the lesson with the new lines."""
        scene = find_scene(lesson, self.scene)
        at = place_before(scene.lines, self.before, "line")
        if not self.lines:
            return lesson
        refuse_known_lines(lesson, self.lines)
        return lesson.with_scene(replace(scene, lines=(*scene.lines[:at], *self.lines, *scene.lines[at:])))


@dataclass(frozen=True, slots=True)
class MoveLines(Edit):
    """Move lines, in the order given, before a line of a scene or to its end."""

    lines: tuple[LineId, ...]
    scene: SceneId
    before: LineId | None = None

    @property
    def label(self) -> str:
        """Move line, or several."""
        return counted("Move", len(self.lines), "line", "lines")

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the lesson with the lines in their new place."""
        moved = [line_named(lesson, line) for line in dict.fromkeys(self.lines)]
        target = find_scene(lesson, self.scene)
        after = target.lines[place_before(target.lines, self.before, "line") :]
        names = set(self.lines)
        before = next((line.id for line in after if line.id not in names), None)
        emptied = _without_lines(lesson, names)
        scene = find_scene(emptied, self.scene)
        at = place_before(scene.lines, before, "line")
        lines = (*scene.lines[:at], *moved, *scene.lines[at:])
        if target.lines == lines:
            return lesson
        return emptied.with_scene(replace(scene, lines=lines))


@dataclass(frozen=True, slots=True)
class DeleteLines(Edit):
    """Take lines out of the lesson."""

    lines: tuple[LineId, ...]

    @property
    def label(self) -> str:
        """Delete line, or several."""
        return counted("Delete", len(self.lines), "line", "lines")

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the lesson without the lines."""
        for line in self.lines:
            find_line(lesson, line)
        return _without_lines(lesson, set(self.lines))


@dataclass(frozen=True, slots=True)
class SplitLine(Edit):
    """Make two lines of one; the second starts with the character at `at` and keeps the pause.

    Overlays and effects that start while the second is spoken, or later, go with it and stay with their words. The
    picture and the takes stay with the first.

    Args:
        new: name of the second line.
    """

    label: ClassVar[str] = "Split line"
    line: LineId
    at: int
    new: LineId

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the lesson with the line in two."""
        scene, index = find_line(lesson, self.line)
        line = scene.lines[index]
        first, second = line.text[: max(0, self.at)].strip(), line.text[max(0, self.at) :].strip()
        if not first or not second:
            raise EditError(
                "A line is split between two of its words; there is nothing on one side.",
                hint="Put the cursor between two words.",
                where=f"line {self.line}",
            )
        refuse_known_lines(lesson, (Line(self.new),))
        at_ms = _moment_ms(line, self.at)
        halves = (
            replace(
                line,
                text=first,
                pause_ms=0,
                overlays=_until(line.overlays, at_ms),
                effects=_until(line.effects, at_ms),
            ),
            replace(
                line,
                id=self.new,
                text=second,
                picture=None,
                overlays=_since(line.overlays, at_ms),
                effects=_since(line.effects, at_ms),
                takes=(),
                chosen=None,
            ),
        )
        return lesson.with_scene(
            replace(scene, lines=(*scene.lines[:index], *halves, *scene.lines[index + 1 :]))
        )


@dataclass(frozen=True, slots=True)
class JoinLines(Edit):
    """Make one line of several that follow one another and are spoken by the same character.

    The first picture stays; overlays and effects begin and end when they did. The takes of the first line stay.
    The order in which the lines are named does not matter.
    """

    label: ClassVar[str] = "Join lines"
    lines: tuple[LineId, ...]

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the lesson with one line in place of several."""
        found = [find_line(lesson, line) for line in dict.fromkeys(self.lines)]
        places = sorted(found, key=lambda place: place[1])
        if len(places) < 2:
            return lesson
        scene, first = places[0]
        if [(each.id, index) for each, index in places] != [
            (scene.id, first + at) for at in range(len(places))
        ]:
            raise EditError(
                "Only lines that follow one another in one scene can be joined; nothing was changed.",
                where=f"line {self.lines[0]}",
            )
        lines = scene.lines[first : first + len(places)]
        if len({line.speaker for line in lines}) > 1:
            raise EditError(
                "The lines are spoken by different characters, so they were not joined.",
                hint="Give them the same speaker first.",
                where=f"line {self.lines[0]}",
            )
        rest = scene.lines[first + len(places) :]
        return lesson.with_scene(replace(scene, lines=(*scene.lines[:first], _joined(lines), *rest)))


def _without_lines(lesson: Lesson, names: set[LineId]) -> Lesson:
    scenes = tuple(
        replace(scene, lines=tuple(line for line in scene.lines if line.id not in names))
        if any(line.id in names for line in scene.lines)
        else scene
        for scene in lesson.scenes
    )
    return replace(lesson, scenes=scenes) if names else lesson


def _joined(lines: tuple[Line, ...]) -> Line:
    overlays: list[Overlay] = []
    effects: list[Effect] = []
    at_ms = 0
    for number, line in enumerate(lines, start=1):
        span_ms = speech_ms(line) + line.pause_ms
        shown = line.overlays if number == len(lines) else [_ending(each, span_ms) for each in line.overlays]
        overlays.extend(replace(each, delay_ms=each.delay_ms + at_ms) for each in shown)
        effects.extend(replace(each, delay_ms=each.delay_ms + at_ms) for each in line.effects)
        at_ms += span_ms
    spoken = any(line.is_spoken for line in lines)
    pause_ms = lines[-1].pause_ms if spoken else min(MAXIMUM_PAUSE_MS, sum(line.pause_ms for line in lines))
    return replace(
        lines[0],
        text=" ".join(line.text.strip() for line in lines if line.text.strip()),
        direction=next((line.direction for line in lines if line.direction), ""),
        pause_ms=pause_ms,
        picture=next((line.picture for line in lines if line.picture is not None), None),
        overlays=tuple(overlays),
        effects=tuple(effects),
    )


def _ending(overlay: Overlay, span_ms: int) -> Overlay:
    """Return an overlay that says itself when it ends, where the end of its line said so."""
    left_ms = max(1, span_ms - overlay.delay_ms)
    return replace(overlay, shown_ms=min(overlay.shown_ms or left_ms, left_ms))


def _until(things: tuple[Shown, ...], moment_ms: int) -> tuple[Shown, ...]:
    return tuple(each for each in things if each.delay_ms < moment_ms)


def _since(things: tuple[Shown, ...], moment_ms: int) -> tuple[Shown, ...]:
    """Return what starts at a moment or later, its delay counted from there."""
    return tuple(
        replace(each, delay_ms=each.delay_ms - moment_ms) for each in things if each.delay_ms >= moment_ms
    )


def _moment_ms(line: Line, at: int) -> int:
    """Return when a line comes to a character: as its recording says, or else by the length of the text."""
    take = line.take
    if not line.is_spoken:
        return 0
    if take is None:
        return reading_ms(line.text[:at])
    if take.request.text == line.text:
        heard = next((word.start_ms for word in take.words if word.end_char > at), None)
        if heard is not None:
            return heard
    return take.length_ms * at // len(line.text)
