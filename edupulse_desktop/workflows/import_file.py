"""Any file that can be read becomes an edit: a scenario, a written outline, or `Name: text` lines."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

from edupulse_desktop.edits.script import ReplaceScript, replace_script
from edupulse_desktop.errors import ImportRefused, NotMedia
from edupulse_desktop.imports.detect import SourceKind, kind_of, text_of
from edupulse_desktop.imports.imported import Imported, ImportedAsset
from edupulse_desktop.imports.language import in_its_language
from edupulse_desktop.imports.plain_picture import is_plain
from edupulse_desktop.imports.scenario import read_scenario
from edupulse_desktop.media.image import normalise
from edupulse_desktop.model.asset import AssetKind, asset_of
from edupulse_desktop.model.brief import Brief
from edupulse_desktop.model.draft import Draft
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.services.script.writer import ScriptWriter

LARGEST_SOURCE_BYTES = 512 * 2**20
"""A scenario carries its pictures as base64; half a gibibyte is far above any real one."""


@dataclass(frozen=True, slots=True)
class Read:
    """What a file became.

    Args:
        assets: the pictures that the edit names; keep them before the edit is applied.
        notes: what was repaired or left out, one sentence each.
    """

    edit: ReplaceScript
    assets: tuple[ImportedAsset, ...]
    notes: tuple[str, ...]


async def import_file(source: Path, lesson: Lesson, writer: ScriptWriter) -> Read:
    """Read a file and return the edit that puts it in place of the lesson's script.

    Raises:
        ImportRefused: the file cannot be read as a lesson.
        ServiceError: the script writer cannot make a lesson of the text.
    """
    data = await asyncio.to_thread(_bytes_of, source)
    if kind_of(data, source.name) is SourceKind.SCENARIO:
        imported = await asyncio.to_thread(_with_sound_pictures, data, source.name)
    else:
        imported = Imported(await _written(source, data, writer))
    imported = in_its_language(imported, lesson.language)
    edit = replace_script(imported.draft, lesson)
    return Read(edit, imported.assets, imported.notes)


def _bytes_of(source: Path) -> bytes:
    try:
        if source.stat().st_size > LARGEST_SOURCE_BYTES:
            raise ImportRefused(
                f"“{source.name}” is larger than {LARGEST_SOURCE_BYTES // 2**20} MB, which no lesson is.",
                hint="Check that it is the right file.",
            )
        return source.read_bytes()
    except FileNotFoundError as failure:
        raise ImportRefused(
            f"There is no file “{source}”.", hint="Check the name and the folder."
        ) from failure
    except IsADirectoryError as failure:
        raise ImportRefused(f"“{source}” is a folder.", hint="Name a file in it.") from failure
    except OSError as failure:
        raise ImportRefused(
            f"“{source.name}” could not be opened.", hint="Check that it may be read.", detail=str(failure)
        ) from failure


async def _written(source: Path, data: bytes, writer: ScriptWriter) -> Draft:
    text = text_of(data, source.name)
    if not text.strip():
        raise ImportRefused(
            f"“{source.name}” is empty.", hint="Write a scene into it: see resources/help/outline.md."
        )
    brief = Brief(topic=source.stem, source=text)
    written = Draft()
    async for draft in writer.write(brief):
        written = draft
    return written


def _with_sound_pictures(data: bytes, name: str) -> Imported:
    """Read a scenario; a picture that cannot be shown is dropped and named, a sound one stays byte for byte."""
    imported = read_scenario(data, name)
    notes = list(imported.notes)
    for asset in imported.assets:
        try:
            normal = normalise(asset.data)
        except NotMedia as failure:
            notes.append(f"A picture was left out: {failure.message}")
            imported = imported.with_asset_replaced(asset.ref, None)
            continue
        if normal.data != asset.data and not is_plain(asset.data):
            ref = asset_of(normal.data, AssetKind.PICTURE, normal.media_type)
            imported = imported.with_asset_replaced(asset.ref, ImportedAsset(ref, normal.data))
    return Imported(imported.draft, imported.assets, tuple(notes))
