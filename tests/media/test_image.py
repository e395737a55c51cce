"""Strangers' pictures become ours, or are refused before they hurt."""

from __future__ import annotations

import contextlib
import io
import struct
import time
import zlib
from random import Random

import pytest
from PIL import Image, ImageCms, ImageDraw

from edupulse_desktop.errors import NotMedia
from edupulse_desktop.media.image import normalise, open_rgb, thumbnail

PHOTO = Image.effect_noise((120, 80), 60).convert("RGB")


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


def png_of_size(width_px: int, height_px: int) -> bytes:
    """Return a one-bit PNG of any size in a few bytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width_px, height_px, 1, 0, 0, 0, 0)
    packer = zlib.compressobj(9)
    row = bytes((width_px + 7) // 8 + 1)
    data = b"".join(packer.compress(row) for _ in range(min(height_px, 20_000))) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_the_four_formats_are_taken_whatever_their_name(kind: str) -> None:
    image = normalise(saved(PHOTO, kind))
    assert (image.width_px, image.height_px) == (120, 80)
    assert image.media_type == ("image/jpeg" if kind == "JPEG" else "image/png")
    again = Image.open(io.BytesIO(image.data))
    assert again.mode == "RGB"
    assert again.size == (120, 80)


@pytest.mark.parametrize("kind", ["BMP", "TIFF", "ICO", "PPM", "PCX", "EPS", "PDF"])
def test_other_formats_are_refused(kind: str) -> None:
    with pytest.raises(NotMedia):
        normalise(saved(PHOTO, kind))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x89PNG\r\n\x1a\n",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<!doctype html>",
        b"\xff\xd8\xff\xe0",
        b"GIF89a",
        bytes(1000),
    ],
)
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(NotMedia):
        normalise(data)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
@pytest.mark.parametrize("share", [0.3, 0.7, 0.95])
def test_cut_short_is_refused(kind: str, share: float) -> None:
    data = saved(PHOTO, kind)
    with pytest.raises(NotMedia):
        normalise(data[: int(len(data) * share)])


@pytest.mark.parametrize("size", [(10_000, 10_000), (7_100, 7_100), (60_000, 10), (2_000_000_000, 2)])
def test_bombs_are_refused_at_once(size: tuple[int, int]) -> None:
    data = (
        png_of_size(*size)
        if size[0] < 100_000
        else png_of_size(8, 8).replace(struct.pack(">II", 8, 8), struct.pack(">II", *size))
    )
    started = time.perf_counter()
    with pytest.raises(NotMedia):
        normalise(data)
    assert time.perf_counter() - started < 5


def test_fifty_megapixels_are_the_limit() -> None:
    with pytest.raises(NotMedia, match="50 megapixels"):
        normalise(png_of_size(7_072, 7_072))


def test_a_metadata_flood_is_refused_or_read_quickly() -> None:
    comment = zlib.compress(bytes(100_000_000), 9)
    body = b"iTXtcomment\0\1\0\0\0" + comment
    flood = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    data = png_of_size(8, 8)
    started = time.perf_counter()
    with contextlib.suppress(NotMedia):
        normalise(data[:33] + flood + data[33:])
    assert time.perf_counter() - started < 5


def test_an_animation_is_its_first_frame() -> None:
    red, blue = Image.new("RGB", (10, 10), "red"), Image.new("RGB", (10, 10), "blue")
    data = saved(red, "GIF", save_all=True, append_images=[blue] * 50)
    assert open_rgb(data).getpixel((5, 5)) == (255, 0, 0)
    data = saved(red, "WEBP", save_all=True, append_images=[blue] * 5, lossless=True)
    assert open_rgb(data).getpixel((5, 5)) == (255, 0, 0)


def test_a_phones_photo_is_turned_upright_and_forgets_where_it_was_taken() -> None:
    photo = Image.new("RGB", (60, 40), "white")
    ImageDraw.Draw(photo).rectangle((0, 0, 20, 10), fill="red")
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Maker of phones"
    image = normalise(saved(photo, "JPEG", exif=exif, quality=95))
    again = Image.open(io.BytesIO(image.data))
    assert again.size == (40, 60)
    red, green, _ = again.getpixel((35, 5))
    assert red > 200
    assert green < 60
    assert not again.getexif()
    assert b"Maker" not in image.data


def test_another_colour_space_becomes_srgb() -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = srgb.replace(b"rXYZ", b"wait").replace(b"gXYZ", b"rXYZ").replace(b"wait", b"gXYZ")
    data = saved(Image.new("RGB", (8, 8), (200, 20, 20)), "PNG", icc_profile=swapped)
    red, green, _ = open_rgb(data).getpixel((4, 4))
    assert red < 60
    assert green > 160
    data = saved(Image.new("RGB", (8, 8), (90, 100, 80)), "PNG", icc_profile=srgb)
    converted = open_rgb(data)
    assert all(abs(a - b) <= 1 for a, b in zip(converted.getpixel((4, 4)), (90, 100, 80), strict=True))
    assert "icc_profile" not in converted.info


def test_a_broken_profile_is_left_aside() -> None:
    data = saved(Image.new("RGB", (8, 8), (90, 100, 80)), "PNG", icc_profile=b"not a profile")
    assert open_rgb(data).getpixel((4, 4)) == (90, 100, 80)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK"])
def test_every_mode_becomes_rgb(mode: str) -> None:
    picture = (
        Image.new(mode, (8, 8))
        if mode in {"1", "I;16"}
        else PHOTO.convert("RGBA" if mode == "LA" else mode).convert(mode)
    )
    data = saved(picture, "JPEG" if mode == "CMYK" else "PNG")
    assert open_rgb(data).mode in {"RGB", "RGBA"}


def test_sixteen_bit_grey_keeps_its_tones() -> None:
    data = saved(Image.new("I;16", (8, 8), 0x8000), "PNG")
    assert open_rgb(data).getpixel((1, 1)) == (128, 128, 128)


def test_transparency_is_kept_only_where_there_is_any() -> None:
    glass = Image.new("RGBA", (8, 8), (10, 20, 30, 100))
    assert normalise(saved(glass, "PNG")).media_type == "image/png"
    assert open_rgb(saved(glass, "PNG")).mode == "RGBA"
    solid = Image.new("RGBA", (8, 8), (10, 20, 30, 255))
    assert open_rgb(saved(solid, "PNG")).mode == "RGB"


def test_a_thumbnail_keeps_its_proportions() -> None:
    small = Image.open(io.BytesIO(thumbnail(saved(PHOTO, "JPEG"), 60, 60)))
    assert small.size == (60, 40)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_damaged_pictures_are_opened_or_refused_never_anything_else(kind: str) -> None:
    random, whole = Random(20261120), saved(PHOTO, kind)
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(random.choice((1, 2, 12))):
            data[random.randrange(min(len(data), random.choice((64, 600, len(data)))))] = random.randrange(
                256
            )
        with contextlib.suppress(NotMedia):
            normalise(bytes(data))
