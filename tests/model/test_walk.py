import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
    Route,
    ScoreAtLeast,
    Visited,
)
from edupulse_desktop.model.ids import ChoiceId, SceneId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.walk import (
    Answer,
    Walk,
    accepts,
    attempts_left,
    begin,
    ending,
    give,
    is_met,
    offered,
    present_scene,
    proceed,
    question,
    score,
)
from tests.builders import ask, choice, lesson, scene
from tests.lessons import lessons

A, B, C = SceneId("a"), SceneId("b"), SceneId("c")
YES, NO = ChoiceId("c-Yes"), ChoiceId("c-No")
TIMED_OUT = Answer(timed_out=True)


def picked(*texts: str) -> Answer:
    return Answer(tuple(ChoiceId(f"c-{text}") for text in texts))


def asking(asked: Breakpoint) -> Lesson:
    return lesson(scene("a", exit=asked), scene("b", exit=End("Right")), scene("c", exit=End("Wrong")))


def asked_of(whole: Lesson, walk: Walk) -> Breakpoint:
    found = question(whole, walk)
    assert found is not None
    return found


def graded(**fields: object) -> Lesson:
    return asking(
        ask(
            "Q?",
            choice("Yes", correct=True, points=2),
            choice("No", points=-1),
            right_to=B,
            wrong_to=C,
            **fields,
        )
    )


def test_a_walk_begins_at_the_start() -> None:
    whole = graded()
    assert begin(whole) == Walk((A,))
    assert begin(lesson(scene("a"), start=B)) == Walk(stuck=True)
    assert begin(lesson()).stuck
    assert present_scene(lesson(), begin(lesson())) is None


@pytest.mark.parametrize(("text", "to", "points"), [("Yes", B, 2), ("No", C, -1)])
def test_an_answer_goes_where_right_or_wrong_answers_go(text: str, to: SceneId, points: int) -> None:
    whole = graded()
    walk = give(whole, begin(whole), picked(text))
    assert walk.visits == (A, to)
    assert score(walk) == points
    assert walk.given[-1].right is (text == "Yes")


def test_a_choice_with_a_target_of_its_own_goes_there() -> None:
    whole = asking(ask("Q?", choice("Yes", "c", correct=True), choice("No", "b"), right_to=B, wrong_to=C))
    assert give(whole, begin(whole), picked("Yes")).at == C
    assert give(whole, begin(whole), picked("No")).at == B


def test_a_question_without_a_correct_choice_has_no_wrong_answers() -> None:
    whole = asking(ask("Q?", choice("Yes"), choice("No"), right_to=B, wrong_to=C, attempts=3))
    walk = give(whole, begin(whole), picked("No"))
    assert walk.at == B
    assert walk.given[-1].right is None


def test_a_wrong_answer_with_attempts_left_stays_and_does_not_count() -> None:
    whole = graded(attempts=3)
    walk = begin(whole)
    for left in (2, 1):
        walk = give(whole, walk, picked("No"))
        assert (walk.at, score(walk), attempts_left(asked_of(whole, walk), walk)) == (A, 0, left)
    assert give(whole, walk, picked("No")).at == C
    assert score(give(whole, walk, picked("No"))) == -1
    assert score(give(whole, walk, picked("Yes"))) == 2


def test_attempts_without_limit_end_only_with_the_right_answer() -> None:
    whole = graded(attempts=None)
    walk = begin(whole)
    for _ in range(20):
        walk = give(whole, walk, picked("No"))
    assert walk.at == A
    assert attempts_left(asked_of(whole, walk), walk) is None
    assert give(whole, walk, picked("Yes")).at == B


def test_attempts_are_counted_anew_when_a_scene_is_played_again() -> None:
    whole = lesson(
        scene("a", exit=ask("Q?", choice("Yes", "b", correct=True), choice("No", "c"), attempts=2)),
        scene("b"),
        scene("c", to="a"),
    )
    walk = begin(whole)
    for _ in range(2):
        walk = give(whole, walk, picked("No"))
    walk = proceed(whole, walk)
    assert walk.visits == (A, C, A)
    assert attempts_left(asked_of(whole, walk), walk) == 2


def test_a_scene_that_leads_to_itself_gives_its_attempts_back() -> None:
    whole = lesson(
        scene("a", exit=ask("Q?", choice("Yes", correct=True), choice("No"), attempts=2, wrong_to=A))
    )
    walk = give(whole, give(whole, begin(whole), picked("No")), picked("No"))
    assert walk.visits == (A, A)
    assert attempts_left(asked_of(whole, walk), walk) == 2


