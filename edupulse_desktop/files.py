"""How files are written so that a power cut leaves the old or the new one, and what names they may have."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import sys
import time
import unicodedata
from pathlib import Path

from edupulse_desktop.errors import StorageError

if sys.platform == "darwin":
    import fcntl

_RETRY_DELAYS_S = (0.05, 0.1, 0.2, 0.4, 0.8)
_SHARING_ERRORS = frozenset({5, 32, 33})
"""ERROR_ACCESS_DENIED, _SHARING_VIOLATION and _LOCK_VIOLATION: on Windows a virus scanner holds new files for a moment."""

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FORBIDDEN = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
_IN_THE_WAY = frozenset({errno.ENOTDIR, errno.EEXIST})
_TOLD_LETTERS = 40
"""Of a name that is too long."""

UNFINISHED = ".part"
"""In the name of every file that is still being written."""
_LONGEST_SUFFIX = 16
_LONGEST_NAME_BYTES = 180
"""File systems allow 255 bytes; the rest is for suffixes such as ` (2).captions.de.vtt`."""
_ILLEGAL = re.compile(r'[<>:"/\\|?*]+')
_RESERVED = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|clock\$|(?:com|lpt)[0-9¹²³])(?=$|[ .])", re.IGNORECASE
)
"""Device names that Windows keeps for itself, with any extension."""
_JOINERS = frozenset("\u200c\u200d")
_VARIATION_SELECTORS = frozenset(map(chr, range(0xFE00, 0xFE10)))
_TAGS = range(0xE0020, 0xE0080)
"""Tag characters spell the flags of England, Scotland and Wales."""


def temporary_beside(path: Path) -> Path:
    """Return an unused hidden name in the same folder with the same suffix; nothing is created."""
    suffix = path.suffix if len(path.suffix) <= _LONGEST_SUFFIX else ""
    return path.with_name(f".{secrets.token_hex(8)}{UNFINISHED}{suffix}")


def write_durably(path: Path, data: bytes) -> None:
    """Write a file so that after a power cut either the old or the new one is there, whole.

    Raises:
        StorageError: the disk is full, gone or read-only; the old file is untouched.
    """
    temporary = temporary_beside(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("xb") as stream:
            stream.write(data)
    except OSError as failure:
        _discard(temporary)
        raise storage_error(failure, path) from failure
    replace_durably(temporary, path)


def replace_durably(temporary: Path, path: Path) -> None:
    """Let a finished file take another's place on the same disk, durably.

    Raises:
        StorageError: the disk is full, gone or read-only; the old file is untouched and the temporary one removed.
    """
    try:
        with temporary.open("rb+") as stream:
            sync_file(stream.fileno())
        rename_with_retries(temporary, path)
        sync_folder(path.parent)
    except OSError as failure:
        _discard(temporary)
        raise storage_error(failure, path) from failure


def rename_with_retries(temporary: Path, path: Path) -> None:
    """Rename over `path`, waiting up to 1.6 s for a program that holds either file on Windows.

    Raises:
        OSError: the last refusal.
    """
    for delay_s in _RETRY_DELAYS_S:
        try:
            temporary.replace(path)
        except OSError as failure:
            if getattr(failure, "winerror", None) not in _SHARING_ERRORS:
                raise
            time.sleep(delay_s)
        else:
            return
    temporary.replace(path)


def storage_error(failure: OSError, path: Path) -> StorageError:
    """Say in a teacher's words why a file could not be written."""
    detail = f"{path}: {failure}"
    if failure.errno in _FULL:
        message, hint = (
            f"There is no room left to write “{path.name}”.",
            "Free some space on the disk, then try again.",
        )
    elif failure.errno in _FORBIDDEN:
        message, hint = (
            f"“{path.name}” may not be written here.",
            "Choose another folder, or ask for the right to write to this one.",
        )
    elif failure.errno == errno.ENAMETOOLONG:
        told = path.name if len(path.name) <= _TOLD_LETTERS else f"{path.name[:_TOLD_LETTERS]}…"
        message, hint = (
            f"The name or path of “{told}” is too long for this disk.",
            "Choose a shorter name, or a folder with a shorter path.",
        )
    elif failure.errno == errno.EISDIR:
        message, hint = f"“{path.name}” is a folder, not a file. It was not touched.", "Name a file."
    elif failure.errno in _IN_THE_WAY and (file := _file_in_the_way(path)):
        message, hint = f"“{file.name}” is a file, not a folder. It was not touched.", "Name a folder."
    else:
        message, hint = (
            f"“{path.name}” could not be written.",
            "Check that the disk is still there, or choose another folder.",
        )
    return StorageError(message, hint=hint, detail=detail)


def _file_in_the_way(path: Path) -> Path | None:
    """Return the file where a folder is wanted: the path itself or one above it."""
    # Asking may be forbidden, too.
    with contextlib.suppress(OSError):
        return next((each for each in (path, *path.parents) if each.exists() and not each.is_dir()), None)
    return None


def safe_file_name(text: str, fallback: str) -> str:
    """Turn any text into a file name without suffix that Linux, macOS and Windows accept.

    Args:
        text: a title in any script.
        fallback: a plain word for texts of which nothing is left.

    Returns:
        At most 180 bytes of UTF-8 in Unicode normalisation form C, so that a suffix still fits.
    """
    visible = unicodedata.normalize("NFC", "".join(map(_for_a_name, text)))
    joined = " ".join(_ILLEGAL.sub("-", visible).split())
    name = _shortened(joined.lstrip(" .-~")).rstrip(" .")
    return _RESERVED.sub(r"\1_", name, count=1) if _RESERVED.match(name) else name or fallback


def _for_a_name(character: str) -> str:
    if character in _JOINERS or ord(character) in _TAGS:
        return character
    category = unicodedata.category(character)
    if category in {"Cc", "Zl", "Zp", "Zs"}:
        return " "
    return "" if category in {"Cf", "Cs"} else character


def _shortened(name: str) -> str:
    """Cut to the limit in bytes, before a whole letter with its accents, never inside it."""
    if len(name.encode()) <= _LONGEST_NAME_BYTES:
        return name
    end = len(name.encode()[:_LONGEST_NAME_BYTES].decode(errors="ignore"))
    while end and (_continues(name[end]) or name[end - 1] in _JOINERS):
        end -= 1
    return name[:end]


def _continues(character: str) -> bool:
    """Whether the character belongs to the one before it."""
    return (
        unicodedata.category(character) in {"Mn", "Mc", "Me"}
        or character in _JOINERS | _VARIATION_SELECTORS
        or ord(character) in _TAGS
    )


def sync_file(descriptor: int) -> None:
    """Return when an open file's bytes are on the disk."""
    if sys.platform == "darwin":
        # fsync on macOS stops at the drive's own cache; F_FULLFSYNC goes through it.
        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
    else:
        os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Return when the names in a folder are on the disk, where the system can promise it."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as failure:
        # Some network and FUSE file systems cannot sync a folder; the rename itself has happened.
        if failure.errno not in {errno.EINVAL, errno.ENOTSUP}:
            raise
    finally:
        os.close(descriptor)


def _discard(temporary: Path) -> None:
    try:
        temporary.unlink(missing_ok=True)
    except OSError:
        # The disk that failed just now may fail again; the hidden leftover does no harm.
        return
