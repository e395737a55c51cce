"""EduPulse scenario JSON → a draft; tolerant of what people, editors and language models do to it.

Four steps, each in a module of its own: find the scenario in the text (`scenario_text.py`, `loose_json.py`), read its blocks
(`scenario_reader.py`), mend questions and branches (`scenario_repairs.py`), and build scenes
(`scenario_draft.py`). Nothing is dropped or repaired without a note, and nothing is ever fetched.
"""

from __future__ import annotations

from pathlib import PurePath

from edupulse_desktop.errors import ImportRefused
from edupulse_desktop.imports.detect import text_of
from edupulse_desktop.imports.imported import Imported
from edupulse_desktop.imports.notes import Notes
from edupulse_desktop.imports.scenario_draft import draft_of
from edupulse_desktop.imports.scenario_pictures import PictureReader
from edupulse_desktop.imports.scenario_reader import ScriptReader
from edupulse_desktop.imports.scenario_repairs import Mender
from edupulse_desktop.imports.scenario_script import Script
from edupulse_desktop.imports.scenario_text import found_scenario

_UNTITLED = "Untitled scenario"


def read_scenario(data: bytes, name: str) -> Imported:
    """Return the lesson a scenario file describes, with its pictures and every repair in words.

    Args:
        data: the whole file.
        name: its name, for messages and as the title of last resort.

    Raises:
        ImportRefused: there is no scenario in it, it is cut off, or nothing is said in it.
    """
    notes = Notes()
    found = found_scenario(text_of(data, name), name, notes)
    pictures = PictureReader(notes)
    script = ScriptReader(notes, pictures).script(found, PurePath(name).stem or _UNTITLED)
    if not script.items:
        raise ImportRefused(
            f"“{name}” has an empty script, so there is nothing to import.",
            hint="Write the first lines in the EduPulse web app, or start a new lesson here.",
        )
    mended = Script(
        script.title,
        Mender(notes).mended(script.items),
        script.characters,
        script.language,
        script.description,
        script.objectives,
    )
    draft = draft_of(mended, notes)
    return Imported(draft, pictures.assets, notes.said())
