"""One piece of work that takes time: its title, state, progress, result, error, and how to cancel it."""

from __future__ import annotations

import asyncio
import time
from enum import StrEnum
from typing import Generic, TypeVar

from edupulse_desktop.errors import EduPulseError
from edupulse_desktop.jobs.progress import Progress
from edupulse_desktop.listeners import Listeners

Result = TypeVar("Result")


class JobState(StrEnum):
    """How far a job has come."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


OVER = frozenset({JobState.DONE, JobState.FAILED, JobState.CANCELLED})


class Job(Generic[Result]):
    """Work in hand or done; only `jobs/runner.py` makes and moves them.

    Args:
        title: what it does, in the user's words.
        lane: jobs of one lane share a limit of how many run at once.

    `changed` tells of every step, always on the event loop's thread.
    """

    def __init__(self, title: str, lane: str, loop: asyncio.AbstractEventLoop) -> None:
        self.title = title
        self.lane = lane
        self.state = JobState.WAITING
        self.fraction: float | None = None
        self.note = ""
        self.result: Result | None = None
        self.error: EduPulseError | None = None
        self.changed: Listeners[Job[Result]] = Listeners()
        self.started_s: float | None = None
        self._loop = loop
        self._task: asyncio.Task[None] | None = None
        self._over = asyncio.Event()

    @property
    def is_over(self) -> bool:
        """Whether it has ended, well or not."""
        return self.state in OVER

    @property
    def time_left_s(self) -> float | None:
        """Seconds it will still take at the pace so far; none while that cannot be told."""
        if self.started_s is None or not self.fraction or self.is_over:
            return None
        spent = time.monotonic() - self.started_s
        return spent * (1 - self.fraction) / self.fraction

    def cancel(self) -> None:
        """Ask it to stop; what it has already made is kept."""
        if self._task is not None and not self.is_over:
            self._task.cancel()

    async def wait(self) -> None:
        """Wait until it is over; look at `state` afterwards."""
        await self._over.wait()

    def progress(self) -> Progress:
        """Return the progress that the work reports to; safe to call from worker threads."""

        def report(fraction: float | None, note: str) -> None:
            if not self._loop.is_closed():
                self._loop.call_soon_threadsafe(self._on_report, fraction, note)

        return Progress(report)

    def runs_as(self, task: asyncio.Task[None]) -> None:
        """Remember the task that does the work; called once, by the runner."""
        self._task = task

    def move(self, state: JobState) -> None:
        """Enter a state and tell of it; called by the runner."""
        self.state = state
        if state is JobState.RUNNING:
            self.started_s = time.monotonic()
        if self.is_over:
            self._over.set()
        self.changed.tell(self)

    def _on_report(self, fraction: float | None, note: str) -> None:
        if self.is_over:
            return
        self.fraction = fraction
        self.note = note or self.note
        self.changed.tell(self)
