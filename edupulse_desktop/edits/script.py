"""Taking a draft into the lesson: what a script writer or an import produced replaces it or is added to it.

A draft knows people and scenes by the names in the text. `script_of` mints an id for everything once; the
result is kept in the edit, so that applying it again, or reading it back from JSON, gives the same lesson.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from edupulse_desktop.edits.edit import Edit, counted
from edupulse_desktop.edits.lookup import find_scene, names_in_scenes, refuse_known
from edupulse_desktop.model.board import Board
from edupulse_desktop.model.cast import Character, Voice
from edupulse_desktop.model.draft import (
    Draft,
    DraftCharacter,
    DraftChoice,
    DraftContinue,
    DraftEnd,
    DraftExit,
    DraftLine,
    DraftPicture,
    DraftQuestion,
)
from edupulse_desktop.model.exits import Breakpoint, Choice, Continue, End, Exit
from edupulse_desktop.model.ids import (
    LineId,
    SceneId,
    new_character_id,
    new_choice_id,
    new_line_id,
    new_scene_id,
)
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.line import MAXIMUM_PAUSE_MS, Line
from edupulse_desktop.model.palette import next_colour
from edupulse_desktop.model.picture import Picture
from edupulse_desktop.model.scene import Scene

_PAUSE_MS = Line(LineId("")).pause_ms
"""What a line pauses for if nobody says otherwise."""


@dataclass(frozen=True, slots=True)
class Script:
    """A draft whose scenes, lines, choices and people have their ids.

    Args:
        cast: those who are new to the lesson; the others are known already.
    """

    cast: tuple[Character, ...] = ()
    scenes: tuple[Scene, ...] = ()
    title: str = ""
    language: str = ""
    description: str = ""
    objectives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReplaceScript(Edit):
    """Put a script in the place of every scene; the cast stays and grows.

    What the script does not say (title, language, description, objectives) stays too.
    """

    label: ClassVar[str] = "Replace script"
    script: Script

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the lesson with the script's scenes."""
        script = self.script
        emptied = replace(lesson, scenes=(), start=None)
        refuse_known(emptied, names_in_scenes(script.scenes))
        replaced = replace(
            lesson,
            title=script.title or lesson.title,
            language=script.language or lesson.language,
            description=script.description or lesson.description,
            objectives=script.objectives or lesson.objectives,
            cast=_grown_cast(lesson, script),
            scenes=script.scenes,
            start=script.scenes[0].id if script.scenes else None,
            board=Board(),
        )
        return lesson if replaced == lesson else replaced


@dataclass(frozen=True, slots=True)
class AppendScenes(Edit):
    """Add a script's scenes after the others, and the people who are new.

    Args:
        following: the scene that leads to the first of them, if it continued nowhere or ended.
    """

    script: Script
    following: SceneId | None = None

    @property
    def label(self) -> str:
        """Add scene, or several."""
        return counted("Add", len(self.script.scenes), "scene", "scenes")

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the lesson with the script's scenes at its end."""
        before = find_scene(lesson, self.following) if self.following is not None else None
        new = self.script.scenes
        cast = _grown_cast(lesson, self.script)
        if not new and cast == lesson.cast:
            return lesson
        refuse_known(lesson, names_in_scenes(new))
        start = lesson.start if lesson.start is not None or not new else new[0].id
        grown = replace(lesson, cast=cast, scenes=(*lesson.scenes, *new), start=start)
        if before is None or not new or not _leads_nowhere(before.exit):
            return grown
        return grown.with_scene(replace(before, exit=Continue(new[0].id)))


def replace_script(draft: Draft, lesson: Lesson) -> ReplaceScript:
    """Return the edit that puts a draft in the place of a lesson's scenes."""
    return ReplaceScript(script_of(draft, lesson.cast))


def append_scenes(draft: Draft, lesson: Lesson, following: SceneId | None = None) -> AppendScenes:
    """Return the edit that adds a draft's scenes to a lesson."""
    return AppendScenes(script_of(draft, lesson.cast), following)


