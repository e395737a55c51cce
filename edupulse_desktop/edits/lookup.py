"""Finding what an edit is about, or refusing in a teacher's words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

from edupulse_desktop.errors import EditError
from edupulse_desktop.model.cast import Character
from edupulse_desktop.model.exits import Breakpoint, Choice
from edupulse_desktop.model.ids import CharacterId, ChoiceId, LineId, SceneId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.line import Line
from edupulse_desktop.model.scene import Scene

_GONE = "It may have been deleted meanwhile; undo brings it back."


class _Named(Protocol):
    @property
    def id(self) -> str: ...


Thing = TypeVar("Thing", bound=_Named)


def find_scene(lesson: Lesson, scene: SceneId) -> Scene:
    """Return a scene by name.

    Raises:
        EditError: the lesson has no such scene.
    """
    found = lesson.scene(scene)
    if found is None:
        raise EditError("The scene is not in the lesson any more.", hint=_GONE, where=f"scene {scene}")
    return found


def find_line(lesson: Lesson, line: LineId) -> tuple[Scene, int]:
    """Return the scene of a line and its place in it, counted from 0.

    Raises:
        EditError: the lesson has no such line.
    """
    found = lesson.find_line(line)
    if found is None:
        raise EditError("The line is not in the lesson any more.", hint=_GONE, where=f"line {line}")
    return found


def line_named(lesson: Lesson, line: LineId) -> Line:
    """Return a line by name.

    Raises:
        EditError: the lesson has no such line.
    """
    scene, index = find_line(lesson, line)
    return scene.lines[index]


def find_character(lesson: Lesson, character: CharacterId) -> Character:
    """Return a character by name.

    Raises:
        EditError: the cast has no such character.
    """
    found = lesson.character(character)
    if found is None:
        raise EditError(
            "The character is not in the cast any more.", hint=_GONE, where=f"character {character}"
        )
    return found


def find_question(lesson: Lesson, scene: SceneId) -> tuple[Scene, Breakpoint]:
    """Return a scene and the question it ends with.

    Raises:
        EditError: no such scene, or it does not end with a question.
    """
    found = find_scene(lesson, scene)
    if not isinstance(found.exit, Breakpoint):
        raise EditError(
            f"{scene_words(lesson, found)} does not end with a question.",
            hint="Make its exit a breakpoint first.",
            where=f"scene {scene}",
        )
    return found, found.exit


def find_choice(lesson: Lesson, choice: ChoiceId) -> tuple[Scene, Breakpoint, Choice]:
    """Return a choice with its question and scene.

    Raises:
        EditError: the lesson has no such choice.
    """
    for scene in lesson.scenes:
        if isinstance(scene.exit, Breakpoint):
            found = scene.exit.choice(choice)
            if found is not None:
                return scene, scene.exit, found
    raise EditError("The choice is not in the lesson any more.", hint=_GONE, where=f"choice {choice}")


def scene_words(lesson: Lesson, scene: Scene) -> str:
    """Return how a message names a scene: by its title, or else by its number."""
    if scene.title.strip():
        return f"Scene “{scene.title.strip()}”"
    return f"Scene {1 + [each.id for each in lesson.scenes].index(scene.id)}"


def place_before(things: Sequence[Thing], before: str | None, what: str) -> int:
    """Return where things are put in: before the one named, or at the end.

    Raises:
        EditError: the one named is not there.
    """
    if before is None:
        return len(things)
    for index, thing in enumerate(things):
        if thing.id == before:
            return index
    raise EditError(
        f"The {what} to put it before is not there any more.", hint=_GONE, where=f"{what} {before}"
    )


def refuse_known(lesson: Lesson, new: Iterable[str]) -> None:
    """Refuse names for new things that are given twice or taken already.

    Raises:
        EditError: with the first such name.
    """
    given = list(new)
    names = set(given)
    clashing = [scene for scene in lesson.scenes if not names.isdisjoint(_names_in_scene(scene))]
    taken = next((name for name in names_in_scenes(clashing) if name in names), None)
    if taken is None and len(names) == len(given):
        return
    raise EditError(
        "This is in the lesson already, so nothing was added.",
        hint="Paste or insert it again to get a copy of its own.",
        where=taken or next(name for name in given if given.count(name) > 1),
    )


def refuse_known_lines(lesson: Lesson, lines: Sequence[Line]) -> None:
    """Refuse new lines if their names, or those of what they hold, are given twice or taken already.

    Raises:
        EditError: with the first such name.
    """
    names = [line.id for line in lines]
    new = set(names)
    bare = not any(line.takes or line.overlays or line.effects for line in lines)
    taken = any(not new.isdisjoint([line.id for line in scene.lines]) for scene in lesson.scenes)
    if not bare or taken or len(new) < len(names):
        refuse_known(lesson, names_in_lines(lines))


def names_in_scenes(scenes: Iterable[Scene]) -> Iterator[str]:
    """Yield the names of scenes and of everything they hold."""
    for scene in scenes:
        yield from _names_in_scene(scene)


def names_in_lines(lines: Sequence[Line]) -> list[str]:
    """Return the names of lines and of everything they hold: takes, overlays, effects."""
    names: list[str] = [line.id for line in lines]
    names += [take.id for line in lines for take in line.takes]
    names += [overlay.id for line in lines for overlay in line.overlays]
    names += [effect.id for line in lines for effect in line.effects]
    return names


def _names_in_scene(scene: Scene) -> list[str]:
    choices = scene.exit.choices if isinstance(scene.exit, Breakpoint) else ()
    return [scene.id, *names_in_lines(scene.lines), *(choice.id for choice in choices)]
