"""A picture that moves: pan and zoom by parts of a pixel.

Each plane is resampled from a rectangle with fractional corners, so the picture glides; FFmpeg's zoompan cuts out
whole pixels and trembles. Pillow's `resize(box=…)` does this with antialiasing and without the interpreter's lock.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from edupulse_desktop.errors import RenderError
from edupulse_desktop.render.planes import Layer, Plane, Planes


@dataclass(frozen=True, slots=True)
class View:
    """What part of a picture is seen.

    Args:
        centre_x: middle of what is seen, as a fraction of the picture's width.
        centre_y: the same of its height.
        zoom: 1 shows as much as the film's shape allows, 2 half of its width and height.
    """

    centre_x: float = 0.5
    centre_y: float = 0.5
    zoom: float = 1.0

    def __post_init__(self) -> None:
        if not 1 <= self.zoom <= 64:
            raise RenderError(f"A zoom of {self.zoom:g} cannot be shown.", hint="Choose a zoom from 1 to 64.")


@dataclass(frozen=True, slots=True)
class Move:
    """A glide from one view to another; `ease` starts and stops it softly."""

    start: View
    end: View
    ease: bool = True

    def at(self, moment: float) -> View:
        """Return the view at a moment from 0 to 1; the zoom grows by equal factors in equal times."""
        share = moment * moment * (3 - 2 * moment) if self.ease else moment
        smaller, larger = sorted((self.start.zoom, self.end.zoom))
        zoom = min(max(self.start.zoom * (self.end.zoom / self.start.zoom) ** share, smaller), larger)
        growth = self.end.zoom - self.start.zoom
        way = share if abs(growth) < 1e-9 else (1 - self.start.zoom / zoom) * self.end.zoom / growth
        return View(
            self.start.centre_x + (self.end.centre_x - self.start.centre_x) * way,
            self.start.centre_y + (self.end.centre_y - self.start.centre_y) * way,
            zoom,
        )


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in a picture, in fractions of its width and height."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def of(cls, view: View, ratio: float) -> Box:
        """Return what a view shows; one that would reach over the edge is moved inside.

        Args:
            view: what is seen.
            ratio: the shape of the film over the shape of the picture, shape being width over height.
        """
        width = min(1.0, ratio) / view.zoom
        height = min(1.0, 1 / ratio) / view.zoom
        left = min(max(view.centre_x - width / 2, 0.0), 1.0 - width)
        top = min(max(view.centre_y - height / 2, 0.0), 1.0 - height)
        return cls(left, top, left + width, top + height)


def moving_frames(
    source: Planes, move: Move, width_px: int, height_px: int, frames: int, layers: Sequence[Layer] = ()
) -> Iterator[Planes]:
    """Yield the frames of a move over a picture of any size; layers stand still above it.

    The first frame shows the start exactly and the last frame the end.
    """
    ratio = width_px * source.height_px / (height_px * source.width_px)
    inside = Move(_kept_inside(move.start, ratio), _kept_inside(move.end, ratio), move.ease)
    for number in range(frames):
        box = Box.of(inside.at(number / max(1, frames - 1)), ratio)
        planes = Planes(
            _resampled(source.y, box, width_px, height_px),
            _resampled(source.u, box, width_px // 2, height_px // 2),
            _resampled(source.v, box, width_px // 2, height_px // 2),
        )
        for layer in layers:
            planes = planes.with_layer(layer)
        yield planes


def _kept_inside(view: View, ratio: float) -> View:
    """Return the nearest view that does not reach over the edge: between two such views all others stay inside."""
    box = Box.of(view, ratio)
    return View((box.left + box.right) / 2, (box.top + box.bottom) / 2, view.zoom)


def _resampled(plane: Plane, box: Box, width_px: int, height_px: int) -> Plane:
    rows, columns = plane.shape
    corners = (box.left * columns, box.top * rows, min(box.right, 1.0) * columns, min(box.bottom, 1.0) * rows)
    image = Image.fromarray(plane).resize((width_px, height_px), Image.Resampling.BILINEAR, corners)
    return np.asarray(image)
