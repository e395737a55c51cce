"""How a scene ends: the lesson ends, another scene follows, or the learner is asked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from edupulse_desktop.model.ids import ChoiceId, SceneId


@dataclass(frozen=True, slots=True)
class ScoreAtLeast:
    """Met when the learner's score has reached this many points."""

    points: int


@dataclass(frozen=True, slots=True)
class Visited:
    """Met when the learner has been in this scene before now."""

    scene: SceneId


@dataclass(frozen=True, slots=True)
class Chose:
    """Met when the learner's latest answer to some question contains this choice."""

    choice: ChoiceId


@dataclass(frozen=True, slots=True)
class Not:
    """Met when the other condition is not."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class AllOf:
    """Met when every condition is; met when there is none."""

    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Met when at least one condition is; never met when there is none."""

    conditions: tuple[Condition, ...]


Condition = ScoreAtLeast | Visited | Chose | Not | AllOf | AnyOf


class EndingKind(StrEnum):
    """How an ending is meant."""

    SUCCESS = "success"
    NEUTRAL = "neutral"
    FAILURE = "failure"


@dataclass(frozen=True, slots=True)
class End:
    """The lesson ends here.

    Args:
        title: name of the ending, shown on the end screen.
        message: what the learner takes home.
    """

    title: str = ""
    message: str = ""
    kind: EndingKind = EndingKind.NEUTRAL


@dataclass(frozen=True, slots=True)
class Route:
    """A way on that is taken when its condition is met."""

    condition: Condition
    to: SceneId | None


@dataclass(frozen=True, slots=True)
class Continue:
    """Another scene follows without a question: the first route whose condition is met, else `to`."""

    to: SceneId | None = None
    routes: tuple[Route, ...] = ()


class QuestionKind(StrEnum):
    """What the learner does to answer."""

    SINGLE_CHOICE = "single-choice"
    SEVERAL_CORRECT = "several-correct"
    TRUE_FALSE = "true-false"
    SHORT_TEXT = "short-text"


class ShowCorrect(StrEnum):
    """When the correct answer is shown."""

    NEVER = "never"
    AFTER_LAST_ATTEMPT = "after-last-attempt"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer, and an edge of the branch graph.

    Args:
        text: what the learner reads; for short text, the accepted answer.
        accepts: further accepted answers of a short-text question.
        feedback: shown after choosing it.
        points: added to the score when the answer counts; may be negative.
        condition: offered only while this is met.
        to: the scene that follows; none leaves it to the breakpoint.
    """

    id: ChoiceId
    text: str
    correct: bool = False
    feedback: str = ""
    points: int = 0
    to: SceneId | None = None
    condition: Condition | None = None
    accepts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Breakpoint:
    """The film stops and asks; the answer picks the next scene.

    An answer goes where its choice says; an answer of several choices, of none, or of a choice without a
    target goes to `right_to` or `wrong_to`. A question without a correct choice has no wrong answers.

    Args:
        attempts: how often the learner may answer; none is without limit.
        time_limit_ms: none is without limit.
        default_choice: answers for the learner when the time is over; none counts as a wrong answer.
        right_feedback: shown after a right answer, after the choice's own feedback.
        wrong_feedback: shown after a wrong answer, after the choice's own feedback.
    """

    question: str
    choices: tuple[Choice, ...] = ()
    kind: QuestionKind = QuestionKind.SINGLE_CHOICE
    hint: str = ""
    attempts: int | None = 1
    time_limit_ms: int | None = None
    default_choice: ChoiceId | None = None
    shuffle: bool = False
    show_correct: ShowCorrect = ShowCorrect.AFTER_LAST_ATTEMPT
    right_feedback: str = ""
    wrong_feedback: str = ""
    right_to: SceneId | None = None
    wrong_to: SceneId | None = None

    def __post_init__(self) -> None:
        if self.attempts is not None and self.attempts < 1:
            raise ValueError("a question allows at least one attempt")
        if self.time_limit_ms is not None and self.time_limit_ms < 1000:
            raise ValueError("a time limit is at least a second")

    def choice(self, choice: ChoiceId) -> Choice | None:
        """Return one choice by name."""
        return next((each for each in self.choices if each.id == choice), None)

    @property
    def has_right_answer(self) -> bool:
        """Whether any choice is correct; without one every answer is as good as another."""
        return any(choice.correct for choice in self.choices)


Exit = End | Continue | Breakpoint


def targets(way_out: Exit) -> tuple[SceneId, ...]:
    """Return every scene this exit can lead to, in the order it names them, each once."""
    named: list[SceneId | None]
    match way_out:
        case End():
            named = []
        case Continue(to=to, routes=routes):
            named = [*(route.to for route in routes), to]
        case Breakpoint():
            named = [*(choice.to for choice in way_out.choices), way_out.right_to, way_out.wrong_to]
    return tuple(dict.fromkeys(scene for scene in named if scene is not None))
