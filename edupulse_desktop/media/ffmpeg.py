"""The only door to FFmpeg: finds the bundled program, runs it within limits, kills it on cancel.

Callers give arguments without the program (ffmpeg-python compiles them). The door adds, before every input,
which protocols and formats may be opened and the `file:` prefix, because a script called `lesson.mp4` is
otherwise obeyed and a path that looks like an address is fetched. Children are started in threads, never by
asyncio, whose child watcher and qasync do not agree on Windows (CabbageDevelopment/qasync#62).
"""

from __future__ import annotations

import contextlib
import functools
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Callable, Generator, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import imageio_ffmpeg

from edupulse_desktop.errors import ToolFailed, ToolMissing
from edupulse_desktop.media.awaiting import in_thread, on_this_loop
from edupulse_desktop.media.ffmpeg_inputs import guarded
from edupulse_desktop.media.ffmpeg_limits import Limits, environment, limit, wrapper
from edupulse_desktop.media.ffmpeg_log import FFmpegLog

_OLDEST_MAJOR = 7
"""`-/filter_complex FILE` is understood from FFmpeg 7 on."""
_ENCODERS = ("libx264", "aac", "mov_text", "libmp3lame", "pcm_s16le")
_HINT = "Install EduPulse again, or run `edupulse doctor` to see what is missing."
_LONGEST_LOG_LINE = 4000
_PIECE_BYTES = 1 << 20
_PARTING_S = 10.0


_ANY = Limits()
_A_LOOK = Limits(seconds=30.0, memory_bytes=1 << 30, output_bytes=1 << 20)


@dataclass(frozen=True, slots=True)
class FFmpeg:
    """The bundled FFmpeg, known to have what we need; see `find_ffmpeg`.

    Every method raises `NotMedia` if an input is not what it says or of a kind that is not opened,
    `StorageError` if the disk is full, and `ToolFailed` (its `detail` has the last log lines) for the rest.
    """

    program: Path
    version: str

    async def run(
        self,
        arguments: Sequence[str],
        *,
        feed: Iterable[bytes] = (),
        on_position_ms: Callable[[int], None] | None = None,
        limits: Limits = _ANY,
        folder: Path | None = None,
    ) -> str:
        """Run to the end and return the last lines of the log.

        Args:
            arguments: without the program; outputs are overwritten, so name temporary files.
            feed: bytes for `pipe:0`, taken in a thread as fast as FFmpeg reads them.
            on_position_ms: told on the event loop's thread how much film is written.
            limits: time, memory and output.
            folder: the program's working folder.
        """
        log = FFmpegLog(on_this_loop(on_position_ms))
        child = _Child(self._command(arguments), log, feed, limits, folder)
        await in_thread(child, child.capture)
        return str(log)

    async def capture(
        self,
        arguments: Sequence[str],
        *,
        feed: Iterable[bytes] = (),
        limits: Limits = _ANY,
        folder: Path | None = None,
    ) -> bytes:
        """Run to the end and return everything written to `pipe:1`."""
        child = _Child(self._command(arguments), FFmpegLog(), feed, limits, folder)
        return await in_thread(child, child.capture)

    async def chunks(
        self,
        arguments: Sequence[str],
        chunk_bytes: int,
        *,
        feed: Iterable[bytes] = (),
        limits: Limits = _ANY,
        folder: Path | None = None,
    ) -> AsyncIterator[bytes]:
        """Yield what is written to `pipe:1` in pieces of equal size; the last may be shorter.

        FFmpeg waits while the caller works, so memory stays bounded.
        """
        child = _Child(self._command(arguments), FFmpegLog(), feed, limits, folder)
        try:
            while piece := await in_thread(child, functools.partial(child.read, chunk_bytes)):
                yield piece
            await in_thread(child, child.finish)
        finally:
            child.close()

    def chunks_here(
        self,
        arguments: Sequence[str],
        chunk_bytes: int,
        *,
        feed: Iterable[bytes] = (),
        limits: Limits = _ANY,
        folder: Path | None = None,
    ) -> Generator[bytes, None, None]:
        """Do what `chunks` does, for code that already runs in a thread of its own; `close()` kills."""
        child = _Child(self._command(arguments), FFmpegLog(), feed, limits, folder)
        try:
            while piece := child.read(chunk_bytes):
                yield piece
            child.finish()
        finally:
            child.close()

    async def describe(self, path: Path) -> str:
        """Return what FFmpeg says about a file, in the words that `media/probe.py` reads.

        Raises:
            NotMedia: it cannot be opened as a picture, clip or sound.
        """
        # Chapters and tags come before the streams and may be many.
        log = FFmpegLog(last_lines=5000)
        command = [*wrapper(), str(self.program), "-nostdin", "-hide_banner", *guarded(["-i", str(path)])]
        child = _Child(command, log, (), _A_LOOK, None)
        await in_thread(child, child.wait)
        if child.stopped or "Input #0" not in str(log):
            raise child.failure()
        return str(log)

    def _command(self, arguments: Sequence[str]) -> list[str]:
        return [
            *(*wrapper(), str(self.program), "-nostdin", "-hide_banner", "-loglevel", "warning", "-y"),
            *("-nostats", "-progress", "pipe:2", "-stats_period", "0.2"),
            *guarded(arguments),
        ]


@functools.cache
def find_ffmpeg() -> FFmpeg:
    """Return the FFmpeg that is shipped with the program, checked once.

    Raises:
        ToolMissing: it is not there, too old, or built without an encoder we need.
    """
    folder = Path(imageio_ffmpeg.__file__).parent / "binaries"
    program = next((path for path in sorted(folder.glob("ffmpeg-*")) if path.is_file()), None)
    if program is None:
        raise ToolMissing("FFmpeg, the program that makes films, is missing.", hint=_HINT, detail=str(folder))
    return checked(program)


