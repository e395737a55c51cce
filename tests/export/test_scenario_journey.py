"""From a scenario file through the import workflow to a scenario file: nothing the format can say has changed."""

import asyncio
import json
from dataclasses import replace
from pathlib import Path

import pytest

from edupulse_desktop.export.scenario import ScenarioExporter
from edupulse_desktop.jobs.progress import unheard
from edupulse_desktop.model.cast import Voice
from edupulse_desktop.model.ids import LessonId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.services.script.outline import OutlineWriter
from edupulse_desktop.workflows.import_file import import_file
from tests.drafts import HandedOver

SCENARIOS = Path(__file__).parents[1] / "imports" / "scenarios"


@pytest.mark.parametrize("name", ["large.json", "well_formed.json", "ends_with_group.json"])
def test_a_scenario_comes_back_unchanged_though_voices_were_chosen(name: str, tmp_path: Path) -> None:
    empty = Lesson(LessonId("lesson-journey"), "Before")
    read = asyncio.run(import_file(SCENARIOS / name, empty, OutlineWriter()))
    lesson = read.edit.apply(empty)
    for character in lesson.cast:
        voice = Voice("espeak", "en-GB/clara", character.voice.description)
        lesson = lesson.with_character(replace(character, voice=voice))
    asyncio.run(ScenarioExporter().export(lesson, (), HandedOver(read.assets), tmp_path / "out", unheard()))
    written = json.loads((tmp_path / "out" / "scenario.json").read_text(encoding="utf-8"))
    assert written == json.loads((SCENARIOS / name).read_text(encoding="utf-8"))
