from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edupulse_desktop.model.asset import AssetKind, asset_of
from edupulse_desktop.model.branching import Graph
from edupulse_desktop.model.cast import Character
from edupulse_desktop.model.checks import problems, stops_export
from edupulse_desktop.model.exits import (
    AnyOf,
    Breakpoint,
    Choice,
    Chose,
    Continue,
    Exit,
    Not,
    QuestionKind,
    Route,
    ScoreAtLeast,
    ShowCorrect,
    Visited,
)
from edupulse_desktop.model.ids import CharacterId, ChoiceId, SceneId, TakeId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.line import Line, Request, Take, TakeOrigin
from edupulse_desktop.model.picture import Overlay, Picture, PictureRequest
from edupulse_desktop.model.problem import Problem, ProblemKind, Severity
from edupulse_desktop.model.scoring import most_points
from edupulse_desktop.model.walk import Answer, begin, ending, give, offered, proceed, question, score
from tests.builders import ANNA, ask, choice, lesson, line, scene
from tests.lessons import lessons

A, B, GONE = SceneId("a"), SceneId("b"), SceneId("gone")
STILL = asset_of(b"still", AssetKind.PICTURE, "image/png")
SOUND = asset_of(b"sound", AssetKind.SOUND, "audio/wav")


def voiced(spoken: Line, length_ms: int = 2_000, **fields: object) -> Line:
    asked = spoken.request({ANNA.id: ANNA}, "en")
    take = Take(TakeId("t-" + spoken.id), asked, SOUND, length_ms, **fields)  # type: ignore[arg-type]
    return replace(spoken, takes=(take,), chosen=take.id)


HELLO = voiced(line("Hello."))
BYE = voiced(line("Bye."))


def messages(whole: Lesson, kind: ProblemKind) -> list[str]:
    return [problem.message for problem in problems(whole) if problem.kind is kind]


def kinds(whole: Lesson) -> set[ProblemKind]:
    return {problem.kind for problem in problems(whole)}


def of_lines(*lines: Line) -> set[ProblemKind]:
    return kinds(lesson(scene("a", *lines)))


def leaving(way_out: Exit) -> Lesson:
    return lesson(scene("a", HELLO, exit=way_out, title="Arrival"), scene("b", BYE))


def test_a_sound_lesson_has_no_problems() -> None:
    question = ask("Go on?", choice("Yes", "b", correct=True), choice("No", "b", feedback="Why not?"))
    assert problems(leaving(question)) == ()


def test_empty_lessons() -> None:
    assert messages(lesson(), ProblemKind.EMPTY_LESSON) == ["The lesson is empty: there is no scene yet."]
    assert kinds(lesson()) == {ProblemKind.EMPTY_LESSON}
    assert messages(lesson(scene("a")), ProblemKind.EMPTY_LESSON) == [
        "The lesson is empty: no scene has a line."
    ]
    assert messages(lesson(scene("a"), scene("b", HELLO)), ProblemKind.EMPTY_LESSON) == []


@pytest.mark.parametrize("start", [None, GONE])
def test_no_start(start: SceneId | None) -> None:
    found = kinds(lesson(scene("a", HELLO), start=start))
    assert ProblemKind.NO_START in found
    assert ProblemKind.UNREACHABLE_SCENE not in found


def test_a_scene_nothing_leads_to() -> None:
    whole = lesson(scene("a", HELLO), scene("b", BYE, title=""))
    assert messages(whole, ProblemKind.UNREACHABLE_SCENE) == ["Scene 2: no way leads here from the start."]


def test_dead_ends_of_every_sort() -> None:
    assert messages(leaving(Continue()), ProblemKind.DEAD_END) == ["Scene “Arrival”: it leads nowhere."]
    routed = leaving(Continue(B, (Route(ScoreAtLeast(1), None),)))
    assert messages(routed, ProblemKind.DEAD_END) == ["Scene “Arrival”: its conditional way 1 leads nowhere."]
    chosen = leaving(ask("Q?", choice("Yes", "b"), choice("No")))
    assert messages(chosen, ProblemKind.CHOICE_WITHOUT_TARGET) == [
        "Scene “Arrival”, choice “No” leads nowhere."
    ]
    several = leaving(ask("Q?", choice("Yes", correct=True), kind=QuestionKind.SEVERAL_CORRECT, right_to=B))
    assert messages(several, ProblemKind.ANSWER_WITHOUT_TARGET) == [
        "Scene “Arrival”: a wrong answer leads nowhere."
    ]
    lost = leaving(ask("Q?", choice("Yes", "b"), choice("No", "gone")))
    assert messages(lost, ProblemKind.MISSING_TARGET) == [
        "Scene “Arrival”, choice “No” leads to a scene that is gone."
    ]


