"""An author writes a text, makes films of it, changes a line, and makes them again."""

import json
from pathlib import Path

import pytest

from edupulse_desktop.edits.lines import SetLineText
from edupulse_desktop.store.project import Project
from tests.films import streams_of
from tests.journeys.conftest import Edupulse

TEXT = """# The first visit
Narrator: Mrs. Okoye came home yesterday.
Nurse (warmly): Good morning.
Question: What do you do first?
- [x] Look at the leg -> The leg | Right.
- [ ] Ask about breakfast -> Breakfast | That can wait.

# Breakfast
Mrs. Okoye: Toast.
-> The leg

# The leg
Nurse: I am calling the doctor.
End: A clot was caught in time.
"""


@pytest.fixture
def visit(tmp_path: Path, edupulse: Edupulse) -> Path:
    (tmp_path / "visit.txt").write_text(TEXT, "utf-8")
    edupulse("import", "visit.txt", "visit.edupulse")
    return tmp_path / "visit.edupulse"


def test_a_text_becomes_films_and_a_web_player(visit: Path, edupulse: Edupulse, tmp_path: Path) -> None:
    assert edupulse("check", visit, "--json").answer["errors"] == 0
    films = edupulse("render", visit, "films", "--profile", "draft", "--json").answer["films"]
    assert len(films) == 3
    for film in films:
        assert {"h264", "aac"} <= streams_of(Path(film["path"]))
    web = edupulse("export", visit, "web", "--profile", "draft", "--json").answer
    assert Path(web["folder"], "index.html").exists()
    manifest = json.loads(Path(web["folder"], "manifest.json").read_text("utf-8"))
    assert len(manifest["scenes"]) == 3


def test_rendering_again_makes_nothing_and_a_changed_line_makes_only_its_own(
    visit: Path, edupulse: Edupulse
) -> None:
    first = edupulse("render", visit, "films", "--profile", "draft", "--json").answer
    assert first["made"] > 0
    again = edupulse("render", visit, "films", "--profile", "draft", "--json").answer
    assert again["made"] == 0

    with Project.open(visit) as project:
        before = project.lesson
        line = before.scenes[-1].lines[0]
        edit = SetLineText(line.id, "I am calling an ambulance.")
        project.save(before, edit.apply(before), edit.label)
    assert edupulse("voice", visit, "--json").answer == {"spoken": 1, "reused": 0}
    changed = edupulse("render", visit, "films", "--profile", "draft", "--json").answer
    assert 0 < changed["made"] <= 2, "one picture and one sound"


def test_nothing_is_spoken_twice(visit: Path, edupulse: Edupulse) -> None:
    assert edupulse("voice", visit, "--json").answer == {"spoken": 4, "reused": 0}
    assert edupulse("voice", visit, "--json").answer == {"spoken": 0, "reused": 0}
    assert edupulse("paint", visit, "--json").answer["painted"] == 4
    assert edupulse("paint", visit, "--json").answer["painted"] == 0


def test_as_is_refuses_and_names_the_line(visit: Path, edupulse: Edupulse) -> None:
    refused = edupulse("render", visit, "films", "--as-is", code=8)
    assert "Scene “The first visit”, line 1 has no true recording (and 3 more)." in refused.error


def test_shapes_paths_and_the_whole_lesson(visit: Path, edupulse: Edupulse) -> None:
    portrait = edupulse(
        "render", visit, "p", "--profile", "draft", "--shape", "portrait", "--whole", "--json"
    )
    film = portrait.answer["films"][0]
    assert film["height_px"] > film["width_px"]
    with Project.open(visit, read_only=True) as project:
        ids = [scene.id for scene in project.lesson.scenes]
    along = edupulse(
        "render", visit, "p", "--profile", "draft", "--path", f"{ids[0]},{ids[2]}", "--json"
    ).answer
    assert along["films"][0]["scenes"] == [ids[0], ids[2]]


def test_a_version_is_named_and_brought_back(visit: Path, edupulse: Edupulse) -> None:
    edupulse("versions", visit, "--name", "before")
    edupulse("voice", visit)
    assert edupulse("info", visit, "--json").answer["lines_to_voice"] == 0
    told = edupulse("versions", visit, "--restore", "before", "--json").answer
    assert [each["name"] for each in told["versions"]] == ["before"]
    assert told["latest_steps"][-1]["label"] == "Restore “before”"
    assert edupulse("info", visit, "--json").answer["lines_to_voice"] == 4
