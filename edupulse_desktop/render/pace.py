"""How far a rendering is, and how long it will still take, in words for the person who waits."""

from __future__ import annotations

import time
from collections.abc import Callable

Report = Callable[[float, str], None]

_FIRST_GUESS_AFTER_S = 1.0
_MINUTE_S = 60
_REPORT_EVERY_S = 0.05
"""Nobody reads faster, and every report wakes the event loop."""


class Pace:
    """Counts finished work against all work, and says so now and then; for one thread at a time.

    Args:
        report: told the fraction done and a note.
        total: all work, in any unit that is in proportion to time.
    """

    def __init__(self, report: Report, total: int) -> None:
        self._report = report
        self._total = max(1, total)
        self._done = 0
        self._started_s = time.monotonic()
        self._silent_until_s = 0.0

    def done(self, amount: int, note: str) -> None:
        """Say that a piece of work is finished."""
        self.reached(self._done + amount, note)

    def reached(self, done: int, note: str) -> None:
        """Say how much is finished in all."""
        self._done = done
        now_s = time.monotonic()
        if now_s < self._silent_until_s and done < self._total:
            return
        self._silent_until_s = now_s + _REPORT_EVERY_S
        left = self._time_left(now_s - self._started_s)
        self._report(self._done / self._total, f"{note}, {left}" if left else note)

    @property
    def so_far(self) -> int:
        """How much is finished."""
        return self._done

    def _time_left(self, elapsed_s: float) -> str:
        if elapsed_s < _FIRST_GUESS_AFTER_S or not 0 < self._done < self._total:
            return ""
        left_s = elapsed_s * (self._total - self._done) / self._done
        if left_s >= 1.5 * _MINUTE_S:
            return f"about {left_s / _MINUTE_S:.0f} min left"
        return f"about {max(1, round(left_s))} s left"
