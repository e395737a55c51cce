"""Keys: equal for equal steps, different for anything that changes what is made."""

from __future__ import annotations

from dataclasses import replace

import pytest

from edupulse_desktop.model.asset import AssetKind, asset_of
from edupulse_desktop.model.picture import Anchor, Fit, Frame, Motion
from edupulse_desktop.render import fingerprint as room
from edupulse_desktop.render.fingerprint import fingerprint, key_of
from edupulse_desktop.render.profile import Quality, SoundCoder
from edupulse_desktop.render.rate import FrameRate
from edupulse_desktop.render.steps import (
    Bed,
    CaptionLayer,
    ClipStep,
    Look,
    Mix,
    MoveStep,
    Part,
    PictureLayer,
    Placed,
    Screen,
    SoundStep,
    Step,
    StillStep,
    TextLayer,
)

PICTURE = asset_of(b"picture", AssetKind.PICTURE, "image/png")
SOUND = asset_of(b"sound", AssetKind.SOUND, "audio/wav")
SCREEN = Screen(1920, 1080)
STILL = StillStep(Look(PICTURE), (), SCREEN)
MOVE = MoveStep(Look(PICTURE), Motion(), Part(0, 30, 30), (), SCREEN, FrameRate(30))
CLIP = ClipStep(Look(PICTURE), 0, Part(0, 30, 30), (), SCREEN, FrameRate(30))
HEARD = SoundStep(Mix(48_000, (Placed(SOUND, 0),)), 1, SoundCoder.FAST, -16)
OTHER = asset_of(b"other", AssetKind.PICTURE, "image/png")

VARIANTS: list[Step] = [
    STILL,
    MOVE,
    CLIP,
    HEARD,
    replace(STILL, look=Look()),
    replace(STILL, look=Look(OTHER)),
    replace(STILL, look=Look(PICTURE, Fit.CONTAIN)),
    replace(STILL, look=Look(PICTURE, crop=Frame(zoom_permille=1100))),
    replace(STILL, layers=(CaptionLayer("A"),)),
    replace(STILL, layers=(CaptionLayer("B"),)),
    replace(STILL, layers=(CaptionLayer("A", "Anna"),)),
    replace(STILL, layers=(CaptionLayer("A", colour="#000000"),)),
    replace(STILL, layers=(TextLayer("A", Anchor.TOP, 60),)),
    replace(STILL, layers=(TextLayer("A", Anchor.LEFT, 60),)),
    replace(STILL, layers=(TextLayer("A", Anchor.TOP, 61),)),
    replace(STILL, layers=(PictureLayer(OTHER, Anchor.TOP, 60),)),
    replace(STILL, layers=(CaptionLayer("A"), CaptionLayer("B"))),
    replace(STILL, layers=(CaptionLayer("B"), CaptionLayer("A"))),
    replace(STILL, screen=Screen(1280, 720)),
    replace(STILL, screen=Screen(1920, 1080, Quality.DRAFT)),
    replace(MOVE, motion=Motion(end=Frame(zoom_permille=1200))),
    replace(MOVE, part=Part(0, 29, 30)),
    replace(MOVE, part=Part(1, 29, 30)),
    replace(MOVE, rate=FrameRate(25)),
    replace(CLIP, clip_ms=900),
    replace(HEARD, channels=2),
    replace(HEARD, coder=SoundCoder.TWOLOOP),
    replace(HEARD, loudness_lufs=-23),
    replace(HEARD, mix=Mix(48_001, (Placed(SOUND, 0),))),
    replace(HEARD, mix=Mix(48_000)),
    replace(HEARD, mix=Mix(48_000, (Placed(SOUND, 1),))),
    replace(HEARD, mix=Mix(48_000, (Placed(SOUND, 0, volume_percent=50),))),
    replace(HEARD, mix=Mix(48_000, (Placed(SOUND, 0, is_speech=False),))),
    replace(HEARD, mix=Mix(48_000, (Placed(SOUND, 0),), Bed(SOUND, 50, 20, 0, 0))),
]


def test_every_input_makes_a_key_of_its_own() -> None:
    assert len({fingerprint(step) for step in VARIANTS}) == len(VARIANTS)


def test_equal_steps_have_equal_keys() -> None:
    again = StillStep(Look(asset_of(b"picture", AssetKind.PICTURE, "image/png")), (), Screen(1920, 1080))
    assert again is not STILL
    assert fingerprint(again) == fingerprint(STILL)


def test_a_key_is_what_the_cache_takes() -> None:
    assert len(fingerprint(STILL)) == 64
    assert set(fingerprint(STILL)) <= set("0123456789abcdef")


def test_another_recipe_or_encoder_makes_everything_new(monkeypatch: pytest.MonkeyPatch) -> None:
    now = key_of("kind", "input")
    monkeypatch.setattr(room, "RECIPE", room.RECIPE + 1)
    assert key_of("kind", "input") != now
    monkeypatch.undo()
    monkeypatch.setattr(room, "ENCODER", "another build")
    assert key_of("kind", "input") != now


def test_inputs_cannot_run_into_each_other() -> None:
    assert key_of("a", "b", "c") != key_of("a", "bc") != key_of("ab", "c")


def test_a_name_that_is_no_proper_text_has_a_key_of_its_own() -> None:
    keys = {key_of("film file", name) for name in ("a\udcff", "a\udcfe", "a?", "a", "a\ud83d")}
    assert len(keys) == 5
