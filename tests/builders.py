"""Lessons in one line: `lesson(scene("a", line("Hello"), to="b"), scene("b"))`."""

from __future__ import annotations

from edupulse_desktop.model.cast import Character, Voice
from edupulse_desktop.model.exits import Breakpoint, Choice, Continue, End, Exit, QuestionKind
from edupulse_desktop.model.ids import CharacterId, ChoiceId, LessonId, LineId, SceneId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.line import Line
from edupulse_desktop.model.scene import Scene

ANNA = Character(CharacterId("p-anna"), "Anna", colour="#2f6f9f", voice=Voice("espeak", ""))
BEN = Character(CharacterId("p-ben"), "Ben", colour="#9f5a2f", voice=Voice("espeak", ""))


def line(text: str = "", speaker: Character | None = ANNA, **fields: object) -> Line:
    """Build a line of Anna, or of nobody when `speaker` is none; its id is made from its text unless given."""
    name = fields.pop("id", None) or f"l-{speaker.id if speaker else 'hold'}-{text[:24]}"
    return Line(id=LineId(str(name)), speaker=speaker.id if speaker else None, text=text, **fields)  # type: ignore[arg-type]


def choice(text: str, to: str | None = None, **fields: object) -> Choice:
    """Build a choice whose id is made from its text."""
    name = fields.pop("id", None) or f"c-{text[:24]}"
    return Choice(ChoiceId(str(name)), text, to=SceneId(to) if to else None, **fields)  # type: ignore[arg-type]


def ask(
    question: str, *choices: Choice, kind: QuestionKind = QuestionKind.SINGLE_CHOICE, **fields: object
) -> Breakpoint:
    """Build a question."""
    return Breakpoint(question, choices, kind, **fields)  # type: ignore[arg-type]


def scene(
    name: str, *lines: Line, to: str | None = None, exit: Exit | None = None, **fields: object
) -> Scene:
    """Build a scene that continues to another, ends, or leaves by the exit given."""
    way_out: Exit = exit if exit is not None else Continue(SceneId(to)) if to else End()
    return Scene(SceneId(name), str(fields.pop("title", name.title())), lines, way_out, **fields)  # type: ignore[arg-type]


def lesson(*scenes: Scene, cast: tuple[Character, ...] = (ANNA, BEN), **fields: object) -> Lesson:
    """Build a lesson that starts with its first scene."""
    start = fields.pop("start", scenes[0].id if scenes else None)
    name = LessonId(str(fields.pop("id", "lesson-test")))
    return Lesson(name, cast=cast, scenes=scenes, start=start, **{"title": "A lesson", **fields})  # type: ignore[arg-type]
