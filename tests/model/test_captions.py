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
from edupulse_desktop.model.line_breaks import COLUMNS_PER_LINE as WIDEST
from edupulse_desktop.model.line_breaks import columns
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
        assert all(0 < columns(row) <= WIDEST for row in rows)
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


TWO_CUES = (
    "First we wash our hands for a full minute, then we dry them with care. After that we put on gloves."
)


def late_words(text: str, second_ms: int) -> tuple[Word, ...]:
    second = text.index("After")
    return (Word(0, 5, 0, 100), Word(second, second + 5, second_ms, second_ms + 50))


@pytest.mark.parametrize(("second_ms", "divided_ms"), [(4_000, 4_000), (9_900, 9_000), (200, 1_000)])
def test_a_cue_is_long_enough_to_be_seen_wherever_the_words_fall(second_ms: int, divided_ms: int) -> None:
    spoken = voiced(line(TWO_CUES, pause_ms=0), 10_000, *late_words(TWO_CUES, second_ms))
    first, second = of(lesson(scene("a", spoken)))
    assert (first.start_ms, first.end_ms, second.start_ms, second.end_ms) == (
        0,
        divided_ms,
        divided_ms,
        10_000,
    )
    assert second.text == "After that we put on gloves."


def test_too_little_time_is_shared_out_evenly() -> None:
    spoken = voiced(line(TWO_CUES, pause_ms=100), 500, *late_words(TWO_CUES, 490))
    assert [(cue.start_ms, cue.end_ms) for cue in of(lesson(scene("a", spoken)))] == [(0, 300), (300, 600)]


def test_words_count_from_the_start_of_the_scene() -> None:
    whole = lesson(
        scene("a", line("", None, pause_ms=700), voiced(line("Hello you."), 900, *evenly("Hello you.", 400)))
    )
    (cue,) = of(whole)
    assert [(word.start_ms, word.end_ms) for word in cue.words] == [(700, 1_090), (1_100, 1_490)]


def test_without_word_timings_time_is_shared_by_the_width_of_the_text() -> None:
    whole = lesson(scene("a", line("", None, pause_ms=1_000), voiced(line(TWO_CUES, pause_ms=0), 10_000)))
    first, second = of(whole)
    before = len(TWO_CUES) - len(second.text)
    assert first.end_ms == second.start_ms == 1_000 + 10_000 * before // len(TWO_CUES)


def test_a_last_cue_lingers_as_long_as_reading_it_takes() -> None:
    text = "x" * 40
    (cue,) = of(lesson(scene("a", voiced(line(text, pause_ms=5_000), 1_500))))
    assert cue.end_ms == 40 * 1_000 // 17


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("x" * WIDEST, [WIDEST]),
        ("x" * (WIDEST + 1), [WIDEST, 1]),
        ("x" * (WIDEST - 1) + " " + "y" * WIDEST, [WIDEST - 1, WIDEST]),
        ("x" * WIDEST + " " + "y" * WIDEST, [WIDEST, WIDEST]),
        ("手" * (WIDEST // 2), [WIDEST // 2]),
        ("手" * 22, [11, 11]),
        ("手" * 43, [17, 18, 8]),
    ],
)
def test_rows_are_as_long_as_allowed_and_no_longer(text: str, rows: list[int]) -> None:
    found = of(lesson(scene("a", line(text))))
    assert [len(row) for cue in found for row in cue.text.split("\n")] == rows


def test_a_word_wider_than_a_row_is_cut_and_the_rest_breaks_at_spaces() -> None:
    found = of(
        lesson(scene("a", line("see " + "x" * (WIDEST + 18) + " and go on from there to the end of it")))
    )
    assert [row for cue in found for row in cue.text.split("\n")] == [
        "see",
        "x" * WIDEST,
        "x" * 18 + " and go on",
        "from there to the end of it",
    ]


def test_a_recording_far_too_short_for_its_text_makes_no_cue_without_time() -> None:
    found = of(lesson(scene("a", voiced(line(LONG * 8, pause_ms=0), 3))))
    assert 0 < len(found) <= 3
    assert all(cue.start_ms < cue.end_ms for cue in found)


def test_timings_for_the_first_words_only_leave_the_rest_to_the_width() -> None:
    spoken = voiced(line(TWO_CUES, pause_ms=0), 10_000, Word(0, 5, 0, 100))
    first, second = of(lesson(scene("a", spoken)))
    assert second.start_ms == 10_000 * (len(TWO_CUES) - len(second.text)) // len(TWO_CUES)
    assert (len(first.words), second.words) == (1, ())


def test_words_are_found_on_both_rows_of_a_script_without_spaces() -> None:
    text = "护士走进房间向病人问好然后检查体温和血压并且写下来"
    words = tuple(Word(at, at + 1, at * 100, at * 100 + 90) for at in range(len(text)))
    (cue,) = of(lesson(scene("a", voiced(line(text), 3_000, *words))))
    assert "\n" in cue.text
    assert "".join(cue.text[word.start_char : word.end_char] for word in cue.words) == text


def test_a_long_dash_ends_a_row_but_never_starts_one() -> None:
    text = "In today’s classroom, engagement isn’t just about participation—it’s about connection."
    found = of(lesson(scene("a", line(text))))
    assert [cue.text for cue in found] == [
        "In today’s classroom,\nengagement isn’t just about participation—",
        "it’s about connection.",
    ]


@pytest.mark.parametrize("title", ["Mrs.", "Dr.", "Prof.", "Sra."])
def test_a_title_stays_with_its_name(title: str) -> None:
    only = scene("a", line(f"{title} Okoye came home from hospital yesterday, and she slept badly."))
    shown = " / ".join(cue.text for cue in cues(lesson(only), only)).replace("\n", " / ")
    assert f"{title} Okoye" in shown
