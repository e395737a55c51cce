"""How a picture of any shape fills the screen."""

from __future__ import annotations

from PIL import Image, ImageFilter

from edupulse_desktop.model.picture import Fit, Frame

Box = tuple[float, float, float, float]

_SIDES_SCALE = 16
"""The sides are blurred at a sixteenth of the size, where a small radius is a large one."""
_SIDES_BLUR_PX = 3
_SIDES_LIGHT = 0.55
"""Sides are darkened, so that the picture stands out from its own echo."""
_GROUND_TOP, _GROUND_BOTTOM = (38, 50, 64), (22, 29, 38)
_WHOLE = Frame()
_GAP = 3.0
"""Pillow may shrink by whole factors first, down to three times the size wanted, which nobody sees."""


def fitted(picture: Image.Image, fit: Fit, crop: Frame, width_px: int, height_px: int) -> Image.Image:
    """Return a picture as RGB of exactly this size; what is transparent shows the quiet ground."""
    size = (width_px, height_px)
    if picture.mode == "RGBA":
        # Resizing colours that nobody sees together with those beside them would leave dark seams.
        picture = Image.alpha_composite(ground(*picture.size).convert("RGBA"), picture)
    picture = picture if picture.mode == "RGB" else picture.convert("RGB")
    if fit is Fit.CONTAIN and picture.width * height_px != picture.height * width_px:
        return _contained(picture, crop, size)
    return _resized(picture, size, cover_box(picture.size, size, crop))


def cover_box(source: tuple[int, int], target: tuple[int, int], crop: Frame) -> Box:
    """Return the rectangle of a picture that fills a screen of another shape."""
    scale = min(source[0] / target[0], source[1] / target[1]) * 1000 / crop.zoom_permille
    return _placed(source, (target[0] * scale, target[1] * scale), crop)


def ground(width_px: int, height_px: int) -> Image.Image:
    """Return the quiet ground that is shown where there is no picture."""
    column = Image.new("RGB", (1, 2))
    column.putpixel((0, 0), _GROUND_TOP)
    column.putpixel((0, 1), _GROUND_BOTTOM)
    return column.resize((width_px, height_px), Image.Resampling.BILINEAR)


def _contained(picture: Image.Image, crop: Frame, size: tuple[int, int]) -> Image.Image:
    """Return the whole picture between blurred sides."""
    box = _placed(picture.size, tuple(side * 1000 / crop.zoom_permille for side in picture.size), crop)
    seen = (box[2] - box[0], box[3] - box[1])
    scale = min(size[0] / seen[0], size[1] / seen[1])
    inner = (max(1, round(seen[0] * scale)), max(1, round(seen[1] * scale)))
    canvas = _sides(picture, size)
    corner = ((size[0] - inner[0]) // 2, (size[1] - inner[1]) // 2)
    canvas.paste(_resized(picture, inner, box), corner)
    return canvas


def _sides(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    small = (max(2, size[0] // _SIDES_SCALE), max(2, size[1] // _SIDES_SCALE))
    echo = picture.resize(small, Image.Resampling.BOX, cover_box(picture.size, small, _WHOLE))
    dark = echo.point(lambda value: value * _SIDES_LIGHT).filter(ImageFilter.GaussianBlur(_SIDES_BLUR_PX))
    return dark.resize(size, Image.Resampling.BICUBIC)


def _resized(picture: Image.Image, size: tuple[int, int], box: Box) -> Image.Image:
    if picture.size == size and box == (0.0, 0.0, float(size[0]), float(size[1])):
        return picture
    return picture.resize(size, Image.Resampling.LANCZOS, box, _GAP)


def _placed(source: tuple[int, int], seen: tuple[float, ...], crop: Frame) -> Box:
    """Return a rectangle of a size around the centre wished for, moved inside the picture."""
    left, top = (
        min(max(side * centre / 1000 - part / 2, 0.0), side - part)
        for side, centre, part in zip(
            source, (crop.centre_x_permille, crop.centre_y_permille), seen, strict=True
        )
    )
    return (left, top, min(left + seen[0], source[0]), min(top + seen[1], source[1]))
