"""The video track: every decoded frame is the planned one, through every wrap of the counters."""

from __future__ import annotations

import functools
from itertools import pairwise

import numpy as np
import pytest

from edupulse_desktop.errors import RenderError
from edupulse_desktop.render.bits import BitReader, unescape
from edupulse_desktop.render.blocks import SampleBlock
from edupulse_desktop.render.coded import Coded
from edupulse_desktop.render.parameter_sets import VideoFormat
from edupulse_desktop.render.planes import Planes
from edupulse_desktop.render.rate import FrameRate
from edupulse_desktop.render.run import CLIP, MOVING, CodedRun, encode_run
from edupulse_desktop.render.still import encode_still
from edupulse_desktop.render.video_track import (
    Fade,
    Hold,
    Piece,
    Run,
    Stay,
    frames_of,
    most_entries,
    video_blocks,
)
from tests.render.decoding import decoded, flat, picture

RATE = FrameRate(30)
VIDEO = VideoFormat(320, 180, RATE)
RUN_FRAMES = 20


@functools.cache
def load(key: str) -> Coded:
    """Return picture `a` to `h`, run `r` (may be held) or clip `k` (may not)."""
    if key in "rk":
        settings = MOVING if key == "r" else CLIP
        frames = (picture(100 + number) for number in range(RUN_FRAMES))
        return CodedRun(320, 180, tuple(encode_run(frames, RATE, settings)))
    return encode_still(picture(ord(key)))


@functools.cache
def alone(key: str) -> bytes:
    """Return a picture as it is decoded when nothing else is in the film."""
    return decoded(video_blocks([Hold(key, 2)], VIDEO, load), VIDEO)[1].to_i420()


def played(pieces: list[Piece]) -> list[Planes]:
    """Return the frames of pieces, after checking their number and the promises of every block."""
    blocks = list(video_blocks(pieces, VIDEO, load))
    frames = decoded(blocks, VIDEO)
    assert len(frames) == frames_of(pieces) == sum(len(block.table) for block in blocks)
    assert all(block.table.keys.tolist() == [True] + [False] * (len(block.table) - 1) for block in blocks)
    assert max(len(block.table) for block in blocks) <= 300
    assert most_entries(pieces, VIDEO, load)[0] >= len(blocks)
    check_numbering(blocks)
    return frames


def check_numbering(blocks: list[SampleBlock]) -> None:
    """Check what decoders may rely on and FFmpeg forgives: §7.4.3 (frame_num, idr_pic_id) and §8.2.1 (order count)."""
    frame_num = reference_msb = reference_lsb = 0
    last_idr: int | None = None
    orders: list[int] = []
    for block in blocks:
        offsets = [0, *map(int, np.cumsum(block.table.sizes))]
        for start, stop in pairwise(offsets):
            nal = block.data[start + 4 : stop]
            reader = BitReader(unescape(nal[1:32]))
            assert reader.ue() == 0
            kind = reader.ue()
            reader.ue()
            number = reader.u(4)
            is_idr, is_reference = nal[0] & 31 == 5, nal[0] >> 5 > 0
            if is_idr:
                assert number == 0
                idr = reader.ue()
                assert idr != last_idr
                check_order(orders, blocks, block)
                orders, reference_msb, reference_lsb = [], 0, 0
            else:
                idr = None
                assert number == (frame_num + 1) % 16
            lsb = reader.u(8)
            poc = reference_msb + lsb + 256 * ((reference_lsb - lsb >= 128) - (lsb - reference_lsb > 128))
            orders.append(poc)
            assert is_reference == (kind != 6)
            if is_reference:
                frame_num, reference_lsb, reference_msb = number, lsb, poc - lsb
            last_idr = idr
    check_order(orders, blocks, None)


def check_order(orders: list[int], blocks: list[SampleBlock], following: SampleBlock | None) -> None:
    """Check that the order counts of one block say the same as its shifts."""
    if orders:
        number = blocks.index(following) - 1 if following else len(blocks) - 1
        shifts = blocks[number].table.shifts
        assert orders == [2 * (place + int(shift)) for place, shift in enumerate(shifts)]


def names(frames: list[Planes], keys: str) -> str:
    """Return for each frame which picture it is exactly, or `?`."""
    known = {alone(key): key for key in keys}
    return "".join(known.get(frame.to_i420(), "?") for frame in frames)


