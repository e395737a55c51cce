"""A project file keeps what it is given, says what it cannot, and is one file."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from edupulse_desktop.errors import ProjectError, ProjectReadOnly, StorageError
from edupulse_desktop.model.board import Board, Place
from edupulse_desktop.model.ids import LessonId, SceneId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.store.delta import Edited
from edupulse_desktop.store.project import Project
from edupulse_desktop.store.seal import sealed
from edupulse_desktop.store.tables import SCHEMA
from tests.builders import ANNA, ask, choice, lesson, line, scene
from tests.lessons import random_lesson


def two_scenes() -> Lesson:
    return lesson(
        scene("a", line("Hello"), line("How are you?"), exit=ask("Well?", choice("Yes", "b"), choice("No"))),
        scene("b", line("Bye")),
    )


def with_text(whole: Lesson, name: str, text: str) -> Lesson:
    old = next(each for _, each in whole.lines() if each.id == name)
    return whole.with_line(replace(old, text=text))


def test_a_lesson_comes_back_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "lesson.edupulse"
    for seed in range(12):
        whole = random_lesson(seed)
        path.unlink(missing_ok=True)
        with Project.create(path, whole) as made:
            assert made.lesson == whole
        with Project.open(path) as project:
            assert project.lesson == whole
            assert project.repairs == ()
            assert project.read_only_because == ""


def test_an_edit_is_there_after_reopening(tmp_path: Path) -> None:
    path = tmp_path / "lesson.edupulse"
    before = two_scenes()
    after = with_text(before, "l-p-anna-Hello", "Good morning")
    with Project.create(path, before) as project:
        project.save(before, after, "Edit line")
        assert project.lesson is after
    with Project.open(path) as project:
        assert project.lesson == after
        assert [entry.label for entry in project.history()] == ["Edit line"]


def test_one_file_is_left_after_closing_and_one_is_enough_to_copy(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "lesson.edupulse", two_scenes())
    project.save(project.lesson, replace(project.lesson, title="New"), "Rename")
    project.close()
    project.close()
    assert [path.name for path in tmp_path.iterdir()] == ["lesson.edupulse"]
    for read_only in (False, True):
        Project.open(tmp_path / "lesson.edupulse", read_only=read_only).close()
        assert [path.name for path in tmp_path.iterdir()] == ["lesson.edupulse"]


def test_every_setting_is_in_force(tmp_path: Path) -> None:
    wanted = {
        "application_id": 0x45505044,
        "user_version": SCHEMA,
        "journal_mode": "truncate",
        "synchronous": 2,
        "locking_mode": "exclusive",
        "trusted_schema": 0,
        "cell_size_check": 1,
        "foreign_keys": 1,
    }
    path = tmp_path / "lesson.edupulse"
    with Project.create(path, two_scenes()) as project, project._database.reading() as connection:
        found = {name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in wanted}
        assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
        assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
    assert found == wanted
    assert path.read_bytes()[68:72] == b"EPPD"


def test_only_what_changed_is_written(tmp_path: Path) -> None:
    path = tmp_path / "lesson.edupulse"
    whole = lesson(
        *(scene(f"s{number}", *(line(f"{number}.{index}") for index in range(8))) for number in range(50))
    )
    with Project.create(path, whole) as project:
        after = with_text(whole, "l-p-anna-7.3", "Changed")
        with project._database.reading() as connection:
            counted = connection.connection.driver_connection
            assert isinstance(counted, sqlite3.Connection)
            already = counted.total_changes
        project.save(whole, after, "Edit line")
        assert counted.total_changes - already == 2, "one line and one step of history"


def test_moving_a_line_rewrites_its_scene_and_no_other_line(tmp_path: Path) -> None:
    whole = two_scenes()
    first = whole.scenes[0]
    after = whole.with_scene(replace(first, lines=first.lines[::-1]))
    with Project.create(tmp_path / "lesson.edupulse", whole) as project:
        with project._database.reading() as connection:
            counted = connection.connection.driver_connection
            assert isinstance(counted, sqlite3.Connection)
            already = counted.total_changes
        project.save(whole, after, "Move line")
        assert counted.total_changes - already == 2
    with Project.open(tmp_path / "lesson.edupulse") as project:
        assert project.lesson == after


def test_nothing_is_written_for_an_edit_that_changes_nothing(tmp_path: Path) -> None:
    with Project.create(tmp_path / "lesson.edupulse", two_scenes()) as project:
        project.save(project.lesson, two_scenes(), "Nothing")
        assert project.history() == ()


def test_an_edit_that_starts_elsewhere_leaves_no_gap_in_history(tmp_path: Path) -> None:
    first, second, third = (replace(two_scenes(), title=title) for title in "abc")
    with Project.create(tmp_path / "lesson.edupulse", first) as project:
        project.save(second, third, "Rename")
        assert [(step.label, step.before.title, step.after.title) for step in project.past()] == [
            ("", "a", "b"),
            ("Rename", "b", "c"),
        ]


def test_several_edits_go_in_one_transaction(tmp_path: Path) -> None:
    titles = [replace(two_scenes(), title=title) for title in "abcd"]
    edits = [Edited(before, after, after.title) for before, after in itertools.pairwise(titles)]
    with Project.create(tmp_path / "lesson.edupulse", titles[0]) as project:
        project.save_all([])
        project.save_all(edits)
        assert [entry.label for entry in project.history()] == ["b", "c", "d"]
        assert [entry.number for entry in project.history(2)] == [2, 3]
        assert [step.before for step in project.past()] == titles[:-1]
        assert project.past()[-1].after is project.lesson


def test_an_edit_there_and_back_keeps_both_steps(tmp_path: Path) -> None:
    first, second = two_scenes(), replace(two_scenes(), title="b")
    with Project.create(tmp_path / "lesson.edupulse", first) as project:
        project.save_all([Edited(first, second, "there"), Edited(second, first, "back")])
        assert [step.label for step in project.past()] == ["there", "back"]
    with Project.open(tmp_path / "lesson.edupulse") as project:
        assert project.lesson == first


@pytest.mark.parametrize(
    "name",
    [
        "with spaces.edupulse",
        "per%cent %41.edupulse",
        "what? #1 & more;=+.edupulse",
        "урок 課程 درس नमस्ते 👩‍⚕️.edupulse",
        "'quoted' \"twice\" `$x`.edupulse",
        "-leading.edupulse",
        "back\\slash.edupulse",
        "no suffix",
        "n" * 190 + ".edupulse",
    ],
)
def test_any_path_will_do(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a folder? #%20" / name
    with Project.create(path, two_scenes()) as project:
        project.save(project.lesson, replace(project.lesson, title=name), "Rename")
    with Project.open(path) as project:
        assert project.lesson.title == name
    assert [each.name for each in path.parent.iterdir()] == [name]


def test_a_path_that_is_no_text_will_do(tmp_path: Path) -> None:
    path = tmp_path / b"latin-\xe9.edupulse".decode("utf-8", "surrogateescape")
    with Project.create(path, two_scenes()):
        pass
    with Project.open(path) as project:
        assert project.lesson == two_scenes()


def test_a_relative_path_means_the_same_file_after_changing_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with Project.create(Path("here.edupulse"), two_scenes()) as project:
        (tmp_path / "elsewhere").mkdir()
        monkeypatch.chdir(tmp_path / "elsewhere")
        project.save(project.lesson, replace(project.lesson, title="moved"), "Rename")
    with Project.open(tmp_path / "here.edupulse") as project:
        assert project.lesson.title == "moved"


@pytest.mark.parametrize(
    "words",
    [
        "x" * 10_000,
        "'; DROP TABLE lines; --",
        "100 % \\ \" ' : \n\r\n\t end",
        "null \0 inside",
        "".join(map(chr, [*range(1, 0xD800), *range(0xE000, 0x10000)])),
        "".join(chr(code) for code in range(0x10000, 0x110000, 257)),
    ],
    ids=["10,000 letters", "SQL", "signs", "null", "basic plane", "other planes"],
)
def test_any_text_will_do(tmp_path: Path, words: str) -> None:
    path = tmp_path / "lesson.edupulse"
    before = two_scenes()
    asked = ask(words, choice("x", feedback=words))
    after = with_text(before, "l-p-anna-Hello", words).with_scene(
        scene("b", line("Bye", direction=words), exit=asked)
    )
    with Project.create(path, before) as project:
        project.save(before, after, words)
    with Project.open(path) as project:
        assert project.lesson == after
        assert project.repairs == ()
        assert project.past()[0].before == before
        assert project.history()[0].label == words


def test_half_a_character_is_written_as_a_question_mark(tmp_path: Path) -> None:
    path = tmp_path / "lesson.edupulse"
    broken = with_text(two_scenes(), "l-p-anna-Hello", "half \ud83d here")
    broken = broken.with_scene(replace(broken.scenes[0], title="\udc00", exit=ask("\ud800?")))
    with Project.create(path, two_scenes()) as project:
        project.save(project.lesson, broken, "Paste \ud83d")
        project.save(broken, replace(broken, title="\ud83d again"), "Rename")
        project.name_version("\ud83d")
    with Project.open(path) as project:
        assert project.repairs == ()
        assert project.lesson.scenes[0].lines[0].text == "half ? here"
        assert project.lesson.title == "? again"


def test_an_empty_lesson_and_a_scene_without_lines_are_lessons(tmp_path: Path) -> None:
    for number, whole in enumerate((lesson(), lesson(scene("a")), Lesson(LessonId("")))):
        path = tmp_path / f"{number}.edupulse"
        Project.create(path, whole).close()
        with Project.open(path) as project:
            assert project.lesson == whole
            assert project.repairs == ()


def test_another_lesson_may_take_its_place(tmp_path: Path) -> None:
    path = tmp_path / "lesson.edupulse"
    with Project.create(path, random_lesson(1)) as project:
        project.save(project.lesson, replace(random_lesson(2), id=LessonId("another")), "Import")
    with Project.open(path) as project:
        assert project.lesson == replace(random_lesson(2), id=LessonId("another"))
        assert project.past()[0].before == random_lesson(1)


def test_nodes_keep_the_order_they_were_placed_in_even_for_scenes_that_are_gone(tmp_path: Path) -> None:
    path = tmp_path / "lesson.edupulse"
    board = Board(
        tuple(Place(SceneId(name), -number, number) for number, name in enumerate(["b", "gone", "a"]))
    )
    whole = replace(two_scenes(), board=board)
    with Project.create(path, whole) as project:
        project.save(whole, replace(whole, board=Board(board.places[::-1])), "Tidy")
    with Project.open(path) as project:
        assert project.lesson.board == Board(board.places[::-1])


@pytest.mark.parametrize(
    "twice",
    [
        lambda whole: replace(whole, scenes=(*whole.scenes, whole.scenes[0])),
        lambda whole: replace(whole, cast=(ANNA, ANNA)),
        lambda whole: whole.with_scene(scene("b", line("Bye"), line("Bye"))),
        lambda whole: whole.with_scene(scene("b", exit=ask("?", choice("x"), choice("x")))),
    ],
    ids=["scene", "character", "line", "choice"],
)
def test_two_things_of_one_name_are_refused_and_nothing_is_written(tmp_path: Path, twice) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "lesson.edupulse"
    with Project.create(path, two_scenes()) as project:
        with pytest.raises(ProjectError, match="same name") as refused:
            project.save(project.lesson, twice(project.lesson), "Break")
        assert refused.value.where
        assert project.lesson == two_scenes()
        project.save(project.lesson, replace(two_scenes(), title="still works"), "Rename")
    with Project.open(path) as project:
        assert project.lesson.title == "still works"


def test_lines_of_two_scenes_may_share_a_name(tmp_path: Path) -> None:
    whole = lesson(scene("a", line("Same")), scene("b", line("Same")))
    path = tmp_path / "lesson.edupulse"
    after = whole.with_scene(
        replace(whole.scenes[1], lines=(replace(whole.scenes[1].lines[0], text="Other"),))
    )
    with Project.create(path, whole) as project:
        project.save(whole, after, "Edit line")
    with Project.open(path) as project:
        assert project.lesson == after
        assert project.past()[0].before == whole


def test_a_number_no_file_can_hold_is_refused(tmp_path: Path) -> None:
    with Project.create(tmp_path / "lesson.edupulse", two_scenes()) as project:
        with pytest.raises(ProjectError, match="larger"):
            project.save(project.lesson, replace(project.lesson, pass_points=10**30), "Set")
        assert project.lesson.pass_points is None


def test_nothing_is_made_over_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "lesson.edupulse"
    path.write_text("mine")
    with pytest.raises(ProjectError, match="already exists"):
        Project.create(path, two_scenes())
    assert path.read_text() == "mine"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_project_that_cannot_be_made_leaves_nothing(tmp_path: Path) -> None:
    twice = replace(two_scenes(), cast=(ANNA, ANNA))
    with pytest.raises(ProjectError):
        Project.create(tmp_path / "lesson.edupulse", twice)
    assert list(tmp_path.iterdir()) == []


def test_a_copy_is_a_project_of_its_own(tmp_path: Path) -> None:
    copy = tmp_path / "copy %.edupulse"
    copy.write_text("old")
    with Project.create(tmp_path / "lesson.edupulse", two_scenes()) as project:
        project.save(project.lesson, replace(project.lesson, title="b"), "Rename")
        project.copy_to(copy)
        project.save(project.lesson, replace(project.lesson, title="c"), "Rename")
        with Project.open(copy) as other:
            assert other.lesson.title == "b"
            assert len(other.past()) == 1
            with pytest.raises(ProjectError, match="is open"):
                project.copy_to(copy)
        with pytest.raises(ProjectError, match="is open"):
            project.copy_to(tmp_path / "lesson.edupulse")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy %.edupulse", "lesson.edupulse"]


def test_a_backup_is_named_by_time_and_can_be_opened(tmp_path: Path) -> None:
    with Project.create(tmp_path / "lesson.edupulse", random_lesson(3)) as project:
        first, second = project.backup(tmp_path / "backups"), project.backup(tmp_path / "backups")
    assert first != second
    assert first.name.startswith("lesson 20")
    with Project.open(first) as project:
        assert project.lesson == random_lesson(3)


def test_versions_bring_back_the_lesson_they_name(tmp_path: Path) -> None:
    path = tmp_path / "lesson.edupulse"
    with Project.create(path, random_lesson(4)) as project:
        project.name_version("First")
        project.save(project.lesson, two_scenes(), "Replace")
        project.name_version("Zweite · 第二")
    with Project.open(path) as project:
        versions = project.versions()
        assert [(version.number, version.name, version.step) for version in versions] == [
            (1, "First", 0),
            (2, "Zweite · 第二", 1),
        ]
        assert project.lesson_at(versions[0]) == random_lesson(4)
        assert project.lesson_at(versions[1]) == two_scenes()
        with pytest.raises(ProjectError, match="no version"):
            project.lesson_at(replace(versions[0], number=9))


def test_a_closed_project_says_so(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "lesson.edupulse", two_scenes())
    project.close()
    with pytest.raises(ProjectReadOnly, match="closed"):
        project.save(project.lesson, replace(project.lesson, title="late"), "Rename")
    with pytest.raises(ProjectReadOnly, match="closed"):
        project.history()


def test_a_save_that_raised_after_all_was_written_leaves_no_gap(tmp_path: Path) -> None:
    path = tmp_path / "lesson.edupulse"
    first, second = two_scenes(), replace(two_scenes(), title="b")
    with Project.create(path, first) as project:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(project, "_refuse_if_replaced", iter_once(StorageError("gone in the last moment")))
            with pytest.raises(StorageError):
                project.save(first, second, "Rename")
        assert project.lesson == first
        project.save(first, replace(second, author="me"), "Again")
    with Project.open(path) as project:
        assert project.lesson == replace(second, author="me")
        steps = project.past()
        assert project.repairs == ()
        assert steps[0].before == first


def iter_once(failure: StorageError) -> Callable[[], None]:
    """Return a check that passes the first time and fails the second."""
    calls = iter((False, True))

    def check() -> None:
        if next(calls):
            raise failure

    return check


def test_fields_this_program_does_not_know_stay_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "lesson.edupulse"
    whole = lesson(scene("a", line("Hello", id="l-1"), exit=ask("Why?", choice("So"))))
    with Project.create(path, whole) as project, project._database.writing() as connection:
        row = dict(connection.execute(text("SELECT * FROM exits")).mappings().one())
        row["data"] = row["data"].replace('{"question"', '{"hologram":{"deep":1},"question"')
        connection.execute(text("UPDATE exits SET data=:data, hash=:hash"), sealed("exits", row))
    with Project.open(path) as project:
        assert project.repairs == ()
        asked = project.lesson.scenes[0]
        changed = replace(asked, exit=replace(asked.exit, question="Why not?"))  # type: ignore[type-var]
        project.save(project.lesson, project.lesson.with_scene(changed), "Ask otherwise")
        with project._database.reading() as connection:
            data = connection.execute(text("SELECT data FROM exits")).scalar()
    assert '"hologram":{"deep":1}' in str(data)
    assert '"question":"Why not?"' in str(data)


def test_steps_share_what_they_did_not_change(tmp_path: Path) -> None:
    path = tmp_path / "lesson.edupulse"
    whole = lesson(
        *(scene(f"s{number}", *(line(f"{number}.{index}") for index in range(8))) for number in range(20))
    )
    with Project.create(path, whole) as project:
        for number in range(5):
            project.save(
                project.lesson, with_text(project.lesson, f"l-p-anna-{number}.0", "new"), "Edit line"
            )
    with Project.open(path) as project:
        step = project.past()[0]
        lines = list(zip(step.before.lines(), project.lesson.lines(), strict=True))
        assert sum(then[1] is not now[1] for then, now in lines) == 5
