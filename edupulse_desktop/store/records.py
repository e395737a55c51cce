"""Lesson → records: every thing in a lesson as plain data under a key of its own.

A record is what one row of the project file says, before it is split into columns: the fields of one scene,
line, take, … without the things it owns, of which it only lists the names in order. History keeps
differences of records, so it needs to know nothing of SQL; `rebuilding.py` goes the other way.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import chain

from edupulse_desktop.errors import ProjectError
from edupulse_desktop.model.board import Board
from edupulse_desktop.model.cast import Character
from edupulse_desktop.model.codec import Plain, to_plain
from edupulse_desktop.model.exits import Breakpoint, Choice, End, Exit
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.line import Line, Take, Word
from edupulse_desktop.model.scene import Scene
from edupulse_desktop.store.repairs import place

Key = tuple[str, ...]
"""Name of the table, then the names that find the record in it: `("lines", scene, line)`."""
Record = dict[str, Plain]
Pair = tuple[Key, Record]
Owned = Character | Scene | Line | Take | Choice


def lesson_records(lesson: Lesson) -> dict[Key, Record]:
    """Return every record of a lesson.

    Raises:
        ProjectError: two things of one kind have the same name, so that a file could not tell them apart.
    """
    return gathered(
        chain(
            [facts_record(lesson)],
            map(character_record, lesson.cast),
            chain.from_iterable(scene_records(scene) for scene in lesson.scenes),
            board_records(lesson.board),
        )
    )


def gathered(pairs: Iterable[Pair]) -> dict[Key, Record]:
    """Collect records by key.

    Raises:
        ProjectError: a key occurs twice.
    """
    found: dict[Key, Record] = {}
    for key, record in pairs:
        if key in found:
            raise _twice(key)
        found[key] = record
    return found


def _twice(key: Key) -> ProjectError:
    message = f"The lesson has two things of the same name and was not saved: {place(key)}."
    return ProjectError(
        message, hint="Delete one of the two; your edits are kept meanwhile.", where=place(key)
    )


def facts_record(lesson: Lesson) -> Pair:
    """Return what the lesson says of itself, and the order of its cast, scenes and placed nodes."""
    record = _plain(replace(lesson, cast=(), scenes=(), board=Board()))
    _list(record, "cast", ("characters",), lesson.cast)
    _list(record, "scenes", ("scenes",), lesson.scenes)
    if lesson.board.places:
        record["board"] = [node.scene for node in lesson.board.places]
    return ("lesson", lesson.id), record


def character_record(character: Character) -> Pair:
    """Return a character."""
    return ("characters", character.id), _plain(character)


def scene_records(scene: Scene, shared: Collection[int] = ()) -> Iterator[Pair]:
    """Yield a scene, its exit with the choices, its lines with their takes.

    Args:
        shared: `id()` of lines to leave out, because they are known to be unchanged.
    """
    record = _plain(replace(scene, lines=(), exit=_NO_EXIT))
    _list(record, "lines", ("lines", scene.id), scene.lines)
    yield ("scenes", scene.id), record
    yield from _exit_records(scene.id, scene.exit)
    for line in scene.lines:
        if id(line) not in shared:
            yield from _line_records(scene.id, line)


def board_records(board: Board) -> Iterator[Pair]:
    """Yield every placed node."""
    for node in board.places:
        yield ("board", node.scene), _plain(node)


def words_to_plain(words: Iterable[Word]) -> list[Plain]:
    """Return word timings as one row of numbers, four for each word."""
    return [
        number for word in words for number in (word.start_char, word.end_char, word.start_ms, word.end_ms)
    ]


_NO_EXIT = End()
"""The default of `Scene.exit`, which leaves no trace in a record."""


def _exit_records(scene: str, way_out: Exit) -> Iterator[Pair]:
    record: Record = {"kind": type(way_out).__name__}
    if isinstance(way_out, Breakpoint):
        _list(record, "choices", ("choices", scene), way_out.choices)
        record["data"] = _plain(replace(way_out, choices=()))
        for choice in way_out.choices:
            yield ("choices", scene, choice.id), _plain(choice)
    else:
        record["data"] = _plain(way_out)
    yield ("exits", scene), record


def _line_records(scene: str, line: Line) -> Iterator[Pair]:
    record = _plain(replace(line, takes=()) if line.takes else line)
    _list(record, "takes", ("takes", scene, line.id), line.takes)
    yield ("lines", scene, line.id), record
    for take in line.takes:
        record = _plain(replace(take, words=()))
        if take.words:
            record["words"] = words_to_plain(take.words)
        yield ("takes", scene, line.id, take.id), record


def _list(record: Record, field: str, where: Key, owned: Iterable[Owned]) -> None:
    """Write the names of owned things into their owner's record.

    Args:
        where: the beginning of their keys.
    """
    names = [str(thing.id) for thing in owned]
    if len(names) > len(set(names)):
        raise _twice((*where, next(name for index, name in enumerate(names) if name in names[:index])))
    if names:
        record[field] = [*names]


def _plain(value: object) -> Record:
    data = to_plain(value)
    assert isinstance(data, dict)  # noqa: S101 - a dataclass always becomes an object
    return data
