"""Files that are no project, only half of one, from the future, or meant to harm."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from edupulse_desktop.errors import (
    NotAProject,
    ProjectDamaged,
    ProjectError,
    ProjectReadOnly,
    ProjectTooNew,
    StorageError,
)
from edupulse_desktop.store.project import Project
from edupulse_desktop.store.tables import SCHEMA
from tests.builders import lesson, line, scene
from tests.lessons import random_lesson

WHOLE = lesson(scene("a", line("Hello"), to="b"), scene("b", line("Bye")))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "lesson.edupulse"
    Project.create(found, WHOLE).close()
    return found


def tamper(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="no project") as refused:
        Project.open(tmp_path / "missing.edupulse")
    assert refused.value.hint
    assert list(tmp_path.iterdir()) == []


def test_a_path_with_a_null(tmp_path: Path) -> None:
    with pytest.raises(ProjectError):
        Project.open(Path(f"{tmp_path}/nul\0.edupulse"))


def test_a_link_that_leads_in_a_circle(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises((ProjectError, StorageError)) as refused:
        Project.open(tmp_path / "a")
    assert refused.value.hint


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(NotAProject, match="folder"):
        Project.open(tmp_path)


@pytest.mark.parametrize(
    "content",
    [
        b"# Scene 1\nAnna: Hello\n",
        b"S",
        b"\x89PNG\r\n\x1a\n" + b"\0" * 200,
        b"\0" * 4096,
        b"PK\x03\x04" + b"x" * 500,
    ],
    ids=["text", "letter", "picture", "zeros", "zip"],
)
def test_something_else_under_our_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "lesson.edupulse"
    path.write_bytes(content)
    # One letter is also how a project cut off after its first byte begins.
    with pytest.raises(ProjectDamaged if content == b"S" else NotAProject) as refused:
        Project.open(path)
    assert refused.value.hint
    assert path.read_bytes() == content


def test_a_database_of_another_program(tmp_path: Path) -> None:
    path = tmp_path / "lesson.edupulse"
    tamper(path, "CREATE TABLE lesson (id TEXT)", "PRAGMA user_version=1")
    with pytest.raises(NotAProject, match="another program"):
        Project.open(path)


def test_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "lesson.edupulse"
    path.touch()
    for read_only in (False, True):
        with pytest.raises(ProjectDamaged, match="empty") as refused:
            Project.open(path, read_only=read_only)
        assert "copy of it that was made earlier" in refused.value.hint
    assert path.stat().st_size == 0


@pytest.mark.parametrize("kept", [1, 15, 16, 60, 99, 100, 512, 4095, 4096, 4097, 8192, 20_000, -4096, -1])
def test_a_file_cut_off(path: Path, kept: int) -> None:
    content = path.read_bytes()[:kept]
    path.write_bytes(content)
    with pytest.raises(ProjectDamaged, match="cut off") as refused:
        Project.open(path)
    assert refused.value.hint
    assert path.read_bytes() == content
    assert len(list(path.parent.iterdir())) == 1


def test_a_project_without_tables(path: Path) -> None:
    tamper(path, "DROP TABLE takes", "DROP TABLE chunks")
    with pytest.raises(ProjectDamaged, match="missing") as refused:
        Project.open(path)
    assert "chunks, takes" in refused.value.detail


def test_a_project_without_a_schema_number(path: Path) -> None:
    tamper(path, "PRAGMA user_version=0")
    with pytest.raises(ProjectDamaged, match="which version"):
        Project.open(path)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER spy AFTER UPDATE ON lines BEGIN DELETE FROM lines; END",
        "CREATE TEMP VIEW x AS SELECT 1",
        "CREATE VIEW evil AS SELECT * FROM lines",
        "CREATE VIRTUAL TABLE found USING fts5(words)",
        "CREATE TABLE more (a, b AS (hex(zeroblob(1000000))))",
        "CREATE TABLE more (a, b AS (a * 2) STORED)",
    ],
)
@pytest.mark.parametrize("schema", [SCHEMA, SCHEMA + 8])
def test_what_could_run_is_refused_whatever_the_file_says_of_itself(
    path: Path, statement: str, schema: int
) -> None:
    tamper(path, statement, f"PRAGMA user_version={schema}")
    before = path.read_bytes()
    if "TEMP" in statement:
        Project.open(path).close()
        return
    with pytest.raises(NotAProject, match="never has"):
        Project.open(path)
    with pytest.raises(NotAProject, match="never has"):
        Project.open(path, read_only=True)
    assert path.read_bytes() == before


def test_a_view_in_place_of_a_table_is_refused(path: Path) -> None:
    tamper(
        path,
        "ALTER TABLE board RENAME TO hidden",
        "CREATE VIEW board AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT i FROM n",
    )
    with pytest.raises(NotAProject):
        Project.open(path)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE more (a TEXT)",
        "ALTER TABLE lines ADD COLUMN mood TEXT",
        "ALTER TABLE lines RENAME COLUMN text TO words",
    ],
)
def test_tables_that_are_not_ours_are_only_looked_at(path: Path, statement: str) -> None:
    tamper(path, statement)
    before = path.read_bytes()
    with Project.open(path) as project:
        assert "layout" in project.read_only_because
        assert len(project.lesson.scenes) == 2
        with pytest.raises(ProjectReadOnly):
            project.save(project.lesson, replace(project.lesson, title="x"), "Rename")
    assert path.read_bytes() == before


def test_statistics_of_another_sqlite_program_do_no_harm(path: Path) -> None:
    tamper(path, "ANALYZE")
    with Project.open(path) as project:
        assert project.read_only_because == ""


@pytest.fixture
def newer(path: Path) -> Path:
    tamper(
        path,
        "ALTER TABLE lines ADD COLUMN mood TEXT",
        "CREATE TABLE languages (id TEXT)",
        f"PRAGMA user_version={SCHEMA + 1}",
    )
    return path


def test_a_newer_file_is_shown_and_never_touched(newer: Path) -> None:
    before, at = newer.read_bytes(), newer.stat().st_mtime_ns
    for read_only in (False, True):
        with Project.open(newer, read_only=read_only) as project:
            assert "newer EduPulse" in project.read_only_because
            assert project.lesson == WHOLE
            assert project.repairs == ()
            assert project.past() == ()
            assert project.versions() == ()
            for write in (
                lambda project=project: project.save(
                    project.lesson, replace(project.lesson, title="x"), "Rename"
                ),
                lambda project=project: project.name_version("x"),
                lambda project=project: project.ledger.record("k", "p", "m"),
            ):
                with pytest.raises(ProjectReadOnly):
                    write()
    assert newer.read_bytes() == before
    assert newer.stat().st_mtime_ns == at
    assert len(list(newer.parent.iterdir())) == 1


def test_a_newer_file_can_be_copied_as_it_is(newer: Path, tmp_path: Path) -> None:
    with Project.open(newer) as project:
        project.copy_to(tmp_path / "copy.edupulse")
    with Project.open(tmp_path / "copy.edupulse") as project:
        assert project.is_read_only
        assert project.lesson == WHOLE


def test_a_file_of_a_far_future_says_that_it_cannot_be_shown(newer: Path) -> None:
    tamper(newer, "DROP TABLE takes", "PRAGMA user_version=99")
    with pytest.raises(ProjectTooNew, match="newer"):
        Project.open(newer)


def test_a_newer_file_cut_off_while_it_was_written_is_shown_from_a_copy(newer: Path, tmp_path: Path) -> None:
    journal = cut_off(newer, tmp_path)
    before = newer.read_bytes(), journal.read_bytes()
    with Project.open(newer) as project:
        assert project.lesson == WHOLE
        assert "copy" in project.read_only_because
    assert (newer.read_bytes(), journal.read_bytes()) == before


def cut_off(path: Path, tmp_path: Path) -> Path:
    """Leave a file as a power cut in mid-write leaves it: changed pages, and a journal with the old ones."""
    crashed = tmp_path / "crashed"
    crashed.mkdir()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA cache_size=1")
        connection.execute("BEGIN")
        connection.execute("DELETE FROM lines")
        connection.execute("CREATE TABLE filler (x)")
        connection.executemany("INSERT INTO filler VALUES (?)", [("x" * 3000,)] * 50)
        shutil.copy(path, crashed)
        shutil.copy(f"{path}-journal", crashed)
        connection.execute("ROLLBACK")
    for each in crashed.iterdir():
        shutil.copy(each, path.parent)
    journal = path.with_name(path.name + "-journal")
    assert journal.stat().st_size > 0
    return journal


def test_a_transaction_cut_off_is_undone_when_the_file_is_opened(path: Path, tmp_path: Path) -> None:
    journal = cut_off(path, tmp_path)
    with Project.open(path) as project:
        assert project.lesson == WHOLE
        assert project.repairs == ()
    assert not journal.exists()


def test_a_name_too_long_for_a_journal(tmp_path: Path) -> None:
    long = tmp_path / ("n" * 241 + ".edupulse")
    with pytest.raises(ProjectError, match="too long"):
        Project.create(long, WHOLE)
    Project.create(tmp_path / "short.edupulse", WHOLE).close()
    (tmp_path / "short.edupulse").rename(long)
    with Project.open(long) as project:
        assert "too long" in project.read_only_because
        assert project.lesson == WHOLE


def test_a_hundred_tampered_rows_are_read_without_a_crash(tmp_path: Path) -> None:
    evil = (
        "NULL",
        "''",
        "'[]'",
        "'{}'",
        "'{'",
        "'null'",
        "'[[[[[1]]]]]'",
        '\'{"is":"Not"}\'',
        "'" + "[" * 3000 + "'",
        "'9e999'",
    )
    columns = [
        *(("lesson", name) for name in ("cast", "scenes", "style", "brief", "approvals", "shape", "state")),
        *(("scenes", name) for name in ("lines", "music")),
        *(("exits", name) for name in ("kind", "choices", "data")),
        *(("lines", name) for name in ("takes", "picture", "overlays", "effects")),
        *(("takes", name) for name in ("request", "asset", "words", "origin")),
        *(("choices", name) for name in ("condition", "accepts")),
    ]
    clean = tmp_path / "clean.edupulse"
    Project.create(clean, random_lesson(7)).close()
    path = tmp_path / "lesson.edupulse"
    for table, column in columns:
        for value in evil:
            shutil.copy(clean, path)
            tamper(path, f"UPDATE {table} SET {column}={value}")
            with Project.open(path) as project:
                assert project.repairs or project.lesson == random_lesson(7)
