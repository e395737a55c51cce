"""Captions and overlays lie inside the frame and can be read."""

from __future__ import annotations

import numpy as np
import pytest

from edupulse_desktop.media.colour import contrast, readable_on
from edupulse_desktop.media.lettering import PlacedImage, caption_image, overlay_image
from edupulse_desktop.model.picture import Anchor

FRAMES = [(1920, 1080), (1080, 1920), (1080, 1080), (640, 360)]
LONG = "What is one half of one half? Think about a pizza that you share twice with all your friends. " * 4


def assert_inside(placed: PlacedImage, width_px: int, height_px: int) -> None:
    assert placed.x_px >= 0
    assert placed.y_px >= 0
    assert placed.x_px + placed.image.width_px <= width_px
    assert placed.y_px + placed.image.height_px <= height_px


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize(
    "text", ["Yes.", "What is one half of one half?", LONG, "كم يساوي نصف النصف؟", "x" * 300]
)
def test_captions_stay_low_and_inside(frame: tuple[int, int], text: str) -> None:
    placed = caption_image(text, "Maya", "#7a1fa2", *frame)
    assert_inside(placed, *frame)
    assert placed.y_px > frame[1] * 0.7
    assert abs(2 * placed.x_px + placed.image.width_px - frame[0]) <= 1


def test_two_lines_of_caption_leave_the_picture_alone() -> None:
    placed = caption_image(
        "What is one half of one half? Think about a pizza that you share twice.",
        "Maya",
        "#7a1fa2",
        1920,
        1080,
    )
    assert placed.y_px > 1080 * 0.8


def test_a_dark_name_is_made_light_enough() -> None:
    pixels = caption_image("Hi", "Maya", "#5a0f5a", 1920, 1080).image
    colours = np.frombuffer(pixels.data, np.uint8).reshape(-1, 4)
    named = colours[(colours[:, 3] == 255) & (colours[:, 0].astype(int) - colours[:, 1] > 15)]
    assert len(named) > 50
    assert contrast("#{:02x}{:02x}{:02x}".format(*named[len(named) // 2][:3]), "#10151c") >= 4.5


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("anchor", list(Anchor))
def test_overlays_stand_at_their_anchor(anchor: Anchor, frame: tuple[int, int]) -> None:
    placed = overlay_image("½ × ½ = ¼", anchor, 50, *frame)
    assert_inside(placed, *frame)
    middle_x = placed.x_px + placed.image.width_px / 2 - frame[0] / 2
    middle_y = placed.y_px + placed.image.height_px / 2 - frame[1] / 2
    assert (abs(middle_x) < 2) is (anchor in {Anchor.TOP, Anchor.CENTRE, Anchor.BOTTOM})
    assert (abs(middle_y) < 2) is (anchor in {Anchor.LEFT, Anchor.CENTRE, Anchor.RIGHT})
    assert (middle_x < -2) is anchor.value.endswith("left")
    assert (middle_y < -2) is anchor.value.startswith("top")


def test_a_huge_overlay_still_fits() -> None:
    assert_inside(overlay_image(LONG * 3, Anchor.CENTRE, 120, 1920, 1080), 1920, 1080)


@pytest.mark.parametrize("background", ["#ffffff", "#000000", "#777777", "#3b6ea5", "#ffe08a"])
@pytest.mark.parametrize("colour", ["#ffffff", "#000000", "#7a1fa2", "#808080"])
def test_readable_colours_are_readable(colour: str, background: str) -> None:
    assert contrast(readable_on(colour, background), background) >= 4.5


def test_contrast_is_the_standards() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    with pytest.raises(ValueError, match="#rrggbb"):
        contrast("red", "#ffffff")


def test_rows_too_wide_for_the_frame_are_set_anew_without_lonely_words() -> None:
    rows = "Taylor, how do you feel about\ntoday’s care plan discussion?"
    narrow = caption_image(rows, "Teacher", "#9f5a2f", 720, 720)
    two_rows = caption_image("One\ntwo", "", "#9f5a2f", 720, 720)
    assert narrow.image.height_px == two_rows.image.height_px


def test_rows_of_dense_scripts_are_joined_without_a_space() -> None:
    rows = "今日は最初の訪問について学びましょう、そして\n患者さんの話をよく聞いてください"
    joined = rows.replace("\n", "")
    assert (
        caption_image(rows, "", "#9f5a2f", 480, 480).image
        == caption_image(joined, "", "#9f5a2f", 480, 480).image
    )
