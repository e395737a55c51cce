"""What is behind the words of a card: a gradient and a motif, drawn by Pillow, the same for the same seed.

Curves are drawn at twice the size and reduced, because Pillow's own lines have steps. Soft light is made small
and enlarged, which costs a sixteenth.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
from PIL import Image, ImageChops, ImageDraw

from edupulse_desktop.media.colour import rgb
from edupulse_desktop.services.picture.styles import ACCENT, CardStyle, MotifKind

_SOFT = 8
"""Gradients are drawn at an eighth of the size."""
_FINE = 2
_KEPT_BACKGROUNDS = 8


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A canvas and what a motif needs to know."""

    canvas: Image.Image
    random: Random
    colours: tuple[str, ...]
    strength: float

    @property
    def width(self) -> int:
        return self.canvas.width

    @property
    def height(self) -> int:
        return self.canvas.height

    @property
    def unit(self) -> float:
        """One pixel of a screen of 1080."""
        return min(self.canvas.size) / 1080

    def colour(self, index: int) -> str:
        return self.colours[index % len(self.colours)]


@functools.lru_cache(maxsize=_KEPT_BACKGROUNDS)
def background(style: CardStyle, accent: str, seed: str, width_px: int, height_px: int) -> Image.Image:
    """Return the picture behind the words; callers draw on a copy, because it is kept for the next card.

    Args:
        style: the preset.
        accent: the character's colour, `#rrggbb`.
        seed: same seed, same motif.
        width_px: of the card.
        height_px: of the card.
    """
    colours = tuple(accent if colour == ACCENT else colour for colour in style.motif_colours)
    random = Random(seed)  # noqa: S311 - decoration, not secrets
    soft_size = max(8, width_px // _SOFT), max(8, height_px // _SOFT)
    soft = _Sheet(_gradient(style, *soft_size), random, colours, style.strength)
    if style.motif in _SOFT_MOTIFS:
        _SOFT_MOTIFS[style.motif](soft)
    canvas = soft.canvas.resize((width_px, height_px), Image.Resampling.BICUBIC)
    if style.motif in _SHARP_MOTIFS:
        _SHARP_MOTIFS[style.motif](_Sheet(canvas, random, colours, style.strength))
    return canvas


def _gradient(style: CardStyle, width: int, height: int) -> Image.Image:
    angle = math.radians(style.angle_deg)
    across = np.linspace(0, 1, width)[None, :] * abs(math.cos(angle))
    down = np.linspace(0, 1, height)[:, None] * abs(math.sin(angle))
    way = (across + down) / (abs(math.cos(angle)) + abs(math.sin(angle)))
    stops = np.linspace(0, 1, len(style.ground))
    channels = [np.interp(way, stops, part) for part in zip(*map(rgb, style.ground), strict=True)]
    return Image.fromarray(np.rint(np.stack(channels, axis=-1)).astype(np.uint8), "RGB")


def _glow(sheet: _Sheet) -> None:
    """Three soft lights in the corners away from the words."""
    places = [(0.92, 0.12), (0.70, 1.0), (1.05, 0.75)]
    for index, (x, y) in enumerate(places):
        x, y = x + sheet.random.uniform(-0.06, 0.06), y + sheet.random.uniform(-0.06, 0.06)
        reach = max(sheet.canvas.size) * sheet.random.uniform(0.75, 0.95)
        _light(sheet, x * sheet.width, y * sheet.height, reach, sheet.colour(index))


def _light(sheet: _Sheet, x: float, y: float, diameter: float, colour: str) -> None:
    size = round(diameter)
    distance = Image.radial_gradient("L").resize((size, size), Image.Resampling.BICUBIC)
    peak = 255 * sheet.strength
    # The corners of Pillow's gradient are past 180; a squared slope fades to nothing before the edge.
    mask = distance.point([round(peak * max(0.0, 1 - value / 180) ** 2) for value in range(256)])
    sheet.canvas.paste(rgb(colour), (round(x - size / 2), round(y - size / 2)), mask)


def _discs(sheet: _Sheet) -> None:
    """Large overlapping discs that leave through the right edge."""
    for index, (x, y, size) in enumerate([(1.0, 0.16, 0.78), (0.86, 0.78, 0.5), (1.02, 0.52, 0.3)]):
        shift = sheet.random.uniform(-0.05, 0.05)
        diameter = size * min(sheet.canvas.size) * sheet.random.uniform(0.95, 1.15)
        opacity = sheet.strength * (0.5 if index == 2 else 1)
        _disc(sheet, x * sheet.width, (y + shift) * sheet.height, diameter, sheet.colour(index), opacity)


def _disc(sheet: _Sheet, x: float, y: float, diameter: float, colour: str, opacity: float) -> None:
    size = round(diameter)
    mask = _fine(
        (size, size), lambda draw, scale: draw.ellipse((0, 0, size * scale - 1, size * scale - 1), fill=255)
    )
    _stamp(sheet, colour, mask, opacity, (round(x - size / 2), round(y - size / 2)))


def _sun(sheet: _Sheet) -> None:
    """One low sun with a paler ring."""
    x, y = sheet.random.uniform(0.7, 0.82), sheet.random.uniform(0.62, 0.72)
    for index, size in enumerate((1.02, 0.7)):
        diameter = size * min(sheet.canvas.size)
        opacity = sheet.strength * (0.35 if index == 0 else 0.9)
        _disc(sheet, x * sheet.width, y * sheet.height, diameter, sheet.colour(1 - index), opacity)


def _dots(sheet: _Sheet) -> None:
    """A grid of small dots that fades out towards the words."""
    step, radius = round(44 * sheet.unit), 3.2 * sheet.unit
    middle = step / 2
    tile = _fine(
        (step, step),
        lambda draw, scale: draw.ellipse(
            [scale * edge for edge in (middle - radius, middle - radius, middle + radius, middle + radius)],
            fill=255,
        ),
    )
    mask = Image.new("L", sheet.canvas.size)
    for x in range(0, sheet.width, step):
        mask.paste(tile, (x, 0))
    for y in range(step, sheet.height, step):
        mask.paste(mask.crop((0, 0, sheet.width, min(step, sheet.height - y))), (0, y))
    _stamp(sheet, sheet.colour(0), ImageChops.multiply(mask, _fade(sheet)), sheet.strength)


def _grid(sheet: _Sheet) -> None:
    """Graph paper: fine lines, every fourth a little stronger, fading out towards the words."""
    step, mask = 54 * sheet.unit, Image.new("L", sheet.canvas.size)
    draw, thin = ImageDraw.Draw(mask), max(1, round(1.4 * sheet.unit))
    for index in range(math.ceil(max(sheet.canvas.size) / step)):
        place, tone = round(index * step), 255 if index % 4 == 0 else 130
        draw.line((place, 0, place, sheet.height), fill=tone, width=thin)
        draw.line((0, place, sheet.width, place), fill=tone, width=thin)
    _stamp(sheet, sheet.colour(0), ImageChops.multiply(mask, _fade(sheet)), sheet.strength)


def _fade(sheet: _Sheet) -> Image.Image:
    """Return a mask that is faint at the upper left, where words begin, and full at the lower right."""
    across = np.linspace(0, 1, 64)[None, :]
    down = np.linspace(0, 1, 64)[:, None]
    tones = np.clip(0.16 + 0.95 * (0.65 * across + 0.35 * down) ** 2.2, 0, 1)
    small = Image.fromarray(np.rint(tones * 255).astype(np.uint8), "L")
    return small.resize(sheet.canvas.size, Image.Resampling.BILINEAR)


def _waves(sheet: _Sheet) -> None:
    """Hills behind hills in the lowest quarter, where captions lie."""
    for index, colour in enumerate(sheet.colours):
        top = 0.735 + 0.075 * index
        swings = [
            (sheet.random.uniform(0.6, 1.3) * (k + 1), sheet.random.uniform(0, 6.28), 0.035 / (k + 1))
            for k in range(3)
        ]
        start = round((top - 0.08) * sheet.height)
        size = (sheet.width, sheet.height - start)
        ridge = [
            (
                x,
                (top + sum(a * math.sin(6.28 * f * x / sheet.width + p) for f, p, a in swings)) * sheet.height
                - start,
            )
            for x in range(-8, sheet.width + 24, 16)
        ]
        outline = [*ridge, (sheet.width + 24, size[1] + 2), (-8, size[1] + 2)]
        mask = _fine(size, functools.partial(_polygon, outline))
        _stamp(sheet, colour, mask, sheet.strength, (0, start))


def _polygon(outline: Sequence[tuple[float, float]], draw: ImageDraw.ImageDraw, scale: int) -> None:
    draw.polygon([(x * scale, y * scale) for x, y in outline], fill=255)


def _contours(sheet: _Sheet) -> None:
    """Lines of equal height on hills that never were."""
    small = (max(16, sheet.width // 12), max(16, sheet.height // 12))
    x, y = np.meshgrid(np.linspace(0, sheet.width / sheet.height, small[0]), np.linspace(0, 1, small[1]))
    height = np.zeros_like(x)
    for _ in range(7):
        centre_x, centre_y = (
            sheet.random.uniform(0.2, 1.1) * sheet.width / sheet.height,
            sheet.random.uniform(-0.1, 1.1),
        )
        spread = sheet.random.uniform(0.05, 0.22)
        height += sheet.random.uniform(0.5, 1.3) * np.exp(
            -((x - centre_x) ** 2 + (y - centre_y) ** 2) / spread
        )
    levels = (height * 7.0).astype(np.float32)
    size = sheet.width // 2, sheet.height // 2
    slope = np.hypot(*np.gradient(levels)).astype(np.float32) * np.float32(small[0] / size[0])
    full = np.asarray(Image.fromarray(levels).resize(size, Image.Resampling.BICUBIC))
    steep = np.asarray(Image.fromarray(slope).resize(size, Image.Resampling.BILINEAR))
    distance_px = np.abs(full - np.rint(full)) / np.maximum(steep, np.float32(1e-4))
    tones = (np.clip(0.6 * sheet.unit + 0.5 - distance_px, 0, 1) * 255).astype(np.uint8)
    lines = Image.fromarray(tones, "L").resize(sheet.canvas.size, Image.Resampling.BICUBIC)
    mask = ImageChops.multiply(lines, _fade(sheet))
    _stamp(sheet, sheet.colour(0), mask, sheet.strength * 1.6)


def _rings(sheet: _Sheet) -> None:
    """Orbits around a point outside, with a planet on some of them."""
    x, y = sheet.width * sheet.random.uniform(0.9, 1.0), sheet.height * sheet.random.uniform(-0.08, 0.04)
    reach = math.hypot(sheet.width, sheet.height)
    radii = [reach * (0.13 + 0.115 * index) for index in range(8)]
    thin = max(1, round(1.5 * sheet.unit * _FINE))

    def orbits(draw: ImageDraw.ImageDraw, scale: int) -> None:
        for radius in radii:
            box = [scale * edge for edge in (x - radius, y - radius, x + radius, y + radius)]
            draw.ellipse(box, outline=255, width=thin)

    _stamp(sheet, sheet.colour(0), _fine(sheet.canvas.size, orbits), sheet.strength * 0.6)
    for index, radius in enumerate(radii):
        size = sheet.unit * sheet.random.choice((14, 22, 34))
        # In the right margin, never among the words.
        along = sheet.width * sheet.random.uniform(0.935, 0.975)
        if abs(along - x) < radius:
            _disc(
                sheet,
                along,
                y + math.sqrt(radius**2 - (along - x) ** 2),
                size,
                sheet.colour(index),
                sheet.strength * 2,
            )


def _tiles(sheet: _Sheet) -> None:
    """Squares and quarter circles in a band at the edge: on the right, or on top of a tall card."""
    is_tall = sheet.height > sheet.width
    across, down = (5, 2) if is_tall else (1 if sheet.height == sheet.width else 2, 5)
    size = math.ceil((sheet.width if is_tall else sheet.height) / 5)
    left = 0 if is_tall else sheet.width - across * size
    for column in range(across):
        for row in range(down):
            ground, figure = sheet.random.sample(sheet.colours, 2)
            place = left + column * size, row * size
            sheet.canvas.paste(rgb(ground), (*place, place[0] + size, place[1] + size))
            kind, turn = (
                sheet.random.choice(("quarter", "half", "disc", "quarter", "plain")),
                sheet.random.randrange(4),
            )
            if kind != "plain":
                mask = _fine((size, size), functools.partial(_TILE[kind], size)).rotate(90 * turn)
                _stamp(sheet, figure, mask, 1.0, place)


def _quarter(size: int, draw: ImageDraw.ImageDraw, scale: int) -> None:
    edge = size * scale
    draw.ellipse((-edge, -edge, edge - 1, edge - 1), fill=255)


def _half(size: int, draw: ImageDraw.ImageDraw, scale: int) -> None:
    edge = size * scale
    draw.ellipse((-edge / 2, 0, edge / 2, edge - 1), fill=255)


def _whole(size: int, draw: ImageDraw.ImageDraw, scale: int) -> None:
    edge = size * scale
    draw.ellipse((edge * 0.22, edge * 0.22, edge * 0.78, edge * 0.78), fill=255)


_TILE = {"quarter": _quarter, "half": _half, "disc": _whole}


def _fine(size: tuple[int, int], drawn: Callable[[ImageDraw.ImageDraw, int], None]) -> Image.Image:
    """Return a mask with smooth edges of what `drawn` draws at twice the size."""
    large = Image.new("L", (size[0] * _FINE, size[1] * _FINE))
    drawn(ImageDraw.Draw(large), _FINE)
    return large.reduce(_FINE)


def _stamp(
    sheet: _Sheet, colour: str, mask: Image.Image, opacity: float, place: tuple[int, int] = (0, 0)
) -> None:
    tones = mask if opacity >= 1 else mask.point([round(tone * max(0.0, opacity)) for tone in range(256)])
    sheet.canvas.paste(rgb(colour), place, tones)


_SOFT_MOTIFS: dict[MotifKind, Callable[[_Sheet], None]] = {MotifKind.GLOW: _glow}
_SHARP_MOTIFS: dict[MotifKind, Callable[[_Sheet], None]] = {
    MotifKind.DISCS: _discs,
    MotifKind.SUN: _sun,
    MotifKind.DOTS: _dots,
    MotifKind.GRID: _grid,
    MotifKind.WAVES: _waves,
    MotifKind.CONTOURS: _contours,
    MotifKind.RINGS: _rings,
    MotifKind.TILES: _tiles,
}
