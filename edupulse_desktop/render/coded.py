"""Coded pictures and runs as they lie in the cache, told apart by their first bytes."""

from __future__ import annotations

from pathlib import Path
from typing import TypeAlias

from edupulse_desktop.render.blocks import BLOCKS_MAGIC
from edupulse_desktop.render.run import CodedRun
from edupulse_desktop.render.still import CodedPicture

Coded: TypeAlias = CodedPicture | CodedRun


def load_coded(path: Path) -> Coded:
    """Open what `CodedPicture.to_bytes` or `write_run` left in a file; RenderError if it is damaged."""
    with path.open("rb") as file:
        head = file.read(len(BLOCKS_MAGIC))
        if head != BLOCKS_MAGIC:
            return CodedPicture.from_bytes(head + file.read())
    return CodedRun.open(path)
