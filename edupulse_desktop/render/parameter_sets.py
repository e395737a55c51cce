"""The parameter sets of all our film: what a decoder must know before the first slice.

Written by us and not by x264, so that pictures from different encoder runs, presets and days stand under the
same two sets and may be joined. ITU-T H.264 §7.3.2.1.1 (sequence), §7.3.2.2 (picture), §E.1.1 (VUI),
Table A-1 (levels).
"""

from __future__ import annotations

from dataclasses import dataclass

from edupulse_desktop.errors import RenderError
from edupulse_desktop.render.bits import BitWriter, escape
from edupulse_desktop.render.rate import FrameRate

FRAME_NUM_BITS = 4
POC_LSB_BITS = 8
"""Eight bits, because during a fade of N frames the order count runs 2·N ahead and must stay below half the range."""
REFERENCE_FRAMES = 2
"""A fade needs the picture before and the picture after."""
INITIAL_QP = 26
CHROMA_QP_OFFSET = 0
MAIN_PROFILE_IDC = 77

_NAL_SPS = 0x67
_NAL_PPS = 0x68
_OBEYS_MAIN_ONLY = 0x40
_SIDE_PX = range(16, 4097)
_BT709 = 1
_UNSPECIFIED_VIDEO_FORMAT = 5
_SQUARE_PIXELS = 1
_WIDEST_VECTOR_LOG2, _TALLEST_VECTOR_LOG2 = 13, 11
"""In quarter pixels: no level allows vectors beyond 2,048 pixels across and 512 pixels down (Table A-1, §A.3.1)."""

# level_idc, macroblocks per second, macroblocks per frame, macroblocks in the decoded picture buffer (Table A-1)
_LEVELS = (
    (10, 1_485, 99, 396),
    (11, 3_000, 396, 900),
    (12, 6_000, 396, 2_376),
    (13, 11_880, 396, 2_376),
    (20, 11_880, 396, 2_376),
    (21, 19_800, 792, 4_752),
    (22, 20_250, 1_620, 8_100),
    (30, 40_500, 1_620, 8_100),
    (31, 108_000, 3_600, 18_000),
    (32, 216_000, 5_120, 20_480),
    (40, 245_760, 8_192, 32_768),
    (42, 522_240, 8_704, 34_816),
    (50, 589_824, 22_080, 110_400),
    (51, 983_040, 36_864, 184_320),
    (52, 2_073_600, 36_864, 184_320),
    (60, 4_177_920, 139_264, 696_320),
    (61, 8_355_840, 139_264, 696_320),
    (62, 16_711_680, 139_264, 696_320),
)
_LOWEST_LEVEL = 30
"""An I picture of a page of text is large for its size; level 3 leaves the rate that the lowest levels forbid."""


