"""The Exporter protocol: lesson and films in, one whole package out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from edupulse_desktop.jobs.progress import Progress
from edupulse_desktop.media.asset_reader import AssetReader
from edupulse_desktop.media.film import Film
from edupulse_desktop.model.lesson import Lesson


@dataclass(frozen=True, slots=True)
class Exported:
    """A finished package.

    Args:
        files: everything in it, the one to open first.
    """

    folder: Path
    files: tuple[Path, ...]


class Exporter(Protocol):
    """Makes a package of one format; the package appears whole or not at all."""

    @property
    def name(self) -> str:
        """The format's name on the command line."""
        ...

    def losses(self, lesson: Lesson) -> tuple[str, ...]:
        """Return what of this lesson the format cannot carry, one sentence each."""
        ...

    def refuse(self, folder: Path) -> None:
        """Check, before anything is made, that the package may go into a folder; nothing is changed.

        Raises:
            ExportError: the folder holds other people's files, or is a file.
            StorageError: the folder cannot be looked at.
        """
        ...

    async def export(
        self, lesson: Lesson, films: tuple[Film, ...], assets: AssetReader, folder: Path, progress: Progress
    ) -> Exported:
        """Make the package in a folder of its own; an earlier package there is replaced.

        Raises:
            ExportError: something is missing, or the folder holds other people's files; nothing was changed.
            StorageError: the disk is full, gone or read-only; nothing was changed.
        """
        ...
