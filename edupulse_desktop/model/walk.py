"""One viewer's way through the lesson: where they are, what they answered, what it is worth.

The preview, the exported web player and the tests follow these rules; the web player's are the same in
JavaScript (resources/player) and are held against a table that `tests` generates from here.

A walk is a value: every step returns a new one. Rules worth knowing:

- A scene counts as visited once the walk has entered it, the present one included.
- Only the answer that ends a question counts. When a scene is played again, its new answer replaces the old
  one, so a loop cannot collect points twice.
- A question without a correct choice has no wrong answers.
- After a wrong answer with attempts left the walk stays; otherwise it moves on.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace

from edupulse_desktop.model.exits import (
    AllOf,
    AnyOf,
    Breakpoint,
    Choice,
    Chose,
    Condition,
    Continue,
    End,
    Not,
    QuestionKind,
    ScoreAtLeast,
    Visited,
)
from edupulse_desktop.model.ids import ChoiceId, SceneId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.scene import Scene


@dataclass(frozen=True, slots=True)
class Answer:
    """What a viewer gives to a question: choices, or a text, or neither when the time was over."""

    choices: tuple[ChoiceId, ...] = ()
    text: str = ""
    timed_out: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """One answer as it was judged.

    Args:
        right: none if the question has no correct choice.
        points: what it is worth if it counts.
        final: whether it ended the question.
        to: the scene it leads to if final; none leads nowhere.
    """

    scene: SceneId
    answer: Answer
    chosen: tuple[ChoiceId, ...]
    right: bool | None
    points: int
    final: bool
    to: SceneId | None


@dataclass(frozen=True, slots=True)
class Walk:
    """A viewer's way so far.

    Args:
        visits: every scene entered, in order, with repeats; the last is the present one.
        given: every answer, in order, attempts included.
        stuck: the way leads nowhere: an exit without a target.
    """

    visits: tuple[SceneId, ...] = ()
    given: tuple[Given, ...] = ()
    stuck: bool = False

    @property
    def at(self) -> SceneId | None:
        """The present scene."""
        return self.visits[-1] if self.visits else None


def begin(lesson: Lesson) -> Walk:
    """Return a walk at the lesson's start; stuck if there is none."""
    start = lesson.start if lesson.start is not None and lesson.scene(lesson.start) else None
    return Walk((start,)) if start is not None else Walk(stuck=True)


def counting(walk: Walk) -> dict[SceneId, Given]:
    """Return the answer that counts for each scene: its latest final one."""
    return {given.scene: given for given in walk.given if given.final}


def score(walk: Walk) -> int:
    """Return the points of the answers that count."""
    return sum(given.points for given in counting(walk).values())


def is_met(condition: Condition, walk: Walk) -> bool:
    """Return whether a condition holds for a viewer."""
    match condition:
        case ScoreAtLeast(points):
            return score(walk) >= points
        case Visited(scene):
            return scene in walk.visits
        case Chose(choice):
            return any(choice in given.chosen for given in counting(walk).values())
        case Not(inner):
            return not is_met(inner, walk)
        case AllOf(conditions):
            return all(is_met(each, walk) for each in conditions)
        case AnyOf(conditions):
            return any(is_met(each, walk) for each in conditions)


def present_scene(lesson: Lesson, walk: Walk) -> Scene | None:
    """Return the scene the viewer is in."""
    return lesson.scene(walk.at) if walk.at is not None else None


def ending(lesson: Lesson, walk: Walk) -> End | None:
    """Return the ending the viewer has reached."""
    scene = present_scene(lesson, walk)
    return scene.exit if scene is not None and not walk.stuck and isinstance(scene.exit, End) else None


def question(lesson: Lesson, walk: Walk) -> Breakpoint | None:
    """Return the question the viewer has to answer at the end of this scene."""
    scene = present_scene(lesson, walk)
    if scene is None or walk.stuck or not isinstance(scene.exit, Breakpoint):
        return None
    return scene.exit


def offered(asked: Breakpoint, walk: Walk) -> tuple[Choice, ...]:
    """Return the choices whose condition is met, as written (shuffling is the screen's affair)."""
    return tuple(each for each in asked.choices if each.condition is None or is_met(each.condition, walk))


