"""Starts work in lanes and keeps the list: the only place that creates tasks.

Everything that takes time is an `async` function that gets a `Progress` and returns a result. The runner
puts it into a lane, waits for a place there, runs it, and keeps what came of it on the `Job`: the result, or
the error in our words. An exception that nobody planned becomes a `ProgramFault` with the trace in its
detail, is kept the same way, and is told to `crashed`, so that no failure is swallowed and none stops the
loop. Cancelling a job cancels its task; the work cleans up in `finally`.

Closing refuses new work, cancels what runs and waits for it, so that no child process or file is left.
"""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from edupulse_desktop.errors import EduPulseError, ProgramFault
from edupulse_desktop.jobs.job import Job, JobState
from edupulse_desktop.jobs.progress import Progress
from edupulse_desktop.listeners import Listeners

Result = TypeVar("Result")
Work = Callable[[Progress], Awaitable[Result]]

LANES = {"ai": 4, "render": 1, "disk": 1}
"""How many jobs of a lane run at once: calls to services overlap, films and files take turns."""


class Jobs:
    """All jobs of this program, running and over, oldest first."""

    def __init__(self) -> None:
        self.all: list[Job[Any]] = []
        self.changed: Listeners[Job[Any]] = Listeners()
        self.crashed: Listeners[BaseException] = Listeners()
        self._places = {lane: asyncio.Semaphore(count) for lane, count in LANES.items()}
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    def start(self, title: str, work: Work[Result], lane: str) -> Job[Result]:
        """Start work as soon as its lane has a place; returns at once.

        Raises:
            EduPulseError: the program is closing.
            KeyError: no such lane.
        """
        if self._closed:
            raise EduPulseError("The program is closing; no new work was started.")
        job: Job[Result] = Job(title, lane, asyncio.get_running_loop())
        places = self._places[lane]
        self.all.append(job)
        job.changed.add(self._on_change)
        task = asyncio.create_task(self._run(job, work, places), name=title)
        job.runs_as(task)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        self.changed.tell(job)
        return job

    def forget_finished(self) -> None:
        """Drop the jobs that are over from the list."""
        self.all = [job for job in self.all if not job.is_over]

    async def close(self) -> None:
        """Refuse new work, cancel what runs, and wait until it has cleaned up."""
        self._closed = True
        for job in self.all:
            job.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _run(self, job: Job[Result], work: Work[Result], places: asyncio.Semaphore) -> None:
        try:
            async with places:
                job.move(JobState.RUNNING)
                job.result = await work(job.progress())
        except asyncio.CancelledError:
            job.move(JobState.CANCELLED)
        except EduPulseError as error:
            job.error = error
            job.move(JobState.FAILED)
        except Exception as error:
            job.error = _unplanned(job.title, error)
            job.move(JobState.FAILED)
            self.crashed.tell(error)
        else:
            job.fraction = 1.0
            job.move(JobState.DONE)

    def _on_change(self, job: Job[Result]) -> None:
        self.changed.tell(job)


def _unplanned(title: str, error: Exception) -> ProgramFault:
    return ProgramFault(
        f"“{title}” stopped because of a fault in the program. Nothing that was already made is lost.",
        hint="Try again; if it happens again, please report it with the details.",
        detail="".join(traceback.format_exception(error)),
    )