def test_the_default_choice_answers_when_the_time_is_over() -> None:
    whole = graded(time_limit_ms=5_000, default_choice=YES)
    assert give(whole, begin(whole), TIMED_OUT).at == B
    whole = graded(time_limit_ms=5_000, default_choice=NO, attempts=None)
    walk = give(whole, begin(whole), TIMED_OUT)
    assert (walk.at, score(walk)) == (C, -1)


@pytest.mark.parametrize("default", [None, ChoiceId("c-gone")])
def test_time_over_without_a_default_is_a_wrong_answer_even_with_attempts_left(
    default: ChoiceId | None,
) -> None:
    whole = graded(time_limit_ms=5_000, default_choice=default, attempts=None)
    walk = give(whole, begin(whole), TIMED_OUT)
    assert (walk.at, walk.given[-1].chosen, score(walk)) == (C, (), 0)


def test_a_default_that_is_not_offered_does_not_answer() -> None:
    hidden = ask(
        "Q?",
        choice("Yes", correct=True, condition=Visited(C)),
        choice("No"),
        right_to=B,
        wrong_to=C,
        time_limit_ms=5_000,
        default_choice=YES,
    )
    assert give(asking(hidden), begin(asking(hidden)), TIMED_OUT).at == C


def several(**fields: object) -> Lesson:
    return asking(
        ask(
            "Q?",
            choice("One", "c", correct=True, points=1),
            choice("Two", correct=True, points=2),
            choice("Three", points=-4),
            kind=QuestionKind.SEVERAL_CORRECT,
            right_to=B,
            wrong_to=C,
            **fields,
        )
    )


@pytest.mark.parametrize(
    ("texts", "to", "points"),
    [
        (("One", "Two"), B, 3),
        (("Two", "One"), B, 3),
        (("One",), C, 1),
        (("One", "Two", "Three"), C, -1),
        ((), C, 0),
        (("Two", "gone"), C, 2),
    ],
)
def test_several_correct_is_right_when_exactly_those_are_chosen(
    texts: tuple[str, ...], to: SceneId, points: int
) -> None:
    walk = give(several(), begin(several()), picked(*texts))
    assert (walk.at, score(walk)) == (to, points)


def test_one_choice_counts_where_one_is_asked_for() -> None:
    whole = graded()
    assert give(whole, begin(whole), picked("No", "Yes")).given[-1].chosen == (YES,)


def short(*choices: Choice, **fields: object) -> Lesson:
    return asking(ask("Q?", *choices, kind=QuestionKind.SHORT_TEXT, right_to=B, wrong_to=C, **fields))


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("wash hands", True),
        ("  WASH \n hands!! ", True),
        ("Wash hands.", True),
        ("cafe\u0301", True),
        ("CAFÉ", True),
        ("wash  the hands", False),
        ("", False),
        ("  ", False),
        ("...", False),
        ("cafe", False),
    ],
)
def test_short_text_overlooks_case_spacing_and_final_stops(typed: str, right: bool) -> None:
    whole = short(choice("Wash hands!", correct=True, accepts=("Café",)), choice("Run", "b"))
    walk = give(whole, begin(whole), Answer(text=typed))
    assert walk.at == (B if right else C)
    assert walk.given[-1].right is right


def test_an_expected_wrong_text_has_a_way_and_points_of_its_own() -> None:
    whole = short(choice("Wash", correct=True), choice("Run", "b", points=-2))
    walk = give(whole, begin(whole), Answer(text="run"))
    assert (walk.at, score(walk), walk.given[-1].right) == (B, -2, False)


def test_short_text_without_a_right_answer_takes_anything() -> None:
    for whole in (short(), short(choice("Run"))):
        walk = give(whole, begin(whole), Answer(text="whatever"))
        assert (walk.at, walk.given[-1].right) == (B, None)


def test_an_accepted_answer_of_nothing_accepts_nothing() -> None:
    assert not accepts(Choice(YES, "", accepts=("!",)), "")
    assert not accepts(Choice(YES, "", accepts=("!",)), "!")


def test_choices_that_are_not_offered_are_not_taken() -> None:
    whole = asking(ask("Q?", choice("Yes", "b", condition=Visited(C)), choice("No", "c"), right_to=A))
    walk = begin(whole)
    assert [each.text for each in offered(asked_of(whole, walk), walk)] == ["No"]
    walk = give(whole, walk, picked("Yes"))
    assert (walk.visits, walk.given[-1].chosen) == ((A, A), ())


