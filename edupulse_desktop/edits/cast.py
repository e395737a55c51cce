"""What can be done to the cast: add, rename, voice, colour, delete."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from edupulse_desktop.edits.edit import Edit
from edupulse_desktop.edits.every_line import with_changed_lines
from edupulse_desktop.edits.lookup import find_character, place_before
from edupulse_desktop.errors import EditError
from edupulse_desktop.model.cast import Character, Pronunciation, Voice
from edupulse_desktop.model.ids import CharacterId
from edupulse_desktop.model.lesson import Lesson


@dataclass(frozen=True, slots=True)
class AddCharacter(Edit):
    """Add somebody who speaks, before another or at the end."""

    label: ClassVar[str] = "Add character"
    character: Character
    before: CharacterId | None = None

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the lesson with the new character."""
        at = place_before(lesson.cast, self.before, "character")
        if lesson.character(self.character.id) is not None:
            raise EditError(
                f"{self.character.name} is in the cast already, so nobody was added.",
                where=f"character {self.character.id}",
            )
        _refuse_name(lesson, self.character)
        return replace(lesson, cast=(*lesson.cast[:at], self.character, *lesson.cast[at:]))


@dataclass(frozen=True, slots=True)
class SetCharacter(Edit):
    """Change a character; the one of the same id is replaced."""

    label: ClassVar[str] = "Edit character"
    character: Character

    @property
    def merge_key(self) -> str:
        """Changing one character's fields is one step."""
        return f"character {self.character.id}"

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the lesson with the changed character."""
        before = find_character(lesson, self.character.id)
        if before.name != self.character.name:
            _refuse_name(lesson, self.character)
        return lesson.with_character(self.character)


@dataclass(frozen=True, slots=True)
class RenameCharacter(Edit):
    """Give a character another name."""

    label: ClassVar[str] = "Rename character"
    character: CharacterId
    name: str

    @property
    def merge_key(self) -> str:
        """Typing in one name is one step."""
        return f"name {self.character}"

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the lesson with the character's new name."""
        renamed = replace(find_character(lesson, self.character), name=self.name)
        return SetCharacter(renamed).apply(lesson)


@dataclass(frozen=True, slots=True)
class SetVoice(Edit):
    """Say how a character sounds."""

    label: ClassVar[str] = "Change voice"
    character: CharacterId
    voice: Voice

    @property
    def merge_key(self) -> str:
        """Turning one voice's speed is one step."""
        return f"voice {self.character}"

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the lesson with the character's new voice."""
        return lesson.with_character(replace(find_character(lesson, self.character), voice=self.voice))


@dataclass(frozen=True, slots=True)
class SetColour(Edit):
    """Give a character another colour, written `#rrggbb`."""

    label: ClassVar[str] = "Change colour"
    character: CharacterId
    colour: str

    @property
    def merge_key(self) -> str:
        """Dragging in a colour field is one step."""
        return f"colour {self.character}"

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the lesson with the character's new colour."""
        digits = self.colour.removeprefix("#").lower()
        if len(self.colour) != 7 or len(digits) != 6 or not set(digits) <= set("0123456789abcdef"):
            raise EditError(
                f"“{self.colour}” is not a colour; the old one was kept.",
                hint="A colour is written like #2f6f9f.",
                where=f"character {self.character}",
            )
        return lesson.with_character(replace(find_character(lesson, self.character), colour=f"#{digits}"))


@dataclass(frozen=True, slots=True)
class SetPronunciations(Edit):
    """Say which words a character speaks otherwise than written."""

    label: ClassVar[str] = "Change pronunciations"
    character: CharacterId
    pronunciations: tuple[Pronunciation, ...]

    @property
    def merge_key(self) -> str:
        """Typing in one list is one step."""
        return f"pronunciations {self.character}"

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the lesson with the character's new pronunciations."""
        character = find_character(lesson, self.character)
        return lesson.with_character(replace(character, pronunciations=self.pronunciations))


@dataclass(frozen=True, slots=True)
class MoveCharacter(Edit):
    """Move a character before another in the list, or to its end."""

    label: ClassVar[str] = "Move character"
    character: CharacterId
    before: CharacterId | None = None

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the lesson with the cast in its new order."""
        character = find_character(lesson, self.character)
        place_before(lesson.cast, self.before, "character")
        if self.before == self.character:
            return lesson
        others = tuple(each for each in lesson.cast if each.id != character.id)
        at = place_before(others, self.before, "character")
        cast = (*others[:at], character, *others[at:])
        return lesson if cast == lesson.cast else replace(lesson, cast=cast)


@dataclass(frozen=True, slots=True)
class DeleteCharacter(Edit):
    """Take a character out of the cast.

    Args:
        lines_to: who speaks their lines from now on; without it, a character who has lines stays.
    """

    label: ClassVar[str] = "Delete character"
    character: CharacterId
    lines_to: CharacterId | None = None

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the lesson without the character."""
        character = find_character(lesson, self.character)
        count = sum(line.speaker == self.character for _, line in lesson.lines())
        if count:
            lesson = self._without_lines(lesson, character, count)
        return replace(lesson, cast=tuple(each for each in lesson.cast if each.id != self.character))

    def _without_lines(self, lesson: Lesson, character: Character, count: int) -> Lesson:
        if self.lines_to is None or self.lines_to == self.character:
            raise EditError(
                f"{character.name} still speaks {count} {'line' if count == 1 else 'lines'}, so nobody was deleted.",
                hint="Choose who speaks them instead.",
                where=f"character {self.character}",
            )
        find_character(lesson, self.lines_to)
        return with_changed_lines(
            lesson,
            lambda line: replace(line, speaker=self.lines_to) if line.speaker == self.character else line,
        )


def _refuse_name(lesson: Lesson, character: Character) -> None:
    wanted = character.name.strip().casefold()
    if not wanted:
        raise EditError("A character needs a name; nothing was changed.", where=f"character {character.id}")
    if any(each.name.strip().casefold() == wanted for each in lesson.cast if each.id != character.id):
        raise EditError(
            f"Somebody else in the cast is called {character.name.strip()}; nothing was changed.",
            hint="Choose another name, so that the script tells them apart.",
            where=f"character {character.id}",
        )