def script_of(draft: Draft, cast: tuple[Character, ...] = ()) -> Script:
    """Return a draft with ids; people are recognised by name, however it is spaced and capitalised."""
    people = _people(draft, cast)
    known = {character.id for character in cast}
    keys: dict[str, SceneId] = {}
    ids = [new_scene_id() for _ in draft.scenes]
    for scene, scene_id in zip(draft.scenes, ids, strict=True):
        keys.setdefault(scene.key, scene_id)
    keys.pop("", None)
    return Script(
        tuple(character for character in people.values() if character.id not in known),
        tuple(
            Scene(
                scene_id,
                scene.title.strip(),
                tuple(_line(line, people) for line in scene.lines),
                _exit(scene.exit, keys),
            )
            for scene, scene_id in zip(draft.scenes, ids, strict=True)
        ),
        draft.title.strip(),
        draft.language.strip(),
        draft.description.strip(),
        tuple(objective.strip() for objective in draft.objectives if objective.strip()),
    )


def _people(draft: Draft, cast: tuple[Character, ...]) -> dict[str, Character]:
    """Return everybody by the key of their name: the cast, then those the draft describes or lets speak."""
    people: dict[str, Character] = {}
    for character in cast:
        people.setdefault(_name_key(character.name), character)
    colours = [character.colour for character in cast]
    for described in (*draft.characters, *_speakers(draft)):
        key = _name_key(described.name)
        if key and key not in people:
            colours.append(next_colour(colours))
            people[key] = Character(
                new_character_id(),
                " ".join(described.name.split()),
                colours[-1],
                described.look,
                Voice(description=described.description),
                described.acting_notes,
            )
    return people


def _speakers(draft: Draft) -> Iterator[DraftCharacter]:
    for scene in draft.scenes:
        for line in scene.lines:
            yield DraftCharacter(line.speaker)


def _name_key(name: str) -> str:
    return unicodedata.normalize("NFKC", " ".join(name.split())).casefold()


def _line(line: DraftLine, people: Mapping[str, Character]) -> Line:
    speaker = people.get(_name_key(line.speaker))
    pause_ms = line.pause_ms if line.pause_ms is not None else _PAUSE_MS
    return Line(
        new_line_id(),
        speaker.id if speaker is not None else None,
        line.text,
        line.direction,
        min(max(0, pause_ms), MAXIMUM_PAUSE_MS),
        _picture(line.picture) if line.picture is not None else None,
    )


def _picture(picture: DraftPicture) -> Picture:
    return Picture(picture.asset, picture.alt_text, prompt=picture.prompt)


def _exit(way_out: DraftExit, keys: Mapping[str, SceneId]) -> Exit:
    match way_out:
        case DraftEnd(title=title, message=message, kind=kind):
            return End(title, message, kind)
        case DraftContinue(to=to):
            return Continue(keys.get(to))
        case DraftQuestion():
            return _question(way_out, keys)


def _question(asked: DraftQuestion, keys: Mapping[str, SceneId]) -> Breakpoint:
    return Breakpoint(
        asked.question,
        tuple(_choice(choice, keys) for choice in asked.choices),
        asked.kind,
        asked.hint,
        max(1, asked.attempts) if asked.attempts is not None else None,
        right_feedback=asked.right_feedback,
        wrong_feedback=asked.wrong_feedback,
        right_to=keys.get(asked.right_to),
        wrong_to=keys.get(asked.wrong_to),
    )


def _choice(choice: DraftChoice, keys: Mapping[str, SceneId]) -> Choice:
    return Choice(
        new_choice_id(),
        choice.text,
        choice.correct,
        choice.feedback,
        choice.points,
        keys.get(choice.to),
        accepts=choice.accepts,
    )


def _grown_cast(lesson: Lesson, script: Script) -> tuple[Character, ...]:
    known = {character.id for character in lesson.cast}
    new = tuple(character for character in script.cast if character.id not in known)
    return (*lesson.cast, *new) if new else lesson.cast


def _leads_nowhere(way_out: Exit) -> bool:
    return isinstance(way_out, End) or way_out == Continue()
