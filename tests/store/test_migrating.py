"""Every schema there ever was opens and saves; a migration that fails leaves the file as it was."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Column, MetaData, Text, create_engine, text

from edupulse_desktop.errors import EduPulseError, ProjectDamaged, ProjectLocked
from edupulse_desktop.model.asset import AssetKind
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.places import backups_folder
from edupulse_desktop.store.assets import Making, Origin, OriginKind
from edupulse_desktop.store.connection import Database, Mode
from edupulse_desktop.store.layout import layout_of, our_layout
from edupulse_desktop.store.ledger import Outcome
from edupulse_desktop.store.migrating import SCRIPTS, migrate, upgrade
from edupulse_desktop.store.opening import open_file
from edupulse_desktop.store.project import Project
from edupulse_desktop.store.tables import APPLICATION_ID, SCHEMA, metadata
from tests.builders import ask, choice, lesson, line, scene

PROJECTS = Path(__file__).with_name("projects")
STORED = PROJECTS / f"schema_{SCHEMA}.edupulse"


def first() -> Lesson:
    return lesson(
        scene(
            "start",
            line("Good morning, how are you?", direction="warmly"),
            exit=ask("What now?", choice("Listen", "end")),
        ),
        scene("end", line("Thank you.", pause_ms=1000)),
        title="A stored lesson",
        language="en-GB",
    )


def second() -> Lesson:
    return replace(first(), title="A stored lesson · 课 · درس")


def make(path: Path) -> None:
    """Write the project that stands for this schema ever after."""
    with Project.create(path, first()) as project:
        version = project.name_version("Before the rename")
        project.save(first(), second(), "Rename")
        assert version.step == 0
        origin = Origin(OriginKind.MADE, provider="espeak", model="1")
        ref = project.assets.put(b"RIFF....WAVE", AssetKind.SOUND, "audio/wav", origin)
        project.assets.remember(Making("a request", ref, 1000))
        project.ledger.complete(
            project.ledger.record("a request", "hume", "octave", 12), Outcome.ANSWERED, 10
        )


def test_a_project_of_this_schema_is_stored(update_golden: bool) -> None:
    if update_golden:
        STORED.unlink(missing_ok=True)
        make(STORED)
    assert STORED.is_file(), "run with --update-golden once, when the schema number rises"


@pytest.mark.parametrize("schema", range(1, SCHEMA + 1))
def test_a_stored_project_of_every_schema_opens_and_saves(tmp_path: Path, schema: int) -> None:
    path = tmp_path / "lesson.edupulse"
    shutil.copyfile(PROJECTS / f"schema_{schema}.edupulse", path)
    with Project.open(path) as project:
        assert project.lesson == second()
        assert project.repairs == ()
        assert project.read_only_because == ""
        assert [step.before for step in project.past()] == [first()]
        assert project.lesson_at(project.versions()[0]) == first()
        (asset,) = project.assets.all()
        assert project.assets.read(asset.ref) == b"RIFF....WAVE"
        assert asset.origin.provider == "espeak"
        assert project.assets.made_by("a request") == Making("a request", asset.ref, 1000)
        assert project.ledger.spent_micros() == 10
        with project._database.reading() as connection:
            assert our_rules(connection) == rules_of_a_new_project(tmp_path)
        project.save(second(), first(), "Back")
    with Project.open(path) as project:
        assert project.lesson == first()
        assert len(project.past()) == 2


def test_the_steps_lead_to_the_tables_we_write(tmp_path: Path) -> None:
    path = tmp_path / "steps.edupulse"
    path.touch()
    upgrade(path, 0)
    database = Database(path, Mode.VIEW)
    with database.reading() as connection:
        assert layout_of(connection, path.name) == our_layout()
        assert connection.execute(text("PRAGMA user_version")).scalar() == SCHEMA
        assert our_rules(connection) == rules_of_a_new_project(tmp_path)
    database.close()


def our_rules(connection) -> dict[str, str]:  # type: ignore[no-untyped-def]
    """Return every table's definition without the freedom of spelling: keys, owners and strictness included."""
    found = connection.execute(text("SELECT name, sql FROM sqlite_schema WHERE type='table'"))
    return {name: "".join(sql.replace('"', "").split()).replace(",)", ")") for name, sql in found}


def rules_of_a_new_project(tmp_path: Path) -> dict[str, str]:
    with (
        Project.create(tmp_path / "new.edupulse", first()) as project,
        project._database.reading() as connection,
    ):
        return our_rules(connection)


