"""Helper programs of our own in a child process, with limits on time and memory.

For code that must not share our process: the built-in voice (a foreign library with global state, under a
licence of its own) and readers of strangers' files. One process answers many requests, one at a time; it is
started at the first, killed when a request takes too long or its asker gives up, and started again when needed.
It ends with us even if we are killed: it leaves when its stdin closes.

The program in the child is `media/worker_child.py`, the messages are those of `media/message.py`.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, Timer
from typing import IO, BinaryIO, cast

from edupulse_desktop.errors import (
    EduPulseError,
    ImportRefused,
    NotConfigured,
    NotMedia,
    ToolFailed,
    ToolMissing,
)
from edupulse_desktop.media.message import Garbled, Json, Message, read_message, write_message

_START = (
    "import sys; sys.path[:] = sys.argv[5:]; "
    "from edupulse_desktop.media.worker_child import worker_main; worker_main(sys.argv[1:5])"
)
_FLAG = "--worker"
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "WINDIR")
"""The child's whole environment: keys and tokens in ours are none of its business."""
_COMPLAINT_BYTES = 4_000
_TRY_AGAIN = "Try again. If it fails again, something in this input is too much for it: change or shorten it."
_REASONS = {kind.__name__: kind for kind in (ImportRefused, NotConfigured, NotMedia, ToolFailed, ToolMissing)}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one helper process may use.

    Args:
        memory_bytes: address space, where the system can limit it (not on Windows).
        request_s: wall time of one request.
        answer_bytes: largest body of an answer that is accepted.
    """

    memory_bytes: int = 512 * 2**20
    request_s: float = 30.0
    answer_bytes: int = 256 * 2**20


class _Turn:
    """One request on its way; `dropped` when nobody waits for its answer any more."""

    def __init__(self, asked: Message) -> None:
        self.asked = asked
        self.dropped = False
        self.late = False


class _Child:
    """A running helper process."""

    def __init__(self, program: str, limits: Limits) -> None:
        self.complaints: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed in `end`
        try:
            self.process = subprocess.Popen(
                _command(program, limits),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self.complaints,
                env={name: os.environ[name] for name in _PASSED_ON if name in os.environ},
                start_new_session=True,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError:
            self.complaints.close()
            raise

    def exchange(self, asked: Message, largest_bytes: int) -> Message | None:
        """Ask and wait; none when the process ended instead of answering."""
        try:
            write_message(cast("BinaryIO", self.process.stdin), asked)
            return read_message(cast("BinaryIO", self.process.stdout), largest_bytes)
        except (OSError, Garbled):
            return None

    def end(self) -> str:
        """Kill the process, wait for it, and return the end of what it wrote to stderr."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                _close(pipe)
        size = self.complaints.seek(0, os.SEEK_END)
        self.complaints.seek(max(0, size - _COMPLAINT_BYTES))
        text = self.complaints.read().decode(errors="replace")
        self.complaints.close()
        return f"exit status {self.process.returncode}\n{text}".strip()


