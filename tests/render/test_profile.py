"""Sizes, shapes and limits of profiles."""

from __future__ import annotations

from dataclasses import replace

import pytest

from edupulse_desktop.errors import RenderError
from edupulse_desktop.model.picture import Shape
from edupulse_desktop.render.profile import PROFILES, CaptionMode, Quality, RenderProfile, profile
from edupulse_desktop.render.rate import FrameRate


@pytest.mark.parametrize(
    ("name", "shape", "size"),
    [
        ("1080p", Shape.LANDSCAPE, (1920, 1080)),
        ("1080p", Shape.PORTRAIT, (1080, 1920)),
        ("1080p", Shape.SQUARE, (1080, 1080)),
        ("720p", Shape.LANDSCAPE, (1280, 720)),
        ("720p", Shape.PORTRAIT, (720, 1280)),
        ("480p", Shape.LANDSCAPE, (854, 480)),
        ("480p", Shape.SQUARE, (480, 480)),
        ("draft", Shape.LANDSCAPE, (854, 480)),
    ],
)
def test_a_name_and_a_shape_give_a_size(name: str, shape: Shape, size: tuple[int, int]) -> None:
    made = profile(name, shape)
    assert (made.width_px, made.height_px) == size
    assert made.shape is shape


def test_only_the_draft_is_a_draft() -> None:
    drafts = [name for name in PROFILES if profile(name).quality is Quality.DRAFT]
    assert drafts == ["draft"]
    assert profile("draft").rate.fps < profile("480p").rate.fps


def test_an_unknown_name_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(RenderError) as caught:
        profile("4k")
    assert "4k" in caught.value.message
    assert "1080p" in caught.value.hint


def test_a_size_that_cannot_be_encoded_is_refused_before_any_work() -> None:
    with pytest.raises(RenderError):
        RenderProfile(641, 360)


@pytest.mark.parametrize("loudness_lufs", [-15, -37])
def test_films_are_never_louder_than_takes(loudness_lufs: int) -> None:
    with pytest.raises(RenderError):
        replace(profile("480p"), loudness_lufs=loudness_lufs)


def test_captions_can_be_in_the_film_in_the_picture_both_or_neither() -> None:
    where = {mode: (mode.embedded, mode.burned_in) for mode in CaptionMode}
    assert where == {
        CaptionMode.EMBEDDED: (True, False),
        CaptionMode.BURNED_IN: (False, True),
        CaptionMode.BOTH: (True, True),
        CaptionMode.NONE: (False, False),
    }


def test_another_rate_can_be_asked_for() -> None:
    assert profile("480p", rate=FrameRate(25)).rate == FrameRate(25)
