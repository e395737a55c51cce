"""Copies of lines and scenes under fresh names, for duplicating and pasting."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from edupulse_desktop.model.exits import (
    AllOf,
    AnyOf,
    Breakpoint,
    Chose,
    Condition,
    Continue,
    End,
    Exit,
    Not,
    Route,
    ScoreAtLeast,
    Visited,
)
from edupulse_desktop.model.ids import (
    ChoiceId,
    SceneId,
    new_choice_id,
    new_effect_id,
    new_line_id,
    new_overlay_id,
    new_scene_id,
    new_take_id,
)
from edupulse_desktop.model.line import Line
from edupulse_desktop.model.scene import Scene

Name = TypeVar("Name", bound=str)


def copied_lines(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Return the same lines, and all they hold, under fresh names."""
    return tuple(_copied_line(line) for line in lines)


def copied_scenes(scenes: Sequence[Scene]) -> tuple[Scene, ...]:
    """Return the same scenes under fresh names; where they led to one another, the copies do."""
    scene_names = {scene.id: new_scene_id() for scene in scenes}
    choice_names = {
        choice.id: new_choice_id()
        for scene in scenes
        if isinstance(scene.exit, Breakpoint)
        for choice in scene.exit.choices
    }
    names = Renaming(scene_names, choice_names)
    return tuple(
        replace(
            scene,
            id=scene_names[scene.id],
            lines=copied_lines(scene.lines),
            exit=names.exit(scene.exit),
        )
        for scene in scenes
    )


class Renaming:
    """New names for scenes and choices, wherever an exit mentions them; other names stay."""

    def __init__(self, scenes: Mapping[SceneId, SceneId], choices: Mapping[ChoiceId, ChoiceId]) -> None:
        self._scenes = scenes
        self._choices = choices

    def exit(self, way_out: Exit) -> Exit:
        """Return an exit with the new names in it."""
        match way_out:
            case End():
                return way_out
            case Continue(to=to, routes=routes):
                return Continue(
                    self._scene(to),
                    tuple(Route(self._condition(each.condition), self._scene(each.to)) for each in routes),
                )
            case Breakpoint():
                return self._question(way_out)

    def _question(self, asked: Breakpoint) -> Breakpoint:
        choices = tuple(
            replace(
                choice,
                id=_renamed(choice.id, self._choices),
                to=self._scene(choice.to),
                condition=self._condition(choice.condition) if choice.condition is not None else None,
            )
            for choice in asked.choices
        )
        default = asked.default_choice
        return replace(
            asked,
            choices=choices,
            default_choice=_renamed(default, self._choices) if default is not None else None,
            right_to=self._scene(asked.right_to),
            wrong_to=self._scene(asked.wrong_to),
        )

    def _scene(self, scene: SceneId | None) -> SceneId | None:
        return _renamed(scene, self._scenes) if scene is not None else None

    def _condition(self, condition: Condition) -> Condition:
        match condition:
            case ScoreAtLeast():
                return condition
            case Visited(scene):
                return Visited(_renamed(scene, self._scenes))
            case Chose(choice):
                return Chose(_renamed(choice, self._choices))
            case Not(inner):
                return Not(self._condition(inner))
            case AllOf(conditions):
                return AllOf(tuple(self._condition(each) for each in conditions))
            case AnyOf(conditions):
                return AnyOf(tuple(self._condition(each) for each in conditions))


def _renamed(name: Name, names: Mapping[Name, Name]) -> Name:
    return names.get(name, name)


def _copied_line(line: Line) -> Line:
    takes = {take.id: replace(take, id=new_take_id()) for take in line.takes}
    chosen = takes.get(line.chosen) if line.chosen is not None else None
    return replace(
        line,
        id=new_line_id(),
        overlays=tuple(replace(each, id=new_overlay_id()) for each in line.overlays),
        effects=tuple(replace(each, id=new_effect_id()) for each in line.effects),
        takes=tuple(takes.values()),
        chosen=chosen.id if chosen is not None else None,
    )
