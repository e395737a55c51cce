"""Questions of a written outline: their choices, answers, feedback and where they lead, still by name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from edupulse_desktop.model.draft import DraftChoice, DraftQuestion
from edupulse_desktop.model.exits import QuestionKind
from edupulse_desktop.services.script.outline_marks import fold, without_marks

_QUESTION = re.compile(
    r"(?:(?:question|frage|q)\s*\d{0,3}\s*(?:[(\[](?P<kind>[^)\]]*)[)\]])?\s*[:：.)]|(?P<tf>true or false)\s*[:：?]|\?)\s+(?P<text>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_CHOICE = re.compile(
    r"(?:[-*•+–]\s*\[(?P<box>[ xX✓✔*]?)\]|(?P<sign>[✓✔✗✘☑☐])|[-*•+–]|\(?[a-hA-H][.)]|\(?\d{1,2}[.)])\s+(?P<text>\S.*)",
    re.DOTALL,
)
_TRUE_FALSE = re.compile(r"(?P<text>true|false)\b(?P<more>.*)", re.IGNORECASE | re.DOTALL)
_CORRECT = re.compile(r"\s*[(\[]\s*(?:correct|right|richtig|✓|✔)\s*[)\]]\s*", re.IGNORECASE)
_WRONG = re.compile(r"\s*[(\[]\s*(?:wrong|incorrect|falsch|✗)\s*[)\]]\s*", re.IGNORECASE)
_POINTS = re.compile(r"\s*[(\[]\s*(?P<points>[+-−]?\d{1,4})\s*(?:points?|pts?|p)?\s*[)\]]\s*", re.IGNORECASE)
_POINTS_WORD = re.compile(r"points?|pts?|\+|-|−", re.IGNORECASE)
_TO = re.compile(r"\s*(?:->|→|=>|➜|⇒)\s*")
_SEVERAL = re.compile(r"several|multiple|all that apply|mehrere", re.IGNORECASE)
_TYPED = re.compile(r"short|text|typed|open", re.IGNORECASE)

CONTINUE = "Continue"
"""The one choice of a question that offers none, so that it can be passed."""


@dataclass(slots=True)
class OpenChoice:
    """One answer under way; `to` is what is written, not yet a key."""

    text: str
    correct: bool = False
    to: str = ""
    feedback: str = ""
    points: int = 0


@dataclass(slots=True)
class OpenQuestion:
    """A question under way.

    Args:
        onward: where it leads whatever the answer, as written.
    """

    question: str
    kind: QuestionKind | None = None
    choices: list[OpenChoice] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    hint: str = ""
    attempts: int | None = 1
    right_feedback: str = ""
    wrong_feedback: str = ""
    onward: str = ""

    def mark(self, answer: str) -> None:
        """Mark the choices an answer line names, by letter or by text; what fits none is an accepted text."""
        whole = [choice for choice in self.choices if fold(choice.text) == fold(answer)]
        for part in [answer] if whole else re.split(r"[;,/]|\band\b", answer):
            named = self._named(part)
            if named is not None:
                named.correct = True
            elif part.strip():
                self.answers.append(part.strip().rstrip("."))

    def _named(self, part: str) -> OpenChoice | None:
        name = fold(part)
        for index, choice in enumerate(self.choices):
            if name and name in (fold(choice.text), "abcdefgh"[index : index + 1], str(index + 1)):
                return choice
        return None

    def finished(self) -> DraftQuestion:
        """Return the question as a draft whose targets are still names."""
        kind = self._kind()
        choices = [
            DraftChoice(choice.text, choice.correct, choice.feedback, choice.points, choice.to)
            for choice in self.choices
        ]
        if kind is QuestionKind.SHORT_TEXT:
            choices = [*choices, *self._accepted()]
        elif kind is QuestionKind.TRUE_FALSE and not choices:
            wanted = {fold(answer) for answer in self.answers}
            choices = [DraftChoice(text, fold(text) in wanted) for text in ("True", "False")]
        return DraftQuestion(
            self.question,
            tuple(choices) or (DraftChoice(CONTINUE),),
            kind,
            self.hint,
            self.attempts,
            self.right_feedback,
            self.wrong_feedback,
            self.onward,
            self.onward,
        )

    def _accepted(self) -> list[DraftChoice]:
        if not self.answers:
            return []
        first, *others = self.answers
        return [DraftChoice(first, correct=True, accepts=tuple(others))]

    def _kind(self) -> QuestionKind:
        texts = [fold(choice.text) for choice in self.choices]
        if sorted(texts) == ["false", "true"] or (self.kind is QuestionKind.TRUE_FALSE and not texts):
            return QuestionKind.TRUE_FALSE
        if not texts and (self.answers or self.kind is QuestionKind.SHORT_TEXT):
            return QuestionKind.SHORT_TEXT if self.answers else QuestionKind.SINGLE_CHOICE
        if self.kind is QuestionKind.SHORT_TEXT and texts:
            return QuestionKind.SHORT_TEXT
        several = (
            self.kind is QuestionKind.SEVERAL_CORRECT or sum(choice.correct for choice in self.choices) > 1
        )
        return QuestionKind.SEVERAL_CORRECT if several else QuestionKind.SINGLE_CHOICE


def question(text: str) -> OpenQuestion | None:
    """Return the question a line opens: `Question: …`, `Q2: …`, `? …`, `True or false: …`."""
    found = _QUESTION.fullmatch(text)
    if not found:
        return None
    kind = QuestionKind.TRUE_FALSE if found["tf"] else _kind_named(found["kind"] or "")
    return OpenQuestion(without_marks(found["text"]), kind)


def choice(text: str) -> OpenChoice | None:
    """Return the choice a line is, with its marks read: `- [x] text (2 points) -> Scene | feedback`."""
    found = _CHOICE.fullmatch(text)
    if found:
        ticked = (found["box"] or "").strip() != "" or (found["sign"] or "☐") in "✓✔☑"
        return _read(found["text"], correct=ticked)
    plain = _TRUE_FALSE.fullmatch(text)
    if plain and re.fullmatch(r"\s*(?:[(\[|].*|(?:->|→|=>).*|\.)?", plain["more"], re.DOTALL):
        return _read(text.removesuffix("."), correct=False)
    return None


def _kind_named(words: str) -> QuestionKind | None:
    if _SEVERAL.search(words):
        return QuestionKind.SEVERAL_CORRECT
    if re.search(r"true|wahr", words, re.IGNORECASE):
        return QuestionKind.TRUE_FALSE
    return QuestionKind.SHORT_TEXT if _TYPED.search(words) else None


def _read(text: str, *, correct: bool) -> OpenChoice:
    before, _bar, feedback = text.partition("|")
    words, *targets = _TO.split(before, maxsplit=1)
    to = targets[0] if targets else ""
    if not targets and feedback:
        feedback, *targets = _TO.split(feedback, maxsplit=1)
        to = targets[0] if targets else ""
    made = OpenChoice("", correct, feedback=without_marks(feedback))
    made.text = without_marks(_marks_of(made, words))
    made.to = _marks_of(made, to).strip(' ."“”')
    return made


def _marks_of(made: OpenChoice, text: str) -> str:
    """Take the marks in brackets out of a text and note them on the choice."""
    if _CORRECT.search(text):
        made.correct = True
    text = _WRONG.sub(" ", _CORRECT.sub(" ", text))
    points = _POINTS.search(text)
    if points and _POINTS_WORD.search(points[0]):
        made.points = int(points["points"].replace("−", "-"))
        text = text[: points.start()] + " " + text[points.end() :]
    return text.strip()
