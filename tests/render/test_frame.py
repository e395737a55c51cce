"""Finished pictures: fitted, drawn on, and true in colour."""

from __future__ import annotations

import io
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from edupulse_desktop.errors import NotMedia
from edupulse_desktop.media.image import open_rgb
from edupulse_desktop.model.asset import AssetKind, AssetRef, asset_of
from edupulse_desktop.model.picture import Anchor, Fit, Frame, Motion
from edupulse_desktop.render.fitting import cover_box, fitted, ground
from edupulse_desktop.render.frame import Frames, anchored
from edupulse_desktop.render.glide import part_of
from edupulse_desktop.render.rate import FrameRate
from edupulse_desktop.render.steps import (
    CaptionLayer,
    Look,
    MoveStep,
    Part,
    PictureLayer,
    Screen,
    StillStep,
    TextLayer,
)
from tests.render.filming import Shelf, drawn

SCREEN = Screen(320, 180)
RED, GREEN, BLUE = (220, 30, 30), (30, 200, 30), (30, 30, 220)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def kept(shelf: Shelf, picture: Image.Image) -> AssetRef:
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return shelf.add(stream.getvalue(), AssetKind.PICTURE, "image/png")


def stripes(size: tuple[int, int]) -> Image.Image:
    """Return three upright stripes: red, green, blue."""
    picture = Image.new("RGB", size, GREEN)
    picture.paste(RED, (0, 0, size[0] // 3, size[1]))
    picture.paste(BLUE, (size[0] * 2 // 3, 0, *size))
    return picture


def near(pixel: object, colour: tuple[int, int, int], by: int = 12) -> bool:
    assert isinstance(pixel, tuple)
    return all(abs(one - other) <= by for one, other in zip(pixel, colour, strict=True))


def test_a_picture_of_the_screens_size_is_not_touched(shelf: Shelf) -> None:
    picture = drawn(1)
    made = Frames(shelf).image(Look(kept(shelf, picture)), (), SCREEN)
    assert np.array_equal(np.asarray(made), np.asarray(picture))


def test_cover_fills_the_screen_and_cuts_what_does_not_fit() -> None:
    made = fitted(stripes((900, 900)), Fit.COVER, Frame(), 320, 180)
    assert made.size == (320, 180)
    assert [near(made.getpixel((x, 90)), colour) for x, colour in ((20, RED), (160, GREEN), (300, BLUE))] == [
        True
    ] * 3
    tall = fitted(stripes((1600, 300)), Fit.COVER, Frame(), 180, 320)
    assert near(tall.getpixel((5, 160)), GREEN)
    assert near(tall.getpixel((175, 160)), GREEN)


def test_contain_shows_the_whole_picture_between_darker_sides() -> None:
    made = fitted(stripes((300, 600)), Fit.CONTAIN, Frame(), 320, 180)
    left = (320 - 90) // 2
    inside = [made.getpixel((left + x, 90)) for x in (10, 45, 80)]
    assert [near(pixel, colour) for pixel, colour in zip(inside, (RED, GREEN, BLUE), strict=True)] == [
        True
    ] * 3
    side = made.getpixel((30, 90))
    assert isinstance(side, tuple)
    assert 0 < max(side) < max(RED) * 0.7


def test_a_crop_shows_a_part() -> None:
    made = fitted(stripes((960, 540)), Fit.COVER, Frame(0, 500, 3000), 320, 180)
    assert [near(made.getpixel((x, 90)), RED) for x in (5, 160, 312)] == [True] * 3


def test_a_crop_is_moved_inside_the_picture() -> None:
    assert cover_box((1920, 1080), (320, 180), Frame(0, 1000, 2000)) == (0, 540, 960, 1080)
    assert cover_box((1920, 1080), (320, 180), Frame()) == (0, 0, 1920, 1080)


def test_what_is_transparent_shows_the_quiet_ground_without_dark_seams(shelf: Shelf) -> None:
    picture = Image.new("RGBA", (640, 360), (255, 255, 255, 0))
    picture.paste((255, 255, 255, 255), (0, 0, 320, 360))
    made = Frames(shelf).image(Look(kept(shelf, picture)), (), SCREEN)
    quiet = ground(320, 180)
    assert near(made.getpixel((300, 90)), quiet.getpixel((300, 90)), 3)  # type: ignore[arg-type]
    assert near(made.getpixel((20, 90)), (255, 255, 255), 0)
    row = np.asarray(made)[90, 150:170].astype(int).min(axis=1)
    assert row.min() >= min(quiet.getpixel((160, 90))) - 8  # type: ignore[arg-type]


@pytest.mark.parametrize("size", [(1, 1), (3, 2000), (2000, 3)])
@pytest.mark.parametrize("fit", Fit)
def test_odd_pictures_fit_too(size: tuple[int, int], fit: Fit) -> None:
    assert fitted(Image.new("RGB", size, RED), fit, Frame(zoom_permille=8000), 320, 180).size == (320, 180)


def test_planes_show_the_same_colours(shelf: Shelf) -> None:
    planes = Frames(shelf).still(StillStep(Look(kept(shelf, stripes((320, 180)))), (), SCREEN))
    seen = Image.frombytes("RGB", (320, 180), planes.to_rgb())
    assert [
        near(seen.getpixel((x, 90)), colour, 4) for x, colour in ((20, RED), (160, GREEN), (300, BLUE))
    ] == [True] * 3


def test_a_caption_lies_at_the_bottom_and_nowhere_else(shelf: Shelf) -> None:
    look = Look(kept(shelf, drawn(1)))
    frames = Frames(shelf)
    bare = np.asarray(frames.image(look, (), SCREEN)).astype(int)
    made = np.asarray(frames.image(look, (CaptionLayer("Hold still, please.", "Anna", "#80c0ff"),), SCREEN))
    rows = np.flatnonzero(np.abs(made - bare).max(axis=(1, 2)) > 8)
    assert len(rows)
    assert rows.min() > 100
    assert rows.max() < 180 - 180 * 4 // 100


def test_captions_of_one_picture_read_it_once(shelf: Shelf) -> None:
    look = Look(kept(shelf, drawn(1)))
    frames = Frames(shelf)
    for word in ("one", "two", "three"):
        frames.still(StillStep(look, (CaptionLayer(word),), SCREEN))
    assert len(shelf.reads) == 1


def test_two_threads_that_want_the_same_picture_read_it_once(shelf: Shelf) -> None:
    look = Look(kept(shelf, drawn(1)))
    frames = Frames(shelf)
    threads = [threading.Thread(target=frames.image, args=(look, (), SCREEN)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(shelf.reads) == 1


@pytest.mark.parametrize("anchor", Anchor)
def test_overlays_sit_at_their_anchor(shelf: Shelf, anchor: Anchor) -> None:
    look = Look(kept(shelf, Image.new("RGB", (320, 180), (40, 40, 40))))
    badge = kept(shelf, Image.new("RGBA", (50, 50), (255, 220, 0, 255)))
    for layer in (PictureLayer(badge, anchor, 120), TextLayer("Stop", anchor, 100)):
        made = np.asarray(Frames(shelf).image(look, (layer,), SCREEN)).astype(int)
        changed = np.abs(made - 40).max(axis=2) > 8
        rows, columns = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
        middle = ((rows[0] + rows[-1]) / 2, (columns[0] + columns[-1]) / 2)
        words = anchor.value.split("-")
        assert (middle[0] < 70) == ("top" in words)
        assert (middle[0] > 110) == ("bottom" in words)
        assert (middle[1] < 130) == ("left" in words)
        assert (middle[1] > 190) == ("right" in words)
        assert rows[0] > 0
        assert rows[-1] < 179


def test_an_overlay_is_as_wide_as_it_says_and_never_higher_than_the_screen(shelf: Shelf) -> None:
    look = Look()
    wide = PictureLayer(kept(shelf, Image.new("RGB", (100, 20), RED)), Anchor.CENTRE, 500)
    tall = PictureLayer(kept(shelf, Image.new("RGB", (20, 400), RED)), Anchor.CENTRE, 900)
    sizes = []
    for layer in (wide, tall):
        made = np.asarray(Frames(shelf).image(look, (layer,), SCREEN))
        is_red = (made[:, :, 0] > 180) & (made[:, :, 1] < 90)
        sizes.append((int(is_red.any(axis=0).sum()), int(is_red.any(axis=1).sum())))
    assert sizes[0] == (160, 32)
    assert sizes[1][1] <= 180


def test_corners_are_as_far_from_both_edges() -> None:
    assert anchored(Anchor.BOTTOM_RIGHT, (20, 10), (320, 180)) == (320 - 20 - 8, 180 - 10 - 8)


def test_a_missing_or_broken_picture_is_said_to_be_one(shelf: Shelf) -> None:
    broken = shelf.add(b"\x89PNG\r\n\x1a\n broken", AssetKind.PICTURE, "image/png")
    for asset in (broken, asset_of(b"nowhere", AssetKind.PICTURE, "image/png")):
        with pytest.raises(NotMedia):
            Frames(shelf).image(Look(asset), (), SCREEN)


def test_the_parts_of_a_move_follow_each_other() -> None:
    motion = Motion(Frame(300, 500, 1000), Frame(700, 500, 1500))
    whole = part_of(motion, Part(0, 30, 30))
    views = [whole.at(number / 29) for number in range(30)]
    parted = [
        part_of(motion, part).at(number / max(1, part.frames - 1))
        for part in (Part(0, 7, 30), Part(7, 1, 30), Part(8, 22, 30))
        for number in range(part.frames)
    ]
    assert [(round(view.centre_x, 9), round(view.zoom, 9)) for view in parted] == [
        (round(view.centre_x, 9), round(view.zoom, 9)) for view in views
    ]
    assert (views[0].zoom, views[-1].zoom) == (1.0, 1.5)


def test_a_large_picture_is_kept_no_larger_than_its_move_needs(shelf: Shelf) -> None:
    asset = kept(shelf, drawn(1, (1600, 1200)))
    step = MoveStep(Look(asset), Motion(), Part(0, 30, 30), (), SCREEN, FrameRate(30))
    source = Frames(shelf).source(step)
    assert (source.width_px, source.height_px) == (368, 276)
    contained = Frames(shelf).source(replace(step, look=Look(asset, Fit.CONTAIN)))
    assert (contained.width_px, contained.height_px) == (368, 206)


def test_a_photograph_far_larger_than_the_screen_is_decoded_small_and_looks_the_same(shelf: Shelf) -> None:
    stream = io.BytesIO()
    drawn(3, (2560, 1440)).save(stream, "JPEG", quality=95, subsampling=0)
    asset = shelf.add(stream.getvalue(), AssetKind.PICTURE, "image/jpeg")
    assert open_rgb(stream.getvalue(), (320, 180)).size == (320, 180)
    assert open_rgb(stream.getvalue(), (321, 180)).size == (640, 360)
    for crop in (Frame(), Frame(300, 300, 2500)):
        made = Frames(shelf).image(Look(asset, crop=crop), (), SCREEN)
        whole = fitted(drawn(3, (2560, 1440)), Fit.COVER, crop, 320, 180)
        assert np.abs(np.asarray(made).astype(int) - np.asarray(whole)).mean() < 1.5
