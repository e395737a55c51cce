"""Every field of the model has a column that can hold it; one without is refused, never lost."""

from __future__ import annotations

import types
import typing
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum
from pathlib import Path

import pytest
from sqlalchemy import Integer, Text

from edupulse_desktop.model.board import Board, Place
from edupulse_desktop.model.cast import Character
from edupulse_desktop.model.exits import Breakpoint, Choice, Continue, End, Exit
from edupulse_desktop.model.ids import ChoiceId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.line import Line, Take, Word
from edupulse_desktop.model.scene import Scene
from edupulse_desktop.store.delta import Change
from edupulse_desktop.store.project import Project
from edupulse_desktop.store.records import words_to_plain
from edupulse_desktop.store.rows import changed_row, new_row
from edupulse_desktop.store.tables import CONTENT, FLAG_COLUMNS, JSON_COLUMNS, metadata
from tests.builders import ANNA, ask, choice, lesson, line, scene

MIRRORED: dict[str, type] = {
    "lesson": Lesson,
    "characters": Character,
    "scenes": Scene,
    "choices": Choice,
    "lines": Line,
    "takes": Take,
    "board": Place,
}
OWNERS = {"choices": {"scene"}, "lines": {"scene"}, "takes": {"scene", "line"}}
"""Key columns that name the owner, which the model does not repeat."""
ELSEWHERE = {"scenes": {"exit"}}
"""Fields with a table of their own."""


def test_every_content_table_is_looked_at() -> None:
    assert {*MIRRORED, "exits"} == {table.name for table in CONTENT}


@pytest.mark.parametrize("table", MIRRORED)
def test_every_field_has_a_column_that_can_hold_it(table: str) -> None:
    hints = typing.get_type_hints(MIRRORED[table])
    names = {field.name for field in fields(MIRRORED[table])} - ELSEWHERE.get(table, set())
    columns = {column.name: column for column in metadata.tables[table].columns}
    assert names == columns.keys() - {"hash"} - OWNERS.get(table, set())
    for name in names:
        kind = kind_of(hints[name])
        where = f"{table}.{name}"
        assert (name in FLAG_COLUMNS.get(table, ())) == (kind is bool), where
        assert (name in JSON_COLUMNS[table]) == (kind is dict), where
        assert isinstance(columns[name].type, Integer if kind in {bool, int} else Text), where


def kind_of(hint: object) -> type:
    """Return how a field is written: a flag, a number, a text, or a dict for everything nested."""
    if typing.get_origin(hint) in {typing.Union, types.UnionType}:
        kinds = {kind_of(each) for each in typing.get_args(hint) if each is not types.NoneType}
        return kinds.pop() if len(kinds) == 1 else dict
    if isinstance(hint, typing.NewType):
        return kind_of(hint.__supertype__)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return str
    if hint in {bool, int, str}:
        return typing.cast("type", hint)
    return dict


def test_the_names_of_json_and_flag_columns_are_columns() -> None:
    for named in (JSON_COLUMNS, FLAG_COLUMNS):
        for table, names in named.items():
            assert set(names) <= set(metadata.tables[table].columns.keys()), table


def test_a_way_out_is_stored_whole_whatever_its_kind() -> None:
    assert set(metadata.tables["exits"].columns.keys()) == {"scene", "hash", "kind", "choices", "data"}
    assert {"choices", "data"} == JSON_COLUMNS["exits"]
    assert {End, Continue, Breakpoint} == set(typing.get_args(Exit))
    assert all(is_dataclass(kind) for kind in typing.get_args(Exit))


def test_what_is_written_by_hand_names_every_field() -> None:
    word = Word(*range(4))
    assert words_to_plain([word]) == [getattr(word, field.name) for field in fields(Word)]
    assert [field.name for field in fields(Board)] == ["places"]


@pytest.mark.parametrize("table", [table.name for table in CONTENT])
def test_a_record_with_a_field_that_has_no_column_is_a_mistake_in_the_program(table: str) -> None:
    key = (table, *(column.name for column in metadata.tables[table].primary_key))
    with pytest.raises(TypeError, match=f"{table} has no column for mood"):
        new_row(key, {"mood": "glad"})
    stored = new_row(key, {})
    with pytest.raises(TypeError, match=f"{table} has no column for mood"):
        changed_row(stored, Change(key, {}, {"mood": "glad"}))


@dataclass(frozen=True, slots=True)
class MoodyCharacter(Character):
    """A character as a careless programmer might extend it."""

    mood: str = ""


@dataclass(frozen=True, slots=True)
class MoodyScene(Scene):
    """A scene as a careless programmer might extend it."""

    mood: str = ""


@dataclass(frozen=True, slots=True)
class MoodyLine(Line):
    """A line as a careless programmer might extend it."""

    mood: str = ""


@dataclass(frozen=True, slots=True)
class MoodyChoice(Choice):
    """A choice as a careless programmer might extend it."""

    mood: str = ""


@dataclass(frozen=True, slots=True)
class MoodyPlace(Place):
    """A place as a careless programmer might extend it."""

    mood: str = ""


WHOLE = lesson(scene("a", line("Hello"), exit=ask("Well?", choice("Yes"))))
HELLO = WHOLE.scenes[0].lines[0]
MOODY = [
    replace(WHOLE, cast=(MoodyCharacter(ANNA.id, ANNA.name, mood="glad"),)),
    replace(WHOLE, scenes=(MoodyScene(WHOLE.scenes[0].id, mood="glad"),)),
    replace(WHOLE, scenes=(replace(WHOLE.scenes[0], lines=(MoodyLine(HELLO.id, mood="glad"),)),)),
    replace(
        WHOLE,
        scenes=(replace(WHOLE.scenes[0], exit=ask("Well?", MoodyChoice(ChoiceId("c"), "Yes", mood="glad"))),),
    ),
    replace(WHOLE, board=Board((MoodyPlace(WHOLE.scenes[0].id, 1, 2, mood="glad"),))),
]


@pytest.mark.parametrize("moody", MOODY, ids=["character", "scene", "line", "choice", "place"])
def test_a_field_without_a_column_is_not_lost_on_the_way(tmp_path: Path, moody: Lesson) -> None:
    with pytest.raises(TypeError, match="no column for mood"):
        Project.create(tmp_path / "new.edupulse", moody)
    assert list(tmp_path.iterdir()) == []
    with Project.create(tmp_path / "lesson.edupulse", WHOLE) as project:
        with pytest.raises(TypeError, match="no column for mood"):
            project.save(WHOLE, moody, "Cheer up")
        assert project.lesson == WHOLE
        project.save(WHOLE, replace(WHOLE, title="still works"), "Rename")
    with Project.open(tmp_path / "lesson.edupulse") as project:
        assert project.lesson == replace(WHOLE, title="still works")
        assert [entry.label for entry in project.history()] == ["Rename"]
