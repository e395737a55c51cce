"""Versions: points in history that the author gave a name, each with the whole lesson as it was."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select

from edupulse_desktop.errors import ProjectDamaged, ProjectError
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.store.delta import Change
from edupulse_desktop.store.rebuilding import Rebuilder
from edupulse_desktop.store.records import Record, lesson_records
from edupulse_desktop.store.repairs import Findings
from edupulse_desktop.store.rewinding import packed, unpacked
from edupulse_desktop.store.seal import clean, is_whole, sealed
from edupulse_desktop.store.tables import history, versions
from edupulse_desktop.store.writer import now


@dataclass(frozen=True, slots=True)
class Version:
    """A named point in history.

    Args:
        step: number of the step of history it stands after; 0 before the first.
    """

    number: int
    name: str
    at: str
    step: int = 0


def add_version(connection: Connection, name: str, lesson: Lesson) -> Version:
    """Write the present lesson down under a name."""
    number = (connection.execute(select(func.max(versions.c.number))).scalar() or 0) + 1
    step = connection.execute(select(func.max(history.c.number))).scalar() or 0
    version = Version(number, clean(name), now(), step)
    data = packed(Change(key, None, record) for key, record in lesson_records(lesson).items())
    row = {"number": number, "name": version.name, "at": version.at, "step": step, "data": data}
    connection.execute(insert(versions), [sealed("versions", row)])
    return version


def all_versions(connection: Connection) -> tuple[Version, ...]:
    """Return every version, the newest last."""
    columns = (versions.c.number, versions.c.name, versions.c.at, versions.c.step)
    found = connection.execute(select(*columns).order_by(versions.c.number))
    return tuple(Version(number, name or "", at or "", step or 0) for number, name, at, step in found)


def version_lesson(connection: Connection, version: Version) -> Lesson:
    """Return the lesson as it was.

    Raises:
        ProjectError: no such version.
        ProjectDamaged: it cannot be read any more.
    """
    row = connection.execute(select(versions).where(versions.c.number == version.number)).mappings().first()
    if row is None:
        raise ProjectError(f"There is no version “{version.name}” in this project.")
    records: dict[tuple[str, ...], Record] = {}
    findings = Findings()
    try:
        for change in unpacked(row["data"]) if is_whole("versions", dict(row)) else ():
            records[change.key] = change.after or {}
    except ValueError:
        records.clear()
    lesson = Rebuilder(records, findings).lesson()
    if findings:
        raise ProjectDamaged(
            f"The version “{version.name}” is damaged.", hint="Choose another version, or a backup."
        )
    return lesson
