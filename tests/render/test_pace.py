"""How far, and how long still."""

from __future__ import annotations

import pytest

from edupulse_desktop.render import pace as room
from edupulse_desktop.render.pace import Pace


class Clock:
    """Time that passes when a test says so."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def monotonic(self) -> float:
        return self.now_s


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(room, "time", clock)
    return clock


def test_time_left_is_foretold_from_the_time_that_passed(clock: Clock) -> None:
    heard: list[tuple[float, str]] = []
    pace = Pace(lambda fraction, note: heard.append((fraction, note)), 40)
    clock.now_s += 2
    pace.done(4, "1 of 10 shots")
    clock.now_s += 18
    pace.done(16, "5 of 10 shots")
    clock.now_s += 1
    pace.done(20, "10 of 10 shots")
    assert heard == [
        (0.1, "1 of 10 shots, about 18 s left"),
        (0.5, "5 of 10 shots, about 20 s left"),
        (1.0, "10 of 10 shots"),
    ]


def test_long_times_are_told_in_minutes_and_early_guesses_are_kept(clock: Clock) -> None:
    heard: list[str] = []
    pace = Pace(lambda _, note: heard.append(note), 1000)
    clock.now_s += 0.4
    pace.done(1, "a")
    clock.now_s += 9.6
    pace.done(9, "b")
    assert heard == ["a", "b, about 16 min left"]


def test_reports_are_spaced_but_the_last_one_always_comes(clock: Clock) -> None:
    heard: list[float] = []
    pace = Pace(lambda fraction, _: heard.append(fraction), 1000)
    for _ in range(1000):
        clock.now_s += 0.001
        pace.done(1, "")
    assert len(heard) < 25
    assert heard[-1] == 1.0


def test_no_work_at_all_is_no_division_by_nought() -> None:
    heard: list[float] = []
    Pace(lambda fraction, _: heard.append(fraction), 0).reached(1, "")
    assert heard == [1.0]
