from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edupulse_desktop.model.asset import AssetKind, asset_of
from edupulse_desktop.model.captions import SHORTEST_CUE_MS, Cue, caption_text, cues
from edupulse_desktop.model.cast import Pronunciation
from edupulse_desktop.model.ids import CharacterId, TakeId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.line import Line, Take, Word
from edupulse_desktop.model.line_breaks import COLUMNS_PER_LINE, columns
from edupulse_desktop.model.timing import spans
from tests.builders import ANNA, lesson, line, scene

LONG = (
    "First we wash our hands for a full minute, then we dry them with care. After that we put on gloves, "
    "and only then do we touch the patient; never before."
)
SOUND = asset_of(b"sound", AssetKind.SOUND, "audio/wav")


def of(whole: Lesson) -> tuple[Cue, ...]:
    return cues(whole, whole.scenes[0])


def voiced(spoken: Line, length_ms: int, *words: Word) -> Line:
    whole = lesson(scene("a", spoken))
    take = Take(TakeId("t-1"), spoken.request(whole.cast_by_id(), whole.language), SOUND, length_ms, words)
    return replace(spoken, takes=(take,), chosen=take.id)


def evenly(text: str, word_ms: int) -> tuple[Word, ...]:
    words, at = [], 0
    for index, word in enumerate(text.split()):
        at = text.index(word, at)
        words.append(Word(at, at + len(word), index * word_ms, index * word_ms + word_ms - 10))
        at += len(word)
    return tuple(words)


def test_a_short_line_is_one_cue_with_its_speaker() -> None:
    (cue,) = of(lesson(scene("a", voiced(line("Hello there."), 2_000))))
    assert (cue.speaker, cue.text, cue.start_ms, cue.end_ms) == ("Anna", "Hello there.", 0, 2_000)


def test_holds_and_empty_lines_have_no_cue() -> None:
    assert of(lesson(scene("a", line("written but unsaid", speaker=None), line("  ")))) == ()


def test_cues_start_where_their_line_starts() -> None:
    found = of(lesson(scene("a", voiced(line("One."), 2_000), line("", None, pause_ms=500), line("Two."))))
    assert [cue.start_ms for cue in found] == [0, 2_900]


def test_a_quick_line_lingers_into_its_pause_but_no_longer() -> None:
    (cue,) = of(lesson(scene("a", voiced(line("No.", pause_ms=5_000), 300))))
    assert cue.end_ms == SHORTEST_CUE_MS
    (cue,) = of(lesson(scene("a", voiced(line("No.", pause_ms=200), 300))))
    assert cue.end_ms == 500


def test_a_long_line_is_divided_at_punctuation() -> None:
    found = of(lesson(scene("a", line(LONG))))
    assert [cue.text for cue in found] == [
        "First we wash our hands for a full minute,\nthen we dry them with care.",
        "After that we put on gloves, and only then\ndo we touch the patient; never before.",
    ]
    assert all(one.end_ms == two.start_ms for one, two in pairwise(found))


def test_word_timings_decide_where_a_long_line_is_divided_in_time() -> None:
    words = evenly(LONG, 400)
    found = of(lesson(scene("a", voiced(line(LONG), 400 * len(words), *words))))
    for cue in found[1:]:
        assert cue.start_ms == cue.words[0].start_ms
    spoken = [cue.text[word.start_char : word.end_char] for cue in found for word in cue.words]
    assert spoken == LONG.split()


def test_word_timings_of_a_stale_take_are_not_used() -> None:
    words = evenly(LONG, 400)
    spoken = voiced(line(LONG), 30_000, *words)
    found = of(lesson(scene("a", replace(spoken, text=LONG.replace("First", "Today")))))
    assert all(cue.words == () for cue in found)
    assert found[-1].end_ms == 30_000


def test_words_are_found_in_folded_and_composed_text() -> None:
    raw = "  Cafe\u0301\n\n now "
    spoken = voiced(line(raw), 2_000, Word(2, 7, 0, 500), Word(10, 13, 600, 900))
    (cue,) = of(lesson(scene("a", spoken)))
    assert cue.text == "Café now"
    assert [cue.text[word.start_char : word.end_char] for word in cue.words] == ["Café", "now"]


def test_pronunciations_never_appear() -> None:
    said = replace(ANNA, pronunciations=(Pronunciation("IV", "eye vee"),))
    (cue,) = of(lesson(scene("a", line("Start the IV now.", said)), cast=(said,)))
    assert cue.text == "Start the IV now."


def test_a_speaker_who_has_gone_has_no_name() -> None:
    gone = replace(ANNA, id=CharacterId("p-gone"))
    (cue,) = of(lesson(scene("a", line("Who am I?", gone))))
    assert cue.speaker == ""


@pytest.mark.parametrize(
    "text",
    [
        "护士走进房间，向病人问好，然后检查他的体温和血压。" * 4,
        "看護師は部屋に入り、患者に挨拶をして、それから体温と血圧を測ります。" * 3,
        "دخلت الممرضة الغرفة وحيّت المريض ثم قاست حرارته وضغط دمه بعناية شديدة قبل أن تكتب التقرير.",
        "नर्स कमरे में आई और मरीज़ का अभिवादन किया, फिर उसका तापमान और रक्तचाप जाँचा और सब कुछ लिख लिया।",
        "👩‍⚕️" * 60,
        "x" * 1_000,
        "Schreibmaschine-" * 30,
    ],
)
def test_every_script_fits_on_two_lines_and_loses_nothing(text: str) -> None:
    found = of(lesson(scene("a", line(text))))
    assert "".join(cue.text.replace("\n", "") for cue in found).replace(" ", "") == caption_text(
        text
    ).replace(" ", "")
    for cue in found:
        rows = cue.text.split("\n")
        assert len(rows) <= 2
        assert all(0 < columns(row) <= COLUMNS_PER_LINE for row in rows)
        assert all(row[0] not in "，。、\u200d" for row in rows)


def test_joined_emoji_stay_whole() -> None:
    found = of(lesson(scene("a", line("👩‍⚕️" * 60))))
    assert all(row.count("👩") == row.count("⚕") for cue in found for row in cue.text.split("\n"))


@settings(max_examples=50, deadline=None, derandomize=True)
@given(st.text(st.characters(codec="utf-8"), max_size=400), st.integers(1, 20_000), st.integers(0, 3_000))
def test_cues_follow_one_another_within_their_line(text: str, length_ms: int, pause_ms: int) -> None:
    whole = lesson(scene("a", voiced(line(text or "x", pause_ms=pause_ms), length_ms), line("After.")))
    (span, _) = spans(whole.scenes[0])
    found = [cue for cue in of(whole) if cue.line == span.line]
    at = span.start_ms
    for cue in found:
        assert at <= cue.start_ms < cue.end_ms <= span.end_ms
        at = cue.end_ms
    if len(found) * SHORTEST_CUE_MS <= span.end_ms - span.start_ms:
        assert all(cue.end_ms - cue.start_ms >= SHORTEST_CUE_MS for cue in found)
