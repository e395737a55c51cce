import pytest

from edupulse_desktop.edits.board import MoveNodes, TidyBoard
from edupulse_desktop.edits.copies import copied_scenes
from edupulse_desktop.edits.scenes import AddScene, DeleteScenes, MoveScenes, SetStart, SplitScene, duplicates
from edupulse_desktop.errors import EditError
from edupulse_desktop.model.board import Board, Place
from edupulse_desktop.model.exits import AllOf, AnyOf, Breakpoint, Chose, Continue, End, Not, Route, Visited
from edupulse_desktop.model.ids import ChoiceId, LineId, SceneId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.scene import Scene
from edupulse_desktop.model.sound import Music
from tests.builders import ask, choice, lesson, line, scene

A, B, C = SceneId("a"), SceneId("b"), SceneId("c")


def branching() -> Lesson:
    condition = AllOf((Visited(A), Not(AnyOf((Chose(ChoiceId("c-Yes")),)))))
    question = ask(
        "Go on?", choice("Yes", "b"), choice("No", "c"), right_to=B, wrong_to=C, default_choice="c-No"
    )
    return lesson(
        scene("a", line("Hello", id="1"), line("Well?", id="2"), exit=question),
        scene("b", line("Fine", id="3"), exit=Continue(A, (Route(condition, C),))),
        scene("c", exit=End("Over")),
        board=Board((Place(A, 0, 0), Place(B, 100, 0))),
    )


def test_deleting_a_scene_leaves_its_ways_in_open() -> None:
    left = DeleteScenes((C,)).apply(branching())
    asked, on = left.scenes[0].exit, left.scenes[1].exit
    assert isinstance(asked, Breakpoint)
    assert [each.to for each in asked.choices] == [B, None]
    assert (asked.right_to, asked.wrong_to) == (B, None)
    assert isinstance(on, Continue)
    assert (on.to, on.routes[0].to) == (A, None)


def test_deleting_the_start_starts_with_the_first_scene_left() -> None:
    left = DeleteScenes((A,)).apply(branching())
    assert left.start == B
    assert left.board == Board((Place(B, 100, 0),))
    assert DeleteScenes((A, B, C)).apply(branching()).start is None


def test_the_first_scene_is_the_start() -> None:
    grown = AddScene(Scene(A), None, Place(B, 5, 6)).apply(lesson())
    assert grown.start == A
    assert grown.board == Board((Place(A, 5, 6),))
    assert AddScene(Scene(B), A).apply(grown).start == A


def test_a_split_scene_plays_as_before() -> None:
    whole = lesson(scene("a", line("One", id="1"), line("Two", id="2"), music=Music(None), exit=End("Over")))
    first, second = SplitScene(A, LineId("2"), B, "Part two").apply(whole).scenes
    assert [each.text for each in (*first.lines, *second.lines)] == ["One", "Two"]
    assert first.exit == Continue(B)
    assert (second.exit, second.music, second.title) == (End("Over"), Music(None), "Part two")


def test_a_scene_is_split_at_one_of_its_own_lines() -> None:
    with pytest.raises(EditError, match="another scene"):
        SplitScene(A, LineId("3"), SceneId("new")).apply(branching())


@pytest.mark.parametrize(
    ("moved", "before", "expected"),
    [("a", None, "bca"), ("c", "a", "cab"), ("ca", "b", "cab"), ("ab", "b", "abc")],
)
def test_scenes_move_and_ways_stay(moved: str, before: str | None, expected: str) -> None:
    whole = branching()
    after = MoveScenes(tuple(map(SceneId, moved)), SceneId(before) if before else None).apply(whole)
    assert "".join(each.id for each in after.scenes) == expected
    assert {each.id: each for each in after.scenes} == {each.id: each for each in whole.scenes}
    assert (after is whole) == (expected == "abc")


def test_duplicates_lead_to_one_another() -> None:
    whole = branching()
    edit = duplicates(whole, (A, B))
    after = edit.apply(whole)
    assert [each.title for each in after.scenes] == ["A", "B", "A", "B", "C"]
    a, b = after.scenes[2:4]
    asked, on = a.exit, b.exit
    assert isinstance(asked, Breakpoint)
    assert isinstance(on, Continue)
    yes, no = asked.choices
    assert (yes.to, no.to, asked.right_to, asked.wrong_to, asked.default_choice) == (b.id, C, b.id, C, no.id)
    assert on.to == a.id
    assert on.routes == (Route(AllOf((Visited(a.id), Not(AnyOf((Chose(yes.id),))))), C),)
    assert after.board.place(a.id) == Place(a.id, 40, 40)
    assert edit.apply(whole) == after
    with pytest.raises(EditError, match="already"):
        edit.apply(after)


def test_a_copy_shares_no_name_with_its_original() -> None:
    (copy,) = copied_scenes((branching().scenes[0],))
    original = branching().scenes[0]
    assert {each.id for each in copy.lines}.isdisjoint(each.id for each in original.lines)
    assert [each.text for each in copy.lines] == [each.text for each in original.lines]


def test_duplicating_nothing_changes_nothing() -> None:
    whole = branching()
    assert duplicates(whole, ()).apply(whole) is whole
    with pytest.raises(EditError):
        duplicates(whole, (SceneId("gone"),))


def test_only_a_scene_of_the_lesson_starts_it() -> None:
    with pytest.raises(EditError, match="not in the lesson"):
        SetStart(SceneId("gone")).apply(branching())


def test_moving_nodes_changes_the_board_and_nothing_else() -> None:
    whole = branching()
    after = MoveNodes((Place(B, 7, 8), Place(C, 9, 9))).apply(whole)
    assert after.board.places == (Place(A, 0, 0), Place(B, 7, 8), Place(C, 9, 9))
    assert after.scenes is whole.scenes
    assert TidyBoard((B,)).apply(after).board.place(B) is None
    assert TidyBoard().apply(after).board == Board()
