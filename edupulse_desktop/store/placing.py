"""Gives a finished file its name and never takes another's place: of two programs that come at once, one succeeds."""

from __future__ import annotations

import os
from pathlib import Path

from edupulse_desktop.files import rename_with_retries, storage_error, sync_file, sync_folder
from edupulse_desktop.store.backups import remove_quietly
from edupulse_desktop.store.failures import taken


def place_new(temporary: Path, path: Path) -> None:
    """Let a finished file be found at `path`, durably, if nothing is there yet; the temporary one is gone after it.

    Raises:
        ProjectError: something is at `path`; it is untouched.
        StorageError: the disk is full, gone or read-only.
    """
    try:
        with temporary.open("rb+") as stream:
            sync_file(stream.fileno())
        _claim(temporary, path)
        remove_quietly(temporary)
        sync_folder(path.parent)
    except FileExistsError as failure:
        raise taken(path, str(failure)) from failure
    except OSError as failure:
        raise storage_error(failure, path) from failure
    finally:
        remove_quietly(temporary)


def _claim(temporary: Path, path: Path) -> None:
    """Give the file its name in one step that fails if the name is in use.

    Raises:
        FileExistsError: it is.
    """
    try:
        if os.name == "posix":
            # A rename would silently replace what is there.
            path.hardlink_to(temporary)
        else:
            temporary.rename(path)
    except FileExistsError:
        raise
    except OSError:
        # FAT and some network disks have no links; on Windows a virus scanner holds new files for a moment.
        _reserve(temporary, path)


def _reserve(temporary: Path, path: Path) -> None:
    """Take the name with an empty file, which no second program can do, and put the finished one in its place.

    Raises:
        FileExistsError: the name is in use.
    """
    path.touch(exist_ok=False)
    try:
        rename_with_retries(temporary, path)
    except BaseException:
        remove_quietly(path)
        raise