def test_a_choice_goes_where_its_question_sends_it() -> None:
    asked = ask("Q?", choice("Yes", correct=True), choice("No"), right_to=B, wrong_to=B)
    assert ProblemKind.CHOICE_WITHOUT_TARGET not in kinds(leaving(asked))
    endless = ask("Q?", choice("Yes", "b", correct=True), choice("No"), attempts=None)
    assert ProblemKind.CHOICE_WITHOUT_TARGET not in kinds(leaving(endless))


def test_loops_without_exit_are_told_once() -> None:
    three = lesson(scene("a", HELLO, to="b"), scene("b", BYE, to="c"), scene("c", to="a"))
    assert messages(three, ProblemKind.LOOP_WITHOUT_EXIT) == [
        "Scene “A”: no way leads out of this scene and 2 more, so the lesson never ends."
    ]
    two = lesson(scene("a", HELLO, to="b"), scene("b", BYE, to="a"))
    assert "these two scenes" in messages(two, ProblemKind.LOOP_WITHOUT_EXIT)[0]
    one = lesson(scene("a", HELLO, to="a"))
    assert "out of this scene, so" in messages(one, ProblemKind.LOOP_WITHOUT_EXIT)[0]
    left = lesson(scene("a", HELLO, exit=ask("Q?", choice("Again", "a"), choice("On", "b"))), scene("b", BYE))
    assert ProblemKind.LOOP_WITHOUT_EXIT not in kinds(left)


def test_what_no_learner_comes_to_stops_no_export() -> None:
    whole = lesson(
        scene("a", HELLO),
        scene("b", BYE, exit=Continue()),
        scene("c", to="c"),
        scene("d", exit=ask("Q?", choice("Yes", "gone"))),
    )
    found = problems(whole)
    assert {ProblemKind.DEAD_END, ProblemKind.LOOP_WITHOUT_EXIT, ProblemKind.MISSING_TARGET} <= kinds(whole)
    assert not any(map(stops_export, found))


@pytest.mark.parametrize(
    ("whole", "stops"),
    [
        (lesson(), True),
        (lesson(scene("a", HELLO), start=None), True),
        (leaving(Continue()), True),
        (leaving(Continue(GONE)), True),
        (leaving(ask("Q?", choice("Yes"))), True),
        (leaving(ask("Q?")), True),
        (lesson(scene("a", HELLO, to="a")), True),
        (lesson(scene("a", line("Unvoiced.")), scene("b")), False),
        (lesson(scene("a", HELLO, line("Who?", replace(ANNA, id=CharacterId("p-gone"))))), False),
    ],
)
def test_only_what_strands_learners_stops_an_export(whole: Lesson, stops: bool) -> None:
    assert any(map(stops_export, problems(whole))) is stops


def test_conditions_that_ask_for_what_is_gone() -> None:
    condition = AnyOf((Not(Visited(GONE)), Chose(ChoiceId("c-gone")), Visited(A)))
    routed = leaving(Continue(B, (Route(condition, B), Route(condition, A))))
    assert messages(routed, ProblemKind.MISSING_CONDITION) == [
        "Scene “Arrival”: a condition of its exit asks for a scene that is gone.",
        "Scene “Arrival”: a condition of its exit asks for a choice that is gone.",
    ]
    fine = leaving(ask("Q?", choice("Yes", "b"), choice("No", "b", condition=Chose(ChoiceId("c-Yes")))))
    assert ProblemKind.MISSING_CONDITION not in kinds(fine)


def test_titles_and_scenes_without_lines() -> None:
    whole = lesson(scene("a", HELLO, to="b", title="Ward"), scene("b", title="ward "), scene("c", title=""))
    assert messages(whole, ProblemKind.DUPLICATE_TITLE) == ["Scene “ward”: another scene has the same title."]
    assert messages(whole, ProblemKind.SCENE_WITHOUT_LINES) == [
        "Scene “ward”: it has no lines, so there is nothing to see or hear.",
        "Scene 3: it has no lines, so there is nothing to see or hear.",
    ]