class Worker:
    """Asks one helper program, whose process lives from the first request until `close`.

    Args:
        program: dotted name of a module of ours with `def answer(asked: Message) -> Message`.
        title: what the helper is called in errors, as the start of a sentence.
    """

    def __init__(self, program: str, title: str, limits: Limits | None = None) -> None:
        self._program = program
        self._title = title
        self._limits = limits or Limits()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=f"helper {program}")
        self._lock = Lock()
        self._child: _Child | None = None
        self._turn: _Turn | None = None
        self._closed = False

    @property
    def process_id(self) -> int | None:
        """The running child's process id; none while there is none."""
        with self._lock:
            return self._child.process.pid if self._child is not None else None

    async def ask(self, asked: Message) -> Message:
        """Return the helper's answer; requests queue, and cancelling one that is being answered kills the child.

        Raises:
            ToolMissing: the helper cannot be started.
            ToolFailed: it crashed, took too long, or was closed.
            EduPulseError: what the helper itself refused with.
        """
        turn = _Turn(asked)
        try:
            future = asyncio.get_running_loop().run_in_executor(self._thread, self._serve, turn)
        except RuntimeError as error:
            raise self._failure("was closed while work was waiting for it.") from error
        try:
            return await future
        except asyncio.CancelledError:
            self._drop(turn)
            raise

    async def close(self) -> None:
        """End the child and refuse further requests; may be called twice."""
        await asyncio.to_thread(self.kill)

    def kill(self) -> None:
        """Do what `close` does, where there is no event loop."""
        with self._lock:
            self._closed = True
            if self._turn is not None and self._child is not None:
                self._child.process.kill()
        self._thread.shutdown(wait=True)
        self._end_child()

    def _drop(self, turn: _Turn) -> None:
        with self._lock:
            turn.dropped = True
            if self._turn is turn and self._child is not None:
                self._child.process.kill()

    def _serve(self, turn: _Turn) -> Message:
        child = self._begin(turn)
        timer = Timer(self._limits.request_s, self._stop_late, (turn, child))
        timer.daemon = True
        timer.start()
        try:
            answered = child.exchange(turn.asked, self._limits.answer_bytes)
        finally:
            timer.cancel()
            with self._lock:
                self._turn = None
        if answered is None or turn.dropped or turn.late:
            raise self._gone(turn, self._end_child())
        return self._understood(answered)

    def _begin(self, turn: _Turn) -> _Child:
        with self._lock:
            stopped = self._child is not None and self._child.process.poll() is not None
        if stopped:
            self._end_child()
        with self._lock:
            if self._closed or turn.dropped:
                raise self._failure("was closed while work was waiting for it.")
            if self._child is None:
                self._child = self._started()
            self._turn = turn
            return self._child

    def _started(self) -> _Child:
        try:
            return _Child(self._program, self._limits)
        except OSError as error:
            raise ToolMissing(
                f"{self._title} could not be started.",
                hint="Install EduPulse again; `edupulse doctor` says what is missing.",
                detail=str(error),
            ) from error

    def _stop_late(self, turn: _Turn, child: _Child) -> None:
        with self._lock:
            if self._turn is turn:
                turn.late = True
                child.process.kill()

    def _end_child(self) -> str:
        with self._lock:
            child, self._child = self._child, None
        return child.end() if child is not None else ""

    def _gone(self, turn: _Turn, complaint: str) -> ToolFailed:
        if turn.late:
            return self._failure(
                f"took longer than {self._limits.request_s:g} seconds and was stopped.", complaint
            )
        if turn.dropped or self._closed:
            return self._failure("was stopped.", complaint)
        return self._failure("ended unexpectedly; it will be started again.", complaint)

    def _failure(self, what: str, complaint: str = "") -> ToolFailed:
        return ToolFailed(f"{self._title} {what}", hint=_TRY_AGAIN, detail=complaint)

    def _understood(self, message: Message) -> Message:
        header = message.header.get("answer")
        if isinstance(header, dict):
            return Message(header, message.body)
        raise self._refusal(message.header)

    def _refusal(self, header: dict[str, Json]) -> EduPulseError:
        kind = _REASONS.get(str(header.get("refused")), ToolFailed)
        return kind(
            str(header.get("message") or f"{self._title} gave no answer."),
            hint=str(header.get("hint") or ""),
            detail=str(header.get("detail") or ""),
        )


def _command(program: str, limits: Limits) -> list[str]:
    """Return how to start the child: this Python, isolated, or the frozen application itself."""
    task = [_FLAG, program, str(limits.memory_bytes), str(limits.request_s)]
    if getattr(sys, "frozen", False):
        return [sys.executable, *task]
    found_from = [entry for entry in sys.path if Path(entry).is_absolute()]
    return [sys.executable, "-I", "-c", _START, *task, *found_from]


def _close(pipe: IO[bytes]) -> None:
    """Close a pipe to a process that is gone; what could not be sent is of no use any more."""
    try:
        pipe.close()
    except OSError:
        return
