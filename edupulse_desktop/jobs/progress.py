"""How work says how far it is; parts of parts."""

from __future__ import annotations

from collections.abc import Callable

Report = Callable[[float | None, str], None]


class Progress:
    """Handed to work that takes time; safe to call from a worker thread if the report is.

    Args:
        report: told the fraction done (0 to 1, or none while unknown) and a note in the user's words.
    """

    def __init__(self, report: Report, start: float = 0.0, end: float = 1.0) -> None:
        self._report = report
        self._start = start
        self._end = end

    def at(self, fraction: float | None, note: str = "") -> None:
        """Say how far this work is, from 0 to 1, and what it is doing."""
        if fraction is None:
            self._report(None, note)
        else:
            inside = min(max(fraction, 0.0), 1.0)
            self._report(self._start + (self._end - self._start) * inside, note)

    def part(self, start: float, end: float) -> Progress:
        """Return the progress of a helper that does the stretch from `start` to `end` of this work."""
        width = self._end - self._start
        return Progress(self._report, self._start + width * start, self._start + width * end)


def unheard() -> Progress:
    """Return a progress that nobody listens to."""

    def ignore(_fraction: float | None, _note: str) -> None:
        return

    return Progress(ignore)