YES, NO, MAYBE = choice("Yes", "b", correct=True), choice("No", "b"), choice("Maybe", "b", correct=True)
TEXT, SEVERAL, TRUE_FALSE = QuestionKind.SHORT_TEXT, QuestionKind.SEVERAL_CORRECT, QuestionKind.TRUE_FALSE
SILENT = {"show_correct": ShowCorrect.NEVER}


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        (ask(" ", YES, NO), ProblemKind.NO_QUESTION_TEXT),
        (ask("Q?"), ProblemKind.NO_CHOICES),
        (ask("Q?", choice("", "b"), NO), ProblemKind.NO_CHOICE_TEXT),
        (ask("Q?", YES, NO, MAYBE, kind=TRUE_FALSE), ProblemKind.TRUE_FALSE_CHOICES),
        (ask("Q?", YES, NO, MAYBE), ProblemKind.SEVERAL_CORRECT),
        (ask("Q?", YES, MAYBE, kind=TRUE_FALSE), ProblemKind.SEVERAL_CORRECT),
        (ask("Q?", NO), ProblemKind.NONE_CORRECT),
        (ask("Q?", NO, kind=SEVERAL, right_to=B), ProblemKind.NONE_CORRECT),
        (ask("Q?", kind=TEXT, right_to=B), ProblemKind.NO_ACCEPTED_ANSWER),
        (ask("Q?", NO, kind=TEXT, right_to=B), ProblemKind.NO_ACCEPTED_ANSWER),
        (ask("Q?", choice(" ", "b", correct=True), kind=TEXT, wrong_to=B), ProblemKind.NO_ACCEPTED_ANSWER),
        (ask("Q?", YES, NO, default_choice=ChoiceId("c-gone")), ProblemKind.MISSING_DEFAULT),
        (ask("Q?", YES, NO, **SILENT), ProblemKind.FALSE_CHOICE),
        (ask("Q?", NO, choice("Hm", "b")), ProblemKind.FALSE_CHOICE),
    ],
)
def test_questions_that_do_not_make_sense(asked: Breakpoint, kind: ProblemKind) -> None:
    found = [problem for problem in problems(leaving(asked)) if problem.kind is kind]
    assert len(found) == 1
    assert found[0].message.startswith("Scene “Arrival”")
    assert found[0].scene == A


@pytest.mark.parametrize(
    ("asked", "severity"),
    [
        (ask("Q?", choice("True", "b"), choice("False", "b"), kind=TRUE_FALSE), Severity.WARNING),
        (ask("Q?", NO, kind=SEVERAL, right_to=B), Severity.WARNING),
        (ask("Q?", NO, choice("Hm", "b")), Severity.HINT),
        (ask("Q?", NO, choice("Hm", "b", feedback="Hm?", points=1)), Severity.HINT),
    ],
)
def test_a_question_nobody_can_answer_rightly_says_what_to_do(asked: Breakpoint, severity: Severity) -> None:
    (found,) = [each for each in problems(leaving(asked)) if each.kind is ProblemKind.NONE_CORRECT]
    assert found.severity is severity
    assert found.message.endswith(": mark one with [x] in the text, or set a correct choice.")


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        (ask("Q?", YES, MAYBE, NO, kind=SEVERAL, right_to=B, wrong_to=B), ProblemKind.SEVERAL_CORRECT),
        (ask("Q?", YES, MAYBE, kind=TEXT, wrong_to=B), ProblemKind.SEVERAL_CORRECT),
        (ask("Q?", YES, kind=TEXT, wrong_to=B), ProblemKind.NO_CHOICES),
        (
            ask("Q?", choice("", "b", correct=True, accepts=("x",)), kind=TEXT, wrong_to=B),
            ProblemKind.NO_ACCEPTED_ANSWER,
        ),
        (ask("Q?", YES, NO), ProblemKind.FALSE_CHOICE),
        (ask("Q?", NO, choice("Hm", "a")), ProblemKind.FALSE_CHOICE),
        (ask("Q?", NO, choice("Hm", "b", feedback="So?")), ProblemKind.FALSE_CHOICE),
        (ask("Q?", NO, choice("Hm", "b", points=1)), ProblemKind.FALSE_CHOICE),
        (ask("Q?", NO, choice("Hm", "b"), right_feedback="Thanks."), ProblemKind.FALSE_CHOICE),
        (ask("Q?", NO), ProblemKind.FALSE_CHOICE),
        (ask("Q?", NO, choice("Hm", "b", condition=Chose(ChoiceId("c-No")))), ProblemKind.FALSE_CHOICE),
    ],
)
def test_questions_that_do(asked: Breakpoint, kind: ProblemKind) -> None:
    assert kind not in kinds(leaving(asked))


