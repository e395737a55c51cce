"""Frame rates: rounding boundaries, never durations."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edupulse_desktop.errors import RenderError
from edupulse_desktop.render.rate import FrameRate

RATES = [FrameRate(24), FrameRate(25), FrameRate(30), FrameRate(50), FrameRate(60), FrameRate(30000, 1001)]


@pytest.mark.parametrize("rate", RATES)
@settings(max_examples=30)
@given(ms=st.integers(0, 36_000_000))
def test_the_nearest_frame_is_never_more_than_half_a_frame_away(rate: FrameRate, ms: int) -> None:
    away_ms = abs(float(rate.frame_at(ms) / rate.fps) * 1000 - ms)
    assert away_ms <= 500 / float(rate.fps) + 1e-6


@pytest.mark.parametrize("rate", RATES)
def test_frames_survive_the_way_through_milliseconds(rate: FrameRate) -> None:
    assert all(rate.frame_at(rate.ms_at(frame)) == frame for frame in range(5000))


def test_samples_of_ntsc_film_do_not_drift() -> None:
    rate = FrameRate(30000, 1001)
    assert rate.samples_at(30000) == 1001 * 48000
    assert rate.samples_at(1) == 1602


@pytest.mark.parametrize(("num", "den"), [(0, 1), (30, 0), (-30, 1), (500, 1), (1, 2)])
def test_senseless_rates_are_refused(num: int, den: int) -> None:
    with pytest.raises(RenderError):
        FrameRate(num, den)
