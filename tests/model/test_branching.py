from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edupulse_desktop.model.branching import Graph, Way, WayKind, outlets, ways
from edupulse_desktop.model.exits import (
    AllOf,
    Breakpoint,
    Choice,
    Continue,
    End,
    QuestionKind,
    Route,
    ScoreAtLeast,
    Visited,
)
from edupulse_desktop.model.ids import ChoiceId, SceneId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.walk import Answer, begin, give, offered, proceed, question
from tests.builders import ask, choice, lesson, scene
from tests.lessons import lessons

A, B, C, D = map(SceneId, "abcd")
RIGHT, WRONG, CHOICE = WayKind.RIGHT, WayKind.WRONG, WayKind.CHOICE
LEFT, SEVERAL, SHORT = QuestionKind.SINGLE_CHOICE, QuestionKind.SEVERAL_CORRECT, QuestionKind.SHORT_TEXT


def way_list(asked: Breakpoint) -> list[tuple[str, str | None]]:
    return [(way.choice or way.kind.value, way.to) for way in ways(scene("a", exit=asked))]


def two(kind: QuestionKind = LEFT, correct: bool = True, **fields: object) -> Breakpoint:
    return ask(
        "Q?", choice("Y", correct=correct), choice("N", "d"), kind=kind, right_to=B, wrong_to=C, **fields
    )


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (two(), [("c-Y", B), ("c-N", D)]),
        (two(correct=False), [("c-Y", B), ("c-N", D)]),
        (two(attempts=None), [("c-Y", B)]),
        (two(attempts=None, time_limit_ms=1_000), [("c-Y", B), ("wrong", C)]),
        (two(attempts=None, time_limit_ms=1_000, default_choice=ChoiceId("c-N")), [("c-Y", B), ("c-N", D)]),
        (two(attempts=None, default_choice=ChoiceId("c-N")), [("c-Y", B)]),
        (two(time_limit_ms=1_000), [("c-Y", B), ("c-N", D), ("wrong", C)]),
        (two(correct=False, time_limit_ms=1_000), [("c-Y", B), ("c-N", D), ("right", B)]),
        (two(SEVERAL), [("right", B), ("wrong", C)]),
        (two(SEVERAL, attempts=None), [("right", B)]),
        (two(SEVERAL, correct=False), [("right", B)]),
        (two(SEVERAL, attempts=None, time_limit_ms=1_000), [("right", B), ("wrong", C)]),
        (two(SEVERAL, attempts=None, time_limit_ms=1_000, default_choice=ChoiceId("c-Y")), [("right", B)]),
        (two(SHORT), [("c-Y", B), ("c-N", D), ("wrong", C)]),
        (two(SHORT, attempts=None), [("c-Y", B)]),
        (two(SHORT, correct=False), [("c-Y", B), ("c-N", D), ("right", B)]),
        (ask("Q?", kind=SHORT, right_to=B), [("right", B)]),
        (ask("Q?", right_to=B), [("wrong", B)]),
        (ask("Q?", choice("Y", "b", condition=Visited(A)), wrong_to=C), [("c-Y", B), ("wrong", C)]),
    ],
)
def test_the_ways_a_question_can_be_left(asked: Breakpoint, expected: list[tuple[str, str]]) -> None:
    assert way_list(asked) == expected


def test_outlets_are_all_the_places_a_target_can_be_set() -> None:
    route = Route(ScoreAtLeast(1), None)
    assert outlets(scene("a")) == ()
    assert outlets(scene("a", exit=Continue(B, (route,)))) == (
        Way(A, WayKind.ROUTE, None, None, 0),
        Way(A, WayKind.NEXT, B),
    )
    assert [(way.kind, way.to) for way in outlets(scene("a", exit=two()))] == [
        (CHOICE, None),
        (CHOICE, D),
        (RIGHT, B),
        (WRONG, C),
    ]


def tangled() -> Lesson:
    return lesson(
        scene("a", exit=ask("Q?", choice("1", "b"), choice("2", "c"), choice("3", "gone"))),
        scene("b", to="d"),
        scene("c", exit=Continue(D, (Route(AllOf(()), A),))),
        scene("d"),
        scene("e", to="f"),
        scene("f", to="e"),
        scene("g", exit=Continue()),
        scene("h", to="h"),
    )


