"""What reading somebody else's file gives: a draft, the pictures that came with it, and every repair in words."""

from __future__ import annotations

from dataclasses import dataclass, replace

from edupulse_desktop.model.asset import AssetRef
from edupulse_desktop.model.draft import Draft, DraftLine, DraftScene


@dataclass(frozen=True, slots=True)
class ImportedAsset:
    """The bytes of a picture as they were in the file, under their name."""

    ref: AssetRef
    data: bytes


@dataclass(frozen=True, slots=True)
class Imported:
    """A draft and what belongs to it.

    Args:
        assets: the bytes of every asset the draft names, each once.
        notes: what was repaired or left out, one sentence each, naming the place.
    """

    draft: Draft
    assets: tuple[ImportedAsset, ...] = ()
    notes: tuple[str, ...] = ()

    def with_asset_replaced(self, old: AssetRef, new: ImportedAsset | None) -> Imported:
        """Return the same import with another picture in place of one; without one the description stays."""
        scenes = tuple(_scene_with(scene, old, new) for scene in self.draft.scenes)
        others = tuple(asset for asset in self.assets if asset.ref != old)
        added = () if new is None or any(asset.ref == new.ref for asset in others) else (new,)
        return replace(self, draft=replace(self.draft, scenes=scenes), assets=(*others, *added))

    def with_note(self, note: str) -> Imported:
        """Return the same import with one more note."""
        return replace(self, notes=(*self.notes, note))


def _scene_with(scene: DraftScene, old: AssetRef, new: ImportedAsset | None) -> DraftScene:
    return replace(scene, lines=tuple(_line_with(line, old, new) for line in scene.lines))


def _line_with(line: DraftLine, old: AssetRef, new: ImportedAsset | None) -> DraftLine:
    picture = line.picture
    if picture is None or picture.asset != old:
        return line
    if new is None and not picture.prompt and not picture.alt_text:
        return replace(line, picture=None)
    return replace(line, picture=replace(picture, asset=None if new is None else new.ref))
