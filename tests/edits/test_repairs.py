"""Every fix the checks offer mends its problem, and is an ordinary edit."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from edupulse_desktop.document.document import Document
from edupulse_desktop.edits.registry import edit_from_plain, edit_to_plain
from edupulse_desktop.edits.repairs import repair
from edupulse_desktop.model.asset import AssetKind, asset_of
from edupulse_desktop.model.cast import Character
from edupulse_desktop.model.checks import problems
from edupulse_desktop.model.exits import Breakpoint, Chose, Continue, End, Not, QuestionKind, Route, Visited
from edupulse_desktop.model.ids import CharacterId, ChoiceId, SceneId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.picture import Picture
from edupulse_desktop.model.problem import Fix, Problem, ProblemKind
from tests.builders import ask, choice, lesson, line, scene
from tests.lessons import lessons

STILL = asset_of(b"still", AssetKind.PICTURE, "image/png")
GONE = Not(Chose(ChoiceId("c-gone")))
LONG = "This is a sentence of some length. " * 40

BROKEN: dict[ProblemKind, Lesson] = {
    ProblemKind.EMPTY_LESSON: lesson(),
    ProblemKind.NO_START: lesson(scene("a", line("Hi.")), start=None),
    ProblemKind.PASS_MARK_UNREACHABLE: lesson(scene("a", line("Hi.")), pass_points=3),
    ProblemKind.DEAD_END: lesson(scene("a", line("Hi."), exit=Continue())),
    ProblemKind.UNREACHABLE_SCENE: lesson(scene("a", line("Hi.")), scene("b", line("Bye."))),
    ProblemKind.MISSING_TARGET: lesson(scene("a", line("Hi."), to="gone")),
    ProblemKind.CHOICE_WITHOUT_TARGET: lesson(scene("a", line("Hi."), exit=ask("Q?", choice("Yes"), choice("No", "a")))),
    ProblemKind.ANSWER_WITHOUT_TARGET: lesson(
        scene("a", line("Hi."), exit=ask("Q?", choice("Yes", correct=True), kind=QuestionKind.SEVERAL_CORRECT))
    ),
    ProblemKind.MISSING_CONDITION: lesson(
        scene("a", line("Hi."), exit=Continue(SceneId("b"), (Route(GONE, SceneId("a")),))),
        scene("b", line("Bye.")),
    ),
    ProblemKind.SEVERAL_CORRECT: lesson(
        scene("a", line("Hi."), exit=ask("Q?", choice("A", "b", correct=True), choice("B", "b", correct=True), choice("C", "c"))),
        scene("b", line("Right.")),
        scene("c", line("Wrong.")),
    ),
    ProblemKind.MISSING_DEFAULT: lesson(
        scene("a", line("Hi."), exit=ask("Q?", choice("A", "b"), default_choice=ChoiceId("c-gone"))),
        scene("b", line("Bye.")),
    ),
    ProblemKind.DUPLICATE_TITLE: lesson(
        scene("a", line("Hi."), to="b", title="Ward"), scene("b", line("Bye."), title=" ward ")
    ),
    ProblemKind.UNKNOWN_SPEAKER: lesson(scene("a", line("Hi.", Character(CharacterId("p-gone"), "Gone")))),
    ProblemKind.EMPTY_LINE: lesson(scene("a", line("Hi."), line(" "))),
    ProblemKind.LONG_LINE: lesson(scene("a", line(LONG))),
    ProblemKind.NO_ALT_TEXT: lesson(scene("a", line("Hi.", picture=Picture(STILL, prompt="A ward")))),
}  # fmt: skip


def of_kind(whole: Lesson, kind: ProblemKind) -> list[Problem]:
    return [problem for problem in problems(whole) if problem.kind is kind]


@pytest.mark.parametrize("kind", sorted(BROKEN))
def test_a_repair_mends_its_problem_and_makes_no_error(kind: ProblemKind) -> None:
    document = Document(BROKEN[kind])
    (problem, *_) = of_kind(document.lesson, kind)
    edit = repair(document.lesson, problem)
    assert edit is not None
    assert edit_from_plain(edit_to_plain(edit)) == edit
    assert document.do(edit)
    assert problem not in problems(document.lesson)
    document.undo()
    assert document.lesson is BROKEN[kind]


def test_every_fix_is_tried_above() -> None:
    tried = {problem.fix for kind, whole in BROKEN.items() for problem in of_kind(whole, kind)}
    assert tried == set(Fix)


def mended(kind: ProblemKind) -> Lesson:
    whole = BROKEN[kind]
    edit = repair(whole, of_kind(whole, kind)[0])
    assert edit is not None
    return edit.apply(whole)


def test_several_answers_go_where_the_single_ones_went() -> None:
    asked = mended(ProblemKind.SEVERAL_CORRECT).scenes[0].exit
    assert isinstance(asked, Breakpoint)
    assert (asked.right_to, asked.wrong_to) == (SceneId("b"), SceneId("c"))


def test_a_new_scene_is_put_after_the_one_that_needs_it() -> None:
    after = mended(ProblemKind.CHOICE_WITHOUT_TARGET)
    asked = after.scenes[0].exit
    assert isinstance(asked, Breakpoint)
    assert asked.choices[0].to == after.scenes[1].id


def test_a_long_line_is_split_near_its_middle_at_a_sentence() -> None:
    first, second = mended(ProblemKind.LONG_LINE).scenes[0].lines
    assert abs(len(first.text) - len(second.text)) < 80
    assert first.text.endswith(".")


def test_titles_are_numbered_with_the_first_free_number() -> None:
    assert [each.title for each in mended(ProblemKind.DUPLICATE_TITLE).scenes] == ["Ward", "ward 2"]


def test_only_lost_targets_are_cleared() -> None:
    whole = lesson(scene("a", line("Hi."), exit=ask("Q?", choice("A", "gone"), choice("B", "a"))))
    (problem,) = of_kind(whole, ProblemKind.MISSING_TARGET)
    edit = repair(whole, problem)
    assert edit is not None
    asked = edit.apply(whole).scenes[0].exit
    assert isinstance(asked, Breakpoint)
    assert [each.to for each in asked.choices] == [None, SceneId("a")]


def test_words_for_a_picture_are_only_offered_if_there_are_any() -> None:
    whole = lesson(scene("a", line("Hi.", picture=Picture(STILL))))
    (problem,) = of_kind(whole, ProblemKind.NO_ALT_TEXT)
    assert problem.fix is None
    assert mended(ProblemKind.NO_ALT_TEXT).scenes[0].lines[0].picture == Picture(
        STILL, "A ward", prompt="A ward"
    )


def test_a_problem_that_has_gone_needs_no_repair() -> None:
    whole = BROKEN[ProblemKind.CHOICE_WITHOUT_TARGET]
    (problem, *_) = of_kind(whole, ProblemKind.CHOICE_WITHOUT_TARGET)
    assert repair(lesson(scene("a", exit=End())), problem) is None
    assert repair(lesson(), problem) is None
    assert repair(whole, replace(problem, fix=None)) is None


def test_conditions_of_choices_are_cleared_only_where_they_are_broken() -> None:
    seen = Visited(SceneId("a"))
    whole = lesson(
        scene(
            "a",
            line("Hi."),
            exit=ask("Q?", choice("A", "a", condition=GONE), choice("B", "a", condition=seen)),
        )
    )
    (problem,) = of_kind(whole, ProblemKind.MISSING_CONDITION)
    edit = repair(whole, problem)
    assert edit is not None
    asked = edit.apply(whole).scenes[0].exit
    assert isinstance(asked, Breakpoint)
    assert [each.condition for each in asked.choices] == [None, seen]


@settings(max_examples=50, deadline=None, derandomize=True)
@given(lessons())
def test_every_repair_of_any_lesson_can_be_done_and_helps(whole: Lesson) -> None:
    for problem in problems(whole):
        edit = repair(whole, problem)
        assert (edit is not None) or problem.fix is None
        if edit is not None:
            assert problem not in problems(edit.apply(whole))
