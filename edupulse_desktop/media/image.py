"""Strangers' pictures: known formats only, bounded size, upright, in sRGB, without what cameras write about people.

Pillow reads some forty formats and unpacks a 12 kB file to a hundred megapixels; here it may read four of them,
and the size in the header is checked before a pixel is decoded.
"""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from dataclasses import dataclass

from PIL import ExifTags, Image, ImageCms, ImageOps, UnidentifiedImageError

from edupulse_desktop.errors import NotMedia

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
MOST_PIXELS = 50_000_000
_LONGEST_SIDE_PX = 30_000
_JPEG_QUALITY = 95
_FAST_PNG = 1
"""zlib's fastest level: a picture of 1080p in 60 ms instead of 400, for an eighth more bytes."""
_FIRST_TURNED = 5
"""EXIF orientations from 5 to 8 change width and height."""
_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


@dataclass(frozen=True, slots=True)
class NormalImage:
    """A picture as the lesson keeps it: upright, sRGB, 8 bits, no metadata.

    Args:
        media_type: `image/jpeg`, or `image/png` for drawings and transparency.
    """

    data: bytes
    media_type: str
    width_px: int
    height_px: int


def normalise(data: bytes) -> NormalImage:
    """Turn somebody's picture into one of ours; its content decides what it is, never its name.

    Raises:
        NotMedia: not a JPEG, PNG, WebP or GIF, larger than 50 megapixels, or cut short.
    """
    is_photo = data[:2] == b"\xff\xd8"
    picture = open_rgb(data)
    stream = io.BytesIO()
    if is_photo and picture.mode == "RGB":
        picture.save(stream, "JPEG", quality=_JPEG_QUALITY, subsampling="4:4:4")
        return NormalImage(stream.getvalue(), "image/jpeg", *picture.size)
    picture.save(stream, "PNG", compress_level=_FAST_PNG)
    return NormalImage(stream.getvalue(), "image/png", *picture.size)


def open_rgb(data: bytes, at_least: tuple[int, int] | None = None) -> Image.Image:
    """Decode a picture, upright and in sRGB; mode `RGBA` if any of it is transparent, else `RGB`.

    Args:
        data: a picture file.
        at_least: a larger JPEG may be decoded at half, a quarter or an eighth of its size, never below this
            width and height: a photograph of 12 megapixels then takes a quarter of the memory.

    Raises:
        NotMedia: as `normalise`.
    """
    with warnings.catch_warnings():
        # Pillow warns of large pictures and odd metadata; size is judged here and metadata is not kept.
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
                _refuse_size(*picture.size)
                if at_least is not None:
                    is_turned = picture.getexif().get(ExifTags.Base.Orientation, 1) >= _FIRST_TURNED
                    picture.draft(None, at_least[::-1] if is_turned else at_least)
                picture.load()
                return _as_rgb(ImageOps.exif_transpose(picture))
        except (
            UnidentifiedImageError,
            OSError,
            SyntaxError,
            ValueError,
            EOFError,
            struct.error,
            zlib.error,
        ) as failure:
            raise NotMedia(
                "This file is not a picture that can be opened, or part of it is missing.",
                hint="Save it again as JPEG or PNG in the program it came from.",
                detail=str(failure),
            ) from failure
        except Image.DecompressionBombError as failure:
            raise _too_large(str(failure)) from failure


def thumbnail(data: bytes, width_px: int, height_px: int) -> bytes:
    """Return a small JPEG, or PNG if transparent, that fits into the box with its proportions kept.

    Raises:
        NotMedia: as `normalise`.
    """
    picture = open_rgb(data)
    picture.thumbnail((width_px, height_px), Image.Resampling.LANCZOS)
    stream = io.BytesIO()
    if picture.mode == "RGBA":
        picture.save(stream, "PNG")
    else:
        picture.save(stream, "JPEG", quality=85)
    return stream.getvalue()


def _as_rgb(picture: Image.Image) -> Image.Image:
    profile = picture.info.get("icc_profile")
    has_alpha = picture.has_transparency_data
    if picture.mode == "I;16":
        picture = picture.point(lambda value: value / 256).convert("L")
    if isinstance(profile, bytes) and picture.mode in {"RGB", "RGBA", "CMYK", "L"}:
        picture = _in_srgb(picture, profile)
    wanted = "RGBA" if has_alpha else "RGB"
    picture = picture if picture.mode == wanted else picture.convert(wanted)
    if has_alpha and picture.getchannel("A").getextrema() == (255, 255):
        picture = picture.convert("RGB")
    bare = picture.copy()
    bare.info.clear()
    return bare


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """Convert by the picture's own profile; one that is broken or of another kind of colour is left aside."""
    alpha = picture.getchannel("A") if picture.mode == "RGBA" else None
    colours = picture.convert("RGB") if alpha else picture
    try:
        converted = ImageCms.profileToProfile(
            colours, ImageCms.ImageCmsProfile(io.BytesIO(profile)), _SRGB, outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture
    if converted is None:
        return picture
    if alpha:
        converted.putalpha(alpha)
    return converted


def _refuse_size(width_px: int, height_px: int) -> None:
    if width_px * height_px > MOST_PIXELS or max(width_px, height_px) > _LONGEST_SIDE_PX:
        raise _too_large(f"{width_px} × {height_px}")


def _too_large(detail: str) -> NotMedia:
    return NotMedia(
        "This picture is too large: the limit is 50 megapixels.",
        hint="Make it smaller first; 4000 pixels are more than any screen shows.",
        detail=detail,
    )
