"""Every step that led to the present lesson, kept in the file, so that undo survives a restart."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.store.repairs import Findings
from edupulse_desktop.store.rewinding import rewound, unpacked
from edupulse_desktop.store.seal import Value, is_whole
from edupulse_desktop.store.tables import history


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One step by name.

    Args:
        at: UTC, ISO 8601.
    """

    number: int
    label: str
    at: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step with the lessons around it."""

    label: str
    at: str
    before: Lesson
    after: Lesson


def entries(connection: Connection, limit: int | None) -> tuple[HistoryEntry, ...]:
    """Return the latest steps by name, the newest last."""
    wanted = (
        select(history.c.number, history.c.label, history.c.at).order_by(history.c.number.desc()).limit(limit)
    )
    found = [HistoryEntry(number, label or "", at or "") for number, label, at in connection.execute(wanted)]
    return tuple(reversed(found))


def steps(connection: Connection, lesson: Lesson, limit: int | None, findings: Findings) -> tuple[Step, ...]:
    """Walk back from the present lesson; the newest step comes last.

    Args:
        lesson: what is in the file now.
        findings: hears of a step that is damaged; the walk ends there.
    """
    found: list[Step] = []
    wanted = select(history).order_by(history.c.number.desc()).limit(limit)
    after = lesson
    for row in connection.execute(wanted).mappings():
        before = _before(dict(row), after, findings)
        if before is None:
            break
        found.append(Step(row["label"] or "", row["at"] or "", before, after))
        after = before
    return tuple(reversed(found))


def _before(row: dict[str, Value], after: Lesson, findings: Findings) -> Lesson | None:
    key = ("history step", str(row["number"]))
    data = row["data"]
    if not is_whole("history", row) or not isinstance(data, bytes):
        findings.add("This step is damaged; it and the steps before it cannot be undone.", key)
        return None
    try:
        changes = unpacked(data)
    except ValueError:
        findings.add("This step cannot be read; it and the steps before it cannot be undone.", key)
        return None
    misfits = Findings()
    before = rewound(after, changes, misfits)
    if misfits:
        findings.add(
            "This step does not lead to the lesson in the file; it and those before it cannot be undone.", key
        )
        return None
    return before
