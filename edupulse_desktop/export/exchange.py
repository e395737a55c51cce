"""Two folders change names in one step, where the system can do that."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
"""renameat2(2), Linux 3.15 and glibc 2.28."""
_RENAME_SWAP = 2
"""renamex_np(2), macOS 10.12."""


def exchange(one: Path, other: Path) -> bool:
    """Let two paths change places; false, and nothing done, where system or disk cannot do it in one step."""
    if sys.platform not in ("linux", "darwin"):
        return False
    library = ctypes.CDLL(None, use_errno=True)
    names = (os.fsencode(one), os.fsencode(other))
    if sys.platform == "linux":
        if not hasattr(library, "renameat2"):
            return False
        status = library.renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE)
    else:
        if not hasattr(library, "renamex_np"):
            return False
        status = library.renamex_np(names[0], names[1], _RENAME_SWAP)
    return int(status) == 0
