"""What x264 wrote at the head of its slices, read just far enough to take it off again.

Refuses what our own parameter sets could not stand in for: other entropy coding, 8×8 transforms, weighted
prediction, interlacing, several references. ITU-T H.264 §7.3.2.1.1, §7.3.2.2, §7.3.3.
"""

from __future__ import annotations

from dataclasses import dataclass

from edupulse_desktop.errors import RenderError
from edupulse_desktop.render.bits import BitReader, cut_tail, unescape
from edupulse_desktop.render.parameter_sets import CHROMA_QP_OFFSET, INITIAL_QP
from edupulse_desktop.render.slices import I_SLICE, P_SLICE, SliceBody, read_deblocking

NAL_SLICE, NAL_IDR, NAL_SPS, NAL_PPS = 1, 5, 7, 8
"""nal_unit_type of Table 7-1."""

_HIGH_PROFILES = (100, 110, 122, 244)
_LONGEST_HEADER = 64


def nal_type(nal: bytes) -> int:
    """Return nal_unit_type."""
    return nal[0] & 31


@dataclass(frozen=True, slots=True)
class EncoderHeaders:
    """The few facts of an encoder's parameter sets that its slice headers depend on."""

    frame_num_bits: int
    poc_lsb_bits: int
    """0 where the order count is not in the slice header (pic_order_cnt_type 2)."""
    initial_qp: int

    @classmethod
    def read(cls, sps: bytes, pps: bytes) -> EncoderHeaders:
        """Read both sets; RenderError if pictures under them cannot be moved under ours."""
        frame_num_bits, poc_lsb_bits = _read_sps(sps)
        return cls(frame_num_bits, poc_lsb_bits, _read_pps(pps))

    def body(self, nal: bytes) -> SliceBody:
        """Take the header off an I or P slice."""
        rbsp = unescape(nal[1:])
        reader = BitReader(rbsp[:_LONGEST_HEADER])
        _require(reader.ue() == 0, "one slice per picture")
        slice_type = I_SLICE if reader.ue() % 5 == I_SLICE % 5 else P_SLICE
        reader.ue()  # pic_parameter_set_id
        reader.u(self.frame_num_bits)
        if nal_type(nal) == NAL_IDR:
            reader.ue()  # idr_pic_id
        reader.u(self.poc_lsb_bits)
        if slice_type == P_SLICE:
            _read_references(reader)
        if nal_type(nal) == NAL_IDR:
            reader.u(2)  # no_output_of_prior_pics_flag, long_term_reference_flag
        else:
            _require(not reader.flag(), "references leave in order")
        qp_delta = reader.se() + self.initial_qp - INITIAL_QP
        deblocking = read_deblocking(reader)
        return SliceBody(slice_type, qp_delta, deblocking, cut_tail(rbsp, reader.position))


def _require(true: bool, wish: str) -> None:
    if not true:
        raise RenderError(
            "The picture encoder answered in a way this program cannot join.",
            hint="Use the plain encoder in the export settings.",
            detail=f"x264 broke the agreement: {wish}",
        )


def _read_sps(sps: bytes) -> tuple[int, int]:
    reader = BitReader(unescape(sps[1:]))
    profile_idc = reader.u(8)
    reader.u(16)  # constraint flags, level_idc
    reader.ue()
    if profile_idc in _HIGH_PROFILES:
        _require(reader.ue() == 1, "4:2:0 colour")
        _require(reader.ue() == 0 and reader.ue() == 0, "eight bits per sample")
        _require(reader.u(2) == 0, "no lossless mode and no scaling lists")
    frame_num_bits = reader.ue() + 4
    poc_type = reader.ue()
    _require(poc_type in (0, 2), "order count of type 0 or 2")
    poc_lsb_bits = reader.ue() + 4 if poc_type == 0 else 0
    _require(reader.ue() <= 1, "one reference frame")
    reader.u(1)  # gaps_in_frame_num_value_allowed_flag
    reader.ue()
    reader.ue()
    _require(reader.flag(), "whole frames")
    return frame_num_bits, poc_lsb_bits


def _read_pps(pps: bytes) -> int:
    reader = BitReader(unescape(pps[1:]))
    reader.ue()
    reader.ue()
    _require(not reader.flag(), "CAVLC")
    _require(not reader.flag(), "no bottom field order count")
    _require(reader.ue() == 0, "no slice groups")
    _require(reader.ue() == 0 and reader.ue() == 0, "one active reference")
    _require(reader.u(3) == 0, "no weighted prediction")
    initial_qp = 26 + reader.se()
    reader.se()
    _require(reader.se() == CHROMA_QP_OFFSET, "no chroma offset")
    _require(reader.flag(), "deblocking in the slice header")
    _require(reader.u(2) == 0, "no constrained prediction and no redundant pictures")
    if reader.more_data():
        _require(not reader.flag(), "no 8×8 transform")
    return initial_qp


def _read_references(reader: BitReader) -> None:
    if reader.flag():
        _require(reader.ue() == 0, "one active reference")
    _require(not reader.flag(), "references in their usual order")