LONG = "x" * 1_001


@pytest.mark.parametrize(
    ("bad", "kind"),
    [
        (line("Hi.", Character(CharacterId("p-gone"), "Gone")), ProblemKind.UNKNOWN_SPEAKER),
        (line("Hi.", None), ProblemKind.NO_SPEAKER),
        (line("  "), ProblemKind.EMPTY_LINE),
        (line("", None, pause_ms=0), ProblemKind.EMPTY_LINE),
        (line("Hi."), ProblemKind.MISSING_TAKE),
        (replace(HELLO, text="Hallo."), ProblemKind.STALE_TAKE),
        (replace(HELLO, direction="loudly"), ProblemKind.STALE_TAKE),
        (line(LONG), ProblemKind.LONG_LINE),
        (voiced(line("x" * 61, pause_ms=400)), ProblemKind.TOO_FAST),
        (line("Hi.", picture=Picture(STILL)), ProblemKind.NO_ALT_TEXT),
    ],
)
def test_lines_with_something_wrong(bad: Line, kind: ProblemKind) -> None:
    whole = lesson(scene("a", HELLO, bad, title="Ward"))
    (found,) = [problem for problem in problems(whole) if problem.kind is kind]
    assert found.message.startswith("Scene “Ward”, line 2: ")
    assert found.where == f"scene a, line {bad.id}"
    assert not stops_export(found)


@pytest.mark.parametrize(
    ("good", "kind"),
    [
        (line("", None, pause_ms=0, overlays=(Overlay("o", "Note"),)), ProblemKind.EMPTY_LINE),  # type: ignore[arg-type]
        (line("", None), ProblemKind.EMPTY_LINE),
        (HELLO, ProblemKind.STALE_TAKE),
        (
            replace(voiced(line("Hi."), origin=TakeOrigin.RECORDED), direction="loudly"),
            ProblemKind.STALE_TAKE,
        ),
        (line("x" * 1_000), ProblemKind.LONG_LINE),
        (voiced(line("x" * 60, pause_ms=400)), ProblemKind.TOO_FAST),
        (line("x" * 900), ProblemKind.TOO_FAST),
        (line("Hi.", picture=Picture(STILL, "A ward")), ProblemKind.NO_ALT_TEXT),
        (
            line("Hi.", picture=Picture(STILL, request=PictureRequest("cards", "clinic", "Hi."))),
            ProblemKind.NO_ALT_TEXT,
        ),
        (line("Hi.", picture=Picture(None, prompt="A ward")), ProblemKind.NO_ALT_TEXT),
    ],
)
def test_lines_with_nothing_wrong(good: Line, kind: ProblemKind) -> None:
    assert kind not in of_lines(good)


def test_long_words_are_quoted_short() -> None:
    whole = leaving(
        ask("Q?", choice("Call the doctor at once and\ntell her everything you saw", None), choice("No", "b"))
    )
    assert messages(whole, ProblemKind.CHOICE_WITHOUT_TARGET) == [
        "Scene “Arrival”, choice “Call the doctor at once and tell her ev…” leads nowhere."
    ]


def test_problems_come_in_the_order_of_the_lesson() -> None:
    whole = lesson(scene("a", line("One."), to="b"), scene("b", line("Two."), line("Three.")), pass_points=9)
    assert [(each.kind, each.scene) for each in problems(whole)] == [
        (ProblemKind.PASS_MARK_UNREACHABLE, None),
        (ProblemKind.MISSING_TAKE, A),
        (ProblemKind.MISSING_TAKE, B),
        (ProblemKind.MISSING_TAKE, B),
    ]


def points(name: str, *ways: tuple[int, str]) -> Breakpoint:
    return ask("Q?", *(choice(f"{name}{at}", to, points=worth) for at, (worth, to) in enumerate(ways)))


def most(whole: Lesson) -> int:
    return most_points(whole, Graph(whole))


