"""A lesson as it was before some changes, and steps of history as compressed text.

History keeps of every changed record only the fields that differ, before and after. Walking back from the
present lesson therefore rebuilds the scenes and lines of each step and shares everything else.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from edupulse_desktop.model.codec import Plain
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.line import Line
from edupulse_desktop.store.delta import Change
from edupulse_desktop.store.rebuilding import Rebuilder
from edupulse_desktop.store.records import (
    Key,
    Record,
    board_records,
    character_record,
    facts_record,
    scene_records,
)
from edupulse_desktop.store.repairs import Findings

_IN_SCENES = frozenset({"scenes", "exits", "choices", "lines", "takes"})
_IN_LINES = frozenset({"lines", "takes"})


def rewound(after: Lesson, changes: Sequence[Change], findings: Findings) -> Lesson:
    """Return the lesson before these changes.

    Args:
        findings: hears if the changes do not fit the lesson; the result is then not to be trusted.
    """
    touched = [change.key for change in changes]
    records = _touched_records(after, touched)
    for change in changes:
        _undo(records, change, findings)
    builder = Rebuilder(records, findings)
    in_scenes = _scenes(touched)
    facts, cast, scenes = builder.facts()
    characters = {
        character.id: character for character in after.cast if ("characters", character.id) not in records
    }
    unchanged = {scene.id: scene for scene in after.scenes if scene.id not in in_scenes}
    known = _untouched_lines(after, touched)
    return replace(
        facts,
        cast=tuple(characters.get(name) or builder.character(name) for name in cast),
        scenes=tuple(unchanged.get(name) or builder.scene(name, known.get(name)) for name in scenes),
        board=builder.board() if any(key[0] == "board" for key in touched) else after.board,
    )


def packed(changes: Iterable[Change]) -> bytes:
    """Return changes as compressed JSON: `[key, before, after]` each, none for a record that is not there."""
    plain = []
    for change in changes:
        if change.before is None or change.after is None:
            plain.append([list(change.key), change.before, change.after])
        else:
            plain.append([list(change.key), *change.columns()])
    return zlib.compress(json.dumps(plain, separators=(",", ":")).encode())


def unpacked(data: bytes) -> tuple[Change, ...]:
    """Return what `packed` was given.

    Raises:
        ValueError: the bytes are no packed changes.
    """
    try:
        plain = json.loads(zlib.decompress(data))
        return tuple(Change(tuple(key), before, after) for key, before, after in plain)
    except (zlib.error, TypeError, RecursionError) as failure:
        raise ValueError("not a step of history") from failure


def _undo(records: dict[Key, Record], change: Change, findings: Findings) -> None:
    now = records.get(change.key)
    if not _fits(now, change):
        findings.add("This step of history does not fit the lesson after it.", change.key)
    if change.before is None:
        records.pop(change.key, None)
    elif change.after is None:
        records[change.key] = change.before
    else:
        undone: dict[str, Plain] = {**(now or {}), **change.before}
        records[change.key] = {name: value for name, value in undone.items() if value is not None}


def _fits(now: Record | None, change: Change) -> bool:
    if change.after is None or now is None:
        return now is None and change.after is None
    return all(now.get(name) == value for name, value in change.after.items())


def _touched_records(lesson: Lesson, touched: Collection[Key]) -> dict[Key, Record]:
    keys = set(touched)
    records = dict([facts_record(lesson)])
    records.update(character_record(each) for each in lesson.cast if ("characters", each.id) in keys)
    scenes = _scenes(touched)
    known = _untouched_lines(lesson, touched)
    for scene in lesson.scenes:
        if scene.id in scenes:
            records.update(scene_records(scene, {id(line) for line in known.get(scene.id, {}).values()}))
    if any(key[0] == "board" for key in touched):
        records.update(board_records(lesson.board))
    return records


def _scenes(touched: Iterable[Key]) -> set[str]:
    return {key[1] for key in touched if key[0] in _IN_SCENES}


def _untouched_lines(lesson: Lesson, touched: Collection[Key]) -> dict[str, dict[str, Line]]:
    lines = {key[1:3] for key in touched if key[0] in _IN_LINES}
    scenes = _scenes(touched)
    return {
        scene.id: {line.id: line for line in scene.lines if (scene.id, line.id) not in lines}
        for scene in lesson.scenes
        if scene.id in scenes
    }
