"""Setting and clearing the targets that an exit names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from edupulse_desktop.model.branching import Way, WayKind, outlets
from edupulse_desktop.model.exits import Breakpoint, Continue, End, Exit
from edupulse_desktop.model.ids import SceneId
from edupulse_desktop.model.scene import Scene

Aim = Callable[[Way], SceneId | None]
"""Where a way out shall lead from now on."""


def aimed(scene: Scene, aim: Aim) -> Scene:
    """Return the scene with every outlet of its exit led where `aim` says; the same object if nothing moved."""
    if all(aim(way) == way.to for way in outlets(scene)):
        return scene
    return replace(scene, exit=_aimed_exit(scene, aim))


def without_targets(scene: Scene, gone: frozenset[SceneId]) -> Scene:
    """Return the scene with no way to these scenes; the same object if there was none."""
    return aimed(scene, lambda way: None if way.to in gone else way.to)


def _aimed_exit(scene: Scene, aim: Aim) -> Exit:
    match scene.exit:
        case End() as end:
            return end
        case Continue(routes=routes) as on:
            ways = {(way.kind, way.route): aim(way) for way in outlets(scene)}
            return replace(
                on,
                to=ways[WayKind.NEXT, 0],
                routes=tuple(
                    replace(route, to=ways[WayKind.ROUTE, index]) for index, route in enumerate(routes)
                ),
            )
        case Breakpoint(choices=choices) as asked:
            to = {(way.kind, way.choice): aim(way) for way in outlets(scene)}
            return replace(
                asked,
                choices=tuple(replace(choice, to=to[WayKind.CHOICE, choice.id]) for choice in choices),
                right_to=to[WayKind.RIGHT, None],
                wrong_to=to[WayKind.WRONG, None],
            )
