"""Assets of a project together with pictures that are made for one film and not kept in it."""

from __future__ import annotations

from pathlib import Path

from edupulse_desktop.errors import NotMedia
from edupulse_desktop.media.asset_reader import AssetReader
from edupulse_desktop.media.cache import Cache
from edupulse_desktop.model.asset import AssetKind, AssetRef, asset_of
from edupulse_desktop.model.picture import PictureRequest
from edupulse_desktop.services.picture.painter import Painted


class PassingAssets:
    """An asset reader that looks into the project first, then into the cache."""

    def __init__(self, kept: AssetReader, cache: Cache) -> None:
        self._kept = kept
        self._cache = cache
        self._passing: set[str] = set()

    def keep(self, painted: Painted, _request: PictureRequest) -> AssetRef:
        """Put a picture into the cache and return its name."""
        ref = asset_of(painted.data, AssetKind.PICTURE, painted.media_type)
        self._cache.put(ref.sha256, painted.data, ".png" if painted.media_type == "image/png" else ".jpg")
        self._passing.add(ref.sha256)
        return ref

    def read(self, asset: AssetRef) -> bytes:
        """Return the bytes of an asset.

        Raises:
            NotMedia: the asset is missing or damaged.
        """
        if asset.sha256 not in self._passing:
            return self._kept.read(asset)
        data = self._cache.get(asset.sha256)
        if data is None:
            raise _gone()
        return data

    def file(self, asset: AssetRef) -> Path:
        """Return a file with the bytes of an asset; it must not be changed.

        Raises:
            NotMedia: the asset is missing or damaged.
        """
        if asset.sha256 not in self._passing:
            return self._kept.file(asset)
        path = self._cache.path(asset.sha256)
        if path is None:
            raise _gone()
        return path


def _gone() -> NotMedia:
    return NotMedia("A picture made for this film is no longer in the cache.", hint="Render again.")
