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


def test_a_target_that_cannot_take_the_result_is_refused_before_anything_is_made(
    tmp_path: Path, edupulse: Edupulse
) -> None:
    path = a_project(tmp_path / "one.edupulse", scene("a", line("Hi.")))
    (tmp_path / "notes.txt").write_text("mine")
    for verb, code in (("render", 8), ("export", 9)):
        refused = edupulse(verb, path, "notes.txt", code=code)
        assert "“notes.txt” is a file, not a folder. It was not touched." in refused.error
    assert (tmp_path / "notes.txt").read_text() == "mine"
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "mine.doc").write_text("mine")
    refused = edupulse("export", path, "papers", code=9)
    assert "mine.doc" in refused.error
    assert "Film" not in refused.error, "nothing was rendered for a folder that cannot take it"


def test_names_that_are_not_there_are_named(tmp_path: Path, edupulse: Edupulse) -> None:
    path = a_project(tmp_path / "one.edupulse", scene("a", line("Hi.")))
    assert "“nope”" in edupulse("voice", path, "--line", "nope", code=3).error
    assert "nope" in edupulse("render", path, "films", "--path", "nope", code=8).error
    assert "“nope”" in edupulse("versions", path, "--restore", "nope", code=4).error
    assert "no name" in edupulse("new", "", code=4).error


def test_the_ending_of_a_project_may_be_left_out(tmp_path: Path, edupulse: Edupulse) -> None:
    a_project(tmp_path / "one.edupulse", scene("a", line("Hi.")))
    assert edupulse("info", "one", "--json").answer["lines"] == 1


def test_a_script_that_was_replaced_can_be_brought_back(tmp_path: Path, edupulse: Edupulse) -> None:
    (tmp_path / "first.txt").write_text("Anna: One.\nAnna: Two.\n")
    (tmp_path / "second.txt").write_text("Anna: Three.\n")
    edupulse("import", "first.txt", "lesson")
    said = edupulse("import", "second.txt", "lesson").out
    assert "versions" in said
    assert edupulse("info", "lesson", "--json").answer["lines"] == 1
    edupulse("versions", "lesson", "--restore", "Before the import of second.txt")
    assert edupulse("info", "lesson", "--json").answer["lines"] == 2


def test_what_learners_would_stumble_over_is_said_at_import_and_export(
    tmp_path: Path, edupulse: Edupulse
) -> None:
    (tmp_path / "typo.txt").write_text(
        "# A\nAnna: One.\nQuestion: Where?\n- [x] On -> Teh ward\n- Back -> The ward\n\n# The ward\nAnna: Two.\n"
    )
    assert "Scene “Teh ward”: it has no lines" in edupulse("import", "typo.txt", "typo").out
    assert "Scene “Teh ward”: it has no lines" in edupulse("export", "typo", "web", "--profile", "draft").out