def check_fade(frames: list[Planes]) -> None:
    """Check a fade whose frames are given from the last before it to its end, by the formula of §8.4.2.3.2."""
    before, after = flat(frames[0]).astype(int), flat(frames[-1]).astype(int)
    length = len(frames) - 1
    for number, frame in enumerate(frames[1:-1], start=1):
        distance = 2 * length
        scale = (2 * number * ((16384 + distance // 2) // distance) + 32) >> 6
        weight = scale >> 2
        expected = np.clip((before * (64 - weight) + after * weight + 32) >> 6, 0, 255)
        assert np.array_equal(flat(frame), expected), f"frame {number} of {length}"
        linear = before + (after - before) * number / length
        assert np.abs(flat(frame) - linear).max() <= 4


def test_a_held_picture_is_the_same_in_every_frame_through_all_wraps() -> None:
    frames = played([Hold("a", 290)])
    assert names(frames, "a") == "a" * 290


def test_a_long_hold_gets_places_to_jump_to_at_most_ten_seconds_apart() -> None:
    frames = played([Hold("a", 1000)])
    assert names(frames, "a") == "a" * 1000


def test_pictures_change_at_the_planned_frame() -> None:
    frames = played([Hold("a", 7), Hold("b", 20), Hold("b", 5), Hold("c", 31), Hold("a", 2)])
    assert names(frames, "abc") == "a" * 7 + "b" * 25 + "c" * 31 + "a" * 2


def test_a_picture_shown_again_does_not_cost_a_picture_unless_a_scene_starts() -> None:
    continued = list(video_blocks([Hold("a", 30), Hold("a", 30)], VIDEO, load))
    jumped = list(video_blocks([Hold("a", 30), Hold("a", 30, starts_scene=True)], VIDEO, load))
    assert [len(block.table) for block in continued] == [60]
    assert [len(block.table) for block in jumped] == [30, 30]
    assert jumped[0].data == jumped[1].data


@pytest.mark.parametrize("frames", [1, 2, 3, 15, 16, 17, 40, 63])
def test_a_fade_is_linear_and_exact(frames: int) -> None:
    shown = played([Hold("a", 9), Fade("b", frames), Hold("b", 9)])
    assert names(shown[:9], "a") == "a" * 9
    assert names(shown[8 + frames :], "b") == "b" * 10
    check_fade(shown[8 : 9 + frames])


@pytest.mark.parametrize("hold", [1, 13, 14, 15, 16, 110, 120, 127, 128, 129, 250])
def test_fades_stand_anywhere_in_the_wrapping_of_the_counters(hold: int) -> None:
    shown = played([Hold("a", hold), Fade("b", 12), Hold("b", 1), Fade("c", 10), Fade("d", 3), Hold("d", 40)])
    at = hold
    for key, length in (("b", 12), ("c", 10), ("d", 3)):
        at += 1 if key == "c" else 0
        check_fade(shown[at - 1 : at + length])
        assert names([shown[at + length - 1]], key) == key
        at += length
    assert names(shown[at:], "d") == "d" * 40


def test_many_fades_in_a_row_keep_places_to_jump_to() -> None:
    pieces: list[Piece] = [Hold("a", 5)]
    for number in range(12):
        key = "abcd"[(number + 1) % 4]
        pieces += [Fade(key, 60), Hold(key, 30)]
    shown = played(pieces)
    at = 5
    for number in range(12):
        check_fade(shown[at - 1 : at + 60])
        assert names(shown[at + 59 : at + 90], "abcd") == "abcd"[(number + 1) % 4] * 31
        at += 90


def test_a_run_stands_between_held_pictures_and_its_end_can_be_held() -> None:
    shown = played([Hold("a", 5), Run("r", RUN_FRAMES), Stay(700), Fade("b", 8), Hold("b", 4)])
    assert names(shown[:5], "a") == "a" * 5
    for number, frame in enumerate(shown[5 : 5 + RUN_FRAMES]):
        error = flat(frame).astype(float) - flat(picture(100 + number))
        assert 10 * np.log10(255**2 / np.mean(error**2)) > 33
    held = shown[4 + RUN_FRAMES].to_i420()
    assert all(frame.to_i420() == held for frame in shown[5 + RUN_FRAMES : 705 + RUN_FRAMES])
    check_fade(shown[704 + RUN_FRAMES : 713 + RUN_FRAMES])
    assert names(shown[-5:], "b") == "b" * 5


def test_one_can_fade_into_a_run_and_out_of_a_clip() -> None:
    shown = played(
        [Hold("a", 5), Fade("r", 10), Run("r", RUN_FRAMES), Run("k", RUN_FRAMES), Fade("b", 6), Stay(3)]
    )
    check_fade(shown[4:15])
    assert shown[14].to_i420() == shown[15].to_i420()
    end = 15 + 2 * RUN_FRAMES
    check_fade(shown[end - 1 : end + 6])
    assert names(shown[end + 5 :], "b") == "bbbb"


def test_the_end_of_a_clip_can_be_held_without_a_place_to_jump_to() -> None:
    blocks = list(video_blocks([Run("k", RUN_FRAMES), Stay(400)], VIDEO, load))
    assert [len(block.table) for block in blocks] == [RUN_FRAMES + 400]
    frames = decoded(blocks, VIDEO)
    assert len({frame.to_i420() for frame in frames[RUN_FRAMES - 1 :]}) == 1


def test_pictures_of_one_frame_are_shown_even_between_places_to_jump_to() -> None:
    order = "abcdefgh"
    frames = played(
        [Hold("a", 1, starts_scene=True), *(Hold(key, 1) for key in order), Hold("a", 1, starts_scene=True)]
    )
    assert names(frames, order) == "a" + order + "a"


def test_a_run_right_after_a_single_frame_is_told_apart_from_it() -> None:
    frames = played(
        [Hold("a", 1, starts_scene=True), Run("r", RUN_FRAMES), Run("r", RUN_FRAMES), Hold("b", 2)]
    )
    assert names(frames, "ab") == "a" + "?" * 2 * RUN_FRAMES + "bb"


def test_pieces_of_no_length_are_nothing() -> None:
    frames = played([Hold("a", 3), Hold("b", 0), Stay(0), Hold("c", 2)])
    assert names(frames, "abc") == "aaacc"


def test_the_blocks_of_a_scene_are_the_same_wherever_it_stands() -> None:
    scene: list[Piece] = [
        Hold("a", 40, starts_scene=True),
        Fade("b", 10),
        Hold("b", 300),
        Run("r", RUN_FRAMES),
    ]
    apart = b"".join(block.data for block in video_blocks(scene, VIDEO, load))
    before: list[Piece] = [Hold("c", 17), Fade("a", 9), Hold("a", 4)]
    first = b"".join(block.data for block in video_blocks(before, VIDEO, load))
    together = b"".join(block.data for block in video_blocks([*before, *scene], VIDEO, load))
    assert together == first + apart


def test_a_scene_kept_as_a_run_can_be_followed_and_faded_from() -> None:
    scene: list[Piece] = [Hold("a", 20), Fade("b", 10), Hold("b", 5)]
    kept = CodedRun(320, 180, tuple(video_blocks(scene, VIDEO, load)))
    blocks = video_blocks(
        [Run("kept", 35), Fade("c", 8), Hold("c", 3)], VIDEO, lambda key: kept if key == "kept" else load(key)
    )
    frames = decoded(blocks, VIDEO)
    assert names(frames[29:35], "b") == "b" * 6
    check_fade(frames[34:43])


@pytest.mark.parametrize(
    "pieces",
    [
        [Stay(3)],
        [Fade("a", 3)],
        [Hold("a", 3), Run("r", RUN_FRAMES + 1)],
        [Hold("a", 3), Run("a", 3)],
    ],
)
def test_pieces_that_cannot_stand_there_are_refused(pieces: list[Piece]) -> None:
    with pytest.raises(RenderError):
        list(video_blocks(pieces, VIDEO, load))


def test_a_picture_of_another_size_is_refused() -> None:
    with pytest.raises(RenderError):
        list(video_blocks([Hold("a", 3)], VideoFormat(320, 182, RATE), load))


@pytest.mark.parametrize("frames", [0, 64])
def test_fades_that_are_too_short_or_too_long_are_refused(frames: int) -> None:
    with pytest.raises(RenderError):
        Fade("a", frames)


def test_pictures_are_fetched_one_at_a_time_and_only_when_needed() -> None:
    fetched: list[str] = []

    def watch(key: str) -> Coded:
        fetched.append(key)
        return load(key)

    blocks = video_blocks([Hold("a", 30), Hold("a", 30), Hold("b", 30), Hold("c", 30)], VIDEO, watch)
    assert fetched == []
    next(blocks)
    assert fetched == ["a", "b"]
