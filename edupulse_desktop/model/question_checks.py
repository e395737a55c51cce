"""What may be wrong with a question: its choices, its answers, its default."""

from __future__ import annotations

from collections.abc import Iterator

from edupulse_desktop.model.branching import Way
from edupulse_desktop.model.exits import Breakpoint, Choice, QuestionKind, ShowCorrect
from edupulse_desktop.model.ids import ChoiceId, SceneId
from edupulse_desktop.model.naming import Naming
from edupulse_desktop.model.problem import Fix, Problem, ProblemKind, Severity

_ONE_ANSWER = (QuestionKind.SINGLE_CHOICE, QuestionKind.TRUE_FALSE)
_MARK_ONE = ": mark one with [x] in the text, or set a correct choice."


class QuestionChecks:
    """The checks of one lesson's questions.

    Args:
        conditioned: every choice that some condition asks for.
    """

    def __init__(self, naming: Naming, conditioned: frozenset[ChoiceId]) -> None:
        self._naming = naming
        self._conditioned = conditioned

    def problems(self, scene: SceneId, asked: Breakpoint, ways: tuple[Way, ...]) -> Iterator[Problem]:
        """Yield what may be wrong with the question of a scene that is left by these ways."""
        name = self._naming.scene(scene)
        for kind, severity, message, fix in (*_wording(asked), *_answers(asked), *self._sense(asked, ways)):
            yield Problem(kind, severity, f"{name}: {message}", scene, None, None, fix)
        for choice in asked.choices:
            yield from self._choice(scene, asked, choice)

    def _choice(self, scene: SceneId, asked: Breakpoint, choice: Choice) -> Iterator[Problem]:
        if any(text.strip() for text in (choice.text, *choice.accepts)):
            return
        if asked.kind is QuestionKind.SHORT_TEXT:
            kind, words = ProblemKind.NO_ACCEPTED_ANSWER, "an accepted answer of the question is empty."
        else:
            kind, words = ProblemKind.NO_CHOICE_TEXT, "a choice of the question has no text."
        message = f"{self._naming.scene(scene)}: {words}"
        yield Problem(kind, Severity.WARNING, message, scene, None, choice.id)

    def _sense(
        self, asked: Breakpoint, ways: tuple[Way, ...]
    ) -> Iterator[tuple[ProblemKind, Severity, str, Fix | None]]:
        if (
            len(asked.choices) < 2
            or len({way.to for way in ways}) > 1
            or asked.kind is QuestionKind.SHORT_TEXT
        ):
            return
        told = any(choice.feedback or choice.points for choice in asked.choices)
        asked_later = any(choice.id in self._conditioned for choice in asked.choices)
        if not (told or asked_later or _judges(asked)):
            yield (
                ProblemKind.FALSE_CHOICE,
                Severity.HINT,
                "every choice leads to the same place, and none has feedback or points.",
                None,
            )


def _wording(asked: Breakpoint) -> Iterator[tuple[ProblemKind, Severity, str, Fix | None]]:
    if not asked.question.strip():
        yield ProblemKind.NO_QUESTION_TEXT, Severity.WARNING, "the question has no text.", None
    if not asked.choices and asked.kind is not QuestionKind.SHORT_TEXT:
        yield ProblemKind.NO_CHOICES, Severity.ERROR, "the question has no choices.", None
    elif asked.kind is QuestionKind.TRUE_FALSE and len(asked.choices) != 2:
        message = f"a true-or-false question has two choices, this one {len(asked.choices)}."
        yield ProblemKind.TRUE_FALSE_CHOICES, Severity.WARNING, message, None


def _answers(asked: Breakpoint) -> Iterator[tuple[ProblemKind, Severity, str, Fix | None]]:
    correct = sum(choice.correct for choice in asked.choices)
    if asked.kind is QuestionKind.SHORT_TEXT and not correct:
        yield (
            ProblemKind.NO_ACCEPTED_ANSWER,
            Severity.WARNING,
            "no accepted answer is marked correct, so whatever is typed counts as right.",
            None,
        )
    elif asked.kind is QuestionKind.SEVERAL_CORRECT and asked.choices and not correct:
        message = (
            f"no choice is correct, though several should be; whatever is ticked counts as right{_MARK_ONE}"
        )
        yield ProblemKind.NONE_CORRECT, Severity.WARNING, message, None
    elif asked.kind in _ONE_ANSWER and asked.choices and not correct:
        is_true_false = asked.kind is QuestionKind.TRUE_FALSE
        message = f"no choice is correct, so the question has no wrong answers{_MARK_ONE}"
        yield ProblemKind.NONE_CORRECT, Severity.WARNING if is_true_false else Severity.HINT, message, None
    elif asked.kind in _ONE_ANSWER and correct > 1:
        message = f"{correct} choices are correct, but only one can be chosen."
        fix = Fix.ALLOW_SEVERAL if asked.kind is QuestionKind.SINGLE_CHOICE else None
        yield ProblemKind.SEVERAL_CORRECT, Severity.WARNING, message, fix
    if asked.default_choice is not None and asked.choice(asked.default_choice) is None:
        message = "the choice that answers when the time is over is not there any more."
        yield ProblemKind.MISSING_DEFAULT, Severity.WARNING, message, Fix.CLEAR_DEFAULT


def _judges(asked: Breakpoint) -> bool:
    """Whether a learner is told if the answer was right."""
    if asked.has_right_answer:
        return bool(
            asked.right_feedback or asked.wrong_feedback or asked.show_correct is not ShowCorrect.NEVER
        )
    return bool(asked.right_feedback)
