"""What the headless program prints: answers on standard output, progress and errors on standard error.

On a terminal progress is a bar; in a pipe it is a plain line whenever the note changes. With `--json` the
answer is one JSON object and nothing else is printed on standard output.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from types import TracebackType
from typing import Any

import typer
from rich.console import Console as RichConsole
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeRemainingColumn

from edupulse_desktop.errors import EduPulseError, StorageError
from edupulse_desktop.jobs.job import Job

Answer = Mapping[str, object]


class Console:
    """The screen of one command.

    Args:
        as_json: answer in JSON.
    """

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json
        self._out = RichConsole(highlight=False, markup=False, soft_wrap=True)
        self._error = RichConsole(stderr=True, highlight=False, markup=False, soft_wrap=True)

    def answer(self, data: Answer, lines: str) -> None:
        """Print what the command found or made: `data` with `--json`, else `lines` for a person."""
        self._say(json.dumps(data, ensure_ascii=False, indent=2) if self.as_json else lines)

    def note(self, text: str) -> None:
        """Print something a person should know on standard error."""
        self._error.print(text)

    def fail(self, error: EduPulseError) -> None:
        """Print what happened and what to do next."""
        if self.as_json:
            parts = {
                "message": error.message,
                "hint": error.hint,
                "where": error.where,
                "detail": error.detail,
            }
            self._say(json.dumps({"error": parts}, ensure_ascii=False, indent=2))
            return
        place = f" ({error.where})" if error.where else ""
        self._error.print(f"{error.message}{place}")
        if error.hint:
            self._error.print(error.hint)

    def _say(self, text: str) -> None:
        """Print on standard output; a reader that has gone or a full disk ends the program without a trace."""
        try:
            self._out.print(text)
        except OSError as failure:
            # Whatever is still in the buffer would fail again, and loudly, when Python ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            if not isinstance(failure, BrokenPipeError):
                self.note(f"The answer could not be written: {failure.strerror}.")
            raise typer.Exit(StorageError.exit_code) from failure

    def following(self, job: Job[Any]) -> Following:
        """Return a context in which the job's progress is shown."""
        return Following(job, self._error)


class Following:
    """Shows a job's progress until the context is left."""

    def __init__(self, job: Job[Any], screen: RichConsole) -> None:
        self._job = job
        self._screen = screen
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._last = ""

    def __enter__(self) -> Following:
        if self._screen.is_terminal:
            self._bar = Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                TaskProgressColumn(),
                TimeRemainingColumn(),
                console=self._screen,
                transient=True,
            )
            self._task = self._bar.add_task(self._job.title, total=1.0)
            self._bar.start()
        self._job.changed.add(self._on_change)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._job.changed.remove(self._on_change)
        if self._bar is not None:
            self._bar.stop()

    def _on_change(self, job: Job[Any]) -> None:
        text = job.note or job.title
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, description=text, completed=job.fraction or 0.0)
        elif text != self._last and job.fraction is not None:
            self._screen.print(f"{job.fraction:4.0%} {text}")
        self._last = text
