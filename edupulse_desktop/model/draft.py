"""A lesson as a script writer or an import says it: with names instead of ids, and possibly unfinished."""

from __future__ import annotations

from dataclasses import dataclass

from edupulse_desktop.model.asset import AssetRef
from edupulse_desktop.model.exits import EndingKind, QuestionKind


@dataclass(frozen=True, slots=True)
class DraftCharacter:
    """Somebody who speaks, by name.

    Args:
        description: how the voice sounds, in words.
    """

    name: str
    description: str = ""
    look: str = ""
    acting_notes: str = ""


@dataclass(frozen=True, slots=True)
class DraftPicture:
    """A picture that came with the text, or only its description.

    Args:
        asset: the name of bytes that are handed over beside the draft.
    """

    asset: AssetRef | None = None
    prompt: str = ""
    alt_text: str = ""


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One thing said; without a speaker a silent hold."""

    speaker: str
    text: str
    direction: str = ""
    pause_ms: int | None = None
    picture: DraftPicture | None = None


@dataclass(frozen=True, slots=True)
class DraftChoice:
    """One answer; `to` is the key of a scene, empty to leave it to the question."""

    text: str
    correct: bool = False
    feedback: str = ""
    points: int = 0
    to: str = ""
    accepts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftQuestion:
    """A question at the end of a scene; targets are keys of scenes, empty if there is none."""

    question: str
    choices: tuple[DraftChoice, ...] = ()
    kind: QuestionKind = QuestionKind.SINGLE_CHOICE
    hint: str = ""
    attempts: int | None = 1
    right_feedback: str = ""
    wrong_feedback: str = ""
    right_to: str = ""
    wrong_to: str = ""


@dataclass(frozen=True, slots=True)
class DraftEnd:
    """An ending."""

    title: str = ""
    message: str = ""
    kind: EndingKind = EndingKind.NEUTRAL


@dataclass(frozen=True, slots=True)
class DraftContinue:
    """Another scene follows; `to` is its key."""

    to: str


DraftExit = DraftEnd | DraftContinue | DraftQuestion


@dataclass(frozen=True, slots=True)
class DraftScene:
    """A stretch of lines under a key that exits refer to."""

    key: str
    title: str = ""
    lines: tuple[DraftLine, ...] = ()
    exit: DraftExit = DraftEnd()


@dataclass(frozen=True, slots=True)
class Draft:
    """A whole lesson as text; the first scene is the start.

    Args:
        language: BCP-47 tag; empty if the source does not say.
    """

    title: str = ""
    language: str = ""
    description: str = ""
    objectives: tuple[str, ...] = ()
    characters: tuple[DraftCharacter, ...] = ()
    scenes: tuple[DraftScene, ...] = ()
