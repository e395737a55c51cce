"""The difference of two lessons as changed records.

This is what one save writes and what one step of history remembers. `model/changes.py` tells where to look;
scenes and lines that are the same objects in both lessons cost nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from edupulse_desktop.model.changes import diff
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.scene import Scene
from edupulse_desktop.store.records import (
    Key,
    Pair,
    Record,
    board_records,
    character_record,
    facts_record,
    gathered,
    scene_records,
)


@dataclass(frozen=True, slots=True)
class Edited:
    """One edit as it is told to the store."""

    before: Lesson
    after: Lesson
    label: str


@dataclass(frozen=True, slots=True)
class Change:
    """One record before and after; none before it was made and after it was removed."""

    key: Key
    before: Record | None
    after: Record | None

    def columns(self) -> tuple[Record, Record]:
        """Return only what differs, on both sides, with none for a field that is not there."""
        before, after = self.before or {}, self.after or {}
        names = [name for name in before.keys() | after.keys() if before.get(name) != after.get(name)]
        return {name: before.get(name) for name in names}, {name: after.get(name) for name in names}


def difference(before: Lesson, after: Lesson) -> tuple[Change, ...]:
    """Return every record that differs.

    Raises:
        ProjectError: two things in a lesson have the same name.
    """
    changes = diff(before, after)
    if not changes:
        return ()
    olds: list[Pair] = []
    news: list[Pair] = []
    if changes.facts or changes.cast_order or changes.scene_order or changes.board:
        olds.append(facts_record(before))
        news.append(facts_record(after))
    if changes.cast or changes.cast_order:
        olds += map(character_record, before.cast)
        news += map(character_record, after.cast)
    if changes.scenes or changes.lines or changes.line_order or changes.scene_order:
        _scenes(before.scenes, after.scenes, olds, news)
    if changes.board:
        olds += board_records(before.board)
        news += board_records(after.board)
    return _compared(gathered(olds), gathered(news))


def _scenes(before: tuple[Scene, ...], after: tuple[Scene, ...], olds: list[Pair], news: list[Pair]) -> None:
    same = {id(scene) for scene in before} & {id(scene) for scene in after}
    by_name = {scene.id: scene for scene in before if id(scene) not in same}
    for scene in after:
        if id(scene) not in same:
            old = by_name.get(scene.id)
            # A line counts as shared only within its scene: its row is found by the scene's name.
            shared = {id(line) for line in scene.lines} & {id(line) for line in old.lines} if old else set()
            news += scene_records(scene, shared)
            if old is not None:
                olds += scene_records(old, shared)
    kept = {scene.id for scene in after}
    for scene in before:
        if scene.id not in kept:
            olds += scene_records(scene)


def _compared(olds: Mapping[Key, Record], news: Mapping[Key, Record]) -> tuple[Change, ...]:
    found = [Change(key, olds.get(key), new) for key, new in news.items() if olds.get(key) != new]
    return (*found, *(Change(key, old, None) for key, old in olds.items() if key not in news))
