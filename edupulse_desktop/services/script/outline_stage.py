"""What an outline tells, in the making: scenes, who speaks in them, the picture that waits for the next words."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from edupulse_desktop.model.draft import DraftCharacter, DraftEnd, DraftLine, DraftPicture, DraftQuestion
from edupulse_desktop.services.script import outline_marks as marks

STAGE_HOLD_MS = 2_000
"""How long a stage direction by itself is shown."""


@dataclass(slots=True)
class OpenScene:
    """A scene under way.

    Args:
        number: as written after the word scene.
        level: of its heading; 0 if it has none and is a part of the one before.
        onward: where it leads, as written; empty for the scene below.
    """

    title: str = ""
    number: str = ""
    level: int = 0
    lines: list[DraftLine] = field(default_factory=list)
    question: DraftQuestion | None = None
    ending: DraftEnd | None = None
    onward: str = ""

    @property
    def is_left(self) -> bool:
        """Whether its way out is written already."""
        return self.question is not None or self.ending is not None or bool(self.onward)


@dataclass(slots=True)
class Outline:
    """What was read: facts about the lesson, its people, its scenes."""

    title: str = ""
    language: str = ""
    description: str = ""
    objectives: list[str] = field(default_factory=list)
    cast: dict[str, DraftCharacter] = field(default_factory=dict)
    scenes: list[OpenScene] = field(default_factory=list)


class Stage:
    """Puts lines, holds and pictures into the scene under way."""

    def __init__(self) -> None:
        self.outline = Outline()
        self._picture: DraftPicture | None = None

    def show(self, picture: DraftPicture) -> None:
        """Keep a picture for the next words; one that still waits is shown by itself."""
        self.settle()
        self._picture = picture

    def settle(self) -> None:
        """Show a picture that still waits, though nothing is said to it."""
        if self._picture is not None:
            self._hold(STAGE_HOLD_MS)

    def direct(self, words: str) -> None:
        """Show what a stage direction says, while nobody speaks."""
        self.show(DraftPicture(prompt=words))
        self.settle()

    def say(self, name: str, text: str, direction: str) -> None:
        """Add what somebody says, with the pauses and pictures written in it."""
        text, picture = marks.picture_in(text)
        text, pause_ms = marks.pauses(text)
        text = marks.without_marks(text)
        if picture is not None:
            self.show(DraftPicture(prompt=picture[0], alt_text=picture[1]))
        if not text:
            self.pause(pause_ms or 0)
            return
        shown, self._picture = self._picture, None
        speaker = self._meet(name)
        self.scene().lines.append(DraftLine(speaker, text, direction, pause_ms, shown))

    def pause(self, pause_ms: int) -> None:
        """Lengthen the pause after the last line, or hold where there is none."""
        lines = self.scene().lines
        if lines and self._picture is None:
            before = lines[-1].pause_ms or 0
            lines[-1] = replace(lines[-1], pause_ms=min(before + pause_ms, marks.LONGEST_PAUSE_MS))
        elif pause_ms:
            self._hold(pause_ms)

    def _hold(self, pause_ms: int) -> None:
        shown, self._picture = self._picture, None
        lines = self.scene().lines
        lines.append(DraftLine("", "", pause_ms=pause_ms, picture=shown))

    def scene(self) -> OpenScene:
        """Return the scene under way; a new part of it if its way out is written already."""
        scenes = self.outline.scenes
        if not scenes:
            scenes.append(OpenScene())
        elif scenes[-1].is_left:
            scenes.append(OpenScene(title=scenes[-1].title))
        return scenes[-1]

    def name(self, written: str) -> str:
        """Return a name as captions show it, also where a screenplay shouts it."""
        words = [
            word.capitalize()
            if word.isupper() and (len(word) > 3 or word in ("MR", "MRS", "MS", "DR"))
            else word
            for word in marks.without_marks(written).split()
        ]
        return " ".join(words)

    def _meet(self, written: str) -> str:
        """Return how somebody is called: as they were called first."""
        key = marks.fold(written) or written
        if key not in self.outline.cast:
            self.outline.cast[key] = DraftCharacter(self.name(written))
        return self.outline.cast[key].name


def without_empty(scenes: list[OpenScene]) -> list[OpenScene]:
    """Return the scenes without headings that only stand above other headings."""
    following = [*scenes, OpenScene()][1:]
    return [
        scene
        for scene, below in zip(scenes, following, strict=True)
        if scene.lines or scene.is_left or (scene.level and below.level <= scene.level)
    ]
