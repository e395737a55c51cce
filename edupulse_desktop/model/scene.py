"""A stretch of lines that plays without stopping, then one exit."""

from __future__ import annotations

from dataclasses import dataclass

from edupulse_desktop.model.exits import End, Exit
from edupulse_desktop.model.ids import SceneId
from edupulse_desktop.model.line import Line
from edupulse_desktop.model.picture import Picture
from edupulse_desktop.model.sound import Music


@dataclass(frozen=True, slots=True)
class Scene:
    """Lines played in a row, then one exit.

    Args:
        music: its own music; none plays the lesson's.
        notes: for the author; never shown to learners.
    """

    id: SceneId
    title: str = ""
    lines: tuple[Line, ...] = ()
    exit: Exit = End()
    music: Music | None = None
    notes: str = ""


def pictures_shown(scene: Scene) -> tuple[Picture | None, ...]:
    """Return, for each line, the picture on screen while it plays.

    A picture stays until another line changes it; a card drawn as a stand-in yields to any real picture
    that came before it.
    """
    shown: list[Picture | None] = []
    current: Picture | None = None
    for line in scene.lines:
        new = line.picture
        if (
            new is not None
            and new.asset is not None
            and (current is None or current.is_card or not new.is_card)
        ):
            current = new
        shown.append(current)
    return tuple(shown)
