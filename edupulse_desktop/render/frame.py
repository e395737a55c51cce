"""One finished picture: the stored picture fitted to the screen, and what lies over it.

Composed once per picture in RGB with Pillow, text by the typesetter that the editor uses too; then converted once to
the planes that the encoder takes. The base of a picture is kept for a moment, because a line with captions burned in
shows the same base under several texts.
"""

from __future__ import annotations

import math
import threading
from collections import OrderedDict

from PIL import Image

from edupulse_desktop.media.asset_reader import AssetReader
from edupulse_desktop.media.image import open_rgb
from edupulse_desktop.media.lettering import PlacedImage, caption_image, overlay_image
from edupulse_desktop.model.asset import AssetRef
from edupulse_desktop.model.picture import Anchor, Fit, Frame
from edupulse_desktop.render.fitting import fitted, ground
from edupulse_desktop.render.planes import Layer as PlanesLayer
from edupulse_desktop.render.planes import Planes
from edupulse_desktop.render.steps import (
    CaptionLayer,
    Layer,
    Layers,
    Look,
    MoveStep,
    PictureLayer,
    Screen,
    StillStep,
    TextLayer,
)

_MARGIN_PERMILLE = 45
"""Overlays keep this far from the edge, as captions do."""
_BASES_KEPT = 2
_SHARPEST_SOURCE = 2.0
"""A picture that is zoomed into is kept at most this much larger than the screen: memory, not sharpness, ends there."""


class Frames:
    """Makes finished pictures from stored ones; used by several threads at once."""

    def __init__(self, assets: AssetReader) -> None:
        self._assets = assets
        self._bases: OrderedDict[tuple[Look, int, int], Image.Image] = OrderedDict()
        self._lock = threading.Lock()
        self._making = [threading.Lock() for _ in range(8)]

    def still(self, step: StillStep) -> Planes:
        """Return the finished picture of a still step."""
        return Planes.from_image(self.image(step.look, step.layers, step.screen))

    def image(self, look: Look, layers: Layers, screen: Screen) -> Image.Image:
        """Return a finished picture as RGB.

        Raises:
            NotMedia: a stored picture is missing, damaged or none.
        """
        base = self._base(look, screen.width_px, screen.height_px)
        if not layers:
            return base
        picture = base.copy()
        for over, x_px, y_px in self._drawn(layers, screen):
            picture.paste(over, (x_px, y_px), over)
        return picture

    def over_planes(self, layers: Layers, screen: Screen) -> list[PlanesLayer]:
        """Return what stands still over a picture that moves."""
        return [PlanesLayer.from_image(*drawn) for drawn in self._drawn(layers, screen)]

    def source(self, step: MoveStep) -> Planes:
        """Return the picture that a move glides over, larger than the screen where it is zoomed into."""
        closest = max(step.motion.start.zoom_permille, step.motion.end.zoom_permille) / 1000
        sharpest = min(closest, _SHARPEST_SOURCE)
        width_px, height_px = (
            _even(side * sharpest) for side in (step.screen.width_px, step.screen.height_px)
        )
        if step.look.fit is Fit.CONTAIN or step.look.asset is None:
            return Planes.from_image(self._base(step.look, width_px, height_px))
        picture = open_rgb(self._assets.read(step.look.asset), (width_px, height_px))
        scale = max(width_px / picture.width, height_px / picture.height, 2 / min(picture.size))
        scale = min(scale, 1.0)
        size = (_even(picture.width * scale), _even(picture.height * scale))
        return Planes.from_image(fitted(picture, Fit.COVER, Frame(), *size))

    def _base(self, look: Look, width_px: int, height_px: int) -> Image.Image:
        key = (look, width_px, height_px)
        # Whoever wants the same base waits for the first who does; others are not held up.
        with self._making[hash(key) % len(self._making)]:
            with self._lock:
                known = self._bases.get(key)
            picture = known or self._fitted(look, width_px, height_px)
            with self._lock:
                self._bases[key] = picture
                self._bases.move_to_end(key)
                while len(self._bases) > _BASES_KEPT:
                    self._bases.popitem(last=False)
            return picture

    def _fitted(self, look: Look, width_px: int, height_px: int) -> Image.Image:
        if look.asset is None:
            return ground(width_px, height_px)
        zoom = look.crop.zoom_permille / 1000
        needed = (math.ceil(width_px * zoom), math.ceil(height_px * zoom))
        picture = open_rgb(self._assets.read(look.asset), needed)
        return fitted(picture, look.fit, look.crop, width_px, height_px)

    def _drawn(self, layers: Layers, screen: Screen) -> list[tuple[Image.Image, int, int]]:
        return [self._draw(layer, screen) for layer in layers]

    def _draw(self, layer: Layer, screen: Screen) -> tuple[Image.Image, int, int]:
        size = (screen.width_px, screen.height_px)
        match layer:
            case CaptionLayer(text, speaker, colour):
                return _unpacked(caption_image(text, speaker, colour, *size))
            case TextLayer(text, anchor, size_permille):
                return _unpacked(overlay_image(text, anchor, size_permille, *size))
            case PictureLayer(asset, anchor, size_permille):
                return self._small_picture(asset, anchor, size_permille, screen)

    def _small_picture(
        self, asset: AssetRef, anchor: Anchor, size_permille: int, screen: Screen
    ) -> tuple[Image.Image, int, int]:
        picture = open_rgb(self._assets.read(asset)).convert("RGBA")
        width_px = max(1, screen.width_px * size_permille // 1000)
        most_px = screen.height_px * (1000 - 2 * _MARGIN_PERMILLE) // 1000
        scale = min(width_px / picture.width, most_px / picture.height)
        picture = picture.resize(
            (max(1, round(picture.width * scale)), max(1, round(picture.height * scale))),
            Image.Resampling.LANCZOS,
        )
        return (picture, *anchored(anchor, picture.size, (screen.width_px, screen.height_px)))


def anchored(anchor: Anchor, size: tuple[int, int], screen: tuple[int, int]) -> tuple[int, int]:
    """Return where the corner of something stands that sits at an anchor of the screen."""
    margin_px = min(screen) * _MARGIN_PERMILLE // 1000
    across = {"left": 0, "right": 2}
    down = {"top": 0, "bottom": 2}
    words = anchor.value.split("-")
    column = next((across[word] for word in words if word in across), 1)
    row = next((down[word] for word in words if word in down), 1)
    places = [
        (margin_px, (whole - part) // 2, whole - part - margin_px)
        for whole, part in zip(screen, size, strict=True)
    ]
    return places[0][column], places[1][row]


def _unpacked(placed: PlacedImage) -> tuple[Image.Image, int, int]:
    return placed.image.to_pillow(), placed.x_px, placed.y_px


def _even(side: float) -> int:
    return max(2, round(side / 2) * 2)
