"""The script of a scenario as frozen values: what the file says, before anything is repaired."""

from __future__ import annotations

from dataclasses import dataclass

from edupulse_desktop.model.draft import DraftPicture


@dataclass(frozen=True, slots=True)
class ScriptOption:
    """One answer.

    Args:
        target: name of a branch; empty if the answer leads nowhere special.
        retry: whether a wrong answer may be corrected; none if the file does not say.
    """

    text: str
    correct: bool = False
    target: str = ""
    retry: bool | None = None
    feedback: str = ""
    points: int = 0


@dataclass(frozen=True, slots=True)
class ScriptQuestion:
    """A question that stops the film after its block."""

    question: str
    options: tuple[ScriptOption, ...] = ()
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ScriptLine:
    """A block that says something, changes the picture, asks, or several of these.

    Args:
        place: for notes, for example `Block 3`.
    """

    place: str
    role: str = ""
    dialogue: str = ""
    direction: str = ""
    picture: DraftPicture | None = None
    question: ScriptQuestion | None = None

    @property
    def only_asks(self) -> bool:
        """Whether there is a question and nothing to say or show."""
        return self.question is not None and not self.dialogue and self.picture is None


@dataclass(frozen=True, slots=True)
class ScriptBranch:
    """One branch of a group: its name and what happens in it."""

    name: str
    items: tuple[ScriptItem, ...] = ()


@dataclass(frozen=True, slots=True)
class ScriptGroup:
    """The branches a question leads to."""

    place: str
    branches: tuple[ScriptBranch, ...]


ScriptItem = ScriptLine | ScriptGroup


@dataclass(frozen=True, slots=True)
class Script:
    """A whole scenario.

    Args:
        characters: name and description of the voice, as declared.
    """

    title: str
    items: tuple[ScriptItem, ...]
    characters: tuple[tuple[str, str], ...] = ()
    language: str = ""
    description: str = ""
    objectives: tuple[str, ...] = ()
