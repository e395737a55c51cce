"""Questions of a written outline: their choices, answers, feedback and where they lead, still by name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from edupulse_desktop.model.draft import DraftChoice, DraftQuestion
from edupulse_desktop.model.exits import QuestionKind
from edupulse_desktop.services.script.outline_marks import fold, without_marks

_QUESTION = re.compile(
    r"(?:(?:question|frage|q)\s*\d{0,3}\s*(?:[(\[](?P<kind>[^)\]]*)[)\]])?\s*[:：.)]|(?P<tf>true\s*(?:or|/)\s*false)\s*[:：?]|\?)\s+(?P<text>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_TICKS = "xX\u0445\u0425\u00d7✓✔*"
"""What people put into a box: x also from a Cyrillic keyboard, or as a multiplication sign."""
_CROSSES = r"✗✘\-"
_BOX = rf"[\[({{]\s*(?P<box>[{_TICKS}{_CROSSES}]?)\s*[\])}}]"
_MARK = re.compile(
    rf"{_BOX}\s*(?=\S)"
    rf"|[\[{{]\s*(?P<opened>[{_TICKS}])\s+(?=[^\])}}]+(?:[\[({{]|$))"
    rf"|\(\s*(?P<rounded>[{_TICKS}])\s+(?=[^)]+(?:\(|$))"
    rf"|(?P<shut>[{_TICKS}])[\]}}]\s*(?=\S)"
    r"|[\[{]\s+(?=[^\])}]+(?:[\[({]|$))"
    r"|(?P<sign>[✓✔✗✘☑☐])\s+(?=\S)"
)
"""A box before a choice, also one whose brackets do not match or are half there."""
_LABEL = re.compile(rf"(?:[-*•+–]|\(?[a-hA-H][.)]|\(?\d{{1,2}}[.)])\s+(?=\S)|[-*•+–](?={_BOX})")
_WHOLE_BOX = re.compile(rf"\[[{_TICKS}{_CROSSES} ]?\]\s|[✓✔✗✘☑☐]\s")
_REPEATED_KIND = re.compile(r"true\s*(?:or|/)\s*false\s*[:：?.–—-]\s*(?=\S)", re.IGNORECASE)
"""What players show themselves above a question that is true or false."""
_TRUE_FALSE = re.compile(r"(?P<text>true|false)\b(?P<more>.*)", re.IGNORECASE | re.DOTALL)
_CORRECT = re.compile(
    r"\s*[(\[]\s*(?:correct|right|richtig|✓|✔)\s*[)\]]\s*|\s*\[\s*x\s*\]\s*$|\s+[✓✔]\s*$", re.IGNORECASE
)
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
        answers: what stands behind `Answer:`, above or below the choices.
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

    def _mark(self) -> list[str]:
        """Mark the choices that the answer lines name, by letter or by text; return what names none."""
        texts: list[str] = []
        for answer in self.answers:
            whole = any(fold(choice.text) == fold(answer) for choice in self.choices)
            for part in [answer] if whole else re.split(r"[;,/]|\band\b", answer):
                named = self._named(part)
                if named is not None:
                    named.correct = True
                elif part.strip():
                    texts.append(part.strip().rstrip("."))
        return texts

    def _named(self, part: str) -> OpenChoice | None:
        name = fold(part)
        for index, choice in enumerate(self.choices):
            if name and name in (fold(choice.text), "abcdefgh"[index : index + 1], str(index + 1)):
                return choice
        return None

    def finished(self) -> DraftQuestion:
        """Return the question as a draft whose targets are still names."""
        texts = self._mark()
        kind = self._kind(has_texts=bool(texts))
        choices = [
            DraftChoice(choice.text, choice.correct, choice.feedback, choice.points, choice.to)
            for choice in self.choices
        ]
        if kind is QuestionKind.SHORT_TEXT:
            choices = [*choices, *_accepted(texts)]
        elif kind is QuestionKind.TRUE_FALSE and not choices:
            wanted = {fold(answer) for answer in texts}
            choices = [DraftChoice(text, fold(text) in wanted) for text in ("True", "False")]
        asked = _REPEATED_KIND.sub("", self.question) if kind is QuestionKind.TRUE_FALSE else self.question
        return DraftQuestion(
            asked,
            tuple(choices) or (DraftChoice(CONTINUE),),
            kind,
            self.hint,
            self.attempts,
            self.right_feedback,
            self.wrong_feedback,
            self.onward,
            self.onward,
        )

    def _kind(self, *, has_texts: bool) -> QuestionKind:
        texts = [fold(choice.text) for choice in self.choices]
        if sorted(texts) == ["false", "true"] or (self.kind is QuestionKind.TRUE_FALSE and not texts):
            return QuestionKind.TRUE_FALSE
        if not texts and (has_texts or self.kind is QuestionKind.SHORT_TEXT):
            return QuestionKind.SHORT_TEXT if has_texts else QuestionKind.SINGLE_CHOICE
        if self.kind is QuestionKind.SHORT_TEXT and texts:
            return QuestionKind.SHORT_TEXT
        several = (
            self.kind is QuestionKind.SEVERAL_CORRECT or sum(choice.correct for choice in self.choices) > 1
        )
        return QuestionKind.SEVERAL_CORRECT if several else QuestionKind.SINGLE_CHOICE


def _accepted(texts: list[str]) -> list[DraftChoice]:
    """Return the one choice of a typed answer: what counts, in every spelling that was written."""
    return [DraftChoice(texts[0], correct=True, accepts=tuple(texts[1:]))] if texts else []


def question(text: str) -> OpenQuestion | None:
    """Return the question a line opens: `Question: …`, `Q2: …`, `? …`, `True or false: …`."""
    found = _QUESTION.fullmatch(text)
    if not found:
        return None
    words = without_marks(found["text"])
    is_true_false = found["tf"] or _REPEATED_KIND.match(words)
    return OpenQuestion(words, QuestionKind.TRUE_FALSE if is_true_false else _kind_named(found["kind"] or ""))


def choice(text: str) -> OpenChoice | None:
    """Return the choice a line is, with its marks read: `- [x] text (2 points) -> Scene | feedback`."""
    label = _LABEL.match(text)
    if label or _WHOLE_BOX.match(text):
        words = text[label.end() :] if label else text
        mark = _MARK.match(words)
        return _read(words[mark.end() :] if mark else words, correct=mark is not None and _ticked(mark))
    plain = _TRUE_FALSE.fullmatch(text)
    if plain and re.fullmatch(r"\s*(?:[(\[|].*|(?:->|→|=>).*|\.)?", plain["more"], re.DOTALL):
        return _read(text.removesuffix("."), correct=False)
    return None


def _ticked(mark: re.Match[str]) -> bool:
    sign = "".join(filter(None, mark.group("box", "opened", "rounded", "shut", "sign")))
    return bool(sign) and sign in f"{_TICKS}☑"


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
