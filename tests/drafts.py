"""A draft as a lesson; the pictures of an import as an asset reader."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from edupulse_desktop.edits.script import replace_script
from edupulse_desktop.imports.imported import ImportedAsset
from edupulse_desktop.model.asset import AssetRef
from edupulse_desktop.model.draft import Draft
from edupulse_desktop.model.ids import LessonId
from edupulse_desktop.model.lesson import Lesson


class HandedOver:
    """Gives out the pictures that came with an import."""

    def __init__(self, assets: Iterable[ImportedAsset]) -> None:
        self._data = {asset.ref: asset.data for asset in assets}

    def read(self, asset: AssetRef) -> bytes:
        return self._data[asset]

    def file(self, asset: AssetRef) -> Path:
        raise NotImplementedError(asset)


def lesson_of(draft: Draft) -> Lesson:
    empty = Lesson(LessonId("lesson-draft"))
    return replace_script(draft, empty).apply(empty)
