"""Slices: bit for bit against the syntax tables of ITU-T H.264, §7.3.3 and §7.3.4."""

from __future__ import annotations

import pytest

from edupulse_desktop.render.bits import Tail, unescape
from edupulse_desktop.render.slices import (
    I_SLICE,
    START,
    Place,
    SliceBody,
    body_of_idr,
    fade_slice,
    hold_slice,
    idr_id,
    idr_slice,
    intra_slice,
    predicted_slice,
)
from edupulse_desktop.render.still import encode_still
from tests.render.decoding import picture
from tests.render.test_parameter_sets import packed

MACROBLOCKS_320X180 = 240
SKIP_ALL = "000000011110001"  # ue(240), Table 9-2: seven zeros, then 241 in eight bits


def test_a_hold_slice_is_the_one_worked_out_by_hand() -> None:
    bits = [
        "1",  # first_mb_in_slice 0
        "00110",  # slice_type 5: P
        "1",  # pic_parameter_set_id 0
        "0011",  # frame_num 19 modulo 16
        "00000110",  # pic_order_cnt_lsb 262 modulo 256
        "0",  # num_ref_idx_active_override_flag
        "0",  # ref_pic_list_modification_flag_l0
        "0",  # adaptive_ref_pic_marking_mode_flag
        "1",  # slice_qp_delta 0
        "010",  # disable_deblocking_filter_idc 1
        SKIP_ALL,
        "1",  # stop bit
    ]
    assert hold_slice(MACROBLOCKS_320X180, Place(19, 262)) == b"\x41" + packed(bits)


def test_a_fade_slice_is_the_one_worked_out_by_hand() -> None:
    bits = [
        "1",  # first_mb_in_slice 0
        "00111",  # slice_type 6: B
        "1",  # pic_parameter_set_id 0
        "1111",  # frame_num 15
        "11111110",  # pic_order_cnt_lsb 254
        "1",  # direct_spatial_mv_pred_flag
        "0",  # num_ref_idx_active_override_flag
        "0",  # ref_pic_list_modification_flag_l0
        "0",  # ref_pic_list_modification_flag_l1
        "1",  # slice_qp_delta 0
        "010",  # disable_deblocking_filter_idc 1
        SKIP_ALL,
        "1",  # stop bit
    ]
    assert fade_slice(MACROBLOCKS_320X180, Place(15, 254)) == b"\x01" + packed(bits)


BODY = SliceBody(I_SLICE, -5, (0, 1, -2), Tail(0b1011001, 7))


@pytest.mark.parametrize(("idr_pic_id", "code"), [(0, "1"), (1, "010")])
def test_the_header_of_an_idr_is_the_one_worked_out_by_hand(idr_pic_id: int, code: str) -> None:
    bits = [
        "1",  # first_mb_in_slice 0
        "0001000",  # slice_type 7: I
        "1",  # pic_parameter_set_id 0
        "0000",  # frame_num 0
        code,  # idr_pic_id
        "00000000",  # pic_order_cnt_lsb 0
        "0",  # no_output_of_prior_pics_flag
        "0",  # long_term_reference_flag
        "0001011",  # slice_qp_delta −5: codeNum 10
        "1",  # disable_deblocking_filter_idc 0
        "010",  # slice_alpha_c0_offset_div2 1
        "00101",  # slice_beta_offset_div2 −2: codeNum 4
        "1011001",  # macroblocks
        "1",  # stop bit
    ]
    nal = idr_slice(BODY, idr_pic_id)
    assert nal == b"\x65" + packed(bits)
    assert idr_id(nal) == idr_pic_id
    assert body_of_idr(nal) == BODY


def test_the_header_of_an_ordinary_i_slice_is_the_one_worked_out_by_hand() -> None:
    bits = ["1", "0001000", "1", "0011", "00010000", "0", "0001011", "1", "010", "00101", "1011001", "1"]
    assert intra_slice(BODY, Place(3, 16)) == b"\x41" + packed(bits)


def test_the_header_of_a_p_slice_is_the_one_worked_out_by_hand() -> None:
    bits = [
        "1",
        "00110",
        "1",
        "0011",
        "00000110",
        "0",
        "0",
        "0",
        "0001011",
        "1",
        "010",
        "00101",
        "1011001",
        "1",
    ]
    assert predicted_slice(BODY, Place(3, 6)) == b"\x41" + packed(bits)


def test_hold_slices_repeat_after_128_places() -> None:
    for number in range(128):
        assert hold_slice(240, Place(number, 2 * number)) == hold_slice(
            240, Place(number + 128, 2 * number + 256)
        )


def test_a_hold_slice_of_full_hd_has_a_dozen_bytes() -> None:
    assert max(len(hold_slice(8160, Place(number, 2 * number))) for number in range(128)) <= 12


def test_moving_an_encoded_picture_keeps_every_macroblock_bit() -> None:
    nal = encode_still(picture(3)).idr
    body = body_of_idr(nal)
    assert body.macroblocks.length > 1000
    assert idr_slice(body) == nal
    moved = unescape(intra_slice(body, START)[1:])
    ones = f"{int.from_bytes(moved, 'big'):b}".rstrip("0")[:-1]
    assert ones.endswith(format(body.macroblocks.value, f"0{body.macroblocks.length}b"))
