import pytest

from edupulse_desktop.edits.lines import (
    DeleteLines,
    InsertLines,
    JoinLines,
    MoveLines,
    SetLineText,
    SetPause,
    SetSpeaker,
    SplitLine,
)
from edupulse_desktop.edits.shown import SetOverlays
from edupulse_desktop.errors import EditError
from edupulse_desktop.model.asset import AssetKind, asset_of
from edupulse_desktop.model.ids import CharacterId, EffectId, LineId, OverlayId, SceneId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.line import Line
from edupulse_desktop.model.picture import Overlay, Picture
from edupulse_desktop.model.sound import Effect
from edupulse_desktop.model.timing import scene_ms
from tests.builders import ANNA, BEN, lesson, line, scene

A, B = SceneId("a"), SceneId("b")
STILL = asset_of(b"still", AssetKind.PICTURE, "image/png")
BELL = asset_of(b"bell", AssetKind.SOUND, "audio/wav")


def ids(*names: str) -> tuple[LineId, ...]:
    return tuple(LineId(name) for name in names)


def abc() -> Lesson:
    return lesson(
        scene("a", line("One.", id="1"), line("Two.", id="2"), line("Three.", id="3"), line("Four.", id="4")),
        scene("b", line("Five.", id="5")),
    )


def order(whole: Lesson) -> list[str]:
    return ["".join(each.id for each in part.lines) for part in whole.scenes]


@pytest.mark.parametrize(
    ("moved", "to", "before", "expected"),
    [
        ("1", A, "3", ["2134", "5"]),
        ("1", A, None, ["2341", "5"]),
        ("41", A, "2", ["4123", "5"]),
        ("13", B, "5", ["24", "135"]),
        ("25", B, None, ["134", "25"]),
        ("13", A, "3", ["2134", "5"]),
        ("5", A, "1", ["51234", ""]),
    ],
)
def test_lines_move_in_the_order_given(
    moved: str, to: SceneId, before: str | None, expected: list[str]
) -> None:
    edit = MoveLines(ids(*moved), to, LineId(before) if before else None)
    assert order(edit.apply(abc())) == expected


@pytest.mark.parametrize("moved", ["", "3", "4", "34"])
def test_moving_lines_to_where_they_are_changes_nothing(moved: str) -> None:
    whole = abc()
    before = LineId("4") if moved == "3" else None
    assert MoveLines(ids(*moved), A, before).apply(whole) is whole


def test_lines_are_inserted_before_a_line() -> None:
    edit = InsertLines(A, (Line(LineId("x")), Line(LineId("y"))), LineId("2"))
    assert order(edit.apply(abc())) == ["1xy234", "5"]
    assert edit.label == "Insert 2 lines"


def test_a_line_that_is_there_already_is_not_inserted_again() -> None:
    with pytest.raises(EditError, match="already"):
        InsertLines(A, (Line(LineId("5")),)).apply(abc())
    with pytest.raises(EditError, match="already"):
        InsertLines(A, (Line(LineId("x")), Line(LineId("x")))).apply(abc())


def test_an_overlay_keeps_a_name_of_its_own() -> None:
    noted = SetOverlays(LineId("1"), (Overlay(OverlayId("o"), "Note"),)).apply(abc())
    with pytest.raises(EditError):
        SetOverlays(LineId("2"), (Overlay(OverlayId("o"), "Note"),)).apply(noted)
    changed = SetOverlays(LineId("1"), (Overlay(OverlayId("o"), "Other"),)).apply(noted)
    assert changed.line(LineId("1")).overlays[0].text == "Other"  # type: ignore[union-attr]


def test_all_lines_are_deleted_or_none() -> None:
    assert order(DeleteLines(ids("1", "3", "5")).apply(abc())) == ["24", ""]
    with pytest.raises(EditError) as refused:
        DeleteLines(ids("1", "gone")).apply(abc())
    assert refused.value.where == "line gone"
    assert "undo" in refused.value.hint


