"""Runs: frames that move keep their order and quality, in memory and in files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from edupulse_desktop.errors import RenderError
from edupulse_desktop.render.coded import load_coded
from edupulse_desktop.render.parameter_sets import VideoFormat
from edupulse_desktop.render.planes import Planes
from edupulse_desktop.render.rate import FrameRate
from edupulse_desktop.render.run import CLIP, MOVING, CodedRun, RunSettings, encode_run, write_run
from edupulse_desktop.render.slices import idr_id
from edupulse_desktop.render.still import encode_still
from tests.render.decoding import decoded, flat, picture

SLOW = FrameRate(5)
"""Eight seconds are forty frames here, so that a short run has several blocks."""


def frames_of_test(count: int) -> Iterator[Planes]:
    """Yield pictures that are each different from the one before."""
    for number in range(count):
        yield picture(number)


@pytest.mark.parametrize(
    ("count", "settings", "blocks"),
    [
        (1, MOVING, [1]),
        (2, MOVING, [1, 1]),
        (3, MOVING, [2, 1]),
        (41, MOVING, [40, 1]),
        (95, MOVING, [40, 40, 14, 1]),
        (1, CLIP, [1]),
        (80, CLIP, [40, 40]),
        (83, RunSettings("veryfast", 20, ends_held=False), [40, 40, 3]),
    ],
)
def test_runs_have_a_place_to_jump_to_every_eight_seconds(
    count: int, settings: RunSettings, blocks: list[int]
) -> None:
    run = CodedRun(320, 180, tuple(encode_run(frames_of_test(count), SLOW, settings)))
    assert [len(block.table) for block in run.blocks] == blocks
    assert run.frames == count
    shown = decoded(run.blocks, VideoFormat(320, 180, SLOW))
    assert len(shown) == count
    for frame, source in zip(shown, frames_of_test(count), strict=True):
        assert np.mean(np.abs(flat(frame) - flat(source))) < 4


def test_the_last_frame_of_a_held_run_is_a_still() -> None:
    run = CodedRun(320, 180, tuple(encode_run(frames_of_test(10), SLOW)))
    assert run.last == encode_still(picture(9))
    assert run.first.width_px == 320


def test_a_run_of_two_frames_ends_with_the_same_still() -> None:
    run = CodedRun(320, 180, tuple(encode_run(frames_of_test(2), SLOW)))
    assert run.last == encode_still(picture(1))
    assert [idr_id(block.sample(0)[4:]) for block in run.blocks] == [0, 1], (
        "two in a row must differ (§7.4.3)"
    )


def test_the_last_frame_of_a_clip_cannot_be_repeated() -> None:
    assert CodedRun(320, 180, tuple(encode_run(frames_of_test(10), SLOW, CLIP))).last is None


@pytest.mark.parametrize("settings", [MOVING, CLIP])
def test_a_run_without_frames_is_refused(settings: RunSettings) -> None:
    with pytest.raises(RenderError):
        list(encode_run(iter(()), SLOW, settings))


def test_nothing_is_encoded_before_it_is_asked_for() -> None:
    taken: list[int] = []

    def watched() -> Iterator[Planes]:
        for number, planes in enumerate(frames_of_test(100)):
            taken.append(number)
            yield planes

    blocks = encode_run(watched(), SLOW)
    assert len(taken) <= 1
    next(blocks)
    assert len(taken) < 50
    blocks.close()


def test_a_run_in_a_file_is_the_run_in_memory(tmp_path: Path) -> None:
    blocks = tuple(encode_run(frames_of_test(95), SLOW))
    write_run(tmp_path / "run", 320, 180, iter(blocks))
    kept = load_coded(tmp_path / "run")
    assert isinstance(kept, CodedRun)
    assert (kept.width_px, kept.height_px, kept.frames) == (320, 180, 95)
    assert [block.data for block in kept.blocks] == [block.data for block in blocks]
    assert [block.data for block in kept.blocks[1:3]] == [block.data for block in blocks[1:3]]
    assert kept.table.keys.tolist() == [number in (0, 40, 80, 94) for number in range(95)]
    assert kept.last == CodedRun(320, 180, blocks).last
    with pytest.raises(IndexError):
        kept.blocks[4]


def test_a_picture_in_a_file_is_told_apart_from_a_run(tmp_path: Path) -> None:
    coded = encode_still(picture(1))
    (tmp_path / "picture").write_bytes(coded.to_bytes())
    assert load_coded(tmp_path / "picture") == coded


@pytest.mark.parametrize("keep", [0, 3, 20, 5000, -1])
def test_a_run_cut_off_anywhere_is_refused(tmp_path: Path, keep: int) -> None:
    write_run(tmp_path / "run", 320, 180, encode_run(frames_of_test(10), SLOW))
    whole = (tmp_path / "run").read_bytes()
    (tmp_path / "run").write_bytes(whole[:keep])
    with pytest.raises(RenderError):
        load_coded(tmp_path / "run")


def test_the_same_frames_give_the_same_bytes() -> None:
    first, second = (b"".join(block.data for block in encode_run(frames_of_test(12), SLOW)) for _ in range(2))
    assert first == second
