"""How much one run of FFmpeg may take, and how a running child is held to it and ends with us."""

from __future__ import annotations

import functools
import os
import shutil
import sys
from dataclasses import dataclass

if sys.platform == "linux":
    import resource


_PASSED_ON = ("PATH", "LANG", "LC_ALL", "HOME", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "WINDIR")
"""FFmpeg's whole environment: keys, proxies and FFREPORT are none of its business."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one run may take; more ends it with `ToolFailed`.

    Args:
        seconds: time on the clock.
        memory_bytes: held only on Linux, where a running program can be limited from outside.
        output_bytes: for what comes back through the pipe everywhere, for written files on Linux.
    """

    seconds: float = 3600.0
    memory_bytes: int = 4 << 30
    output_bytes: int = 8 << 30


def limit(pid: int, limits: Limits) -> None:
    """Limit a running child; threads' stacks and buffers count, reserved address space does not."""
    if sys.platform != "linux":
        return
    try:
        resource.prlimit(pid, resource.RLIMIT_DATA, (limits.memory_bytes, limits.memory_bytes))
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (limits.output_bytes, limits.output_bytes))
    except ProcessLookupError:
        # It has ended already.
        return


@functools.cache
def wrapper() -> tuple[str, ...]:
    """On Linux, ask the kernel to end FFmpeg when our own process is killed and cannot do it any more."""
    program = shutil.which("setpriv") if sys.platform == "linux" else None
    return (program, "--pdeathsig", "KILL", "--") if program else ()


def environment() -> dict[str, str]:
    """Return what of our environment FFmpeg gets."""
    return {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