def test_the_graph_of_a_lesson() -> None:
    graph = Graph(tangled())
    assert graph.successors[A] == (B, C)
    assert graph.predecessors[D] == (B, C)
    assert graph.layers == ((A,), (B, C), (D,))
    assert graph.reachable == {A, B, C, D}
    assert graph.reading_order == tuple(map(SceneId, "abcdefgh"))
    assert graph.endings == (D,)
    assert graph.finishing == {A, B, C, D}
    assert graph.dead_ends == (SceneId("g"),)
    assert graph.joins == (D,)
    assert {frozenset(loop) for loop in graph.loops} == {frozenset("ac"), frozenset("ef"), frozenset("h")}
    assert {frozenset(loop) for loop in graph.loops_without_exit} == {frozenset("ef"), frozenset("h")}


def test_a_lesson_without_a_start_reaches_nothing() -> None:
    graph = Graph(lesson(scene("a"), start=None))
    assert (graph.layers, graph.reachable, graph.reading_order) == ((), frozenset(), (A,))
    assert Graph(lesson()).layers == ()


def closure(whole: Lesson) -> dict[SceneId, set[SceneId]]:
    """Return what each scene leads to in one step or more, by trying long enough."""
    reach = {scene: set(to) for scene, to in Graph(whole).successors.items()}
    for middle, one, other in product(reach, reach, reach):
        if middle in reach[one] and other in reach[middle]:
            reach[one].add(other)
    return reach


@settings(max_examples=100, deadline=None, derandomize=True)
@given(lessons())
def test_the_graph_is_what_trying_every_way_finds(whole: Lesson) -> None:
    graph, reach = Graph(whole), closure(whole)
    names = [part.id for part in whole.scenes]
    start = whole.start
    assert start is not None
    assert graph.reachable == {start} | reach[start]
    ends = {part.id for part in whole.scenes if isinstance(part.exit, End)}
    assert graph.finishing == {name for name in names if name in ends or reach[name] & ends}
    knots = {frozenset({one} | {two for two in reach[one] if one in reach[two]}) for one in names}
    assert {frozenset(knot) for knot in graph.knots} == knots
    seen: set[SceneId] = set()
    for knot in graph.knots:
        seen.update(knot)
        assert all(to in seen for each in knot for to in graph.successors[each])
    loops = {knot for knot in knots if any(one in reach[one] for one in knot)}
    assert {frozenset(loop) for loop in graph.loops} == loops
    held = {loop for loop in loops if all(reach[one] <= loop for one in loop)}
    assert {frozenset(loop) for loop in graph.loops_without_exit} == held
    assert sorted(graph.reading_order) == sorted(names)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(lessons(), st.lists(st.tuples(st.integers(0, 31), st.booleans()), max_size=25))
def test_no_walk_leaves_the_graph(whole: Lesson, answers: list[tuple[int, bool]]) -> None:
    graph = Graph(whole)
    walk = begin(whole)
    for number, late in answers:
        before, walk = walk, proceed(whole, walk)
        asked = question(whole, walk)
        if walk == before and asked is not None:
            walk = give(whole, walk, answer(asked, offered(asked, walk), number, late))
        if walk.visits != before.visits or (walk.stuck and not before.stuck):
            to = walk.at if walk.visits != before.visits else None
            assert before.at is not None
            assert to in {way.to for way in graph.ways[before.at]}


def answer(asked: Breakpoint, choices: tuple[Choice, ...], number: int, late: bool) -> Answer:
    if late and asked.time_limit_ms is not None:
        return Answer(timed_out=True)
    if asked.kind in (QuestionKind.SINGLE_CHOICE, QuestionKind.TRUE_FALSE):
        each: Choice | None = choices[number % len(choices)] if choices else None
        return Answer((each.id,) if each else ())
    chosen = tuple(each.id for index, each in enumerate(choices) if number >> index & 1)
    texts = [each.text for each in choices] + ["something else"]
    return Answer(chosen, texts[number % len(texts)])


def test_a_long_lesson_is_walked_without_recursion() -> None:
    scenes = [scene(f"s{number}", to=f"s{(number + 1) % 5_000}") for number in range(5_000)]
    graph = Graph(lesson(*scenes))
    assert len(graph.layers) == 5_000
    assert len(graph.loops_without_exit[0]) == 5_000