@dataclass(frozen=True, slots=True)
class VideoFormat:
    """Size and rate of a film; everything else about our pictures is fixed.

    Raises:
        RenderError: an odd size, or one that no level allows.
    """

    width_px: int
    height_px: int
    rate: FrameRate

    def __post_init__(self) -> None:
        sides = (self.width_px, self.height_px)
        if any(side % 2 or side not in _SIDE_PX for side in sides):
            raise RenderError(
                f"A film of {self.width_px} × {self.height_px} pixels cannot be made.",
                hint="Both sides must be even numbers from 16 to 4096.",
            )

    @property
    def macroblocks_wide(self) -> int:
        """Width in macroblocks of 16 pixels."""
        return -(-self.width_px // 16)

    @property
    def macroblocks_high(self) -> int:
        """Height in macroblocks of 16 pixels."""
        return -(-self.height_px // 16)

    @property
    def macroblocks(self) -> int:
        """Macroblocks of one picture."""
        return self.macroblocks_wide * self.macroblocks_high

    @property
    def level_idc(self) -> int:
        """The lowest level whose limits hold this size and rate (Table A-1); the highest holds all we accept."""
        per_second = self.macroblocks * self.rate.fps
        longest = max(self.macroblocks_wide, self.macroblocks_high)
        return next(
            level_idc
            for level_idc, most_per_second, most, most_buffered in _LEVELS
            if level_idc >= _LOWEST_LEVEL
            and most_per_second >= per_second
            and most >= self.macroblocks
            and 8 * most >= longest**2
            and most_buffered >= REFERENCE_FRAMES * self.macroblocks
        )

    @property
    def codec(self) -> str:
        """The codec as web pages name it (RFC 6381), for example `avc1.4D4028`."""
        return f"avc1.{MAIN_PROFILE_IDC:02X}{_OBEYS_MAIN_ONLY:02X}{self.level_idc:02X}"

    def sps(self) -> bytes:
        """Return the sequence parameter set as a NAL unit."""
        bits = BitWriter()
        bits.u(8, MAIN_PROFILE_IDC)
        bits.u(8, _OBEYS_MAIN_ONLY)
        bits.u(8, self.level_idc)
        bits.ue(0)  # seq_parameter_set_id
        bits.ue(FRAME_NUM_BITS - 4)
        bits.ue(0)  # pic_order_cnt_type
        bits.ue(POC_LSB_BITS - 4)
        bits.ue(REFERENCE_FRAMES)
        bits.u(1, 0)  # gaps_in_frame_num_value_allowed_flag
        bits.ue(self.macroblocks_wide - 1)
        bits.ue(self.macroblocks_high - 1)
        bits.u(1, 1)  # frame_mbs_only_flag
        bits.u(1, 1)  # direct_8x8_inference_flag
        self._write_cropping(bits)
        bits.u(1, 1)  # vui_parameters_present_flag
        self._write_vui(bits)
        return bytes([_NAL_SPS]) + escape(bits.rbsp())

    def pps(self) -> bytes:
        """Return the picture parameter set as a NAL unit; it is the same for every format."""
        bits = BitWriter()
        bits.ue(0)  # pic_parameter_set_id
        bits.ue(0)  # seq_parameter_set_id
        bits.u(1, 0)  # entropy_coding_mode_flag: CAVLC, whose skip run is a single number
        bits.u(1, 0)  # bottom_field_pic_order_in_frame_present_flag
        bits.ue(0)  # num_slice_groups_minus1
        bits.ue(0)  # num_ref_idx_l0_default_active_minus1
        bits.ue(0)  # num_ref_idx_l1_default_active_minus1
        bits.u(1, 0)  # weighted_pred_flag
        bits.u(2, 2)  # weighted_bipred_idc: implicit, which makes a skipped B picture a cross-fade
        bits.se(INITIAL_QP - 26)
        bits.se(0)  # pic_init_qs_minus26
        bits.se(CHROMA_QP_OFFSET)
        bits.u(1, 1)  # deblocking_filter_control_present_flag
        bits.u(1, 0)  # constrained_intra_pred_flag
        bits.u(1, 0)  # redundant_pic_cnt_present_flag
        return bytes([_NAL_PPS]) + escape(bits.rbsp())

    def _write_cropping(self, bits: BitWriter) -> None:
        right = (16 * self.macroblocks_wide - self.width_px) // 2
        bottom = (16 * self.macroblocks_high - self.height_px) // 2
        bits.u(1, 1 if right or bottom else 0)
        if right or bottom:
            for units in (0, right, 0, bottom):
                bits.ue(units)

    def _write_vui(self, bits: BitWriter) -> None:
        bits.u(1, 1)  # aspect_ratio_info_present_flag
        bits.u(8, _SQUARE_PIXELS)
        bits.u(1, 0)  # overscan_info_present_flag
        bits.u(1, 1)  # video_signal_type_present_flag
        bits.u(3, _UNSPECIFIED_VIDEO_FORMAT)
        bits.u(1, 0)  # video_full_range_flag
        bits.u(1, 1)  # colour_description_present_flag
        for _ in ("primaries", "transfer", "matrix"):
            bits.u(8, _BT709)
        bits.u(1, 0)  # chroma_loc_info_present_flag
        bits.u(1, 1)  # timing_info_present_flag
        bits.u(32, self.rate.den)
        bits.u(32, 2 * self.rate.num)  # a tick is one field
        bits.u(1, 1)  # fixed_frame_rate_flag
        bits.u(1, 0)  # nal_hrd_parameters_present_flag
        bits.u(1, 0)  # vcl_hrd_parameters_present_flag
        bits.u(1, 0)  # pic_struct_present_flag
        bits.u(1, 1)  # bitstream_restriction_flag
        bits.u(1, 1)  # motion_vectors_over_pic_boundaries_flag
        bits.ue(0)  # max_bytes_per_pic_denom: no limit
        bits.ue(0)  # max_bits_per_mb_denom: no limit
        bits.ue(_WIDEST_VECTOR_LOG2)
        bits.ue(_TALLEST_VECTOR_LOG2)
        bits.ue(1)  # max_num_reorder_frames: a fade brings its last picture first
        bits.ue(REFERENCE_FRAMES)  # max_dec_frame_buffering
