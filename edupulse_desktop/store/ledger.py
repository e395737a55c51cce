"""Every paid request: written down before it is sent, completed after the answer.

An entry that was never completed is a request whose outcome nobody knows, because the program was killed in
between; it may have been paid. Who may ask again, and how often, is decided elsewhere
(`services/budget.py`); here is only what happened.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, insert, select, update

from edupulse_desktop.errors import ProjectError
from edupulse_desktop.store.connection import Database
from edupulse_desktop.store.seal import Value, sealed
from edupulse_desktop.store.tables import ledger
from edupulse_desktop.store.writer import now


class Outcome(StrEnum):
    """How a request ended."""

    ASKED = "asked"
    ANSWERED = "answered"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Entry:
    """One paid request.

    Args:
        request_key: equal for equal requests.
        answered_at: UTC, ISO 8601; empty while the outcome is unknown.
        note: what the provider said; never a secret.
    """

    number: int
    request_key: str
    provider: str
    model: str
    asked_at: str
    estimate_micros: int
    answered_at: str
    cost_micros: int
    outcome: Outcome
    note: str

    @property
    def is_open(self) -> bool:
        """Whether its outcome is unknown."""
        return self.outcome is Outcome.ASKED


class Ledger:
    """The ledger of one project; may be used from any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, request_key: str, provider: str, model: str, estimate_micros: int = 0) -> int:
        """Write down that a request is about to be sent, and return its number; it is on the disk by then.

        Raises:
            ProjectReadOnly, StorageError: it could not be written, so the request must not be sent.
        """
        with self._database.writing() as connection:
            number = (connection.execute(select(func.max(ledger.c.number))).scalar() or 0) + 1
            row: dict[str, Value] = {
                "number": number,
                "request_key": request_key,
                "provider": provider,
                "model": model,
                "asked_at": now(),
                "estimate_micros": estimate_micros,
                "outcome": Outcome.ASKED.value,
            }
            connection.execute(insert(ledger), [sealed("ledger", row)])
        return number

    def complete(self, number: int, outcome: Outcome, cost_micros: int = 0, note: str = "") -> None:
        """Write down how a request ended.

        Raises:
            ProjectError: no such entry.
            ProjectReadOnly, StorageError: it could not be written; the entry stays open.
        """
        with self._database.writing() as connection:
            found = connection.execute(select(ledger).where(ledger.c.number == number)).mappings().first()
            if found is None:
                raise ProjectError(f"The ledger of this project has no entry {number}.")
            end: dict[str, Value] = {
                "answered_at": now(),
                "cost_micros": cost_micros,
                "outcome": outcome.value,
                "note": note,
            }
            row = sealed("ledger", {**found, **end})
            connection.execute(update(ledger).where(ledger.c.number == number).values(**row))

    def entries(self, request_key: str | None = None) -> tuple[Entry, ...]:
        """Return every entry, or those of one request, the newest last."""
        wanted = select(ledger).order_by(ledger.c.number)
        if request_key is not None:
            wanted = wanted.where(ledger.c.request_key == request_key)
        with self._database.reading() as connection:
            return tuple(_entry(dict(row)) for row in connection.execute(wanted).mappings())

    def spent_micros(self, since: str = "") -> int:
        """Return what was spent: known costs, and the estimate of every request whose outcome is unknown.

        Args:
            since: UTC, ISO 8601; empty counts from the beginning.
        """
        counted = [entry for entry in self.entries() if entry.asked_at >= since]
        return sum(entry.estimate_micros if entry.is_open else entry.cost_micros for entry in counted)


def _entry(row: dict[str, Value]) -> Entry:
    """Return an entry; what is damaged in it counts as unknown, so that it is never taken for unpaid."""
    outcome = row["outcome"]
    known = Outcome(outcome) if isinstance(outcome, str) and outcome in set(Outcome) else Outcome.ASKED
    return Entry(
        number=_number(row["number"]),
        request_key=_text(row["request_key"]),
        provider=_text(row["provider"]),
        model=_text(row["model"]),
        asked_at=_text(row["asked_at"]),
        estimate_micros=_number(row["estimate_micros"]),
        answered_at=_text(row["answered_at"]),
        cost_micros=_number(row["cost_micros"]),
        outcome=known,
        note=_text(row["note"]),
    )


def _text(value: Value) -> str:
    return value if isinstance(value, str) else ""


def _number(value: Value) -> int:
    return value if isinstance(value, int) else 0
