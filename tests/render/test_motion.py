"""Motion: a picture glides by parts of a pixel, ends where it was told to, and never shows its edge."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from edupulse_desktop.errors import RenderError
from edupulse_desktop.render.motion import Box, Move, View, moving_frames
from edupulse_desktop.render.planes import Layer, Planes
from tests.render.decoding import flat, picture

SPOTS = [(0.35, 0.4), (0.6, 0.35), (0.5, 0.65)]


def spotted(width_px: int, height_px: int) -> Planes:
    """Return soft round spots, whose middles can be measured to a hundredth of a pixel."""
    rows, columns = np.mgrid[0:height_px, 0:width_px] + 0.5
    luma = np.full((height_px, width_px), 16.0)
    for x, y in SPOTS:
        luma += 200 * np.exp(-((columns - x * width_px) ** 2 + (rows - y * height_px) ** 2) / 72)
    half = np.full((height_px // 2, width_px // 2), 128, np.uint8)
    return Planes(luma.clip(0, 235).astype(np.uint8), half, half)


def middle(planes: Planes, x_px: float, y_px: float) -> tuple[float, float]:
    """Return the middle of the spot near a place."""
    reach = 22
    top, left = int(y_px) - reach, int(x_px) - reach
    part = planes.y[top : top + 2 * reach, left : left + 2 * reach].astype(float) - 16
    part[part < 6] = 0
    rows, columns = np.mgrid[0 : 2 * reach, 0 : 2 * reach] + 0.5
    return left + (part * columns).sum() / part.sum(), top + (part * rows).sum() / part.sum()


@pytest.mark.parametrize("ease", [True, False])
@pytest.mark.parametrize("end", [View(0.52, 0.51, 1.15), View(0.5, 0.5, 1.0), View(0.48, 0.5, 1.3)])
def test_a_glide_does_not_tremble(end: View, ease: bool) -> None:
    source = spotted(640, 360)
    move = Move(View(0.5, 0.5, 1.1), end, ease)
    errors = []
    for number, frame in enumerate(moving_frames(source, move, 640, 360, 90)):
        box = Box.of(move.at(number / 89), 1.0)
        row = []
        for x, y in SPOTS:
            x_px = (x - box.left) / (box.right - box.left) * 640
            y_px = (y - box.top) / (box.bottom - box.top) * 360
            seen_x, seen_y = middle(frame, x_px, y_px)
            row += [seen_x - x_px, seen_y - y_px]
        errors.append(row)
    jumps_px = np.abs(np.diff(np.array(errors), axis=0))
    assert jumps_px.max() <= 0.25
    assert np.abs(errors).max() <= 0.5


def test_a_move_that_shows_everything_is_the_picture_itself() -> None:
    source = picture(1)
    frames = list(moving_frames(source, Move(View(), View()), 320, 180, 3))
    assert [np.array_equal(flat(frame), flat(source)) for frame in frames] == [True] * 3


def test_a_zoom_of_two_shows_half_of_width_and_height() -> None:
    box = Box.of(View(0.5, 0.5, 2.0), 1.0)
    assert (box.left, box.top, box.right, box.bottom) == (0.25, 0.25, 0.75, 0.75)


def test_a_wide_picture_in_a_square_film_loses_its_sides() -> None:
    box = Box.of(View(), ratio=9 / 16)
    assert (box.left, box.top, box.right, box.bottom) == (0.21875, 0.0, 0.78125, 1.0)


zooms = st.floats(1, 10)
places = st.floats(-0.5, 1.5)
views = st.builds(View, places, places, zooms)


@settings(max_examples=60)
@given(views, views, st.floats(0.3, 3), st.floats(0, 1))
def test_no_moment_of_any_move_shows_the_edge(start: View, end: View, ratio: float, moment: float) -> None:
    box = Box.of(Move(start, end).at(moment), ratio)
    assert 0 <= box.left < box.right <= 1 + 1e-9
    assert 0 <= box.top < box.bottom <= 1 + 1e-9


def test_a_move_begins_and_ends_where_it_was_told_to() -> None:
    move = Move(View(0.3, 0.4, 1.0), View(0.6, 0.5, 2.0))
    assert move.at(0) == move.start
    end = move.at(1)
    assert (end.centre_x, end.centre_y, end.zoom) == pytest.approx((0.6, 0.5, 2.0))


@pytest.mark.parametrize("moment", [0.1, 0.5, 0.9])
def test_a_zoom_closes_in_on_one_point(moment: float) -> None:
    move = Move(View(0.5, 0.5, 1.0), View(0.3, 0.6, 3.0))
    first, last, box = (Box.of(move.at(each), 1.0) for each in (0, 1, moment))
    closed = ((first.right - first.left) - (box.right - box.left)) / (1 - 1 / 3)
    assert box.left == pytest.approx(closed * last.left)
    assert 1 - box.bottom == pytest.approx(closed * (1 - last.bottom))


def test_a_pan_without_zoom_goes_at_one_speed() -> None:
    move = Move(View(0.3, 0.5, 2.0), View(0.7, 0.5, 2.0), ease=False)
    assert [move.at(number / 4).centre_x for number in range(5)] == pytest.approx([0.3, 0.4, 0.5, 0.6, 0.7])


def test_layers_stand_still_over_a_move() -> None:
    layer = Layer.from_image(Image.new("RGBA", (60, 20), (255, 255, 255, 255)), 20, 150)
    frames = list(moving_frames(picture(2), Move(View(), View(0.6, 0.5, 1.4)), 320, 180, 10, (layer,)))
    assert all((frame.y[150:170, 20:80] == 235).all() for frame in frames)
    assert not np.array_equal(frames[0].y, frames[9].y)


@pytest.mark.parametrize("zoom", [0.5, 0.0, 100.0])
def test_zooms_that_show_nothing_are_refused(zoom: float) -> None:
    with pytest.raises(RenderError):
        View(0.5, 0.5, zoom)
