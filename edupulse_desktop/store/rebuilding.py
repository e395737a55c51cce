"""Records → lesson: what is whole comes back equal; what is not is mended, named and reported.

Nothing that can be read is given up because of something beside it: a field that does not fit falls back to
its default, a line whose record is gone leaves an empty hold in its place, a line that its scene does not
list is put at the scene's end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from edupulse_desktop.model.board import Board, Place
from edupulse_desktop.model.cast import Character
from edupulse_desktop.model.codec import CodecError, Plain, from_plain
from edupulse_desktop.model.exits import Breakpoint, Choice, Continue, End, Exit
from edupulse_desktop.model.ids import CharacterId, LessonId, LineId, SceneId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.line import Line, Take, Word
from edupulse_desktop.model.scene import Scene
from edupulse_desktop.store.records import Key, Record
from edupulse_desktop.store.repairs import Findings

T = TypeVar("T")
Records = Mapping[Key, Record]

_FIELD_NAMED = re.compile(r"\w+\.(\w+)")
"""How a `CodecError` begins when it concerns one field: `Line.pause_ms is not a int`."""

_EXITS: dict[str, type[Exit]] = {kind.__name__: kind for kind in (End, Continue, Breakpoint)}


class Rebuilder:
    """Builds a lesson from its records.

    Args:
        records: of one lesson.
        findings: hears of everything that does not fit.
    """

    def __init__(self, records: Records, findings: Findings) -> None:
        self._records = records
        self._findings = findings
        self._lines_of = _by_owner(records, "lines", 1)
        self._takes_of = _by_owner(records, "takes", 2)
        self._choices_of = _by_owner(records, "choices", 1)

    def lesson(self) -> Lesson:
        """Return the whole lesson."""
        facts, cast, scenes = self.facts()
        return replace(
            facts,
            cast=tuple(map(self.character, cast)),
            scenes=tuple(map(self.scene, scenes)),
            board=self.board(),
        )

    def facts(self) -> tuple[Lesson, tuple[CharacterId, ...], tuple[SceneId, ...]]:
        """Return what the lesson says of itself, and the names of its cast and scenes in order."""
        key, record = self._facts()
        cast = self._order(key, record, "cast", (name for _, name in self._keys("characters")))
        scenes = self._order(key, record, "scenes", (name for _, name in self._keys("scenes")))
        own = {field: value for field, value in record.items() if field not in {"cast", "scenes", "board"}}
        lesson = self._value(Lesson, {**own, "id": key[1]}, key) or Lesson(LessonId(key[1]))
        return lesson, tuple(map(CharacterId, cast)), tuple(map(SceneId, scenes))

    def character(self, name: CharacterId) -> Character:
        """Return one character, or a nameless one in place of a lost record."""
        key = ("characters", name)
        record = self._record(key, "This character is lost; a nameless one stands in its place.")
        return self._value(Character, {**record, "id": name}, key) or Character(name, "?")

    def scene(self, name: SceneId, known: Mapping[str, Line] | None = None) -> Scene:
        """Return one scene.

        Args:
            known: lines that need not be built, because they exist.
        """
        key = ("scenes", name)
        record = self._record(key, "The scene's own data is lost; its lines were gathered again.")
        known = known or {}
        order = self._order(key, record, "lines", self._lines_of.get((name,), ()), known)
        own = {field: value for field, value in record.items() if field not in {"lines", "exit"}}
        scene = self._value(Scene, {**own, "id": name}, key) or Scene(name)
        lines = tuple(known.get(line) or self._line(name, LineId(line)) for line in order)
        return replace(scene, lines=lines, exit=self._exit(name))

    def board(self) -> Board:
        """Return every placed node, in the order they were placed."""
        key, record = self._facts()
        nodes = []
        for name in self._order(key, record, "board", (name for _, name in self._keys("board"))):
            where = self._record(("board", name), "The place of this scene on the board is lost.")
            node = self._value(Place, {**where, "scene": name}, ("board", name)) if where else None
            if node is not None:
                nodes.append(node)
        return Board(tuple(nodes))

    def _facts(self) -> tuple[Key, Record]:
        for key in self._keys("lesson"):
            return key, self._records[key]
        key = ("lesson", "lesson-lost")
        self._findings.add("The lesson's own data (title, language, order of scenes) is lost.", key)
        return key, {}

    def _keys(self, table: str) -> list[Key]:
        return [key for key in self._records if key[0] == table]

    def _line(self, scene: SceneId, name: LineId) -> Line:
        key = ("lines", scene, name)
        record = self._record(key, "This line is lost; an empty hold stands in its place.")
        order = self._order(key, record, "takes", self._takes_of.get((scene, name), ()))
        own = {field: value for field, value in record.items() if field != "takes"}
        line = self._value(Line, {**own, "id": name}, key) or Line(name)
        takes = tuple(take for each in order if (take := self._take(scene, name, each)))
        return replace(line, takes=takes) if takes else line

    def _take(self, scene: SceneId, line: LineId, name: str) -> Take | None:
        key = ("takes", scene, line, name)
        record = self._record(key, "This recording is lost.")
        if not record:
            return None
        numbers = record.get("words", [])
        own = {field: value for field, value in record.items() if field != "words"}
        take = self._value(Take, {**own, "id": name}, key)
        words = words_from_plain(numbers)
        if words is None:
            self._findings.add("The word timings of this recording are lost.", key)
        return replace(take, words=words) if take is not None and words else take

    def _exit(self, scene: SceneId) -> Exit:
        key = ("exits", scene)
        record = self._record(key, "The scene's exit is lost; the lesson ends here now.")
        kind = _EXITS.get(str(record.get("kind")), End)
        if record and record.get("kind") != kind.__name__:
            self._findings.add("The scene's exit is of an unknown kind; the lesson ends here now.", key)
        data = record.get("data")
        own = {
            field: value
            for field, value in (data if isinstance(data, dict) else {}).items()
            if field != "choices"
        }
        way_out = self._value(kind, own, key) or (Breakpoint("?") if kind is Breakpoint else End())
        if not isinstance(way_out, Breakpoint):
            return way_out
        order = self._order(key, record, "choices", self._choices_of.get((scene,), ()))
        choices = tuple(choice for name in order if (choice := self._choice(scene, name)))
        return replace(way_out, choices=choices)

    def _choice(self, scene: SceneId, name: str) -> Choice | None:
        key = ("choices", scene, name)
        record = self._record(key, "This choice is lost.")
        return self._value(Choice, {"text": "?", **record, "id": name}, key) if record else None

    def _record(self, key: Key, if_lost: str) -> Record:
        record = self._records.get(key)
        if record is None:
            self._findings.add(if_lost, key)
            return {}
        return record

    def _order(
        self, key: Key, record: Record, field: str, there: Iterable[str], known: Iterable[str] = ()
    ) -> tuple[str, ...]:
        """Return the names an owner lists, then those that exist without being listed."""
        listed = record.get(field, [])
        names = [name for name in listed if isinstance(name, str)] if isinstance(listed, list) else []
        whole = isinstance(listed, list) and len(names) == len(listed) == len(set(names))
        if not whole:
            self._findings.add(f"The list of its {field} was damaged.", key)
        order = dict.fromkeys(names)
        more = [name for name in there if name not in order and name not in known]
        if more and record:
            self._findings.add(f"Some of its {field} were not in their list and now stand at its end.", key)
        return (*order, *more)

    def _value(self, kind: type[T], record: Record, key: Key) -> T | None:
        """Return the value, without the fields that do not fit; none if nothing is left."""
        kept = dict(record)
        while True:
            try:
                return from_plain(kind, kept)
            except (CodecError, RecursionError) as failure:
                culprit = _culprit(kind, kept, failure)
                self._findings.add(f"A part of it could not be read and was left out ({failure}).", key)
            if culprit is None:
                return None
            del kept[culprit]


def words_from_plain(numbers: Plain) -> tuple[Word, ...] | None:
    """Return word timings from their row of numbers; none if it is not one."""
    if not isinstance(numbers, list) or len(numbers) % 4:
        return None
    whole = [number for number in numbers if type(number) is int]
    if len(whole) < len(numbers):
        return None
    return tuple(Word(*whole[at : at + 4]) for at in range(0, len(whole), 4))


def _culprit(kind: type[object], record: Record, failure: Exception) -> str | None:
    """Return the field to leave out: the one the failure names, or the one without which all fits."""
    named = _FIELD_NAMED.match(str(failure))
    if named is not None and named[1] in record:
        return named[1]
    for field in record:
        try:
            from_plain(kind, {name: value for name, value in record.items() if name != field})
        except (CodecError, RecursionError):
            continue
        return field
    return None


def _by_owner(records: Records, table: str, names: int) -> dict[tuple[str, ...], list[str]]:
    found: dict[tuple[str, ...], list[str]] = {}
    for key in records:
        if key[0] == table:
            found.setdefault(key[1 : 1 + names], []).append(key[-1])
    return found