NEXT = SCHEMA + 1
NEXT_STEP = '''
"""A step of a schema to come."""
import sqlalchemy as sa
from alembic import op

revision = "{revision:04}"
down_revision = "{down_revision:04}"


def upgrade():
    for table in {tables}:
        op.add_column(table, sa.Column("mood", sa.Text))
    {more}
'''


def write_next_step(scripts: Path, more: str = "", tables: Iterable[str] = ("lines",)) -> None:
    """Write the step after the last one, which adds a column `mood` to some tables."""
    step = NEXT_STEP.format(revision=NEXT, down_revision=SCHEMA, more=more, tables=tuple(tables))
    (scripts / "versions" / f"{NEXT:04}_moods.py").write_text(step)


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    folder = tmp_path / "steps %"
    shutil.copytree(SCRIPTS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    write_next_step(folder)
    return folder


def test_a_column_that_a_step_adds_stands_where_a_new_project_has_it(path: Path, scripts: Path) -> None:
    write_next_step(scripts, tables=metadata.tables)
    migrate(path, SCHEMA, scripts)
    to_come = MetaData()
    for table in metadata.sorted_tables:
        table.to_metadata(to_come).append_column(Column("mood", Text))
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        to_come.create_all(connection)
        wanted = our_rules(connection)
    engine.dispose()
    database = Database(path, Mode.VIEW)
    with database.reading() as connection:
        assert our_rules(connection) == wanted
        assert connection.execute(text("PRAGMA user_version")).scalar() == NEXT
        columns = connection.execute(text("SELECT name FROM pragma_table_info('lines')")).scalars().all()
        assert columns[:3] == ["scene", "id", "hash"]
        assert columns[-1] == "mood"
    database.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "old %20 ?.edupulse"
    make(found)
    return found


def test_an_older_file_is_backed_up_and_brought_up_to_date(path: Path, scripts: Path) -> None:
    migrate(path, SCHEMA, scripts)
    with Project.open(path) as project:
        assert "newer" in project.read_only_because, "it has the schema of the program to come"
        assert project.lesson == second()
        assert project.repairs == ()
        assert project.past()[0].before == first()
        with project._database.reading() as connection:
            assert connection.execute(text("PRAGMA application_id")).scalar() == APPLICATION_ID
            assert connection.execute(text("SELECT mood FROM lines")).all() == [(None,), (None,)]
            tables = connection.execute(text("SELECT name FROM sqlite_schema")).scalars().all()
            assert "alembic_version" not in tables
    (backup,) = backups_folder().iterdir()
    with Project.open(backup) as project:
        assert project.lesson == second()
        assert project.read_only_because == ""
    assert [
        each.name for each in path.parent.iterdir() if "part" in each.name or "journal" in each.name
    ] == []


@pytest.mark.parametrize(
    "more", ['op.execute("DELETE FROM lines")', 'op.execute("nonsense")', 'op.drop_table("takes")']
)
def test_a_migration_that_fails_leaves_the_file_as_it_was(path: Path, scripts: Path, more: str) -> None:
    write_next_step(scripts, more)
    before = path.read_bytes()
    with pytest.raises(EduPulseError) as refused:
        migrate(path, SCHEMA, scripts)
    assert refused.value.hint
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir() if "part" in each.name] == []
    with Project.open(path) as project:
        assert project.lesson == second()


def test_a_file_that_is_open_is_not_migrated(path: Path, scripts: Path) -> None:
    with Project.open(path), pytest.raises(ProjectLocked):
        migrate(path, SCHEMA, scripts)


def test_opening_migrates_what_is_older(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"PRAGMA user_version={SCHEMA}")
    asked: list[int] = []
    monkeypatch.setattr("edupulse_desktop.store.opening.SCHEMA", NEXT)
    monkeypatch.setattr("edupulse_desktop.store.opening.migrate", lambda _path, schema: asked.append(schema))
    with Project.open(path):
        assert asked == [SCHEMA]


def test_an_older_file_that_may_not_be_written_is_migrated_in_a_copy(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = path.read_bytes()
    monkeypatch.setattr("edupulse_desktop.store.opening.SCHEMA", NEXT)
    opened = open_file(path, read_only=True)
    assert opened.loaded.lesson == second()
    assert "copy" in opened.read_only_because
    opened.close()
    assert path.read_bytes() == before


def test_a_damaged_file_is_not_called_healthy_by_a_migration(path: Path, scripts: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TABLE takes")
    with pytest.raises(ProjectDamaged):
        migrate(path, SCHEMA, scripts)
