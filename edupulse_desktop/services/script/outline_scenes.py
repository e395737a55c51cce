"""Reads a written outline line by line into scenes whose ways are still names.

Each line is tried against the rules in the order of `_RULES`; the first that fits takes it. What fits none is
told by the narrator, so that no word of the author is lost.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

from edupulse_desktop.model.draft import DraftCharacter, DraftEnd, DraftLine, DraftPicture
from edupulse_desktop.model.exits import EndingKind
from edupulse_desktop.services.script import outline_marks as marks
from edupulse_desktop.services.script import outline_questions as questions
from edupulse_desktop.services.script.outline_questions import OpenQuestion
from edupulse_desktop.services.script.outline_stage import OpenScene, Outline, Stage, without_empty

NARRATOR = "Narrator"
_LONGEST_SAID = 2_000
"""Characters of one line after which what goes on becomes another."""

_FACT = re.compile(
    r"(?P<name>title|titel|language|description|summary|objectives?|learning objectives?|goals?|characters?|cast|speakers)"
    r"\s*[:：]\s*(?P<value>.*)",
    re.IGNORECASE,
)
_END = re.compile(
    r"\[?(?:the\s+)?(?:end|ending|ende)\s*\d{0,2}\s*(?:[(\[](?P<kind>[^)\]]*)[)\]])?\s*(?:[:：]\s*(?P<text>[^\]]*)|\.)?\]?",
    re.IGNORECASE | re.DOTALL,
)
_GO = re.compile(r"(?:go to|goto|continue with|continue at|weiter mit)\s*[:：]\s*(?P<to>\S.*)", re.IGNORECASE)
_ASIDE = re.compile(
    r"(?P<name>feedback|explanation|hint|attempts?|tries|(?:correct )?answers?|right|correct|if right|if correct|wrong|incorrect|if wrong)"
    r"\s*[:：]\s*(?P<value>\S.*)",
    re.IGNORECASE,
)
_SETTING = re.compile(r"(?:picture|image|photo|setting|visual)\s*[:：]\s*(?P<prompt>\S.*)", re.IGNORECASE)
_RULE = re.compile(r"[-*_=]{3,}")
_KINDS = (
    (EndingKind.SUCCESS, re.compile(r"good|success|happy|best|pass|win|gut", re.IGNORECASE)),
    (EndingKind.FAILURE, re.compile(r"bad|fail|poor|sad|lose|lost|worst|schlecht", re.IGNORECASE)),
)
_CAST_NAMES = frozenset({"characters", "character", "cast", "people", "speakers", "who speaks"})
_GOAL_NAMES = frozenset(
    {"objectives", "objective", "learning objectives", "learning objective", "goals", "goal", "aims"}
)
_PERSON = re.compile(r"(?P<name>[^:：(–—]+?)\s*(?:[:：–—]|\s-\s|\()\s*(?P<description>[^)]*)\)?")


def read_outline(text: str) -> Outline:
    """Return what a text says, scene by scene."""
    return _Reader(text).outline()


class _Reader:
    def __init__(self, text: str) -> None:
        raw = marks.without_comments(text).split("\n")
        self._rows = [" ".join(row.split()) for row in raw]
        self._is_indented = [row[:1].isspace() for row in raw]
        labels = Counter(label for row in self._rows if (label := marks.label_of(row)))
        self._known = {label for label, count in labels.items() if count > 1}
        self._stage = Stage()
        self._made = self._stage.outline
        self._question: OpenQuestion | None = None
        self._list = ""
        self._list_is_fresh = False
        self._cue = ""
        self._direction = ""
        self._goes_on = False
        self._in_point = False
        self._at = 0
        self._title_level = 0

    def outline(self) -> Outline:
        self._title_level = self._level_of_title()
        for index, row in enumerate(self._rows):
            self._at = index
            self._take(row)
        self._close_question()
        self._stage.settle()
        self._made.scenes = without_empty(self._made.scenes)
        return self._made

    def _level_of_title(self) -> int:
        """Return the level of the heading that names the lesson: the only one of the highest, if it comes first."""
        levels = [found.level for row in self._rows if row.startswith("#") and (found := marks.heading(row))]
        begins = next((row for row in self._rows if row), "").startswith("#")
        if not levels or levels[0] != min(levels) or levels.count(levels[0]) > 1:
            return 0
        return levels[0] if len(levels) > 1 or begins else 0

    def _take(self, row: str) -> None:
        row = row.removeprefix("> ").strip()
        if not row or _RULE.fullmatch(row):
            self._goes_on = False
            self._list_is_fresh = False
            self._cue = ""
            if row:
                self._list = ""
            return
        goes_on, self._goes_on = self._goes_on, False
        for rule in self._RULES:
            if rule(self, row):
                return
        self._plain(row, goes_on=goes_on)

    def _heading(self, row: str) -> bool:
        found = marks.heading(row)
        if found is None:
            return False
        self._close_question()
        name = found.title.casefold().rstrip(":")
        self._list = "cast" if name in _CAST_NAMES else "objectives" if name in _GOAL_NAMES else ""
        if self._list:
            return True
        is_title = row.startswith("#") and found.level == self._title_level and not found.number
        if is_title and not self._made.title:
            self._made.title = found.title
            return True
        self._made.scenes.append(OpenScene(found.title, found.number, found.level))
        return True

    def _fact(self, row: str) -> bool:
        found = _FACT.fullmatch(marks.without_marks(row))
        if found is None or any(scene.lines for scene in self._made.scenes):
            return False
        name, value = found["name"].casefold(), found["value"].strip()
        if name in ("title", "titel"):
            self._made.title = value or self._made.title
        elif name == "language":
            self._made.language = value
        elif name in ("description", "summary"):
            self._made.description = value
        else:
            self._list = "objectives" if name in _GOAL_NAMES else "cast"
            self._list_is_fresh = True
            has_words = self._list == "objectives" or re.search("[;:：(]", value)
            for part in value.split(";" if has_words else ","):
                if part.strip():
                    self._listed(part.strip())
        return True

    def _in_list(self, row: str) -> bool:
        words = marks.bullet(row) or (row if self._list_is_fresh else "")
        if not self._list or not words:
            self._list = ""
            return False
        self._listed(words)
        return True

    def _listed(self, words: str) -> None:
        words = marks.without_marks(words)
        if self._list == "objectives":
            self._made.objectives.append(words)
            return
        person = _PERSON.fullmatch(words)
        name = person["name"].strip() if person else words
        character = DraftCharacter(self._stage.name(name), person["description"].strip() if person else "")
        self._made.cast[marks.fold(name)] = character
        self._known.add(marks.fold(name))

    def _asks(self, row: str) -> bool:
        opened = questions.question(marks.without_marks(row.lstrip("# ")))
        if opened is None:
            return False
        self._close_question()
        self._stage.scene()
        self._question = opened
        return True

    def _answers(self, row: str) -> bool:
        if self._question is None:
            return False
        offered = questions.choice(row)
        if offered is not None:
            self._question.choices.append(offered)
            return True
        to = marks.arrow(row)
        if to:
            last = self._question.choices[-1] if self._question.choices else None
            if last is not None and self._is_indented[self._at]:
                last.to = to
            else:
                self._question.onward = to
            return True
        found = _ASIDE.fullmatch(marks.without_marks(row))
        if found is None:
            return False
        self._aside(
            self._question, found["name"].casefold().removeprefix("if "), marks.without_marks(found["value"])
        )
        return True

    def _aside(self, asked: OpenQuestion, name: str, value: str) -> None:
        if name in ("feedback", "explanation"):
            if asked.choices:
                asked.choices[-1].feedback = " ".join(filter(None, (asked.choices[-1].feedback, value)))
            else:
                asked.right_feedback = asked.wrong_feedback = value
        elif name == "hint":
            asked.hint = value
        elif name in ("right", "correct"):
            asked.right_feedback = value
        elif name in ("wrong", "incorrect"):
            asked.wrong_feedback = value
        elif name.endswith(("answer", "answers")):
            asked.answers.append(value)
        else:
            digits = re.match(r"\d{1,2}", value)
            asked.attempts = max(1, int(digits[0])) if digits else None

    def _leaves(self, row: str) -> bool:
        """Take an arrow, `Go to: …` or an ending."""
        go = _GO.fullmatch(row)
        to = marks.arrow(row) or (go["to"].strip(" .") if go else "")
        if to:
            self._stage.scene().onward = to
            return True
        end = _END.fullmatch(marks.without_marks(row))
        if end is None or (end["text"] is None and not re.match(r"\[?(the\s+)?end\b", row, re.IGNORECASE)):
            return False
        self._close_question()
        title, _bar, message = (end["text"] or "").partition("|")
        words = end["kind"] or title
        kind = next((kind for kind, pattern in _KINDS if pattern.search(words)), EndingKind.NEUTRAL)
        self._stage.scene().ending = DraftEnd(title.strip(), message.strip(), kind)
        return True

    def _shows(self, row: str) -> bool:
        """Take a line that is a picture, a pause or a stage direction and nothing else."""
        setting = _SETTING.fullmatch(row)
        rest, picture = (row, (setting["prompt"], "")) if setting else marks.picture_in(row)
        if setting or (picture is not None and not rest):
            self._close_question()
            prompt, alt = picture if picture is not None else ("", "")
            self._stage.show(DraftPicture(prompt=prompt, alt_text=alt))
            return True
        rest, pause_ms = marks.pauses(row)
        if pause_ms is not None and not rest:
            self._close_question()
            self._stage.pause(pause_ms)
            return True
        words = marks.stage_direction(row)
        if not words:
            return False
        if self._cue:
            self._direction = words
            return True
        self._close_question()
        self._stage.direct(words)
        return True

    def _speaks(self, row: str) -> bool:
        said = marks.speech(row, self._known)
        if said is None:
            return False
        self._close_question()
        self._known.add(marks.fold(said.name))
        if said.text:
            self._stage.say(said.name, said.text, said.direction)
            self._goes_on, self._in_point = True, False
        else:
            self._cue, self._direction = said.name, said.direction
        return True

    def _is_cued(self, row: str) -> bool:
        """Take the words after a cue, and cues themselves."""
        if self._cue:
            self._stage.say(self._cue, row, self._direction)
            self._cue = self._direction = ""
            self._goes_on, self._in_point = True, False
            return True
        following = self._rows[self._at + 1] if self._at + 1 < len(self._rows) else ""
        name = marks.cue(row)
        if not name or not following or (self._at and self._rows[self._at - 1]):
            return False
        self._close_question()
        self._known.add(marks.fold(name))
        self._cue = name
        return True

    def _plain(self, row: str, *, goes_on: bool) -> None:
        """Take words that no rule fits: more of what was said, or something for the narrator to tell."""
        words = marks.bullet(row)
        if goes_on and not words and (self._goes_on_with(row)):
            return
        self._close_question()
        is_first = not self._made.title and not self._made.scenes
        if not words and is_first and self._is_title(row):
            self._made.title = marks.without_marks(row)
            return
        self._in_point = bool(words)
        for piece in marks.divided(self._ended(words) if words else row):
            self._stage.say(NARRATOR, piece, "")
        self._goes_on = True

    def _goes_on_with(self, row: str) -> bool:
        """Add a row to the line before it, if it belongs there."""
        lines = self._made.scenes[-1].lines if self._made.scenes else []
        if not lines or not lines[-1].text or (self._in_point and not row[:1].islower()):
            return False
        self._goes_on = True
        last = lines.pop()
        more, pause_ms = marks.pauses(marks.without_marks(row))
        whole = f"{last.text} {self._ended(more) if self._in_point else more}".strip()
        if len(last.text) > _LONGEST_SAID:
            first, rest = last.text, [more]
        elif last.speaker == NARRATOR:
            first, *rest = marks.divided(whole)
        else:
            first, rest = whole, []
        lines.append(replace(last, text=first, pause_ms=pause_ms or last.pause_ms))
        lines += [DraftLine(last.speaker, piece, last.direction) for piece in rest]
        return True

    def _ended(self, words: str) -> str:
        """Return the words of a point with a full stop, unless the next row goes on with them."""
        following = self._rows[self._at + 1] if self._at + 1 < len(self._rows) else ""
        return words if following[:1].islower() else marks.closed(words)

    def _is_title(self, row: str) -> bool:
        """Whether the first line stands alone, is short and ends without a full stop."""
        alone = (
            self._at + 1 < len(self._rows)
            and not self._rows[self._at + 1]
            and any(self._rows[self._at + 1 :])
        )
        return alone and len(row) <= 80 and row[-1:] not in ".!?。…:"

    def _close_question(self) -> None:
        if self._question is not None:
            self._stage.scene().question = self._question.finished()
            self._question = None

    _RULES: ClassVar[tuple[Callable[[_Reader, str], bool], ...]] = (
        _asks,
        _answers,
        _heading,
        _fact,
        _in_list,
        _leaves,
        _shows,
        _speaks,
        _is_cued,
    )