def test_a_question_that_offers_nothing_moves_on() -> None:
    hidden = choice("Yes", "a", correct=True, condition=Visited(C))
    for fields, to in (({"wrong_to": C, "right_to": B}, C), ({"right_to": B}, B)):
        whole = asking(ask("Q?", hidden, **fields))
        assert give(whole, begin(whole), picked("Yes")) == begin(whole)
        assert proceed(whole, begin(whole)).visits == (A, to)
    stuck = asking(ask("Q?"))
    assert proceed(stuck, begin(stuck)).stuck


def test_nothing_leads_on_from_an_ending_or_from_before_a_question() -> None:
    whole = graded()
    assert proceed(whole, begin(whole)) == begin(whole)
    ended = give(whole, begin(whole), picked("Yes"))
    assert ending(whole, ended) == End("Right")
    assert proceed(whole, ended) == ended
    assert give(whole, ended, picked("Yes")) == ended
    assert ending(whole, begin(whole)) is None


@pytest.mark.parametrize(
    "way_out", [Continue(), Continue(SceneId("gone")), Continue(B, (Route(AllOf(()), None),))]
)
def test_a_way_that_leads_nowhere_is_stuck_where_it_is(way_out: Continue) -> None:
    whole = lesson(scene("a", exit=way_out), scene("b"))
    walk = proceed(whole, begin(whole))
    assert walk == Walk((A,), stuck=True)
    assert proceed(whole, walk) == walk
    assert question(whole, walk) is None
    assert ending(whole, walk) is None


def test_an_answer_that_leads_nowhere_is_stuck_but_counts() -> None:
    whole = asking(ask("Q?", choice("Yes", points=4)))
    walk = give(whole, begin(whole), picked("Yes"))
    assert walk.stuck
    assert score(walk) == 4


def test_the_first_route_whose_condition_is_met_is_taken() -> None:
    whole = lesson(
        scene("a", exit=ask("Q?", choice("Yes", "b", points=3), choice("No", "b"))),
        scene("b", exit=Continue(A, (Route(ScoreAtLeast(3), C), Route(Chose(NO), B)))),
        scene("c"),
    )
    assert proceed(whole, give(whole, begin(whole), picked("Yes"))).at == C
    assert proceed(whole, give(whole, begin(whole), picked("No"))).at == B


def test_a_loop_replaces_its_score_and_its_answer() -> None:
    whole = lesson(
        scene("a", exit=ask("Q?", choice("Yes", "b", points=3), choice("No", "b", points=1))),
        scene("b", to="a"),
    )
    walk = begin(whole)
    for text, points in (("Yes", 3), ("Yes", 3), ("No", 1), ("Yes", 3)):
        walk = give(whole, walk, picked(text))
        assert score(walk) == points
        assert is_met(Chose(YES), walk) is (text == "Yes")
        walk = proceed(whole, walk)
    assert walk.visits == (A, B) * 4 + (A,)


AT_A = Walk((A,))


@pytest.mark.parametrize(
    ("condition", "met"),
    [
        (ScoreAtLeast(0), True),
        (ScoreAtLeast(1), False),
        (Visited(A), True),
        (Visited(B), False),
        (Chose(YES), False),
        (Not(Visited(B)), True),
        (AllOf(()), True),
        (AnyOf(()), False),
        (AllOf((Visited(A), Visited(B))), False),
        (AnyOf((Visited(B), Not(Not(Visited(A))))), True),
    ],
)
def test_conditions(condition: Condition, met: bool) -> None:
    assert is_met(condition, AT_A) is met


def any_answer(asked: Breakpoint, random_choice: int, timed_out: bool) -> Answer:
    if timed_out and asked.time_limit_ms is not None:
        return TIMED_OUT
    chosen = tuple(each.id for index, each in enumerate(asked.choices) if random_choice >> index & 1)
    text = asked.choices[random_choice % len(asked.choices)].text if asked.choices else "?"
    return Answer(chosen, text)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(lessons(), st.lists(st.tuples(st.integers(0, 31), st.booleans()), max_size=25))
def test_any_walk_keeps_to_the_lesson(whole: Lesson, answers: list[tuple[int, bool]]) -> None:
    walk = begin(whole)
    for number, timed_out in answers:
        before, walk = walk, proceed(whole, walk)
        asked = question(whole, walk)
        if asked is not None:
            walk = give(whole, walk, any_answer(asked, number, timed_out))
        assert walk.visits[: len(before.visits)] == before.visits
        assert walk.given[: len(before.given)] == before.given
        assert all(whole.scene(scene) is not None for scene in walk.visits)
        finals = {given.scene: given.points for given in walk.given if given.final}
        assert score(walk) == sum(finals.values())
        if before.stuck:
            assert walk == before
