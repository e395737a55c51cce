"""What an author asks a script writer for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Brief:
    """The wishes a script is written from; empty fields leave the choice to the writer.

    Args:
        topic: what the lesson is about, or a whole written outline.
        source: text of a document the lesson is made from.
        age_band: for example `16-18`.
        length_minutes: wished length; 0 leaves it open.
        decision_points: wished number of questions; 0 leaves it open.
    """

    topic: str = ""
    source: str = ""
    audience: str = ""
    age_band: str = ""
    language: str = ""
    difficulty: str = ""
    objectives: tuple[str, ...] = ()
    tone: str = ""
    length_minutes: int = 0
    decision_points: int = 0
    characters: tuple[str, ...] = ()
