"""Where the author placed each scene on the branch graph; moving a node can never cause a render."""

from __future__ import annotations

from dataclasses import dataclass

from edupulse_desktop.model.ids import SceneId


@dataclass(frozen=True, slots=True)
class Place:
    """Where a scene's node lies, in graph units (one unit is a pixel at 100 % zoom)."""

    scene: SceneId
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Board:
    """Every node the author placed by hand; the others are laid out."""

    places: tuple[Place, ...] = ()

    def place(self, scene: SceneId) -> Place | None:
        """Return where a scene was placed, or none."""
        return next((place for place in self.places if place.scene == scene), None)