def test_a_split_line_keeps_its_length_of_pause_and_its_words() -> None:
    whole = lesson(scene("a", line("Hello there. How are you?", id="1", direction="softly", pause_ms=700)))
    first, second = SplitLine(LineId("1"), 12, LineId("2")).apply(whole).scenes[0].lines
    assert (first.id, first.text, first.pause_ms, first.direction) == ("1", "Hello there.", 0, "softly")
    assert (second.id, second.text, second.pause_ms, second.direction) == ("2", "How are you?", 700, "softly")
    assert second.speaker == ANNA.id


@pytest.mark.parametrize("at", [-5, 0, 4, 99])
def test_a_line_is_not_split_at_its_edge(at: int) -> None:
    with pytest.raises(EditError, match="nothing on one side"):
        SplitLine(LineId("1"), at, LineId("2")).apply(lesson(scene("a", line("One.", id="1"))))


def test_joined_lines_keep_every_word_picture_and_moment() -> None:
    whole = lesson(
        scene(
            "a",
            line("One.", id="1", pause_ms=100),
            line(
                "Two.",
                id="2",
                picture=Picture(STILL),
                overlays=(Overlay(OverlayId("o"), "Note", delay_ms=50),),
                effects=(Effect(EffectId("e"), BELL),),
                pause_ms=900,
            ),
        )
    )
    (joined,) = JoinLines(ids("1", "2")).apply(whole).scenes[0].lines
    assert (joined.id, joined.text, joined.pause_ms) == ("1", "One. Two.", 900)
    assert joined.picture == Picture(STILL)
    assert joined.overlays[0].delay_ms == 1_200 + 100 + 50
    assert joined.effects[0].delay_ms == 1_300


def test_joined_holds_last_as_long_as_before() -> None:
    whole = lesson(scene("a", line("", None, id="1", pause_ms=1_000), line("", None, id="2", pause_ms=500)))
    joined = JoinLines(ids("1", "2")).apply(whole)
    assert scene_ms(joined.scenes[0]) == scene_ms(whole.scenes[0]) == 1_500


def test_splitting_and_joining_gives_the_line_back() -> None:
    whole = lesson(scene("a", line("Hello there. How are you?", id="1", pause_ms=700)))
    split = SplitLine(LineId("1"), 12, LineId("2")).apply(whole)
    assert JoinLines(ids("1", "2")).apply(split) == whole


@pytest.mark.parametrize(
    ("joined", "message"), [("13", "follow one another"), ("45", "follow"), ("21", "follow")]
)
def test_only_lines_in_a_row_are_joined(joined: str, message: str) -> None:
    with pytest.raises(EditError, match=message):
        JoinLines(ids(*joined)).apply(abc())


def test_lines_of_different_speakers_are_not_joined() -> None:
    whole = lesson(scene("a", line("One.", id="1"), line("Two.", BEN, id="2")))
    with pytest.raises(EditError, match="different characters"):
        JoinLines(ids("1", "2")).apply(whole)


def test_a_take_goes_stale_and_comes_back_with_the_text() -> None:
    whole = abc()
    changed = SetLineText(LineId("1"), "Uno.").apply(whole)
    asked = [each.line(LineId("1")).request(each.cast_by_id(), "en") for each in (whole, changed)]  # type: ignore[union-attr]
    assert asked[0] != asked[1]
    assert SetLineText(LineId("1"), "One.").apply(changed) == whole


def test_only_somebody_in_the_cast_speaks() -> None:
    with pytest.raises(EditError, match="cast"):
        SetSpeaker(LineId("1"), CharacterId("p-gone")).apply(abc())
    hold = SetSpeaker(LineId("1"), None).apply(abc()).line(LineId("1"))
    assert hold is not None
    assert not hold.is_spoken


def test_a_pause_has_limits() -> None:
    with pytest.raises(EditError, match="ten minutes"):
        SetPause(LineId("1"), 600_001).apply(abc())
    with pytest.raises(EditError, match="ten minutes"):
        SetPause(LineId("1"), -1).apply(abc())
    for pause_ms in (0, 600_000):
        changed = SetPause(LineId("1"), pause_ms).apply(abc()).line(LineId("1"))
        assert changed is not None
        assert changed.pause_ms == pause_ms
