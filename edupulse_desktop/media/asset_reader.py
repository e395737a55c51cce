"""The port through which crafts get the bytes of an asset, wherever they are kept."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from edupulse_desktop.model.asset import AssetRef


class AssetReader(Protocol):
    """Gives out assets by name; may be called from worker threads."""

    def read(self, asset: AssetRef) -> bytes:
        """Return the bytes of an asset.

        Raises:
            NotMedia: the asset is missing or damaged.
        """
        ...

    def file(self, asset: AssetRef) -> Path:
        """Return a file with the bytes of an asset, for programs that want one; it must not be changed.

        Raises:
            NotMedia: the asset is missing or damaged.
        """
        ...
