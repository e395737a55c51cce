from dataclasses import replace

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
from edupulse_desktop.model.ids import CharacterId, EffectId, LineId, OverlayId, SceneId, TakeId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.line import Line, Take, Word
from edupulse_desktop.model.picture import Overlay, Picture
from edupulse_desktop.model.sound import Effect
from edupulse_desktop.model.timing import scene_ms, spans, speech_ms
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


def shown_at(whole: Lesson) -> dict[str, tuple[int, int]]:
    """Return when every overlay and effect of the first scene begins and ends; an effect has no end."""
    found = {}
    first = whole.scenes[0]
    for each, span in zip(first.lines, spans(first), strict=True):
        for overlay in each.overlays:
            start_ms = span.start_ms + overlay.delay_ms
            end_ms = min(span.end_ms, start_ms + overlay.shown_ms) if overlay.shown_ms else span.end_ms
            found[str(overlay.id)] = (start_ms, end_ms)
        for effect in each.effects:
            found[str(effect.id)] = (span.start_ms + effect.delay_ms, 0)
    return found


def note(name: str, delay_ms: int = 0, shown_ms: int = 0) -> Overlay:
    return Overlay(OverlayId(name), name, delay_ms=delay_ms, shown_ms=shown_ms)


def bell(name: str, delay_ms: int) -> Effect:
    return Effect(EffectId(name), BELL, delay_ms)


def voiced(spoken: Line, length_ms: int, *words: Word) -> Line:
    request = spoken.request(lesson().cast_by_id(), "en")
    take = Take(TakeId(f"t-{spoken.id}"), request, BELL, length_ms, words)
    return replace(spoken, takes=(take,), chosen=take.id)


def test_in_joined_lines_everything_begins_and_ends_when_it_did() -> None:
    first = line(
        "One two three.", id="1", overlays=(note("a"), note("b", 300, 500)), effects=(bell("x", 900),)
    )
    second = line("Four five.", id="2", overlays=(note("c", 200), note("d", 0, 9_000)))
    third = line("Six.", id="3", pause_ms=3_000, overlays=(note("e", 100),), effects=(bell("y", 50),))
    whole = lesson(scene("a", first, second, third))
    before = shown_at(whole)
    joined = JoinLines(ids("1", "2", "3")).apply(whole)
    after = shown_at(joined)
    assert after.pop("e")[0] == before.pop("e")[0]
    assert after == before
    assert joined.scenes[0].lines[0].overlays[-1].shown_ms == 0


def test_an_overlay_that_waited_too_long_for_its_line_is_not_seen_in_the_joined_one() -> None:
    whole = lesson(scene("a", line("One.", id="1", overlays=(note("late", 99_000),)), line("Two.", id="2")))
    (joined,) = JoinLines(ids("1", "2")).apply(whole).scenes[0].lines
    assert joined.overlays == (note("late", 99_000, 1),)


def test_lines_are_joined_as_they_are_written_whatever_order_they_are_named_in() -> None:
    whole = abc()
    joined = JoinLines(ids("3", "1", "2")).apply(whole)
    assert joined == JoinLines(ids("1", "2", "3")).apply(whole)
    assert [(each.id, each.text) for each in joined.scenes[0].lines] == [
        ("1", "One. Two. Three."),
        ("4", "Four."),
    ]


def test_what_starts_in_the_second_half_of_a_split_line_goes_with_it() -> None:
    text = "Wash your hands for a minute. Then dry them well."
    first_ms = speech_ms(line(text[:29]))
    spoken = line(
        text,
        id="1",
        picture=Picture(STILL),
        overlays=(
            note("a", 100, 500),
            note("b", first_ms - 1, 1),
            note("c", first_ms),
            note("d", first_ms + 300, 200),
        ),
        effects=(bell("x", 0), bell("y", first_ms + 400)),
    )
    whole = lesson(scene("a", spoken))
    split = SplitLine(LineId("1"), 29, LineId("2")).apply(whole)
    first, second = split.scenes[0].lines
    assert [each.id for each in (*first.overlays, *first.effects)] == ["a", "b", "x"]
    assert [(each.id, each.delay_ms) for each in (*second.overlays, *second.effects)] == [
        ("c", 0),
        ("d", 300),
        ("y", 400),
    ]
    assert (first.picture, second.picture) == (Picture(STILL), None)
    before, after = shown_at(whole), shown_at(split)
    assert {name: start for name, (start, _) in after.items()} == {
        name: start for name, (start, _) in before.items()
    }
    assert JoinLines(ids("1", "2")).apply(split) == whole


@pytest.mark.parametrize(
    ("words", "moment_ms"),
    [
        ((), 4_000),
        (
            (
                Word(0, 3, 0, 900),
                Word(4, 8, 1_000, 2_400),
                Word(9, 13, 2_500, 3_000),
                Word(14, 19, 3_100, 6_000),
            ),
            2_500,
        ),
        ((Word(0, 3, 0, 900),), 4_000),
    ],
)
def test_a_recording_says_where_the_second_half_begins(words: tuple[Word, ...], moment_ms: int) -> None:
    spoken = line(
        "One two. Thr. four.", id="1", overlays=(note("a", moment_ms - 1), note("b", moment_ms + 30))
    )
    whole = lesson(scene("a", voiced(spoken, 4_000 * 19 // 8, *words)))
    first, second = SplitLine(LineId("1"), 8, LineId("2")).apply(whole).scenes[0].lines
    assert (first.overlays, second.overlays) == ((note("a", moment_ms - 1),), (note("b", 30),))
    assert (len(first.takes), second.takes, second.chosen) == (1, (), None)


def test_word_timings_of_another_text_do_not_say_where_the_second_half_begins() -> None:
    old = voiced(line("Oh, one. Two.", id="1"), 8_000, Word(9, 13, 100, 900))
    whole = lesson(scene("a", replace(old, text="One. Two.", overlays=(note("a", 2_000), note("b", 4_000)))))
    first, second = SplitLine(LineId("1"), 4, LineId("2")).apply(whole).scenes[0].lines
    moment_ms = 8_000 * 4 // 9
    assert (first.overlays, second.overlays) == ((note("a", 2_000),), (note("b", 4_000 - moment_ms),))


def test_the_halves_of_a_written_hold_show_everything_where_the_pause_is() -> None:
    hold = line(
        "Not said. Still not.", None, id="1", pause_ms=3_000, overlays=(note("a", 0, 100), note("b", 500))
    )
    whole = lesson(scene("a", hold))
    split = SplitLine(LineId("1"), 9, LineId("2")).apply(whole)
    assert shown_at(split) == shown_at(whole)


def test_joined_holds_last_as_long_as_before() -> None:
    whole = lesson(scene("a", line("", None, id="1", pause_ms=1_000), line("", None, id="2", pause_ms=500)))
    joined = JoinLines(ids("1", "2")).apply(whole)
    assert scene_ms(joined.scenes[0]) == scene_ms(whole.scenes[0]) == 1_500


def test_splitting_and_joining_gives_the_line_back() -> None:
    whole = lesson(scene("a", line("Hello there. How are you?", id="1", pause_ms=700)))
    split = SplitLine(LineId("1"), 12, LineId("2")).apply(whole)
    assert JoinLines(ids("1", "2")).apply(split) == whole


@pytest.mark.parametrize(
    ("joined", "message"), [("13", "follow one another"), ("45", "follow"), ("54", "follow")]
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
