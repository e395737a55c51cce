"""What differs between two lessons: the news that every panel, and the store, acts on."""

from __future__ import annotations

from dataclasses import dataclass, fields
from operator import attrgetter

from edupulse_desktop.model.ids import CharacterId, LineId, SceneId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.line import Line
from edupulse_desktop.model.scene import Scene

_ELSEWHERE = {"cast", "scenes", "board"}
_facts = attrgetter(*(field.name for field in fields(Lesson) if field.name not in _ELSEWHERE))
_scene_facts = attrgetter(*(field.name for field in fields(Scene) if field.name != "lines"))


@dataclass(frozen=True, slots=True)
class Changes:
    """Names of what changed; a name is in `scenes` or `lines` if it was added, changed or removed.

    Args:
        facts: title, language, start, music or another field of the lesson itself.
        scene_order: scenes were added, removed or moved.
        line_order: scenes whose lines were added, removed or moved.
        scenes: scenes whose own fields (title, exit, music, notes) changed, and added or removed ones.
        cast_order: characters were added, removed or moved.
        board: nodes were placed.
    """

    facts: bool = False
    cast: frozenset[CharacterId] = frozenset()
    cast_order: bool = False
    scenes: frozenset[SceneId] = frozenset()
    scene_order: bool = False
    lines: frozenset[LineId] = frozenset()
    line_order: frozenset[SceneId] = frozenset()
    board: bool = False

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))


NOTHING = Changes()


def diff(before: Lesson, after: Lesson) -> Changes:
    """Return what differs, comparing by identity first: what an edit did not touch costs nothing."""
    if before is after:
        return NOTHING
    scenes: set[SceneId] = set()
    lines: set[LineId] = set()
    order: set[SceneId] = set()
    scene_order = False
    if before.scenes is not after.scenes:
        scene_order = _diff_scenes(before.scenes, after.scenes, scenes, lines, order)
    cast, cast_order = _diff_cast(before, after)
    return Changes(
        facts=_facts(before) != _facts(after),
        cast=cast,
        cast_order=cast_order,
        scenes=frozenset(scenes),
        scene_order=scene_order,
        lines=frozenset(lines),
        line_order=frozenset(order),
        board=before.board is not after.board and before.board != after.board,
    )


def _diff_scenes(
    before: tuple[Scene, ...],
    after: tuple[Scene, ...],
    scenes: set[SceneId],
    lines: set[LineId],
    order: set[SceneId],
) -> bool:
    if len(before) == len(after) and all(old.id == new.id for old, new in zip(before, after, strict=True)):
        for old, new in zip(before, after, strict=True):
            if old is not new:
                _diff_scene(old, new, scenes, lines, order)
        return False
    old_by_id = {scene.id: scene for scene in before}
    new_ids = {scene.id for scene in after}
    for new in after:
        found = old_by_id.get(new.id)
        if found is None:
            _add_whole(new, scenes, lines, order)
        elif found is not new:
            _diff_scene(found, new, scenes, lines, order)
    for old in before:
        if old.id not in new_ids:
            _add_whole(old, scenes, lines, order)
    return True


def _add_whole(scene: Scene, scenes: set[SceneId], lines: set[LineId], order: set[SceneId]) -> None:
    scenes.add(scene.id)
    if scene.lines:
        order.add(scene.id)
        lines.update(line.id for line in scene.lines)


def _diff_scene(
    old: Scene, new: Scene, scenes: set[SceneId], lines: set[LineId], order: set[SceneId]
) -> None:
    if _scene_facts(old) != _scene_facts(new):
        scenes.add(new.id)
    if old.lines is new.lines:
        return
    if [line.id for line in old.lines] != [line.id for line in new.lines]:
        order.add(new.id)
    lines.update(_changed_lines(old.lines, new.lines))


def _changed_lines(old: tuple[Line, ...], new: tuple[Line, ...]) -> set[LineId]:
    before = {line.id: line for line in old}
    changed = {line.id for line in new if before.get(line.id) is not line and before.get(line.id) != line}
    after = {line.id for line in new}
    return changed | {line.id for line in old if line.id not in after}


def _diff_cast(before: Lesson, after: Lesson) -> tuple[frozenset[CharacterId], bool]:
    if before.cast is after.cast:
        return frozenset(), False
    old = {character.id: character for character in before.cast}
    new = {character.id: character for character in after.cast}
    changed = frozenset(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))
    return changed, list(old) != list(new)
