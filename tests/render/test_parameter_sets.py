"""Parameter sets: every bit worked out by hand from the syntax tables of ITU-T H.264."""

from __future__ import annotations

from pathlib import Path

import pytest

from edupulse_desktop.errors import RenderError
from edupulse_desktop.render.parameter_sets import VideoFormat
from edupulse_desktop.render.rate import FrameRate
from edupulse_desktop.render.still import encode_still
from edupulse_desktop.render.video_track import Hold, video_blocks
from tests.render.decoding import decoded, picture, report_of

# §7.3.2.1.1 for 1920 × 1080 at 30 frames per second, in the order of the table.
SPS_1080P30 = [
    "01001101",  # profile_idc 77
    "01000000",  # constraint_set1_flag
    "00101000",  # level_idc 40: 8,160 macroblocks × 30 = 244,800 of at most 245,760
    "1",  # seq_parameter_set_id 0
    "1",  # log2_max_frame_num_minus4 0
    "1",  # pic_order_cnt_type 0
    "00101",  # log2_max_pic_order_cnt_lsb_minus4 4
    "011",  # max_num_ref_frames 2
    "0",  # gaps_in_frame_num_value_allowed_flag
    "0000001111000",  # pic_width_in_mbs_minus1 119
    "0000001000100",  # pic_height_in_map_units_minus1 67
    "1",  # frame_mbs_only_flag
    "1",  # direct_8x8_inference_flag
    "1",  # frame_cropping_flag
    "1",  # left 0
    "1",  # right 0
    "1",  # top 0
    "00101",  # bottom 4: 1088 − 1080 = 2 · 4
    "1",  # vui_parameters_present_flag
    "1",  # aspect_ratio_info_present_flag
    "00000001",  # square
    "0",  # overscan_info_present_flag
    "1",  # video_signal_type_present_flag
    "101",  # video_format unspecified
    "0",  # video_full_range_flag
    "1",  # colour_description_present_flag
    "00000001",  # BT.709
    "00000001",
    "00000001",
    "0",  # chroma_loc_info_present_flag
    "1",  # timing_info_present_flag
    "00000000000000000000000000000001",  # num_units_in_tick 1
    "00000000000000000000000000111100",  # time_scale 60
    "1",  # fixed_frame_rate_flag
    "0",  # nal_hrd_parameters_present_flag
    "0",  # vcl_hrd_parameters_present_flag
    "0",  # pic_struct_present_flag
    "1",  # bitstream_restriction_flag
    "1",  # motion_vectors_over_pic_boundaries_flag
    "1",  # max_bytes_per_pic_denom 0
    "1",  # max_bits_per_mb_denom 0
    "0001110",  # log2_max_mv_length_horizontal 13
    "0001100",  # log2_max_mv_length_vertical 11
    "010",  # max_num_reorder_frames 1
    "011",  # max_dec_frame_buffering 2
    "1",  # stop bit
]

# §7.3.2.2
PPS = [
    "1",  # pic_parameter_set_id 0
    "1",  # seq_parameter_set_id 0
    "0",  # entropy_coding_mode_flag: CAVLC
    "0",  # bottom_field_pic_order_in_frame_present_flag
    "1",  # num_slice_groups_minus1 0
    "1",  # num_ref_idx_l0_default_active_minus1 0
    "1",  # num_ref_idx_l1_default_active_minus1 0
    "0",  # weighted_pred_flag
    "10",  # weighted_bipred_idc 2
    "1",  # pic_init_qp_minus26 0
    "1",  # pic_init_qs_minus26 0
    "1",  # chroma_qp_index_offset 0
    "1",  # deblocking_filter_control_present_flag
    "0",  # constrained_intra_pred_flag
    "0",  # redundant_pic_cnt_present_flag
    "1",  # stop bit
]


def packed(bits: list[str]) -> bytes:
    """Return bits as bytes, filled up with zeros, start codes broken up by the third byte."""
    text = "".join(bits)
    text += "0" * (-len(text) % 8)
    raw = int(text, 2).to_bytes(len(text) // 8, "big")
    out = bytearray()
    for byte in raw:
        if out.endswith(b"\x00\x00") and byte <= 3:
            out.append(3)
        out.append(byte)
    return bytes(out)


def test_the_sequence_set_of_1080p30_is_the_one_worked_out_by_hand() -> None:
    assert VideoFormat(1920, 1080, FrameRate(30)).sps() == b"\x67" + packed(SPS_1080P30)


@pytest.mark.parametrize("size", [(1920, 1080), (320, 180)])
def test_the_picture_set_is_always_the_one_worked_out_by_hand(size: tuple[int, int]) -> None:
    assert VideoFormat(*size, FrameRate(25)).pps() == b"\x68" + packed(PPS)


# Table A-1
@pytest.mark.parametrize(
    ("width_px", "height_px", "rate", "level_idc"),
    [
        (320, 180, FrameRate(30), 30),
        (854, 480, FrameRate(30), 31),
        (1280, 720, FrameRate(30), 31),
        (1280, 720, FrameRate(60), 32),
        (1920, 1080, FrameRate(30), 40),
        (1920, 1080, FrameRate(60), 42),
        (1080, 1920, FrameRate(30000, 1001), 40),
        (1080, 1080, FrameRate(25), 32),
        (3840, 2160, FrameRate(30), 51),
    ],
)
def test_the_level_is_the_lowest_that_holds_size_and_rate(
    width_px: int, height_px: int, rate: FrameRate, level_idc: int
) -> None:
    video = VideoFormat(width_px, height_px, rate)
    assert video.level_idc == level_idc
    assert video.codec == f"avc1.4D40{level_idc:02X}"


@pytest.mark.parametrize("size", [(321, 180), (320, 181), (0, 0), (14, 14), (8192, 16)])
def test_impossible_sizes_are_refused(size: tuple[int, int]) -> None:
    with pytest.raises(RenderError):
        VideoFormat(*size, FrameRate(30))


def test_the_largest_and_fastest_film_we_accept_has_a_level() -> None:
    assert VideoFormat(4096, 4096, FrameRate(120)).level_idc == 61


@pytest.mark.parametrize("size", [(320, 180), (854, 480), (180, 320), (216, 216), (16, 16), (322, 182)])
@pytest.mark.parametrize("rate", [FrameRate(24), FrameRate(30000, 1001)])
def test_a_decoder_sees_the_size_without_the_cropped_edge(size: tuple[int, int], rate: FrameRate) -> None:
    video = VideoFormat(*size, rate)
    coded = encode_still(picture(1, *size))
    frames = decoded(video_blocks([Hold("p", 3)], video, {"p": coded}.__getitem__), video)
    assert [(frame.width_px, frame.height_px) for frame in frames] == [size] * 3


def test_ffmpeg_reads_profile_colours_shape_and_rate(tmp_path: Path) -> None:
    video = VideoFormat(320, 180, FrameRate(24000, 1001))
    nals = (video.sps(), video.pps(), encode_still(picture(2)).idr)
    (tmp_path / "film.h264").write_bytes(b"".join(b"\x00\x00\x00\x01" + nal for nal in nals))
    report = report_of(tmp_path / "film.h264")
    assert "h264 (Main), yuv420p(tv, bt709, progressive), 320x180 [SAR 1:1 DAR 16:9]" in report
    assert "47.95 tbr" in report, "a tick is one field of 23.976 frames per second"
