"""A finished film on disk and what is where in it: what rendering hands to exporting."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from edupulse_desktop.model.ids import SceneId


@dataclass(frozen=True, slots=True)
class FilmScene:
    """The stretch of a film that shows one scene, in milliseconds of the film, on frame boundaries."""

    scene: SceneId
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Film:
    """One MP4 file.

    Args:
        scenes: what it shows, in order.
        poster: a still of its first picture (JPEG), beside the film; none if not asked for.
    """

    path: Path
    width_px: int
    height_px: int
    length_ms: int
    scenes: tuple[FilmScene, ...]
    poster: Path | None = None
