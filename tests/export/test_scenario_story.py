"""Graphs that the web app cannot play are told as far as it can, and every deviation is named."""

from edupulse_desktop.export.scenario import ScenarioExporter
from edupulse_desktop.export.scenario_story import story_of
from edupulse_desktop.model.cast import Character, Pronunciation, Voice
from edupulse_desktop.model.exits import Continue, End, EndingKind, QuestionKind, Route, ScoreAtLeast
from edupulse_desktop.model.ids import CharacterId, OverlayId, SceneId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.picture import Motion, Overlay, Picture
from tests.builders import ask, choice, lesson, line, scene


def main_line(told: Lesson) -> list[str]:
    return [str(step.scene.id) for step in story_of(told).steps]


def branches(told: Lesson) -> list[list[list[str]]]:
    return [
        [[str(each.id) for each in branch.scenes] for branch in step.branches]
        for step in story_of(told).steps
    ]


def test_ways_that_meet_again_are_branches() -> None:
    told = lesson(
        scene("a", line("1"), exit=ask("?", choice("x", "b"), choice("y", "c"))),
        scene("b", line("2"), to="b2"),
        scene("b2", line("3"), to="d"),
        scene("c", line("4"), to="d"),
        scene("d", line("5")),
    )
    assert main_line(told) == ["a", "d"]
    assert branches(told) == [[["b", "b2"], ["c"]], []]
    assert story_of(told).deviations == ()


def test_an_answer_may_lead_straight_to_where_the_ways_meet() -> None:
    told = lesson(
        scene("a", line("1"), exit=ask("?", choice("x", "b"), choice("y", "d"))),
        scene("b", line("2"), to="d"),
        scene("d", line("5")),
    )
    assert main_line(told) == ["a", "d"]
    assert branches(told) == [[["b"]], []]


def test_a_loop_back_is_told() -> None:
    told = lesson(
        scene("a", line("1"), exit=ask("?", choice("x", "b", correct=True), choice("y", "r"))),
        scene("r", line("Again"), to="a"),
        scene("b", line("2"), to="c"),
        scene("c", line("3")),
    )
    assert main_line(told) == ["a", "b", "c"]
    assert branches(told)[0] == [["r"]]
    assert story_of(told).deviations == (
        "After “R” the lesson goes back to “A”; the web app goes on with “B”.",
    )


def test_a_main_line_that_comes_round_again_ends_and_that_is_told() -> None:
    told = lesson(scene("a", line("1"), to="b"), scene("b", line("2"), to="a"))
    assert main_line(told) == ["a", "b"]
    assert story_of(told).deviations == ("After “B” the lesson goes back to “A”; the web app ends there.",)


def test_several_endings_are_told() -> None:
    told = lesson(
        scene(
            "a", line("1"), exit=ask("?", choice("x", "b", correct=True), choice("y", "c"), choice("z", "d"))
        ),
        scene("b", line("2"), to="e"),
        scene("c", line("3"), exit=End("Lost", kind=EndingKind.FAILURE)),
        scene("d", line("4"), to="e"),
        scene("e", line("5"), exit=End("Won", kind=EndingKind.SUCCESS)),
    )
    losses = ScenarioExporter().losses(told)
    assert main_line(told) == ["a", "e"]
    assert "The lesson ends after “C”; the web app goes on with “E”." in losses
    assert "The difference between 2 endings." in losses
    assert "Words on the end screen: “Lost”, “Won”." in losses


def test_branches_that_never_meet_end_the_story_without_a_deviation() -> None:
    told = lesson(
        scene("a", line("1"), exit=ask("?", choice("x", "b"), choice("y", "c"))),
        scene("b", line("2")),
        scene("c", line("3")),
    )
    assert main_line(told) == ["a"]
    assert branches(told) == [[["b"], ["c"]]]
    assert story_of(told).deviations == ()


def test_a_question_inside_a_branch_is_told_and_its_right_way_is_played() -> None:
    told = lesson(
        scene("a", line("1"), exit=ask("?", choice("x", "b"), choice("y", "d"))),
        scene("b", line("2"), exit=ask("Inside?", choice("p", "w"), choice("q", "r", correct=True))),
        scene("r", line("3"), to="d"),
        scene("w", line("4"), to="d"),
        scene("d", line("5")),
    )
    assert branches(told)[0] == [["b", "r"]]
    deviations = story_of(told).deviations
    assert any("“Inside?” lies inside the branch “B”" in each for each in deviations)
    assert "Scenes off the main line that do not fit in: “W”." in deviations


def test_routes_by_points_are_told() -> None:
    told = lesson(
        scene("a", line("1"), exit=Continue(SceneId("b"), (Route(ScoreAtLeast(3), SceneId("c")),))),
        scene("b", line("2")),
        scene("c", line("3")),
    )
    assert "The ways out of “A” that depend on points or on what was visited." in story_of(told).deviations


def test_every_kind_of_thing_that_is_lost_is_named_once_with_its_places() -> None:
    nurse = Character(
        CharacterId("p-n"),
        "Nurse",
        look="tall",
        voice=Voice("espeak", "en-GB/clara"),
        acting_notes="calm",
        pronunciations=(Pronunciation("O2", "oxygen"),),
    )
    spoken = line(
        "One",
        nurse,
        direction="softly",
        pause_ms=2000,
        picture=Picture(alt_text="A bed", motion=Motion()),
        overlays=(Overlay(OverlayId("o"), "Bed 12"),),
    )
    question = ask(
        "?",
        choice("x", "b", points=2, feedback="Yes"),
        kind=QuestionKind.SEVERAL_CORRECT,
        hint="Look",
        attempts=3,
        time_limit_ms=9000,
        shuffle=True,
        right_to=SceneId("b"),
        wrong_to=SceneId("b"),
    )
    told = lesson(
        scene("a", spoken, line("", None, id="l-hold"), exit=question, notes="mine"),
        scene("b", line("Two", nurse)),
        cast=(nurse,),
        language="de",
        pass_points=4,
        objectives=("Know",),
    )
    losses = " ".join(ScenarioExporter().losses(told))
    for word in (
        "the language, the objectives, the pass mark",
        "Chosen voices",
        "Pronunciations: Nurse",
        "Acting notes",
        "Looks",
        "Acting directions: “A” line 1",
        "Pauses",
        "Silent holds: “A” line 2",
        "Overlays",
        "Texts for learners who do not see",
        "motion",
        "several answers at once",
        "Feedback",
        "Points",
        "Hints",
        "Further attempts",
        "Time limits",
        "Shuffled",
        "Notes on scenes",
    ):
        assert word in losses
    assert losses.count("Acting directions") == 1
