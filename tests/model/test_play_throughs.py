"""Play-throughs cover every way, and no smaller set does."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edupulse_desktop.model.branching import Graph, Way
from edupulse_desktop.model.exits import Continue, End
from edupulse_desktop.model.ids import SceneId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.play_throughs import PlayThrough, play_throughs
from tests.builders import ask, choice, lesson, scene
from tests.lessons import lessons


def of(whole: Lesson) -> tuple[PlayThrough, ...]:
    return play_throughs(whole, Graph(whole))


def asking(name: str, *to: str | None):  # type: ignore[no-untyped-def]
    return scene(name, exit=ask("Q?", *(choice(f"{name}{index}", each) for index, each in enumerate(to))))


def names(paths: tuple[PlayThrough, ...]) -> list[str]:
    return ["".join(path.scenes) for path in paths]


def test_a_lesson_without_branches_is_played_once() -> None:
    assert names(of(lesson(scene("a", to="b"), scene("b")))) == ["ab"]
    assert names(of(lesson(scene("a")))) == ["a"]
    assert of(lesson()) == ()
    assert of(lesson(scene("a"), start=None)) == ()


def test_each_choice_is_taken_even_if_both_lead_to_the_same_scene() -> None:
    assert names(of(lesson(asking("a", "b", "b"), scene("b")))) == ["ab", "ab"]


def test_two_questions_in_a_row_need_two_play_throughs_not_four() -> None:
    whole = lesson(
        asking("a", "b", "c"),
        scene("b", to="d"),
        scene("c", to="d"),
        asking("d", "e", "f"),
        scene("e"),
        scene("f"),
    )
    assert len(of(whole)) == 2


def test_a_loop_is_gone_round_on_the_way() -> None:
    whole = lesson(asking("a", "b", "c"), scene("b", to="a"), scene("c"))
    assert names(of(whole)) == ["abac"]


def test_a_loop_without_exit_and_a_dead_end_are_played_into() -> None:
    whole = lesson(
        asking("a", "b", None, "c"), scene("b", to="b"), scene("c", exit=Continue(SceneId("gone")))
    )
    assert sorted(names(of(whole))) == ["a", "abb", "ac"]


@pytest.mark.parametrize("first", ["pppq", "qppp"])
def test_play_throughs_that_must_come_anyway_are_used_further_on(first: str) -> None:
    """Three ways lead to p; going on from there to the four ends beyond d, they spare others through q."""
    whole = lesson(
        asking("a", *first),
        scene("p", to="d"),
        scene("q", to="d"),
        asking("d", "e", "f", "g", "h"),
        *(scene(name) for name in "efgh"),
    )
    assert len(of(whole)) == smallest(whole) == 4


def test_play_throughs_that_went_astray_are_sent_where_they_are_needed() -> None:
    """Three ways lead to p, which has two ways on: the third goes to d, not once more to x."""
    whole = lesson(
        asking("a", *"pppq"),
        asking("p", "x", "d"),
        scene("q", to="d"),
        asking("d", "e", "f", "g", "h"),
        *(scene(name) for name in "xefgh"),
    )
    assert len(of(whole)) == smallest(whole) == 5


def assert_covers(whole: Lesson, paths: tuple[PlayThrough, ...]) -> None:
    graph = Graph(whole)
    taken = {way for path in paths for way in path.ways}
    assert taken == {way for each in graph.reachable for way in graph.ways[each]}
    assert {each for path in paths for each in path.scenes} == graph.reachable
    ends = set(graph.endings)
    held = {each for loop in graph.loops_without_exit for each in loop}
    for path in paths:
        assert path.scenes[0] == whole.start
        inner = path.ways[: len(path.scenes) - 1]
        assert [(way.scene, way.to) for way in inner] == list(pairwise(path.scenes))
        last = path.ways[len(path.scenes) - 1 :]
        assert path.scenes[-1] in ends | held or [way.scene for way in last] == [path.scenes[-1]]


def smallest(whole: Lesson) -> int:
    """Return how many ways or stops there are at most of which no play-through takes two (Dilworth 1950)."""
    graph = Graph(whole)
    reach = {each: {each} for each in graph.ways}
    for _ in graph.ways:
        for each in graph.ways:
            reach[each] |= {far for to in graph.successors[each] for far in reach[to]}
    steps: list[Way | SceneId] = [way for each in graph.reachable for way in graph.ways[each]]
    steps += [each for each in graph.endings if each in graph.reachable]

    def before(one: Way | SceneId, other: Way | SceneId) -> bool:
        if isinstance(one, str):
            return False
        return one.to in reach and (other if isinstance(other, str) else other.scene) in reach[one.to]

    def apart(chosen: tuple[Way | SceneId, ...]) -> bool:
        return not any(before(one, other) or before(other, one) for one, other in combinations(chosen, 2))

    return max(
        (size for size in range(1, len(steps) + 1) if any(map(apart, combinations(steps, size)))), default=1
    )


@st.composite
def small_lessons(draw: st.DrawFn) -> Lesson:
    size = draw(st.integers(1, 6))
    left = 8
    scenes = []
    for number in range(size):
        targets = draw(st.lists(st.integers(0, size - 1), max_size=min(3, left)))
        left -= len(targets)
        name = f"s{number}"
        scenes.append(asking(name, *(f"s{to}" for to in targets)) if targets else scene(name, exit=End()))
    return lesson(*scenes)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(small_lessons())
def test_no_smaller_set_covers_a_small_lesson(whole: Lesson) -> None:
    paths = of(whole)
    assert_covers(whole, paths)
    assert len(paths) == smallest(whole)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(lessons())
def test_every_way_of_any_lesson_is_taken(whole: Lesson) -> None:
    assert_covers(whole, of(whole))


def test_a_long_lesson_is_covered() -> None:
    """500 questions that each lead on or back, with an ending after every tenth."""
    scenes = [scene("end")]
    for number in range(500):
        on = f"s{number + 1}" if number < 499 else "end"
        back = f"s{number - number % 10}"
        scenes.append(asking(f"s{number}", on, back if number % 10 else "end"))
    whole = lesson(*scenes, start=SceneId("s0"))
    paths = of(whole)
    assert_covers(whole, paths)
    assert len(paths) == 51
