"""A picture as the encoder takes it: three planes, YCbCr 4:2:0, BT.709, limited range.

Converted once per picture. A frame that moves is warped plane by plane, so that no frame ever goes through RGB.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace, Interpolation
from numpy.typing import NDArray
from PIL import Image

from edupulse_desktop.errors import RenderError

Plane: TypeAlias = NDArray[np.uint8]

_BLACK_LUMA, _NO_CHROMA = 16, 128
_OPAQUE = 256
_MEAN_OF_FOUR = Interpolation.AREA | Interpolation.ACCURATE_RND
"""Chroma is the mean of four pixels: on pictures with hard edges nearer to the source than the usual bilinear."""


@dataclass(frozen=True, slots=True, eq=False)
class Planes:
    """One picture: luma of full size, two chroma planes of half the width and height."""

    y: Plane
    u: Plane
    v: Plane

    def __post_init__(self) -> None:
        height_px, width_px = self.y.shape
        _check_size(width_px, height_px)
        half = (height_px // 2, width_px // 2)
        if self.u.shape != half or self.v.shape != half:
            raise RenderError(
                "A picture's colours do not have half its size.", detail=f"{self.u.shape} {self.v.shape}"
            )

    @property
    def width_px(self) -> int:
        """Width of the luma plane."""
        return int(self.y.shape[1])

    @property
    def height_px(self) -> int:
        """Height of the luma plane."""
        return int(self.y.shape[0])

    @classmethod
    def from_i420(cls, width_px: int, height_px: int, data: bytes | bytearray | memoryview) -> Planes:
        """Take raw yuv420p as FFmpeg pipes it; the bytes are shared, not copied."""
        flat = np.frombuffer(data, np.uint8)
        luma, chroma = width_px * height_px, (width_px // 2) * (height_px // 2)
        if len(flat) != luma + 2 * chroma:
            raise RenderError(
                "A frame of a video is incomplete.", detail=f"{len(flat)} bytes for {width_px}x{height_px}"
            )
        half = (height_px // 2, width_px // 2)
        y, u, v = np.split(flat, (luma, luma + chroma))
        return cls(y.reshape(height_px, width_px), u.reshape(half), v.reshape(half))

    @classmethod
    def from_rgb(cls, width_px: int, height_px: int, data: bytes | bytearray | memoryview) -> Planes:
        """Convert RGB24 pixels, rows without padding."""
        _check_size(width_px, height_px)
        pixels = np.frombuffer(data, np.uint8).reshape(height_px, width_px, 3)
        frame = av.VideoFrame.from_ndarray(pixels, format="rgb24").reformat(
            format="yuv420p",
            src_colorspace=Colorspace.ITU709,
            dst_colorspace=Colorspace.ITU709,
            src_color_range=ColorRange.JPEG,
            dst_color_range=ColorRange.MPEG,
            interpolation=_MEAN_OF_FOUR,
            threads=1,
        )
        return cls.from_i420(width_px, height_px, frame.to_ndarray().tobytes())

    @classmethod
    def from_image(cls, image: Image.Image) -> Planes:
        """Convert a Pillow image; what is transparent becomes black."""
        if image.mode in ("RGBA", "LA", "PA", "P"):
            ground = Image.new("RGBA", image.size, (0, 0, 0, 255))
            image = Image.alpha_composite(ground, image.convert("RGBA"))
        opaque = image if image.mode == "RGB" else image.convert("RGB")
        return cls.from_rgb(*opaque.size, opaque.tobytes())

    @classmethod
    def grey(cls, width_px: int, height_px: int, luma: int = _BLACK_LUMA) -> Planes:
        """Return an even picture without colour."""
        chroma = np.full((height_px // 2, width_px // 2), _NO_CHROMA, np.uint8)
        return cls(np.full((height_px, width_px), luma, np.uint8), chroma, chroma)

    def to_i420(self) -> bytes:
        """Return raw yuv420p."""
        return self._flat().tobytes()

    def to_frame(self) -> av.VideoFrame:
        """Return the picture as PyAV's encoder takes it."""
        return av.VideoFrame.from_ndarray(self._flat().reshape(-1, self.width_px), format="yuv420p")

    def to_rgb(self) -> bytes:
        """Return RGB24 pixels, rows without padding."""
        frame = self.to_frame().reformat(
            format="rgb24",
            src_colorspace=Colorspace.ITU709,
            dst_colorspace=Colorspace.ITU709,
            src_color_range=ColorRange.MPEG,
            dst_color_range=ColorRange.JPEG,
            threads=1,
        )
        return frame.to_ndarray().tobytes()

    def with_layer(self, layer: Layer) -> Planes:
        """Return the picture with something laid over it."""
        return Planes(
            _laid_over(self.y, layer.colour.y, layer.cover, layer.x_px, layer.y_px),
            _laid_over(self.u, layer.colour.u, layer.half_cover, layer.x_px // 2, layer.y_px // 2),
            _laid_over(self.v, layer.colour.v, layer.half_cover, layer.x_px // 2, layer.y_px // 2),
        )

    def _flat(self) -> Plane:
        return np.concatenate([plane.ravel() for plane in (self.y, self.u, self.v)])


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """Something that stays in place over a moving picture: a caption that is burned in, an overlay.

    Its corner lies at even pixels and it ends inside the picture; `cover` says how much it hides, 0 to 256.
    """

    x_px: int
    y_px: int
    colour: Planes
    cover: NDArray[np.uint16]

    @property
    def half_cover(self) -> NDArray[np.uint16]:
        """Return how much is hidden of the chroma planes."""
        height_px, width_px = self.cover.shape
        blocks = self.cover.reshape(height_px // 2, 2, width_px // 2, 2)
        half: NDArray[np.uint16] = (blocks.sum(axis=(1, 3), dtype=np.uint16) + 2) // 4
        return half

    @classmethod
    def from_image(cls, image: Image.Image, x_px: int, y_px: int) -> Layer:
        """Make a layer of a Pillow image with transparency whose corner stands at `x_px`, `y_px`."""
        left, top = x_px % 2, y_px % 2
        width_px, height_px = (side + side % 2 for side in (image.width + left, image.height + top))
        canvas = Image.new("RGBA", (width_px, height_px))
        canvas.paste(image.convert("RGBA"), (left, top))
        pixels = np.asarray(canvas)
        alpha = pixels[:, :, 3].astype(np.uint16)
        colour = Planes.from_rgb(width_px, height_px, np.ascontiguousarray(pixels[:, :, :3]).tobytes())
        return cls(x_px - left, y_px - top, colour, alpha + (alpha >> 7))


def _check_size(width_px: int, height_px: int) -> None:
    if width_px % 2 or height_px % 2:
        raise RenderError(
            f"A picture of {width_px} × {height_px} pixels cannot be encoded.",
            hint="Both sides must be even numbers.",
        )


def _laid_over(below: Plane, above: Plane, cover: NDArray[np.uint16], x_px: int, y_px: int) -> Plane:
    height_px, width_px = below.shape
    top, left = max(y_px, 0), max(x_px, 0)
    bottom, right = min(y_px + above.shape[0], height_px), min(x_px + above.shape[1], width_px)
    if top >= bottom or left >= right:
        return below
    part = (slice(top - y_px, bottom - y_px), slice(left - x_px, right - x_px))
    hides = cover[part]
    mixed = below[top:bottom, left:right] * (_OPAQUE - hides) + above[part] * hides + _OPAQUE // 2
    result = below.copy()
    result[top:bottom, left:right] = mixed >> 8
    return result
