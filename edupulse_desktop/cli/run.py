"""Runs one command: a studio, one job, its progress, Ctrl+C as a clean cancel, errors as exit codes."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import TypeVar

import typer

from edupulse_desktop.cli.console import Console
from edupulse_desktop.errors import EduPulseError, ProgramFault
from edupulse_desktop.files import write_durably
from edupulse_desktop.jobs.job import Job, JobState
from edupulse_desktop.jobs.progress import Progress
from edupulse_desktop.places import logs_folder
from edupulse_desktop.studio import Studio

Result = TypeVar("Result")
Work = Callable[[Studio, Progress], Awaitable[Result]]

CANCELLED = 130
"""What shells expect of a program ended by Ctrl+C: 128 plus the number of the signal."""


def run(console: Console, title: str, work: Work[Result]) -> Result:
    """Do the work of a command and return its result.

    Raises:
        typer.Exit: it failed or was cancelled; the reason was printed.
    """
    try:
        job = asyncio.run(_run(console, title, work))
    except EduPulseError as error:
        console.fail(error)
        raise typer.Exit(error.exit_code) from error
    if job.state is JobState.CANCELLED:
        console.fail(
            EduPulseError(
                "Cancelled. What was already made is kept.", hint="The same command goes on from there."
            )
        )
        raise typer.Exit(CANCELLED)
    if job.error is not None:
        if isinstance(job.error, ProgramFault):
            _keep_trace(job.error)
        console.fail(job.error)
        raise typer.Exit(job.error.exit_code)
    if job.result is None:
        raise typer.Exit(0)
    return job.result


async def _run(console: Console, title: str, work: Work[Result]) -> Job[Result]:
    studio = Studio()
    try:

        async def with_studio(progress: Progress) -> Result:
            return await work(studio, progress)

        job = studio.jobs.start(title, with_studio, "render")
        _on_interrupt(job.cancel)
        with console.following(job):
            await job.wait()
        return job
    finally:
        await studio.close()


def _keep_trace(fault: ProgramFault) -> None:
    """Write the trace into the folder of logs and say where, so that a report can carry it."""
    name = datetime.now(UTC).strftime("fault-%Y%m%d-%H%M%S.txt")
    path = logs_folder() / name
    try:
        write_durably(path, fault.detail.encode())
    except EduPulseError:
        return
    fault.hint = f"{fault.hint} The details are in {path}."


def _on_interrupt(cancel: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()

    def on_signal(_number: int, _frame: object) -> None:
        loop.call_soon_threadsafe(cancel)

    # Only the main thread may set handlers; a test that runs a command in another thread has no Ctrl+C.
    with suppress(ValueError):
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, on_signal)
