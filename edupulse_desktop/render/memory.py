"""Gives memory back to the system where the system's allocator would keep it."""

from __future__ import annotations

import ctypes
import sys


def give_back_memory() -> None:
    """Return what was freed to the system; takes less than a millisecond.

    glibc keeps freed pictures in up to eight pools per core, where they are of no use to a thread that works with
    another pool: 60 MB when moving pictures are encoded at 1080p. Other systems need no telling.
    """
    if sys.platform != "linux":
        return
    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (OSError, AttributeError):
        # Another C library, for example musl, which gives back by itself.
        return
