import pytest

from edupulse_desktop.edits.exits import Connect, Disconnect, SetExit
from edupulse_desktop.edits.questions import AddChoice, DeleteChoice, MoveChoice, SetBreakpoint, SetChoice
from edupulse_desktop.errors import EditError
from edupulse_desktop.model.branching import WayKind
from edupulse_desktop.model.exits import Breakpoint, Choice, Continue, End, Exit, Route, ScoreAtLeast
from edupulse_desktop.model.ids import ChoiceId, SceneId
from edupulse_desktop.model.lesson import Lesson
from tests.builders import ask, choice, lesson, scene

A, B, C = SceneId("a"), SceneId("b"), SceneId("c")
YES, NO = ChoiceId("c-Yes"), ChoiceId("c-No")


def with_exit(way_out: Exit) -> Lesson:
    return lesson(scene("a", exit=way_out), scene("b"), scene("c", exit=ask("Else?", choice("Other"))))


def exit_of(whole: Lesson) -> Exit:
    return whole.scenes[0].exit


def asked(whole: Lesson) -> Breakpoint:
    assert isinstance(exit_of(whole), Breakpoint)
    return exit_of(whole)  # type: ignore[return-value]


QUESTION = ask("Go?", choice("Yes", "b"), choice("No"), default_choice=NO)


def test_connecting_an_ending_makes_it_go_on() -> None:
    assert exit_of(Connect(A, B).apply(with_exit(End("Over")))) == Continue(B)


def test_every_way_out_can_be_connected_and_disconnected() -> None:
    route = Route(ScoreAtLeast(1), None)
    on = with_exit(Continue(C, (route, route)))
    routed = Connect(A, B, WayKind.ROUTE, None, 1).apply(on)
    assert exit_of(routed) == Continue(C, (route, Route(ScoreAtLeast(1), B)))
    assert Disconnect(A, WayKind.ROUTE, None, 1).apply(routed) == on
    assert exit_of(Disconnect(A).apply(on)) == Continue(None, (route, route))
    question = with_exit(QUESTION)
    assert asked(Connect(A, C, WayKind.CHOICE, NO).apply(question)).choices[1].to == C
    assert asked(Connect(A, C, WayKind.RIGHT).apply(question)).right_to == C
    assert asked(Connect(A, C, WayKind.WRONG).apply(question)).wrong_to == C
    assert asked(Disconnect(A, WayKind.CHOICE, YES).apply(question)).choices[0].to is None


def test_a_scene_may_lead_to_itself() -> None:
    assert exit_of(Connect(A, A).apply(with_exit(End()))) == Continue(A)


@pytest.mark.parametrize(
    "edit",
    [
        Connect(A, B, WayKind.NEXT),
        Connect(A, B, WayKind.CHOICE, ChoiceId("c-Other")),
        Connect(A, B, WayKind.ROUTE),
        Disconnect(A, WayKind.NEXT),
    ],
)
def test_a_way_that_is_not_there_is_refused(edit: Connect | Disconnect) -> None:
    with pytest.raises(EditError, match="Scene “A” does not have this way out"):
        edit.apply(with_exit(QUESTION))


def test_an_exit_leads_to_scenes_that_are_there() -> None:
    with pytest.raises(EditError, match="scene is not in the lesson"):
        SetExit(A, Continue(SceneId("gone"))).apply(with_exit(End()))
    with pytest.raises(EditError):
        SetChoice(choice("Yes", "gone")).apply(with_exit(QUESTION))
    with pytest.raises(EditError):
        AddChoice(A, choice("New", "gone")).apply(with_exit(QUESTION))


def test_a_lost_target_does_not_bar_other_changes() -> None:
    lost = with_exit(ask("Go?", choice("Yes", "gone")))
    changed = SetChoice(Choice(YES, "Yes!", to=SceneId("gone"))).apply(lost)
    assert asked(changed).choices[0].text == "Yes!"
    assert asked(SetBreakpoint(A, ask("Well?", choice("Yes", "gone"))).apply(lost)).question == "Well?"


def test_choices_of_other_questions_keep_their_names() -> None:
    with pytest.raises(EditError, match="already"):
        SetBreakpoint(A, ask("Go?", choice("Other"))).apply(with_exit(QUESTION))
    with pytest.raises(EditError, match="already"):
        SetBreakpoint(A, ask("Go?", choice("Yes"), choice("Yes"))).apply(with_exit(QUESTION))
    with pytest.raises(EditError, match="already"):
        AddChoice(A, choice("Other")).apply(with_exit(QUESTION))


def test_choices_are_added_and_moved() -> None:
    grown = AddChoice(A, choice("Maybe"), NO).apply(with_exit(QUESTION))
    assert [each.text for each in asked(grown).choices] == ["Yes", "Maybe", "No"]
    moved = MoveChoice(NO, YES).apply(grown)
    assert [each.text for each in asked(moved).choices] == ["No", "Yes", "Maybe"]
    assert MoveChoice(NO, YES).apply(moved) is moved


def test_a_deleted_default_is_no_default() -> None:
    left = asked(DeleteChoice(NO).apply(with_exit(QUESTION)))
    assert [each.text for each in left.choices] == ["Yes"]
    assert left.default_choice is None


def test_a_scene_without_a_question_takes_no_choice() -> None:
    with pytest.raises(EditError, match="does not end with a question"):
        AddChoice(B, choice("New")).apply(with_exit(QUESTION))
