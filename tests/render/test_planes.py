"""Planes: colours as a player shows them, and what lies on top."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from edupulse_desktop.errors import RenderError
from edupulse_desktop.render.planes import Layer, Planes
from tests.render.decoding import flat, picture

# ITU-R BT.709-6 §3: limited range 8 bits; Y = 16 + 219·(0.2126 R + 0.7152 G + 0.0722 B) and its two differences.
COLOURS = {
    (0, 0, 0): (16, 128, 128),
    (255, 255, 255): (235, 128, 128),
    (255, 0, 0): (63, 102, 240),
    (0, 255, 0): (173, 42, 26),
    (0, 0, 255): (32, 240, 118),
}


@pytest.mark.parametrize(("rgb", "ycbcr"), list(COLOURS.items()))
def test_colours_become_bt709_limited_and_come_back(
    rgb: tuple[int, int, int], ycbcr: tuple[int, int, int]
) -> None:
    planes = Planes.from_image(Image.new("RGB", (32, 16), rgb))
    for plane, value in zip((planes.y, planes.u, planes.v), ycbcr, strict=True):
        assert np.abs(plane.astype(int) - value).max() <= 1
    shown = np.frombuffer(planes.to_rgb(), np.uint8).reshape(-1, 3).astype(int)
    assert np.abs(shown - rgb).max() <= 4


def test_raw_bytes_survive_the_way_through_planes_and_frames() -> None:
    planes = picture(1, 322, 182)
    again = Planes.from_i420(322, 182, planes.to_i420())
    assert again.to_i420() == planes.to_i420()
    assert planes.to_frame().to_ndarray().tobytes() == planes.to_i420()


@pytest.mark.parametrize("size", [(33, 16), (32, 15)])
def test_odd_sizes_are_refused(size: tuple[int, int]) -> None:
    with pytest.raises(RenderError):
        Planes.from_image(Image.new("RGB", size))


def test_a_frame_with_missing_bytes_is_refused() -> None:
    with pytest.raises(RenderError):
        Planes.from_i420(32, 16, bytes(32 * 16))


def test_transparent_pixels_stand_on_black() -> None:
    clear = Planes.from_image(Image.new("RGBA", (16, 16), (255, 255, 255, 0)))
    assert clear.y.max() == 16


@pytest.mark.parametrize(("x_px", "y_px"), [(10, 6), (11, 7), (-5, -3), (300, 170)])
def test_a_layer_covers_its_place_and_nothing_else(x_px: int, y_px: int) -> None:
    ground = Planes.grey(320, 180, luma=50)
    layer = Layer.from_image(Image.new("RGBA", (40, 20), (255, 255, 255, 255)), x_px, y_px)
    mixed = ground.with_layer(layer)
    expected = np.full((180, 320), 50)
    expected[max(0, y_px) : max(0, y_px + 20), max(0, x_px) : max(0, x_px + 40)] = 235
    assert np.array_equal(mixed.y, expected)
    assert ground.y.max() == 50


def test_half_transparent_layers_mix_by_half() -> None:
    layer = Layer.from_image(Image.new("RGBA", (32, 16), (255, 255, 255, 128)), 0, 0)
    mixed = Planes.grey(32, 16, luma=16).with_layer(layer)
    assert abs(int(mixed.y[4, 4]) - round(16 + (235 - 16) * 128 / 255)) <= 1


def test_a_clear_layer_changes_nothing() -> None:
    ground = picture(4)
    layer = Layer.from_image(Image.new("RGBA", (321, 181), (255, 0, 0, 0)), -1, 0)
    assert np.array_equal(flat(ground.with_layer(layer)), flat(ground))


def test_a_layer_outside_the_picture_changes_nothing() -> None:
    ground = picture(4)
    layer = Layer.from_image(Image.new("RGBA", (20, 20), "red"), 400, 0)
    assert np.array_equal(flat(ground.with_layer(layer)), flat(ground))
