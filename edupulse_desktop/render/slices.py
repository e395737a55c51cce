"""Slices we write ourselves: repeats, cross-fades, and new headers for slices that x264 made.

ITU-T H.264 §7.3.3 (slice header), §7.3.4 (slice data: one skip run covers the whole picture), §8.4.1.1 (a skipped
P macroblock copies its reference), §8.4.1.2.2 and §8.4.2.3.1 (a skipped B macroblock with implicit weights mixes
its two references in proportion to their distance in time).
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from edupulse_desktop.render.bits import BitReader, BitWriter, Tail, cut_tail, escape, unescape
from edupulse_desktop.render.parameter_sets import FRAME_NUM_BITS, POC_LSB_BITS

FRAME_NUMS = 1 << FRAME_NUM_BITS
POC_LSBS = 1 << POC_LSB_BITS

P_SLICE, B_SLICE, I_SLICE = 5, 6, 7
"""slice_type of Table 7-6 in the range that promises the same type for the whole picture."""

_NAL_IDR = 0x65
_NAL_REFERENCE = 0x41
_NAL_THROWAWAY = 0x01
_LONGEST_HEADER = 64
_DEBLOCKING_OFF = 1


class Place(NamedTuple):
    """Where a picture stands in its stream since the last IDR: numbers that wrap when written."""

    frame_num: int
    poc: int


class SliceBody(NamedTuple):
    """A slice without its place in a stream: what stays the same when it is moved."""

    slice_type: int
    qp_delta: int
    deblocking: tuple[int, ...]
    """disable_deblocking_filter_idc and, unless it is 1, the two offsets divided by two."""
    macroblocks: Tail


START = Place(0, 0)


def idr_slice(body: SliceBody, idr_pic_id: int = 0) -> bytes:
    """Return an I slice as a picture where decoding can start (NAL unit)."""
    bits = _opening(I_SLICE, START, idr_pic_id)
    bits.u(2, 0)  # no_output_of_prior_pics_flag, long_term_reference_flag
    return bytes([_NAL_IDR]) + escape(_closed(bits, body))


def intra_slice(body: SliceBody, place: Place) -> bytes:
    """Return an I slice as an ordinary reference picture (NAL unit)."""
    bits = _opening(I_SLICE, place)
    bits.u(1, 0)  # adaptive_ref_pic_marking_mode_flag: oldest reference goes first
    return bytes([_NAL_REFERENCE]) + escape(_closed(bits, body))


def predicted_slice(body: SliceBody, place: Place) -> bytes:
    """Return a P slice that refers to the picture before it (NAL unit)."""
    bits = _opening(P_SLICE, place)
    bits.u(1, 0)  # num_ref_idx_active_override_flag
    bits.u(1, 0)  # ref_pic_list_modification_flag_l0
    bits.u(1, 0)  # adaptive_ref_pic_marking_mode_flag
    return bytes([_NAL_REFERENCE]) + escape(_closed(bits, body))


@lru_cache(maxsize=8192)
def hold_slice(macroblocks: int, place: Place) -> bytes:
    """Return a P slice that shows the picture before it again (NAL unit)."""
    return predicted_slice(_skipped(P_SLICE, macroblocks), place)


@lru_cache(maxsize=1024)
def fade_slice(macroblocks: int, place: Place) -> bytes:
    """Return a B slice that mixes the pictures before and after it by their distance in time (NAL unit)."""
    bits = _opening(B_SLICE, place)
    bits.u(1, 1)  # direct_spatial_mv_pred_flag
    bits.u(1, 0)  # num_ref_idx_active_override_flag
    bits.u(1, 0)  # ref_pic_list_modification_flag_l0
    bits.u(1, 0)  # ref_pic_list_modification_flag_l1
    return bytes([_NAL_THROWAWAY]) + escape(_closed(bits, _skipped(B_SLICE, macroblocks)))


def idr_id(nal: bytes) -> int:
    """Return idr_pic_id of an IDR picture written by `idr_slice`."""
    return _up_to_idr_id(unescape(nal[1:_LONGEST_HEADER]))[1]


def body_of_idr(nal: bytes) -> SliceBody:
    """Take the header off an IDR picture written by `idr_slice`."""
    rbsp = unescape(nal[1:])
    reader, _ = _up_to_idr_id(rbsp)
    reader.u(POC_LSB_BITS + 2)
    qp_delta = reader.se()
    deblocking = read_deblocking(reader)
    return SliceBody(I_SLICE, qp_delta, deblocking, cut_tail(rbsp, reader.position))


def read_deblocking(reader: BitReader) -> tuple[int, ...]:
    """Read the deblocking part of a slice header."""
    idc = reader.ue()
    return (idc,) if idc == _DEBLOCKING_OFF else (idc, reader.se(), reader.se())


def _up_to_idr_id(rbsp: bytes) -> tuple[BitReader, int]:
    reader = BitReader(rbsp[:_LONGEST_HEADER])
    for _ in ("first_mb_in_slice", "slice_type", "pic_parameter_set_id"):
        reader.ue()
    reader.u(FRAME_NUM_BITS)
    return reader, reader.ue()


def _opening(slice_type: int, place: Place, idr_pic_id: int | None = None) -> BitWriter:
    bits = BitWriter()
    bits.ue(0)  # first_mb_in_slice
    bits.ue(slice_type)
    bits.ue(0)  # pic_parameter_set_id
    bits.u(FRAME_NUM_BITS, place.frame_num % FRAME_NUMS)
    if idr_pic_id is not None:
        bits.ue(idr_pic_id)
    bits.u(POC_LSB_BITS, place.poc % POC_LSBS)
    return bits


def _closed(bits: BitWriter, body: SliceBody) -> bytes:
    bits.se(body.qp_delta)
    bits.ue(body.deblocking[0])
    for offset in body.deblocking[1:]:
        bits.se(offset)
    bits.tail(body.macroblocks)
    return bits.rbsp()


def _skipped(slice_type: int, macroblocks: int) -> SliceBody:
    run = macroblocks + 1
    return SliceBody(slice_type, 0, (_DEBLOCKING_OFF,), Tail(run, 2 * run.bit_length() - 1))
