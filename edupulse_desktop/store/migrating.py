"""Brings a project of an older schema to ours: back it up, migrate a copy, verify the copy, swap.

The steps are Alembic revisions in `migrations/versions`; revision 0003 leads to schema 3. The schema number
in the header stays the only record of where a file is, so Alembic's own table exists only while it works on
the copy.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import Connection, StaticPool, create_engine, event, text

from edupulse_desktop.errors import ProjectDamaged
from edupulse_desktop.files import replace_durably, temporary_beside
from edupulse_desktop.places import backups_folder
from edupulse_desktop.store.backups import backup, remove_quietly, verified
from edupulse_desktop.store.connection import Database, Mode
from edupulse_desktop.store.failures import in_our_words

SCRIPTS = Path(__file__).parent / "migrations"
"""Beside this file in a checkout and a wheel; the frozen program carries it as data."""
_VERSION_TABLE = "alembic_version"


def migrate(path: Path, schema: int, scripts: Path = SCRIPTS) -> None:
    """Bring a file to the newest schema; if anything fails it stays as it is.

    Args:
        schema: what the file has now.
        scripts: the folder of Alembic's steps.

    Raises:
        ProjectLocked: it is open elsewhere.
        ProjectDamaged: the migrated copy cannot be read.
        StorageError: there is no room for the backup or the copy.
    """
    database = Database(path, Mode.WRITE)
    temporary = temporary_beside(path)
    try:
        before = verified(backup(database, backups_folder()))
        database.copy_into(temporary)
        upgrade(temporary, schema, scripts)
        after = verified(temporary)
        if after.torn or len(after.repairs) > len(before.repairs):
            message = f"“{path.name}” comes from an older EduPulse and could not be brought up to date; it is unchanged."
            raise ProjectDamaged(
                message, hint="Open it with the version that wrote it.", detail=str(after.repairs[:5])
            )
    except BaseException:
        remove_quietly(temporary)
        raise
    finally:
        database.close()
    replace_durably(temporary, path)


def migrate_copy(path: Path, schema: int, target: Path) -> None:
    """Make a copy of an older file at `target` and bring that to the newest schema."""
    source = Database(path, Mode.VIEW)
    try:
        source.copy_into(target)
    finally:
        source.close()
    upgrade(target, schema)


def upgrade(path: Path, schema: int, scripts: Path = SCRIPTS) -> None:
    """Run every step after `schema` on a file nobody else uses."""
    # A tenth of a second to import, and needed once in the life of a file.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    engine = create_engine("sqlite+pysqlite://", creator=lambda: _connect(path), poolclass=StaticPool)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    try:
        with in_our_words(path), engine.begin() as connection:
            config.attributes["connection"] = connection
            if schema:
                command.stamp(config, f"{schema:04}")
            command.upgrade(config, "head")
            _finish(connection)
    finally:
        engine.dispose()


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)
    connection.execute("PRAGMA trusted_schema=OFF")
    return connection


def _finish(connection: Connection) -> None:
    reached = connection.execute(text(f"SELECT version_num FROM {_VERSION_TABLE}")).scalar_one()  # noqa: S608 - a name of ours
    connection.execute(text(f"DROP TABLE {_VERSION_TABLE}"))
    connection.execute(text(f"PRAGMA user_version={int(reached)}"))
