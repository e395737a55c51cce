"""Pictures without anything hidden in them stay byte for byte; all others are told."""

import io
import json
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from edupulse_desktop.imports.plain_picture import is_plain
from edupulse_desktop.imports.scenario import read_scenario
from edupulse_desktop.media.image import normalise

PICTURE = Image.effect_noise((40, 30), 90).convert("RGB")


def saved(kind: str, picture: Image.Image = PICTURE, **options: object) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, kind, **options)  # type: ignore[arg-type]
    return stream.getvalue()


def exif() -> Image.Exif:
    made = Image.Exif()
    made[0x010E] = "secret place"
    return made


def text() -> PngImagePlugin.PngInfo:
    made = PngImagePlugin.PngInfo()
    made.add_text("Author", "Somebody")
    return made


@pytest.mark.parametrize(
    "data",
    [
        saved("PNG"),
        saved("PNG", PICTURE.quantize(16)),
        saved("PNG", PICTURE.convert("RGBA")),
        saved("JPEG"),
        saved("JPEG", progressive=True),
        saved("JPEG", PICTURE.convert("L")),
        saved("JPEG", restart_marker_rows=1),
    ],
)
def test_plain_pictures(data: bytes) -> None:
    assert is_plain(data)
    normalise(data)
    assert not is_plain(data[:-1])
    assert not is_plain(data + b"hidden")


@pytest.mark.parametrize(
    "data",
    [
        saved("PNG", exif=exif()),
        saved("PNG", pnginfo=text()),
        saved("PNG", icc_profile=b"profile"),
        saved("PNG", PICTURE.convert("L").convert("I;16")),
        saved("JPEG", exif=exif()),
        saved("JPEG", comment=b"a note"),
        saved("JPEG", icc_profile=b"profile"),
        saved("JPEG", PICTURE.convert("CMYK")),
        saved("WEBP"),
        saved("GIF"),
        b"",
        b"\xff\xd8\xff",
        b"\xff\xd8\xff\xd9",
        b"\x89PNG\r\n\x1a\n",
    ],
)
def test_pictures_with_more_in_them(data: bytes) -> None:
    assert not is_plain(data)


def test_what_our_own_normaliser_makes_is_plain() -> None:
    for data in (saved("PNG", exif=exif()), saved("JPEG", exif=exif()), saved("WEBP"), saved("GIF")):
        assert is_plain(normalise(data).data)


def test_the_pictures_of_the_large_scenario_are_plain() -> None:
    path = Path(__file__).parent / "scenarios" / "large.json"
    assets = read_scenario(path.read_bytes(), path.name).assets
    assert json.loads(path.read_text(encoding="utf-8"))
    assert len(assets) > 5
    assert all(is_plain(asset.data) for asset in assets)
