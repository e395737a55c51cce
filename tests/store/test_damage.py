"""Damaged bytes are noticed, named and got around; nothing wrong is ever shown as right."""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from edupulse_desktop.errors import EduPulseError, NotMedia, ProjectDamaged
from edupulse_desktop.model.asset import AssetKind
from edupulse_desktop.model.exits import End
from edupulse_desktop.places import backups_folder
from edupulse_desktop.store.ledger import Outcome
from edupulse_desktop.store.project import Project
from tests.builders import ask, choice, lesson, line, scene
from tests.lessons import random_lesson

FLIPS = 400


def tamper(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "lesson.edupulse"
    asked = ask("Well?", choice("Yes", "b"), choice("No"))
    Project.create(
        found, lesson(scene("a", line("Hello", id="l-1"), line("You", id="l-2"), exit=asked), scene("b"))
    ).close()
    return found


def test_no_flipped_bit_shows_something_wrong_as_right(tmp_path: Path) -> None:
    path = tmp_path / "lesson.edupulse"
    whole = random_lesson(11)
    sound = random.Random(1).randbytes(5000)
    with Project.create(path, random_lesson(10)) as project:
        project.save(project.lesson, whole, "Replace")
        version = project.name_version("One")
        ref = project.assets.put(sound, AssetKind.SOUND, "audio/wav")
    clean = path.read_bytes()
    outcomes: Counter[str] = Counter()
    chosen = random.Random(20_261_120)
    for position in (chosen.randrange(len(clean) * 8) for _ in range(FLIPS)):
        damaged = bytearray(clean)
        damaged[position // 8] ^= 1 << position % 8
        path.write_bytes(damaged)
        outcomes[what_came_of_it(path, whole, random_lesson(10), version, ref, sound)] += 1
        assert path.read_bytes() == damaged, "looking at a damaged file must not change it"
    assert outcomes["refused"] + outcomes["reported"] + outcomes["elsewhere"] + outcomes["harmless"] == FLIPS
    assert outcomes["reported"] > FLIPS // 10
    assert outcomes["refused"] < FLIPS // 10, "damage in one place must not cost the rest"
    path.write_bytes(clean)
    assert what_came_of_it(path, whole, random_lesson(10), version, ref, sound) == "harmless"


def what_came_of_it(path, whole, first, version, ref, sound) -> str:  # type: ignore[no-untyped-def]
    try:
        project = Project.open(path)
    except EduPulseError:
        return "refused"
    with project:
        noticed = bool(project.repairs or project.is_read_only)
        if not noticed:
            assert project.lesson == whole
        elsewhere = 0
        try:
            assert project.assets.read(ref) == sound
            assert project.lesson_at(version) == whole
        except EduPulseError:
            elsewhere += 1
        try:
            steps = project.past()
            if not noticed and steps:
                assert steps[0].before == first
            elsewhere += not steps
        except EduPulseError:
            elsewhere += 1
    return "reported" if noticed else "elsewhere" if elsewhere else "harmless"


def test_zeroed_sectors_are_noticed(tmp_path: Path) -> None:
    path = tmp_path / "lesson.edupulse"
    whole = random_lesson(11)
    Project.create(path, whole).close()
    clean = path.read_bytes()
    for start in range(0, len(clean), 512):
        path.write_bytes(clean[:start] + bytes(512) + clean[start + 512 :])
        with suppress(EduPulseError), Project.open(path) as project:
            assert project.lesson == whole or project.repairs or project.is_read_only


def test_swapped_pages_are_noticed(tmp_path: Path) -> None:
    path = tmp_path / "lesson.edupulse"
    whole = random_lesson(11)
    Project.create(path, whole).close()
    clean = path.read_bytes()
    pages = [clean[start : start + 4096] for start in range(0, len(clean), 4096)]
    for first in range(1, len(pages) - 1):
        swapped = [*pages[:first], pages[first + 1], pages[first], *pages[first + 2 :]]
        path.write_bytes(b"".join(swapped))
        with suppress(EduPulseError), Project.open(path) as project:
            assert project.lesson == whole or project.repairs or project.is_read_only


def test_a_changed_text_is_shown_and_named(path: Path) -> None:
    tamper(path, "UPDATE lines SET text='Hallo' WHERE id='l-1'")
    with Project.open(path) as project:
        assert project.lesson.scenes[0].lines[0].text == "Hallo"
        (repair,) = project.repairs
        assert repair.where == "scene a, line l-1"
        assert "damaged" in repair.message


def test_text_that_is_none_is_shown_as_far_as_it_goes(path: Path) -> None:
    tamper(path, "UPDATE lines SET text=CAST(x'48e5' AS TEXT) WHERE id='l-1'")
    with Project.open(path) as project:
        assert project.lesson.scenes[0].lines[0].text == "H\N{REPLACEMENT CHARACTER}"
        assert project.repairs


def test_a_lost_line_leaves_a_hold_in_its_place(path: Path) -> None:
    tamper(path, "DELETE FROM lines WHERE id='l-1'")
    with Project.open(path) as project:
        lost, kept = project.lesson.scenes[0].lines
        assert (lost.id, lost.speaker, kept.text) == ("l-1", None, "You")
        assert [repair.where for repair in project.repairs] == ["scene a, line l-1"]


def test_a_lost_scene_keeps_its_lines(path: Path) -> None:
    tamper(path, "DELETE FROM scenes WHERE id='a'")
    with Project.open(path) as project:
        assert [each.text for each in project.lesson.scenes[0].lines] == ["Hello", "You"]
        assert [repair.where for repair in project.repairs] == ["scene a"]


@pytest.mark.parametrize("table", ["lesson", "characters", "exits", "choices"])
def test_the_rest_opens_when_a_whole_table_is_lost(path: Path, table: str) -> None:
    tamper(path, f"DELETE FROM {table}")
    with Project.open(path) as project:
        assert project.repairs
        assert [each.text for _, each in project.lesson.lines()] == ["Hello", "You"]
        if table == "exits":
            assert project.lesson.scenes[0].exit == End()
        if table == "lesson":
            assert {character.name for character in project.lesson.cast} == {"Anna", "Ben"}


def test_a_number_out_of_range_falls_back_to_its_default(path: Path) -> None:
    tamper(path, "UPDATE lines SET pause_ms=99999999 WHERE id='l-2'")
    with Project.open(path) as project:
        assert project.lesson.scenes[0].lines[1].pause_ms == 400
        assert project.lesson.scenes[0].lines[1].text == "You"


def test_saving_a_mended_lesson_heals_the_file_and_keeps_what_was_found(path: Path) -> None:
    tamper(path, "UPDATE lines SET text='Hallo' WHERE id='l-1'", "DELETE FROM choices WHERE id='c-No'")
    with Project.open(path) as project:
        assert len(project.repairs) == 2
        project.save(project.lesson, replace(project.lesson, title="Healed"), "Rename")
        project.save(project.lesson, replace(project.lesson, title="Healed again"), "Rename")
        healed = project.lesson
    (kept,) = backups_folder().iterdir()
    with Project.open(path) as project:
        assert project.lesson == healed
        assert project.repairs == ()
        assert len(project.past()) == 2
    with Project.open(kept) as project:
        assert len(project.repairs) == 2


def test_a_torn_file_is_only_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "lesson.edupulse"
    whole = lesson(
        *(
            scene(f"s{number}", *(line(f"{number} {index} " * 20) for index in range(10)))
            for number in range(40)
        )
    )
    Project.create(path, whole).close()
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute(
            "SELECT pageno FROM dbstat WHERE name='lines' AND pagetype='leaf' LIMIT 1 OFFSET 12"
        ).fetchone()
    content = bytearray(path.read_bytes())
    content[(page - 1) * 4096 : page * 4096] = random.Random(3).randbytes(4096)
    path.write_bytes(content)
    with Project.open(path) as project:
        assert "damaged" in project.read_only_because
        there = {each.text for _, each in whole.lines()}
        assert sum(each.text in there for _, each in project.lesson.lines()) > 350
        assert len(list(project.lesson.lines())) == 400, "what is lost is missed"
    assert path.read_bytes() == content


def test_pages_that_lead_back_to_one_another_do_not_hang(tmp_path: Path) -> None:
    path = tmp_path / "lesson.edupulse"
    whole = lesson(
        *(scene(f"s{number}", *(line(f"{number} {index}") for index in range(50))) for number in range(60))
    )
    Project.create(path, whole).close()
    with closing(sqlite3.connect(path)) as connection:
        find = (
            "SELECT pageno, ncell FROM dbstat WHERE name='lines' AND pagetype='internal' ORDER BY ncell DESC"
        )
        page, cells = connection.execute(find).fetchone()
    content = bytearray(path.read_bytes())
    start = (page - 1) * 4096
    pointers = [int.from_bytes(content[start + 12 + 2 * cell :][:2], "big") for cell in range(cells)]
    first = content[start + pointers[0] :][:4]
    for pointer in pointers:
        content[start + pointer : start + pointer + 4] = first
    path.write_bytes(content)
    with Project.open(path) as project:
        assert "damaged" in project.read_only_because
        assert len(list(project.lesson.lines())) == 3000


def test_a_damaged_step_ends_the_way_back_and_says_so(path: Path) -> None:
    with Project.open(path) as project:
        for number in range(5):
            project.save(project.lesson, replace(project.lesson, title=str(number)), f"{number}")
    for statement in ("UPDATE history SET data=x'00' WHERE number=3", "DELETE FROM history WHERE number=4"):
        tamper(path, statement)
        with Project.open(path) as project:
            assert project.repairs == ()
            steps = project.past()
            assert [step.label for step in steps][-1] == "4"
            assert len(steps) < 3
            assert "step" in project.repairs[0].where


def test_a_damaged_version_is_refused(path: Path) -> None:
    with Project.open(path) as project:
        version = project.name_version("One")
    for statement in ("UPDATE versions SET data=substr(data, 1, 100)", "UPDATE versions SET data=NULL"):
        tamper(path, statement)
        with Project.open(path) as project, pytest.raises(ProjectDamaged, match="One"):
            project.lesson_at(version)


def test_damaged_media_are_named_and_can_be_put_again(path: Path) -> None:
    data = random.Random(2).randbytes(3_000_000)
    with Project.open(path) as project:
        ref = project.assets.put(data, AssetKind.PICTURE, "image/png")
    tamper(path, "UPDATE chunks SET bytes=x'00' WHERE place=1")
    with Project.open(path) as project:
        with pytest.raises(NotMedia, match="damaged") as refused:
            project.assets.read(ref)
        assert ref.sha256 in refused.value.detail
        with pytest.raises(NotMedia):
            project.assets.file(ref)
        assert project.lesson.scenes
        assert project.assets.put(data, AssetKind.PICTURE, "image/png") == ref
        assert project.assets.read(ref) == data


def test_a_damaged_entry_of_the_ledger_is_never_taken_for_unpaid(path: Path) -> None:
    with Project.open(path) as project:
        number = project.ledger.record("key", "p", "m", 5)
        project.ledger.complete(number, Outcome.ANSWERED, 7)
    tamper(path, "UPDATE ledger SET outcome='nonsense'")
    with Project.open(path) as project:
        (entry,) = project.ledger.entries("key")
        assert entry.is_open
