"""The words of the interface: complete in every language, and in the language of the lesson."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from edupulse_desktop.model.exits import End
from edupulse_desktop.places import resource
from tests.builders import ask, choice, lesson, line, scene
from tests.player.browser import Chromium, Watched
from tests.player.driver import shows
from tests.player.showings import Projector, export_web

pytestmark = pytest.mark.chromium

COUNTS = (0, 1, 2, 3, 5, 11, 100, 101, -1, -5)
TABLES = """
(counts) => Object.fromEntries(Object.entries(EduPulse.words.tables).map(([language, table]) => [language,
  Object.fromEntries(Object.entries(table).map(([name, word]) => [name,
    typeof word === "function" ? counts.map((count) => word(count)) : word]))]))
"""
COUNTED = {"minutes", "questions", "endings", "score", "attemptsLeft", "seconds", "passMark"}


@pytest.fixture(scope="module")
def tables(chromium: Chromium, ward: Path) -> dict[str, dict[str, Any]]:
    """All tables of words as a page has them; counted words as lists, one for each of COUNTS."""

    async def look(watched: Watched) -> dict[str, dict[str, Any]]:
        return dict(await watched.page.evaluate(TABLES, list(COUNTS)))

    return chromium.play(ward, look)


def places(text: str) -> list[str]:
    """Return the places to fill in a sentence."""
    return sorted(re.findall(r"\{(\w+)\}", text))


def test_every_table_is_on_the_page(tables: dict[str, dict[str, Any]]) -> None:
    files = {path.stem.removeprefix("words-") for path in resource("player").glob("words-*.js")}
    assert set(tables) == files == {"en", "de", "fr", "es", "ar"}


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "ar"])
def test_every_language_has_every_word(tables: dict[str, dict[str, Any]], language: str) -> None:
    english, table = tables["en"], tables[language]
    assert set(table) == set(english)
    for name, word in table.items():
        if name == "keys":
            continue
        assert isinstance(word, list) == (name in COUNTED), name
        if isinstance(word, str):
            assert word.strip() == word != "", name
            assert places(word) == places(english[name]), name
        else:
            assert all(str(count) in text for count, text in zip(COUNTS, word, strict=True) if abs(count) > 2)
            assert len(set(word)) == len(COUNTS), name
    assert len(table["keys"]) == len(english["keys"])
    for (keys, meaning), (english_keys, _) in zip(table["keys"], english["keys"], strict=True):
        assert meaning
        same = [
            each for each in english_keys.split(", ") if not each.replace(" ", "").isalpha() or len(each) == 1
        ]
        assert [
            each for each in keys.split(", ") if not each.replace(" ", "").isalpha() or len(each) == 1
        ] == same


def test_a_language_has_its_own_words(tables: dict[str, dict[str, Any]]) -> None:
    for language in set(tables) - {"en"}:
        table, english = tables[language], tables["en"]
        same = {name for name in table if table[name] == english[name]}
        assert same <= {"start", "pause", "film", "question", "questions", "volume", "score"}, language


def test_words_go_by_the_first_part_of_the_language(chromium: Chromium, ward: Path) -> None:
    async def look(watched: Watched) -> list[Any]:
        return list(
            await watched.page.evaluate(
                """() => {
                  const start = (tag) => [EduPulse.words.wordsFor(tag).language, EduPulse.words.wordsFor(tag).resume];
                  const found = ["de-CH", "FR_ca", "es", "ar-EG", "nl", "", "constructor"].map(start);
                  delete EduPulse.words.tables.de.resume;
                  return [...found, start("de")];
                }"""
            )
        )

    assert chromium.play(ward, look) == [
        ["de", "Weiter"],
        ["fr", "Continuer"],
        ["es", "Continuar"],
        ["ar", "متابعة"],
        ["en", "Continue"],
        ["en", "Continue"],
        ["en", "Continue"],
        ["de", "Continue"],
    ]


def test_a_page_speaks_the_language_of_its_lesson(
    chromium: Chromium, projector: Projector, tmp_path: Path
) -> None:
    shown = lesson(
        scene("a", line("Geht es?"), exit=ask("Was nun?", choice("Rufen", "b", correct=True))),
        scene("b", exit=End("")),
        language="de-AT",
    )
    page_file = export_web(shown, projector.films(shown), tmp_path / "p").files[0]

    async def play(watched: Watched) -> None:
        page = watched.page
        assert await page.get_attribute("#player", "lang") == "de"
        await page.click(".start")
        assert await page.get_attribute(".bar .play", "title") in ("Abspielen", "Pause")
        await shows(page, "question")
        assert await page.inner_text(".how") == "Wählen Sie eine Antwort."
        await page.click(".choice")
        await page.click("text=Weiter")
        assert await page.inner_text("#ending") == "Ende"
        watched.assert_quiet()

    chromium.play(page_file, play)


def test_a_film_runs_from_left_to_right_in_arabic(
    chromium: Chromium, projector: Projector, tmp_path: Path
) -> None:
    shown = lesson(scene("a", line("هل أنت بخير؟")), language="ar")
    page_file = export_web(shown, projector.films(shown, length_ms=9000), tmp_path / "p").files[0]
    mirrored = "(names) => names.map((name) => getComputedStyle(document.querySelector(name)).transform)"

    async def play(watched: Watched) -> None:
        page = watched.page
        assert await page.evaluate(mirrored, [".start .icon-play"]) == ["none"]
        assert await page.inner_text(".start") == "ابدأ"
        await page.click(".start")
        await page.wait_for_function("() => document.querySelector('video.shown')?.paused === false")
        await page.keyboard.press("k")
        triangles = [".bar .icon-play", ".big-play .icon-play"]
        await page.wait_for_selector(triangles[0])
        assert await page.evaluate(mirrored, triangles) == ["none", "none"]
        box = await page.locator(".position").bounding_box()
        assert box is not None
        await page.mouse.click(box["x"] + box["width"] / 4, box["y"] + box["height"] / 2)
        assert 1800 < int(await page.input_value(".position")) < 2700
        for press in ("ArrowRight", "ArrowLeft", "ArrowRight"):
            before = int(await page.input_value(".position"))
            await page.keyboard.press(press)
            moved = int(await page.input_value(".position")) - before
            assert moved > 2000 if press == "ArrowRight" else moved < -2000
        watched.assert_quiet()

    chromium.play(page_file, play)