def checked(program: Path) -> FFmpeg:
    """Ask a program for its version and encoders.

    Raises:
        ToolMissing: it does not start, is too old, or lacks an encoder we need.
    """
    try:
        answer = subprocess.run(
            [str(program), "-encoders"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=30,
            check=False,
            creationflags=_no_window(),
        )
    except (OSError, subprocess.TimeoutExpired) as failure:
        raise ToolMissing(
            "FFmpeg, the program that makes films, does not start.", hint=_HINT, detail=str(failure)
        ) from failure
    banner = answer.stderr.decode(errors="replace")
    version = re.match(r"ffmpeg version n?(\d+)(\S*)", banner)
    offered = set(re.findall(r"^ [VAS]\S+ (\S+)", answer.stdout.decode(errors="replace"), re.MULTILINE))
    lacking = [name for name in _ENCODERS if name not in offered]
    if version is None or int(version[1]) < _OLDEST_MAJOR or lacking:
        said = next(iter(banner.splitlines()), "nothing")
        detail = f"{program} says {said}; lacking: {', '.join(lacking) or 'nothing'}"
        raise ToolMissing("The FFmpeg on this computer cannot make our films.", hint=_HINT, detail=detail)
    return FFmpeg(program, version[1] + version[2])


def _no_window() -> int:
    if sys.platform == "win32":
        return subprocess.CREATE_NO_WINDOW
    return 0


class _Child:
    """One FFmpeg process; the first read starts it, threads serve its other pipes."""

    def __init__(
        self, command: list[str], log: FFmpegLog, feed: Iterable[bytes], limits: Limits, folder: Path | None
    ) -> None:
        self.stopped = ""
        self._command = command
        self._log = log
        self._feed = feed
        self._limits = limits
        self._folder = folder
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._threads: list[threading.Thread] = []
        self._alarm = threading.Timer(limits.seconds, self._ring)
        self._feed_failure: Exception | None = None
        self._received_bytes = 0

    def read(self, size: int) -> bytes:
        """Return exactly `size` bytes, fewer only at the end."""
        piece = _pipe(self._started().stdout).read(size)
        self._received_bytes += len(piece)
        if self._received_bytes > self._limits.output_bytes:
            self.stopped = "made more than it may"
            self._stop(self.stopped)
        return piece

    def capture(self) -> bytes:
        """Return everything until the end, then check how it ended."""
        pieces = list(iter(lambda: self.read(_PIECE_BYTES), b""))
        self.finish()
        return b"".join(pieces)

    def finish(self) -> None:
        """Wait for the end and raise what went wrong."""
        status = self.wait()
        if self._feed_failure is not None:
            raise self._feed_failure
        if status or self.stopped:
            raise self.failure()

    def wait(self) -> int:
        """Wait for the end, put everything away and return the exit status."""
        process = self._started()
        status = process.wait()
        self._alarm.cancel()
        for thread in self._threads:
            thread.join()
        _pipe(process.stdout).close()
        return status

    def failure(self) -> Exception:
        """Say why it failed."""
        if not self.stopped:
            return self._log.failure()
        message = f"FFmpeg was stopped because it {self.stopped}."
        return ToolFailed(message, hint="Try a shorter or smaller file.", detail=str(self._log))

    def kill(self) -> None:
        """End it now, or keep it from starting; afterwards the process is gone."""
        with self._lock:
            self._stop("was not needed any more")
            if self._process is not None:
                self._process.wait(_PARTING_S)

    def close(self) -> None:
        """Kill it if it runs and put everything away; to be called when nobody reads any more."""
        self.kill()
        if self._process is not None:
            self.wait()

    def _stop(self, reason: str) -> None:
        process = self._process
        if process is None or process.poll() is None:
            self.stopped = self.stopped or reason
        if process is not None and process.poll() is None:
            _kill_group(process)

    def _started(self) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._process is None:
                if self.stopped:
                    raise self.failure()
                self._process = self._start()
            return self._process

    def _start(self) -> subprocess.Popen[bytes]:
        try:
            process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=self._folder,
                env=environment(),
                start_new_session=True,
                creationflags=_no_window(),
            )
        except OSError as failure:
            message = "FFmpeg, the program that makes films, does not start."
            raise ToolMissing(message, hint=_HINT, detail=str(failure)) from failure
        limit(process.pid, self._limits)
        for serve in (self._listen, self._supply):
            thread = threading.Thread(
                target=serve, args=(process,), name=f"ffmpeg-{serve.__name__}", daemon=True
            )
            self._threads.append(thread)
            thread.start()
        self._alarm.daemon = True
        self._alarm.start()
        return process

    def _listen(self, process: subprocess.Popen[bytes]) -> None:
        with _pipe(process.stderr) as pipe:
            while line := pipe.readline(_LONGEST_LOG_LINE):
                self._log.take(line.decode(errors="replace"))

    def _supply(self, process: subprocess.Popen[bytes]) -> None:
        pipe = _pipe(process.stdin)
        try:
            with pipe:
                for piece in self._feed:
                    pipe.write(piece)
        except OSError:
            # FFmpeg closed its end: it failed, was stopped, or has all it wants; its exit status tells.
            return
        except Exception as failure:  # noqa: BLE001 - raised again by finish(), on the caller's thread
            self._feed_failure = failure
            self._stop("was not fed to the end")

    def _ring(self) -> None:
        self._stop(f"took longer than {self._limits.seconds:g} seconds")


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise RuntimeError("all three pipes of a child are asked for when it is started")
    return pipe


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        process.kill()
    else:
        # It may have ended by itself in this very moment.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