def test_the_most_points_are_those_of_the_best_path() -> None:
    forked = lesson(
        scene("a", exit=points("a", (1, "b"), (3, "c"))),
        scene("b", exit=points("b", (5, "d"), (-2, "d"))),
        scene("c", exit=points("c", (1, "d"))),
        scene("d"),
    )
    assert most(forked) == 6
    assert most(lesson(scene("a", exit=points("a", (-3, "b"))), scene("b"))) == -3


def test_a_loop_counts_each_question_once() -> None:
    looped = lesson(
        scene("a", exit=points("a", (1, "b"), (4, "a"))),
        scene("b", exit=points("b", (2, "a"), (0, "c"))),
        scene("c"),
    )
    assert most(looped) == 6


def test_several_correct_answers_add_up() -> None:
    asked = ask("Q?", choice("1", correct=True, points=2), choice("2", correct=True, points=3), choice("3", points=-1),
                kind=SEVERAL, right_to=B, wrong_to=B)  # fmt: skip
    assert most(leaving(asked)) == 5
    assert messages(replace(leaving(asked), pass_points=6), ProblemKind.PASS_MARK_UNREACHABLE) == [
        "The pass mark is 6 points, but a learner reaches 5 at most."
    ]
    assert ProblemKind.PASS_MARK_UNREACHABLE not in kinds(replace(leaving(asked), pass_points=5))


def test_wrong_answers_may_be_worth_more_if_they_count() -> None:
    two = (choice("1", correct=True, points=2), choice("2", points=10))
    asked = ask("Q?", *two, kind=SEVERAL, right_to=B, wrong_to=B)
    assert most(leaving(asked)) == 12
    assert most(leaving(replace(asked, attempts=None))) == 2
    ungraded = ask("Q?", choice("1", points=2), choice("2", points=-1), kind=SEVERAL, right_to=B)
    assert most(leaving(ungraded)) == 2


def test_what_follows_a_loop_counts_too() -> None:
    looped = lesson(
        scene("a", exit=points("a", (1, "a"), (0, "b"))), scene("b", exit=points("b", (2, "c"))), scene("c")
    )
    assert most(looped) == 3
    assert most(lesson(scene("a", exit=ask("Q?", kind=TEXT, right_to=B)), scene("b"))) == 0


@settings(max_examples=100, deadline=None, derandomize=True)
@given(lessons(), st.lists(st.integers(0, 31), max_size=25))
def test_no_walk_scores_more_than_the_most(whole: Lesson, numbers: list[int]) -> None:
    walk, limit = begin(whole), most(whole)
    for number in numbers:
        walk = proceed(whole, walk)
        asked = question(whole, walk)
        if asked is not None:
            each = offered(asked, walk)
            chosen = tuple(one.id for at, one in enumerate(each) if number >> at & 1) or tuple(
                one.id for one in each[:1]
            )
            walk = give(whole, walk, Answer(chosen, each[number % len(each)].text if each else "?"))
        if walk.stuck or ending(whole, walk) is not None:
            assert score(walk) <= limit


@settings(max_examples=100, deadline=None, derandomize=True)
@given(lessons())
def test_every_problem_says_where_and_what(whole: Lesson) -> None:
    for problem in problems(whole):
        assert isinstance(problem, Problem)
        assert problem.message[0].isupper()
        assert problem.message.endswith(".")
        assert problem.severity in Severity
        if problem.scene is not None:
            home = whole.scene(problem.scene)
            assert home is not None
            assert problem.line is None or any(each.id == problem.line for each in home.lines)
            if problem.choice is not None:
                assert isinstance(home.exit, Breakpoint)
                assert isinstance(home.exit.choice(problem.choice), Choice)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(lessons(), st.lists(st.integers(0, 31), max_size=40))
def test_a_lesson_without_errors_strands_nobody(whole: Lesson, numbers: list[int]) -> None:
    if any(map(stops_export, problems(whole))):
        return
    walk = begin(whole)
    for number in numbers:
        walk = proceed(whole, walk)
        asked = question(whole, walk)
        if asked is not None and (each := offered(asked, walk)):
            walk = give(whole, walk, Answer((each[number % len(each)].id,), each[number % len(each)].text))
        assert not walk.stuck


def test_a_request_is_not_made_twice_the_same() -> None:
    """Guards the sample takes of this file: true for their line, and for nothing else."""
    assert HELLO.take is not None
    assert HELLO.take.request == Request("Hello.", "en", ANNA.voice)
