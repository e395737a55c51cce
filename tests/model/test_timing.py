from dataclasses import replace

import pytest
from hypothesis import given, settings

from edupulse_desktop.model.asset import AssetKind, asset_of
from edupulse_desktop.model.ids import SceneId, TakeId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.line import Line, Request, Take
from edupulse_desktop.model.timing import Span, path_ms, reading_ms, scene_ms, spans, speech_ms
from tests.builders import lesson, line, scene
from tests.lessons import lessons

SOUND = asset_of(b"sound", AssetKind.SOUND, "audio/wav")


def voiced(spoken: Line, length_ms: int) -> Line:
    take = Take(TakeId("t"), Request("something else"), SOUND, length_ms)
    return replace(spoken, takes=(take,), chosen=take.id)


def test_lines_follow_one_another_without_gaps() -> None:
    one = voiced(line("One.", id="1", pause_ms=300), 1_000)
    hold = line("", None, id="2", pause_ms=700)
    two = voiced(line("Two.", id="3", pause_ms=0), 500)
    assert [
        (each.start_ms, each.speech_end_ms, each.end_ms) for each in spans(scene("a", one, hold, two))
    ] == [
        (0, 1_000, 1_300),
        (1_300, 1_300, 2_000),
        (2_000, 2_500, 2_500),
    ]


@pytest.mark.parametrize(
    ("text", "ms"), [("", 0), ("  ", 0), ("Hi.", 1_200), ("x" * 30, 2_000), (" " + "x" * 30, 2_000)]
)
def test_a_text_without_a_voice_lasts_as_long_as_reading_it(text: str, ms: int) -> None:
    assert reading_ms(text) == ms
    assert speech_ms(line(text)) == ms


def test_a_stale_take_still_has_its_length() -> None:
    assert speech_ms(voiced(line("x" * 300), 1_234)) == 1_234


def test_what_nobody_says_takes_no_time() -> None:
    assert speech_ms(voiced(line("written", None), 900)) == 0


def test_a_path_lasts_as_long_as_its_scenes() -> None:
    whole = lesson(
        scene("a", voiced(line("Hi.", pause_ms=0), 900), to="a"), scene("b", line("", None, pause_ms=50))
    )
    path = [SceneId("a"), SceneId("a"), SceneId("gone"), SceneId("b")]
    assert path_ms(whole, path) == 900 + 900 + 50
    assert path_ms(whole, []) == 0


def test_an_empty_scene_lasts_no_time() -> None:
    assert spans(scene("a")) == ()
    assert scene_ms(scene("a")) == 0


@settings(max_examples=50, deadline=None, derandomize=True)
@given(lessons())
def test_spans_fill_their_scene(whole: Lesson) -> None:
    for part in whole.scenes:
        at_ms = 0
        for span, each in zip(spans(part), part.lines, strict=True):
            assert span == Span(
                each.id, at_ms, at_ms + speech_ms(each), at_ms + speech_ms(each) + each.pause_ms
            )
            at_ms = span.end_ms
        assert at_ms == scene_ms(part)
