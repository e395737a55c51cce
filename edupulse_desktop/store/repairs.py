"""What was odd in a file, and what was made of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Repair:
    """One piece of data that was not as it was written.

    Args:
        message: what was found and what stands in its place, in a teacher's words.
        where: the place, for example `scene s-ab12, line l-9f`.
    """

    message: str
    where: str


class Findings:
    """Collects repairs while a lesson is read."""

    def __init__(self) -> None:
        self._found: list[Repair] = []

    def add(self, message: str, key: tuple[str, ...]) -> None:
        """Note a repair at the record with this key."""
        self._found.append(Repair(message, place(key)))

    @property
    def repairs(self) -> tuple[Repair, ...]:
        """Everything noted, in order, each once."""
        return tuple(dict.fromkeys(self._found))

    def __bool__(self) -> bool:
        return bool(self._found)


_NOUNS = {
    "lesson": "lesson",
    "characters": "character",
    "scenes": "scene",
    "exits": "exit",
    "choices": "choice",
    "lines": "line",
    "takes": "take",
    "board": "place on the board of scene",
}


def place(key: tuple[str, ...]) -> str:
    """Return the place of a record in words and ids."""
    table, *names = key
    noun = _NOUNS.get(table, table)
    if table in {"exits", "choices", "lines"}:
        return ", ".join([f"scene {names[0]}", *(f"{noun} {name}" for name in names[1:])]) + (
            ", exit" if table == "exits" else ""
        )
    if table == "takes":
        return f"scene {names[0]}, line {names[1]}, take {names[2]}"
    return f"{noun} {names[0]}"
