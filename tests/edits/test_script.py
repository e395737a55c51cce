import json

from edupulse_desktop.edits.registry import edit_from_plain, edit_to_plain
from edupulse_desktop.edits.script import append_scenes, replace_script, script_of
from edupulse_desktop.model.board import Board, Place
from edupulse_desktop.model.cast import Character, Voice
from edupulse_desktop.model.draft import Draft, DraftContinue, DraftLine, DraftScene
from edupulse_desktop.model.exits import Breakpoint, Continue, End, EndingKind
from edupulse_desktop.model.ids import CharacterId, LessonId, SceneId
from edupulse_desktop.model.lesson import Lesson
from tests.builders import ANNA, lesson, line, scene
from tests.edits.samples import DRAFT


def blank() -> Lesson:
    return Lesson(LessonId("lesson-blank"))


def test_a_draft_becomes_a_lesson_with_names_resolved() -> None:
    whole = replace_script(DRAFT, blank()).apply(blank())
    one, two, again = whole.scenes
    asked = one.exit
    assert isinstance(asked, Breakpoint)
    assert [choice.to for choice in asked.choices] == [two.id, None]
    assert (asked.right_to, asked.wrong_to) == (None, None)
    assert two.exit == Continue(one.id)
    assert again.exit == End("Done", kind=EndingKind.NEUTRAL)
    assert (whole.title, whole.language, whole.objectives, whole.start) == (
        "A draft",
        "de",
        ("wash hands",),
        one.id,
    )
    assert whole.description == ""


def test_lines_keep_what_the_draft_says_within_the_limits() -> None:
    spoken, hold = replace_script(DRAFT, blank()).apply(blank()).scenes[0].lines
    assert (spoken.text, spoken.direction, spoken.pause_ms) == ("Hello.", "softly", 600_000)
    assert spoken.picture is not None
    assert (spoken.picture.prompt, spoken.picture.alt_text) == ("a ward", "A ward")
    assert (hold.speaker, hold.pause_ms) == (None, 700)


def test_an_impossible_number_of_attempts_is_one() -> None:
    asked = replace_script(DRAFT, blank()).apply(blank()).scenes[0].exit
    assert isinstance(asked, Breakpoint)
    assert asked.attempts == 1


def test_everybody_who_speaks_is_in_the_cast_once_with_a_colour_of_their_own() -> None:
    cast = replace_script(DRAFT, blank()).apply(blank()).cast
    assert [character.name for character in cast] == ["Anna", "Zoe", "Passer-by"]
    assert len({character.colour for character in cast}) == 3
    assert cast[1] == Character(cast[1].id, "Zoe", cast[1].colour, "tall", Voice(description="low"), "slowly")


def test_people_of_the_lesson_keep_their_voices() -> None:
    known = lesson(scene("a", line("Hi.")), cast=(ANNA,))
    after = replace_script(DRAFT, known).apply(known)
    assert after.cast[0] is ANNA
    assert [character.name for character in after.cast] == ["Anna", "Zoe", "Passer-by"]
    spoken_by = {each.speaker for _, each in after.lines()}
    assert spoken_by == {after.cast[1].id, after.cast[2].id, None}


def test_names_are_recognised_however_they_are_written() -> None:
    draft = Draft(
        scenes=(DraftScene("a", lines=tuple(DraftLine(name, "x") for name in ("ANNA", " anna  ", "Änna"))),)
    )
    script = script_of(draft, (ANNA,))
    assert [each.speaker for each in script.scenes[0].lines][:2] == [ANNA.id, ANNA.id]
    assert [character.name for character in script.cast] == ["Änna"]


def test_applying_twice_or_from_json_gives_the_same_lesson() -> None:
    edit = replace_script(DRAFT, blank())
    after = edit.apply(blank())
    assert edit.apply(blank()) == after
    assert edit.apply(after) is after
    assert edit_from_plain(json.loads(json.dumps(edit_to_plain(edit)))).apply(blank()) == after


def test_replacing_leaves_no_old_scene_node_or_start() -> None:
    old = lesson(scene("a", line("Hi.")), board=Board((Place(SceneId("a"), 1, 1),)), description="Kept")
    after = replace_script(DRAFT, old).apply(old)
    assert after.scene(SceneId("a")) is None
    assert after.board == Board()
    assert after.description == "Kept"
    empty = replace_script(Draft("Nothing"), old).apply(old)
    assert (empty.scenes, empty.start, empty.title) == ((), None, "Nothing")


def test_appended_scenes_follow_an_ending_but_break_no_way() -> None:
    old = lesson(scene("a", line("Hi."), to="b"), scene("b", exit=End("Over")))
    draft = Draft(
        "Other title", scenes=(DraftScene("c", "C", (DraftLine("Anna", "More."),), DraftContinue("lost")),)
    )
    after = append_scenes(draft, old, SceneId("b")).apply(old)
    assert [each.title for each in after.scenes] == ["A", "B", "C"]
    assert after.scenes[1].exit == Continue(after.scenes[2].id)
    assert after.scenes[2].exit == Continue(None)
    assert (after.title, after.start, len(after.cast)) == ("A lesson", SceneId("a"), 2)
    kept = append_scenes(draft, old, SceneId("a")).apply(old)
    assert kept.scenes[0].exit == Continue(SceneId("b"))


def test_appending_nothing_changes_nothing() -> None:
    old = lesson(scene("a"))
    assert append_scenes(Draft(), old).apply(old) is old
    assert append_scenes(DRAFT, blank()).apply(blank()).start is not None


def test_two_people_of_one_name_are_the_first() -> None:
    twin = Character(CharacterId("p-twin"), "anna")
    script = script_of(Draft(scenes=(DraftScene("a", lines=(DraftLine("Anna", "x"),)),)), (ANNA, twin))
    assert script.scenes[0].lines[0].speaker == ANNA.id
    assert script.cast == ()
