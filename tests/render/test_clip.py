"""Video clips as pictures: the right frames, fitted, held, and refused when they are none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from edupulse_desktop.errors import MediaError
from edupulse_desktop.media.ffmpeg import find_ffmpeg
from edupulse_desktop.model.asset import AssetKind, asset_of
from edupulse_desktop.model.picture import Fit, Frame
from edupulse_desktop.render.clip import clip_frames
from edupulse_desktop.render.planes import Planes
from edupulse_desktop.render.rate import FrameRate
from edupulse_desktop.render.steps import ClipStep, Look, Part, Screen
from tests.render.filming import ramp_clip

LOOK = Look(asset_of(b"clip", AssetKind.CLIP, "video/mp4"))
STEP = ClipStep(LOOK, 2_000, Part(0, 60, 60), (), Screen(320, 180), FrameRate(30))


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return two seconds at 30 frames per second whose grey rises by 3 each frame, from 40 on."""
    return ramp_clip(tmp_path_factory.mktemp("clip") / "it's a 100% “clip”.mp4", 60)


def greys(clip: Path, step: ClipStep) -> list[int]:
    return [
        round(float(planes.y[80:100, 150:170].mean())) for planes in clip_frames(find_ffmpeg(), clip, step)
    ]


def rising(first: int, frames: int) -> list[int]:
    return [40 + 3 * number for number in range(first, first + frames)]


def close(seen: list[int], wanted: list[int]) -> bool:
    return len(seen) == len(wanted) and all(
        abs(one - two) <= 1 for one, two in zip(seen, wanted, strict=True)
    )


def test_every_frame_comes_once_and_in_order(clip: Path) -> None:
    assert close(greys(clip, STEP), rising(0, 60))


@pytest.mark.parametrize(("first", "frames"), [(0, 20), (20, 25), (45, 15)])
def test_a_later_part_continues_where_the_one_before_ended(clip: Path, first: int, frames: int) -> None:
    assert close(greys(clip, replace(STEP, part=Part(first, frames, 60))), rising(first, frames))


@pytest.mark.parametrize("clip_ms", [0, 2_000])
def test_a_clip_that_is_too_short_is_held_at_its_end(clip: Path, clip_ms: int) -> None:
    later = replace(STEP, clip_ms=clip_ms, part=Part(50, 40, 200))
    assert close(greys(clip, later), rising(50, 10) + [rising(59, 1)[0]] * 30)
    behind = replace(STEP, clip_ms=clip_ms, part=Part(150, 5, 200))
    assert close(greys(clip, behind), [rising(59, 1)[0]] * 5)


def test_another_rate_keeps_the_time(clip: Path) -> None:
    slower = replace(STEP, rate=FrameRate(15), part=Part(0, 30, 30))
    assert close(greys(clip, slower), rising(0, 60)[::2]) or close(greys(clip, slower), rising(1, 60)[::2])


def test_contain_has_darker_sides_and_cover_has_none(clip: Path) -> None:
    def edge(step: ClipStep) -> tuple[float, float]:
        planes = next(clip_frames(find_ffmpeg(), clip, step))
        return float(planes.y[90, 2:10].mean()), float(planes.y[90, 155:165].mean())

    wide = replace(STEP, screen=Screen(480, 180))
    left, middle = edge(replace(wide, look=replace(LOOK, fit=Fit.CONTAIN)))
    assert left < middle - 8
    left, middle = edge(wide)
    assert abs(left - middle) < 3


def test_a_crop_of_a_clip_is_of_the_screens_size(clip: Path) -> None:
    step = replace(STEP, look=replace(LOOK, crop=Frame(1000, 0, 4000)), part=Part(0, 2, 60))
    assert [planes.width_px for planes in clip_frames(find_ffmpeg(), clip, step)] == [320, 320]


def test_leaving_early_ends_the_child_process(clip: Path) -> None:
    frames = clip_frames(find_ffmpeg(), clip, replace(STEP, part=Part(0, 100_000, 100_000)))
    assert isinstance(next(frames), Planes)
    frames.close()


@pytest.mark.parametrize("data", [b"", b"no clip", b"ffconcat version 1.0\nfile '/etc/passwd'\n"])
def test_what_is_no_clip_is_said_to_be_none(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(data)
    with pytest.raises(MediaError):
        list(clip_frames(find_ffmpeg(), path, STEP))


def test_frames_are_limited_range_bt709(tmp_path: Path) -> None:
    red = ramp_clip(tmp_path / "red.mp4", 2, colour="red")
    planes = next(clip_frames(find_ffmpeg(), red, replace(STEP, part=Part(0, 1, 1))))
    seen = np.frombuffer(planes.to_rgb(), np.uint8).reshape(180, 320, 3)[90, 160]
    assert np.abs(seen.astype(int) - (255, 0, 0)).max() <= 6
