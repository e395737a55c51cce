"""The whole lesson without a mouse."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.player.browser import Chromium, Watched
from tests.player.driver import shows
from tests.player.showings import Projector, export_web, ward_lesson

pytestmark = pytest.mark.chromium

FOCUSED = "document.activeElement.className + ' ' + (document.activeElement.id || '')"
PAUSED = "document.querySelector('video.shown').paused"


@pytest.fixture(scope="module")
def slow_ward(tmp_path_factory: pytest.TempPathFactory, projector: Projector) -> Path:
    """The lesson with films long enough to press keys in."""
    shown = ward_lesson()
    return export_web(
        shown, projector.films(shown, length_ms=6000), tmp_path_factory.mktemp("slow") / "p"
    ).files[0]


async def tab_to(watched: Watched, what: str) -> None:
    """Press Tab until an element of this class has the focus."""
    for _ in range(15):
        if what in await watched.page.evaluate(FOCUSED):
            return
        await watched.page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {what}")


async def skip(watched: Watched) -> None:
    """Go to the end of the film with the arrow key."""
    await shows(watched.page, "film")
    await watched.page.wait_for_function("() => document.querySelector('video.shown')?.paused === false")
    await watched.page.keyboard.press("ArrowRight")
    await watched.page.keyboard.press("ArrowRight")


def test_a_lesson_is_played_with_keys_alone(chromium: Chromium, slow_ward: Path) -> None:
    async def play(watched: Watched) -> None:
        page, press = watched.page, watched.page.keyboard.press
        await tab_to(watched, "start")
        await press("Enter")
        await skip(watched)
        await shows(page, "question")
        assert await page.evaluate("document.activeElement.id") == "question"
        texts = await page.locator(".choice .text").all_inner_texts()
        await press(str(1 + texts.index("Ask him to describe the pain")))
        await shows(page, "feedback")
        assert await page.evaluate("document.activeElement.id") == "verdict"
        await press("Enter")
        await skip(watched)
        await page.wait_for_selector(".asks-several-correct")
        await press("1")
        await press("2")
        assert await page.locator(".choice input:checked").count() == 2
        await press("Enter")
        await page.wait_for_selector(".feedback.is-right")
        await press("Enter")
        await skip(watched)
        await page.wait_for_selector(".asks-true-false")
        await tab_to(watched, "choice")
        await press("Tab")
        await press("Enter")
        await page.wait_for_selector(".feedback.is-right")
        await press("Enter")
        await skip(watched)
        await page.wait_for_selector(".asks-short-text")
        await tab_to(watched, "field")
        await page.keyboard.type("Code Blue 1!")
        await press("Backspace")
        await press("Backspace")
        await press("Enter")
        await page.wait_for_selector(".feedback.is-right")
        await press("Enter")
        await skip(watched)
        await page.wait_for_selector(".ending.is-success")
        await press("Alt+ArrowLeft")
        await shows(page, "film")
        await press("Backspace")
        await page.wait_for_selector(".asks-short-text")
        watched.assert_quiet()

    chromium.play(slow_ward, play)


def test_keys_control_the_film(chromium: Chromium, slow_ward: Path) -> None:
    async def play(watched: Watched) -> None:
        page, press = watched.page, watched.page.keyboard.press
        await page.click(".start")
        await page.wait_for_selector("video.shown")
        await page.wait_for_function("() => !document.querySelector('video.shown').paused")
        await press(" ")
        assert await page.evaluate(PAUSED)
        await press("ArrowLeft")
        assert await page.evaluate("document.querySelector('video.shown').currentTime") == 0
        await page.focus(".position")
        await press("ArrowUp")
        assert await page.evaluate("document.querySelector('video.shown').currentTime") == 5
        assert await page.get_attribute(".position", "aria-valuetext") == "0:05 of 0:06"
        await press("ArrowLeft")
        await page.focus(".screen")
        await page.wait_for_selector(".cue")
        assert (await page.inner_text(".cue")).startswith("Anna")
        await press("c")
        assert not await page.is_visible(".cue")
        await press("c")
        assert await page.is_visible(".cue")
        await press("Shift+>")
        assert await page.evaluate("document.querySelector('video.shown').playbackRate") == 1.25
        await press("ArrowDown")
        assert round(await page.evaluate("document.querySelector('video.shown').volume"), 2) == 0.9
        await press("m")
        assert await page.evaluate("document.querySelector('video.shown').muted")
        await press("?")
        assert await page.is_visible(".sheet h2")
        await page.uncheck("#single-keys")
        await press("Escape")
        assert not await page.is_visible(".sheet h2")
        await press("k")
        assert await page.evaluate(PAUSED)
        await press("?")
        assert not await page.is_visible(".sheet h2")
        watched.assert_quiet()

    chromium.play(slow_ward, play)


def test_back_restores_the_walk(chromium: Chromium, slow_ward: Path) -> None:
    async def play(watched: Watched) -> None:
        page = watched.page
        await page.click(".start")
        await skip(watched)
        await shows(page, "question")
        order = await page.locator(".choice .text").all_inner_texts()
        await page.get_by_text("Ask him to describe the pain").click()
        await shows(page, "feedback")
        assert await page.inner_text(".score") == "2 points"
        await page.click(".back")
        await page.wait_for_selector(".question")
        assert await page.inner_text(".score") == "0 points"
        assert await page.locator(".choice .text").all_inner_texts() == order
        await page.click(".back")
        await shows(page, "film")
        assert await page.is_disabled(".back")
        await skip(watched)
        await shows(page, "question")
        await page.get_by_text("Watch again").click()
        await skip(watched)
        await shows(page, "question")
        await page.get_by_text("Watch again").click()
        await shows(page, "film")
        await page.keyboard.press("Backspace")
        await shows(page, "question")
        watched.assert_quiet()

    chromium.play(slow_ward, play)


def test_a_click_on_the_film_pauses_and_plays(chromium: Chromium, slow_ward: Path) -> None:
    async def play(watched: Watched) -> None:
        page = watched.page
        await page.click(".start")
        await page.wait_for_function("() => document.querySelector('video.shown')?.paused === false")
        await page.click(".films")
        assert await page.evaluate(PAUSED)
        await page.click(".big-play")
        await page.wait_for_function("() => document.querySelector('video.shown')?.paused === false")
        watched.assert_quiet()

    chromium.play(slow_ward, play)
