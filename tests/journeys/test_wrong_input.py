"""What goes wrong ends in a sentence with a next step, and loses nothing."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from edupulse_desktop.store.project import Project
from tests.builders import ask, choice, lesson, line, scene
from tests.journeys.conftest import Edupulse


def a_project(path: Path, *scenes: object, **fields: object) -> Path:
    Project.create(path, lesson(*scenes, **fields)).close()  # type: ignore[arg-type]
    return path


def test_an_empty_lesson_is_named(tmp_path: Path, edupulse: Edupulse) -> None:
    path = a_project(tmp_path / "empty.edupulse", start=None)
    refused = edupulse("render", path, "films", code=8)
    assert "A lesson" in refused.error
    assert edupulse("check", path, code=1).out


def test_a_scene_without_lines_renders_and_a_choice_without_target_stops_only_the_export(
    tmp_path: Path, edupulse: Edupulse
) -> None:
    path = a_project(
        tmp_path / "thin.edupulse",
        scene("a", exit=ask("Where?", choice("Nowhere", correct=True), choice("There", "b"))),
        scene("b", line("Here.")),
    )
    assert len(edupulse("render", path, "films", "--profile", "draft", "--json").answer["films"]) == 2
    refused = edupulse("export", path, "web", "--profile", "draft", code=9)
    assert "Nowhere" in refused.error
    assert not (tmp_path / "web").exists()


ODD_TEXTS = {
    "percent": "100% of %d %s %{pts}",
    "quotes": """He said 'yes' and "no": `ok`\\ $HOME; [a],[b] | c""",
    "newlines": "one\ntwo\r\nthree\x85four",
    "right-to-left": "مرحبا بكم في الدرس الأول",
    "emoji": "Great 👩🏽‍⚕️🎉 work",
    "null-like": "None null NaN <b>&amp;</b> --> ]]>",
}


def test_odd_texts_become_films(tmp_path: Path, edupulse: Edupulse) -> None:
    path = a_project(
        tmp_path / "odd.edupulse", scene("a", *(line(text, id=name) for name, text in ODD_TEXTS.items()))
    )
    done = edupulse("render", path, "films", "--profile", "draft", "--captions", "burned-in", "--json")
    assert done.answer["films"][0]["length_s"] > 3


def test_a_line_of_ten_thousand_characters_becomes_a_film(tmp_path: Path, edupulse: Edupulse) -> None:
    path = a_project(tmp_path / "long.edupulse", scene("a", line("word " * 2000, id="long")))
    done = edupulse("render", path, "films", "--profile", "draft", "--json")
    assert done.answer["films"][0]["length_s"] > 300


@pytest.mark.parametrize("name", ["with space", "Übung – 1", "урок", "课程 第一课", "a'b\"c"])
def test_projects_may_have_any_name(tmp_path: Path, edupulse: Edupulse, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    path = a_project(folder / f"{name}.edupulse", scene("a", line("Hi.")))
    done = edupulse("render", path, folder / "films", "--profile", "draft", "--json")
    assert Path(done.answer["films"][0]["path"]).exists()


def test_files_that_are_no_projects_are_told_apart(tmp_path: Path, edupulse: Edupulse) -> None:
    (tmp_path / "text.edupulse").write_text("not a database")
    (tmp_path / "nothing.edupulse").write_bytes(b"")
    for name in ("text.edupulse", "nothing.edupulse", "missing.edupulse", "."):
        refused = edupulse("info", tmp_path / name, code=4)
        assert refused.error.count("\n") >= 2, "a sentence and a hint"


def test_a_project_that_is_open_elsewhere_can_be_looked_at_but_not_changed(
    tmp_path: Path, edupulse: Edupulse
) -> None:
    path = a_project(tmp_path / "shared.edupulse", scene("a", line("Hi.")))
    with Project.open(path):
        assert edupulse("info", path, "--json").answer["read_only"]
        edupulse("voice", path, code=4)


def test_sources_that_are_no_lessons_leave_nothing_behind(tmp_path: Path, edupulse: Edupulse) -> None:
    (tmp_path / "photo.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (tmp_path / "empty.txt").write_text("")
    for source in ("photo.txt", "empty.txt", "missing.txt"):
        edupulse("import", source, "lesson.edupulse", code=None)
        assert not (tmp_path / "lesson.edupulse").exists()


def test_a_wrong_command_line_teaches(edupulse: Edupulse) -> None:
    assert "Try" in edupulse("render", code=2).error
    for verb in [
        "demo",
        "new",
        "import",
        "check",
        "info",
        "voice",
        "paint",
        "render",
        "export",
        "versions",
        "doctor",
    ]:
        assert "Example: edupulse" in edupulse(verb, "--help").out


@pytest.mark.skipif(os.name == "nt", reason="sends a POSIX signal")
def test_ctrl_c_is_a_clean_cancel_and_the_next_run_goes_on(tmp_path: Path, edupulse: Edupulse) -> None:
    lines = [line(f"This is line number {n} of a long lesson.", id=f"l{n}") for n in range(60)]
    path = a_project(tmp_path / "long.edupulse", scene("a", *lines))
    command = [sys.executable, "-m", "edupulse_desktop", "render", str(path), str(tmp_path / "films")]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    running = subprocess.Popen(
        command, env=environment, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert running.stderr is not None
    for told in running.stderr:
        if "Painting" in told:
            break
    time.sleep(0.2)
    running.send_signal(signal.SIGINT)
    _, error = running.communicate(timeout=30)
    assert running.returncode == 130
    assert "Cancelled" in error
    assert "Traceback" not in error
    assert not list((tmp_path / "films").glob("*")) if (tmp_path / "films").exists() else True
    done = edupulse("render", path, "films", "--profile", "draft", "--json").answer
    assert len(done["films"]) == 1
