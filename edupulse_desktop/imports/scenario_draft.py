"""A mended script becomes a draft: main line → question → branches → main line again.

The main line is cut into scenes at its questions. Each branch is a scene that continues with the scene the main
line goes on in; an answer without a branch leads there directly. Questions inside branches work in the same way.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from edupulse_desktop.imports.fields import folded
from edupulse_desktop.imports.notes import Notes
from edupulse_desktop.imports.scenario_script import (
    Script,
    ScriptGroup,
    ScriptItem,
    ScriptLine,
    ScriptQuestion,
)
from edupulse_desktop.model.draft import (
    Draft,
    DraftCharacter,
    DraftChoice,
    DraftContinue,
    DraftEnd,
    DraftExit,
    DraftLine,
    DraftPicture,
    DraftQuestion,
    DraftScene,
)
from edupulse_desktop.model.exits import QuestionKind

CLOSING_TITLE = "The end"
CLOSING_HOLD_MS = 2_000
SILENT_HOLD_MS = 1_000
"""What plays in a scene that says nothing, so that its question does not come out of the blue."""
MAIN = "main"


def draft_of(script: Script, notes: Notes) -> Draft:
    """Return the draft of a script."""
    return _Builder(script, notes).draft()


@dataclass(slots=True)
class _Track:
    """A row of scenes under way: the main line, or a branch.

    Args:
        base: what the keys of its scenes begin with.
        name: the branch; empty for the main line.
        after: key of the scene that follows the whole row; empty for the main line.
        shown: the picture on screen.
        waiting: a picture that came without words and waits for the next line.
    """

    base: str
    name: str = ""
    after: str = ""
    lines: list[DraftLine] = field(default_factory=list)
    shown: DraftPicture | None = None
    waiting: DraftPicture | None = None
    part: int = 1

    def key(self, part: int) -> str:
        """Return the key of its scene of that number."""
        return self.base if self.name and part == 1 else f"{self.base}-{part}"

    @property
    def title(self) -> str:
        """The title of its present scene."""
        if not self.name:
            return f"Part {self.part}"
        return self.name if self.part == 1 else f"{self.name} · {self.part}"


class _Builder:
    def __init__(self, script: Script, notes: Notes) -> None:
        self._script = script
        self._notes = notes
        self._scenes: list[DraftScene] = []
        self._groups = 0
        self._cast: dict[str, DraftCharacter] = {}
        self._names: dict[str, str] = {}
        for name, description in script.characters:
            self._meet(name)
            self._cast[name] = DraftCharacter(name, description)

    def draft(self) -> Draft:
        main = _Track(MAIN)
        self._play(main, self._script.items)
        if main.part == 1 and len(self._scenes) == 1:
            self._scenes[0] = replace(self._scenes[0], title=self._script.title)
        return Draft(
            title=self._script.title,
            language=self._script.language,
            description=self._script.description,
            objectives=self._script.objectives,
            characters=tuple(self._cast.values()),
            scenes=tuple(self._scenes),
        )

    def _play(self, track: _Track, items: tuple[ScriptItem, ...]) -> None:
        """Make the scenes of a row."""
        for index, item in enumerate(items):
            if isinstance(item, ScriptGroup):
                continue
            self._say(track, item)
            if item.question is not None:
                rest = items[index + 1 :]
                group = rest[0] if rest and isinstance(rest[0], ScriptGroup) else None
                goes_on = len(rest) > (group is not None)
                self._ask(track, item.question, group, goes_on=goes_on)
                if not goes_on and track.after:
                    return
        if track.after:
            self._close(track, DraftContinue(track.after))
        elif track.lines or track.part == 1:
            self._close(track, DraftEnd())
        else:
            self._close(track, DraftEnd(), title=CLOSING_TITLE)

    def _say(self, track: _Track, item: ScriptLine) -> None:
        if item.picture is not None and not item.dialogue:
            if track.waiting is not None:
                self._notes.add(
                    item.place, "its picture takes the place of the one before, to which nothing is said."
                )
            else:
                self._notes.add(item.place, "says nothing; its picture is shown all the same.")
            track.waiting = item.picture
            return
        if not item.dialogue:
            return
        picture = item.picture
        if track.waiting is not None:
            picture, track.waiting = picture or track.waiting, None
        if picture is None and not track.lines and track.shown is not None:
            picture = track.shown
            self._notes.add(item.place, "keeps the picture that was on screen before the question.")
        if picture is not None and picture.asset is not None:
            track.shown = picture
        speaker = self._speaker(item.role, item.place)
        track.lines.append(DraftLine(speaker, item.dialogue, item.direction, picture=picture))

    def _ask(self, track: _Track, asked: ScriptQuestion, group: ScriptGroup | None, *, goes_on: bool) -> None:
        """Close the scene with a question, make the branches, and open the scene after them."""
        onward = track.after if track.after and not goes_on else track.key(track.part + 1)
        keys: dict[str, str] = {}
        if group is not None:
            self._groups += 1
            for number, branch in enumerate(group.branches, 1):
                keys[branch.name] = f"branch-{self._groups}{_letter(number)}"
        self._close(track, _question(asked, keys, onward))
        for branch in group.branches if group is not None else ():
            self._play(_Track(keys[branch.name], branch.name, onward), branch.items)
        track.part += 1
        if group is not None:
            track.shown = None

    def _close(self, track: _Track, way_out: DraftExit, title: str = "") -> None:
        """Put the lines said so far into a scene; one that says nothing holds for a moment."""
        if track.waiting is not None or not track.lines:
            pause_ms = CLOSING_HOLD_MS if title or track.waiting is not None else SILENT_HOLD_MS
            track.lines.append(DraftLine("", "", pause_ms=pause_ms, picture=track.waiting))
            track.waiting = None
        scene = DraftScene(track.key(track.part), title or track.title, tuple(track.lines), way_out)
        self._scenes.append(scene)
        track.lines = []

    def _speaker(self, role: str, place: str) -> str:
        """Return the name under which somebody speaks: always spelled as the first time."""
        name = self._meet(role)
        if name != role:
            self._notes.add(place, f"“{role}” was taken to be “{name}”.")
        self._cast.setdefault(name, DraftCharacter(name))
        return name

    def _meet(self, role: str) -> str:
        return self._names.setdefault(folded(role) or role, role)


def _question(asked: ScriptQuestion, keys: dict[str, str], onward: str) -> DraftQuestion:
    choices = tuple(
        DraftChoice(option.text, option.correct, option.feedback, option.points, keys.get(option.target, ""))
        for option in asked.options
    )
    kind = QuestionKind.TRUE_FALSE if _is_true_false(asked) else QuestionKind.SINGLE_CHOICE
    return DraftQuestion(
        asked.question,
        choices,
        kind,
        hint=asked.hint,
        attempts=_attempts(asked),
        right_to=onward,
        wrong_to=onward,
    )


def _is_true_false(asked: ScriptQuestion) -> bool:
    return len(asked.options) == 2 and {option.text.casefold().strip(".") for option in asked.options} == {
        "true",
        "false",
    }


def _attempts(asked: ScriptQuestion) -> int | None:
    """Return how often may be answered: without limit if wrong answers may be corrected and lead nowhere."""
    wrong = [option for option in asked.options if not option.correct]
    if len(wrong) == len(asked.options) or any(option.target for option in wrong):
        return 1
    return None if any(option.retry for option in wrong) else 1


def _letter(number: int) -> str:
    return chr(ord("a") + number - 1) if number <= 26 else f"-{number}"
