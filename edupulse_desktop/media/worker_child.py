"""The inside of a helper process: limits itself, answers one request after another, ends with its parent.

A helper program is any module with `def answer(asked: Message) -> Message`. It runs in a process of its
own because it holds foreign code with global state, or reads strangers' files. What it raises on purpose (an
EduPulseError) travels back as data; anything else ends the process, and the parent starts a new one.

In the frozen application there is no Python to start, so the program starts itself with a hidden first
argument: the entry point calls `worker_main(sys.argv[1:])` before anything else and returns if that is true.
"""

from __future__ import annotations

import importlib
import math
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from typing import BinaryIO

from edupulse_desktop.errors import EduPulseError, ToolMissing
from edupulse_desktop.media.message import Garbled, Message, read_message, write_message

if sys.platform != "win32":
    import resource

WORKER_FLAG = "--worker"
_LARGEST_FILE_BYTES = 16 * 2**20
"""A helper answers through its pipe; files are only its complaints on stderr and compiled modules."""
_LARGEST_REQUEST_BYTES = 2**31


def worker_main(arguments: Sequence[str]) -> bool:
    """Serve as a helper if the arguments say so; true afterwards, false when this is an ordinary start.

    Args:
        arguments: `--worker PROGRAM MEMORY_BYTES REQUEST_SECONDS`, as written by `media/worker.py`.
    """
    if len(arguments) != 4 or arguments[0] != WORKER_FLAG:
        return False
    program, memory_bytes, request_s = arguments[1], int(arguments[2]), float(arguments[3])
    asked, answers = _pipes()
    _limit_process(memory_bytes)
    _limit_cpu(request_s)
    answer = _program(program)
    inbox: SimpleQueue[Message] = SimpleQueue()
    Thread(target=_listen, args=(asked, inbox), daemon=True).start()
    while True:
        message = inbox.get()
        _limit_cpu(request_s)
        write_message(answers, _answered(answer, message))


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """Take stdin and stdout for messages; what a library prints goes to stderr instead."""
    asked = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return asked, answers


def _listen(asked: BinaryIO, inbox: SimpleQueue[Message]) -> None:
    """Pass requests on; when the parent is gone, leave at once, even in the middle of an answer."""
    with suppress(Garbled, OSError):
        while (message := read_message(asked, _LARGEST_REQUEST_BYTES)) is not None:
            inbox.put(message)
    os._exit(0)


def _program(name: str) -> Callable[[Message], Message]:
    try:
        answer: Callable[[Message], Message] = importlib.import_module(name).answer
    except (ImportError, OSError) as error:
        missing = ToolMissing(
            "A part of EduPulse that this work needs is not installed.",
            hint="Install EduPulse again; `edupulse doctor` says what is missing.",
            detail=f"{name}: {error}",
        )

        def refuse(_: Message) -> Message:
            raise missing

        return refuse
    return answer


def _answered(answer: Callable[[Message], Message], asked: Message) -> Message:
    try:
        answered = answer(asked)
    except EduPulseError as error:
        return Message(
            {
                "refused": type(error).__name__,
                "message": error.message,
                "hint": error.hint,
                "detail": error.detail,
            }
        )
    return Message({"answer": answered.header}, answered.body)


def _limit_process(memory_bytes: int) -> None:
    if sys.platform != "win32":
        _limit(resource.RLIMIT_AS, memory_bytes)
        _limit(resource.RLIMIT_FSIZE, _LARGEST_FILE_BYTES)
        _limit(resource.RLIMIT_CORE, 0)


def _limit_cpu(request_s: float) -> None:
    """Allow the process `request_s` more of processor time, so that it ends even if nobody kills it."""
    if sys.platform != "win32":
        used = resource.getrusage(resource.RUSAGE_SELF)
        soft = math.ceil(used.ru_utime + used.ru_stime + request_s) + 1
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _limit(what: int, amount: int) -> None:
    if sys.platform != "win32":
        hard = resource.getrlimit(what)[1]
        amount = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (amount, amount))
