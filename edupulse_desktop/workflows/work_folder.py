"""A folder for the files of one piece of work; gone when the work is over, however it ends."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from edupulse_desktop.files import storage_error
from edupulse_desktop.places import cache_folder

_PREFIX = "work-"
_FORGOTTEN_AFTER_S = 86_400
"""A folder this old was left by a program that was killed."""


@contextmanager
def work_folder() -> Iterator[Path]:
    """Yield an empty folder below the cache.

    Raises:
        StorageError: the cache's disk is full, gone or read-only.
    """
    try:
        cache_folder().mkdir(parents=True, exist_ok=True)
        _sweep()
        work = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=cache_folder()))
    except OSError as failure:
        raise storage_error(failure, cache_folder()) from failure
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _sweep() -> None:
    for left in cache_folder().glob(f"{_PREFIX}*"):
        # Another export may have ended meanwhile and taken its folder away; what cannot be looked at stays.
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _FORGOTTEN_AFTER_S:
                shutil.rmtree(left, ignore_errors=True)