def attempts_used(walk: Walk) -> int:
    """Return how often the viewer has answered since entering this scene."""
    used = 0
    for given in reversed(walk.given):
        if given.scene != walk.at or given.final:
            break
        used += 1
    return used


def attempts_left(asked: Breakpoint, walk: Walk) -> int | None:
    """Return how often the viewer may still answer; none is without limit."""
    return None if asked.attempts is None else max(0, asked.attempts - attempts_used(walk))


def proceed(lesson: Lesson, walk: Walk) -> Walk:
    """Return the walk after a scene without a question: the first route whose condition is met.

    A question that offers nothing to choose moves on like a wrong answer. At an ending, and before a
    question, nothing changes.
    """
    scene = present_scene(lesson, walk)
    if scene is None or walk.stuck:
        return walk
    match scene.exit:
        case Continue(to=to, routes=routes):
            by_route = [route.to for route in routes if is_met(route.condition, walk)]
            return _enter(lesson, walk, by_route[0] if by_route else to)
        case Breakpoint() as asked if is_unanswerable(asked, walk):
            return _enter(lesson, walk, asked.wrong_to or asked.right_to)
        case _:
            return walk


def is_unanswerable(asked: Breakpoint, walk: Walk) -> bool:
    """Return whether a question offers nothing to choose and takes no text."""
    return asked.kind is not QuestionKind.SHORT_TEXT and not offered(asked, walk)


def give(lesson: Lesson, walk: Walk, answer: Answer) -> Walk:
    """Return the walk after an answer: moved on, or still here with one attempt less.

    Without a question to answer nothing changes. Choices that are not offered are ignored.
    """
    asked = question(lesson, walk)
    if asked is None or is_unanswerable(asked, walk):
        return walk
    given = judge(asked, walk, answer)
    answered = replace(walk, given=(*walk.given, given))
    return _enter(lesson, answered, given.to) if given.final else answered


def judge(asked: Breakpoint, walk: Walk, answer: Answer) -> Given:
    """Return what an answer is worth, and whether it ends the question."""
    choices = offered(asked, walk)
    chosen = _chosen(asked, choices, answer)
    right = _is_right(asked, choices, chosen) if asked.has_right_answer else None
    left = attempts_left(asked, walk)
    final = right is not False or answer.timed_out or (left is not None and left <= 1)
    to = _target(asked, chosen, right) if final else None
    names = tuple(choice.id for choice in chosen)
    points = sum(choice.points for choice in chosen)
    return Given(walk.visits[-1], answer, names, right, points, final, to)


def accepts(choice: Choice, text: str) -> bool:
    """Return whether a short text is this accepted answer, whatever its case, spacing and final stop."""
    wanted = {_plain(choice.text), *(_plain(each) for each in choice.accepts)}
    return bool(_plain(text)) and _plain(text) in wanted


def _plain(text: str) -> str:
    words = unicodedata.normalize("NFC", text).lower().split()
    return " ".join(words).strip(".!?,;: ")


def _chosen(asked: Breakpoint, choices: tuple[Choice, ...], answer: Answer) -> tuple[Choice, ...]:
    if answer.timed_out:
        return tuple(choice for choice in choices if choice.id == asked.default_choice)
    if asked.kind is QuestionKind.SHORT_TEXT:
        return tuple(choice for choice in choices if accepts(choice, answer.text))[:1]
    picked = tuple(choice for choice in choices if choice.id in answer.choices)
    return picked if asked.kind is QuestionKind.SEVERAL_CORRECT else picked[:1]


def _is_right(asked: Breakpoint, choices: tuple[Choice, ...], chosen: tuple[Choice, ...]) -> bool:
    if asked.kind is QuestionKind.SEVERAL_CORRECT:
        return set(chosen) == {choice for choice in choices if choice.correct}
    return bool(chosen) and chosen[0].correct


def _target(asked: Breakpoint, chosen: tuple[Choice, ...], right: bool | None) -> SceneId | None:
    if len(chosen) == 1 and asked.kind is not QuestionKind.SEVERAL_CORRECT and chosen[0].to is not None:
        return chosen[0].to
    return asked.wrong_to if right is False else asked.right_to


def _enter(lesson: Lesson, walk: Walk, to: SceneId | None) -> Walk:
    if to is None or lesson.scene(to) is None:
        return replace(walk, stuck=True)
    return replace(walk, visits=(*walk.visits, to))
