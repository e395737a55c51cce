"""The notes of one import: what was repaired or left out, and where."""

from __future__ import annotations

MOST_NOTES = 200
"""More than an author reads; what goes beyond is counted."""


class Notes:
    """Collects sentences in the order in which they arise, each once."""

    def __init__(self) -> None:
        self._said: dict[str, None] = {}
        self._unsaid = 0
        self._unknown: dict[str, None] = {}

    def add(self, place: str, sentence: str) -> None:
        """Say what was done at a place, for example `Block 3`; without a place it concerns the whole file."""
        note = f"{place}: {sentence}" if place else sentence
        if note in self._said:
            return
        if len(self._said) < MOST_NOTES:
            self._said[note] = None
        else:
            self._unsaid += 1

    def add_unknown_field(self, name: str) -> None:
        """Remember a field that the format does not have; they are named together at the end."""
        self._unknown[name] = None

    def said(self) -> tuple[str, ...]:
        """Return every note."""
        notes = list(self._said)
        if self._unknown:
            names = list(self._unknown)
            more = f" and {len(names) - 8} more" if len(names) > 8 else ""
            notes.append(f"Fields that a scenario does not have were left out: {', '.join(names[:8])}{more}.")
        if self._unsaid:
            notes.append(f"{self._unsaid} more repairs of the same kinds are not listed.")
        return tuple(notes)
