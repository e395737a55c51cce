"""A power cut at any moment loses nothing that was acknowledged; and this test can tell."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from edupulse_desktop.errors import EduPulseError
from edupulse_desktop.model.asset import AssetKind
from edupulse_desktop.store.project import Project
from tests.builders import lesson, line, scene
from tests.store.power_cut import Deed, Disk, recorded, shared_library

LIBRARY = shared_library()
SAVES = 2
ENOUGH = 10
pytestmark = pytest.mark.skipif(
    LIBRARY is None, reason="SQLite is built into Python here and cannot be watched"
)


def saved(tmp_path: Path, synchronous: str) -> tuple[Path, dict[str, bytes], list[Deed]]:
    """Save a few edits and note everything SQLite does."""
    path = tmp_path / "lesson.edupulse"
    whole = lesson(scene("a", *(line(f"{index} " * 300, id=f"l-{index}") for index in range(12))), title="0")
    Project.create(path, whole).close()
    before = {str(path): path.read_bytes()}
    assert LIBRARY is not None
    with recorded(LIBRARY) as deeds:
        project = Project.open(path)
        with project._database.reading() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            driver.execute(f"PRAGMA synchronous={synchronous}")
        for number in range(1, SAVES + 1):
            lines = tuple(replace(each, text=f"{number} " * 300) for each in project.lesson.scenes[0].lines)
            after = project.lesson.with_scene(replace(project.lesson.scenes[0], lines=lines))
            project.save(project.lesson, replace(after, title=str(number)), "Edit")
            deeds.append(Deed("acknowledged", at=number))
            project.assets.put(random.Random(number).randbytes(5000), AssetKind.SOUND, "audio/wav")
        project.close()
    return path, before, deeds


def outcomes(tmp_path: Path, synchronous: str) -> Counter[str]:
    path, before, deeds = saved(tmp_path, synchronous)
    chance = random.Random(4)
    disk = Disk(before)
    acknowledged = 0
    seen: set[tuple[int, int]] = set()
    found: Counter[str] = Counter()
    for deed in deeds:
        disk.do(deed)
        acknowledged = max(acknowledged, deed.at if deed.kind == "acknowledged" else 0)
        for state in disk.cut(chance):
            name = hash(tuple(sorted(state.items()))), acknowledged
            if name not in seen:
                seen.add(name)
                found[left(path, state, acknowledged)] += 1
        if found["lost"] + found["damaged"] > ENOUGH:
            break
    return found


def left(path: Path, state: dict[str, bytes], acknowledged: int) -> str:
    for each in path.parent.iterdir():
        each.unlink()
    for name, content in state.items():
        Path(name).write_bytes(content)
    try:
        with Project.open(path) as project:
            if project.repairs or project.is_read_only:
                return "damaged"
            number = int(project.lesson.title)
            texts = {each.text for each in project.lesson.scenes[0].lines}
            if number and (texts != {f"{number} " * 300} or len(project.past()) != number):
                return "damaged"
            if any(len(project.assets.read(asset.ref)) != 5000 for asset in project.assets.all()):
                return "damaged"
            return "whole" if acknowledged <= number <= acknowledged + 1 else "lost"
    except EduPulseError:
        return "damaged"


def test_nothing_acknowledged_is_lost_and_nothing_is_damaged(tmp_path: Path) -> None:
    found = outcomes(tmp_path, "FULL")
    assert set(found) == {"whole"}
    assert found["whole"] > 100


def test_without_synchronisation_this_test_fails(tmp_path: Path) -> None:
    found = outcomes(tmp_path, "OFF")
    assert found["lost"] + found["damaged"] > ENOUGH
