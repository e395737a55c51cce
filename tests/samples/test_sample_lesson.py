"""The sample lesson shows what the program can do, is sound, and can be walked to each of its endings."""

import json
from dataclasses import dataclass

import pytest

from edupulse_desktop.export.scenario import scenario_of
from edupulse_desktop.imports.scenario import read_scenario
from edupulse_desktop.model.checks import problems
from edupulse_desktop.model.codec import from_plain, to_plain
from edupulse_desktop.model.exits import Breakpoint, Continue, EndingKind, QuestionKind, targets
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.problem import ProblemKind
from edupulse_desktop.model.walk import Answer, Walk, begin, ending, give, proceed, question, score
from edupulse_desktop.places import resource
from tests.drafts import HandedOver, lesson_of

TEXT = resource("samples", "sepsis.json").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def sample() -> Lesson:
    return from_plain(Lesson, json.loads(TEXT))


def test_the_file_holds_exactly_what_the_codec_writes(sample: Lesson) -> None:
    assert json.dumps(to_plain(sample), ensure_ascii=False, indent=1) + "\n" == TEXT


def test_nothing_is_wrong_with_it_but_that_it_has_no_voices_yet(sample: Lesson) -> None:
    assert {problem.kind for problem in problems(sample)} == {ProblemKind.MISSING_TAKE}


def test_it_shows_what_a_lesson_can_have(sample: Lesson) -> None:
    questions = [scene.exit for scene in sample.scenes if isinstance(scene.exit, Breakpoint)]
    assert len(sample.scenes) >= 5
    assert {asked.kind for asked in questions} == set(QuestionKind)
    assert all(asked.hint for asked in questions)
    for asked in questions:
        whole = asked.right_feedback and asked.wrong_feedback
        assert whole or all(choice.feedback for choice in asked.choices)
        assert any(choice.points for choice in asked.choices)
    assert any(choice.condition for asked in questions for choice in asked.choices)
    assert any(isinstance(scene.exit, Continue) and scene.exit.routes for scene in sample.scenes)
    lines = [line for _scene, line in sample.lines()]
    assert len({line.speaker for line in lines}) == 3
    assert any(line.overlays for line in lines)
    assert any(line.direction for line in lines)
    assert all(line.picture.prompt for line in lines if line.picture)
    assert all(scene.lines[0].picture for scene in sample.scenes)
    words = {word.written for character in sample.cast for word in character.pronunciations}
    assert all(any(word in line.text for line in lines) for word in words)
    assert len({character.voice.voice_id for character in sample.cast}) == 3


def test_a_scene_leads_back(sample: Lesson) -> None:
    (blanket,) = [scene for scene in sample.scenes if scene.id == "s-blanket"]
    assert targets(blanket.exit) == ("s-bedside",)


@dataclass(frozen=True)
class Course:
    first: tuple[str, ...]
    kind: EndingKind
    scenes: int
    right: bool = True


COURSES = (
    Course(("c-observe",), EndingKind.SUCCESS, 7),
    Course(("c-blanket", "c-observe"), EndingKind.NEUTRAL, 9),
    Course(("c-observe",), EndingKind.NEUTRAL, 7, right=False),
    Course(("c-round",), EndingKind.FAILURE, 3),
    Course(("c-blanket", "c-round"), EndingKind.FAILURE, 5),
)


@pytest.mark.parametrize(
    "course", COURSES, ids=lambda course: "-".join(course.first) + ("" if course.right else "-wrong")
)
def test_each_ending_is_reached(sample: Lesson, course: Course) -> None:
    walk = begin(sample)
    left = list(course.first)
    for _ in range(30):
        asked = question(sample, walk)
        walk = _answered(sample, walk, asked, left, right=course.right) if asked else proceed(sample, walk)
        if ending(sample, walk):
            break
    reached = ending(sample, walk)
    assert reached is not None
    assert reached.kind is course.kind
    assert len(walk.visits) == course.scenes
    assert (score(walk) >= (sample.pass_points or 0)) == (course.right and "c-observe" in course.first)


def _answered(sample: Lesson, walk: Walk, asked: Breakpoint, left: list[str], *, right: bool) -> Walk:
    if left:
        name = left.pop(0)
        return give(sample, walk, Answer(tuple(each.id for each in asked.choices if each.id == name)))
    if asked.kind is QuestionKind.SHORT_TEXT:
        return give(sample, walk, Answer(text="Sepsis." if right else "flu"))
    return give(sample, walk, Answer(tuple(each.id for each in asked.choices if each.correct is right)))


def test_as_a_scenario_it_still_asks_on_its_main_line(sample: Lesson) -> None:
    found = scenario_of(sample, HandedOver(()))
    back = lesson_of(read_scenario(json.dumps(found.data).encode(), "back.json").draft)
    asked = [scene.exit.question for scene in back.scenes if isinstance(scene.exit, Breakpoint)]
    assert asked == [scene.exit.question for scene in sample.scenes if isinstance(scene.exit, Breakpoint)]
    assert any("ends after “Half past midnight”" in loss for loss in found.losses)
    assert any("goes back to “At the bedside”" in loss for loss in found.losses)
