"""The film and its controls: what the buttons say, what pausing and seeking do."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from edupulse_desktop.media.film import Film
from edupulse_desktop.model.lesson import Lesson
from tests.builders import ask, choice, lesson, line, scene
from tests.player.browser import Chromium, Watched
from tests.player.driver import shows
from tests.player.showings import Projector, export_web

pytestmark = pytest.mark.chromium

RUNS = """
(title) => document.querySelector(".scene-title").textContent === title
  && document.querySelector(".position").value > 250
  && ![...document.querySelectorAll("video.shown")].at(-1).paused
"""
FILM_IS_PAUSED = "[...document.querySelectorAll('video.shown')].at(-1).paused"
CONTROLS = """
() => {
  const play = document.querySelector(".bar .play");
  const icon = play.querySelector("svg").classList[1];
  return [play.getAttribute("aria-label"), icon, document.querySelector(".big-play").hidden,
    document.getElementById("player").classList.contains("is-playing")];
}
"""
PLAYING = ["Pause", "icon-pause", True, True]
PAUSED = ["Play", "icon-play", False, False]


def row() -> Lesson:
    """Return a lesson whose first scene runs into the second without a question; a wrong answer loops back."""
    question = ask("Again?", choice("Yes", "intro"), choice("No", "end", correct=True), attempts=1)
    return lesson(
        scene("intro", line("One."), to="bedside", title="Intro"),
        scene("bedside", line("Two."), exit=question, title="Bedside"),
        scene("end", line("Three."), title="End"),
    )


def films_of(projector: Projector, kind: str) -> tuple[Film, ...]:
    """Return the row's films: one for each scene, or one for all."""
    if kind == "one for all":
        return (projector.film("all", "intro", "bedside", "end", length_ms=1400),)
    return projector.films(row(), length_ms=1400)


async def runs(watched: Watched, title: str) -> None:
    """Wait until the film of this scene plays on the stage."""
    await watched.page.wait_for_function(RUNS, arg=title)


async def says(watched: Watched, wanted: list[object]) -> None:
    """Check what the controls say, once the events of the film have arrived."""
    await asyncio.sleep(0.1)
    assert await watched.page.evaluate(CONTROLS) == wanted


@pytest.mark.parametrize("kind", ["one each", "one for all"])
def test_controls_follow_a_scene_that_runs_into_the_next(
    chromium: Chromium, projector: Projector, tmp_path: Path, kind: str
) -> None:
    page_file = export_web(row(), films_of(projector, kind), tmp_path / "p").files[0]

    async def play(watched: Watched) -> None:
        page = watched.page
        await page.click(".start")
        for _ in range(2):
            await runs(watched, "Intro")
            await says(watched, PLAYING)
            await runs(watched, "Bedside")
            await says(watched, PLAYING)
            await page.click(".bar .play")
            assert await page.evaluate(FILM_IS_PAUSED)
            await says(watched, PAUSED)
            await page.click(".bar .play")
            await shows(page, "question")
            await page.get_by_text("Yes", exact=True).click()
            await page.click(".feedback .primary")
        watched.assert_quiet()

    chromium.play(page_file, play)


@pytest.fixture(scope="module")
def long_row(tmp_path_factory: pytest.TempPathFactory, projector: Projector) -> Path:
    """The row with films long enough to do something meanwhile."""
    return export_web(
        row(), projector.films(row(), length_ms=6000), tmp_path_factory.mktemp("long") / "p"
    ).files[0]


async def open_and_close_sheets(watched: Watched) -> None:
    """Open and close the settings by key and by button, and the question before starting again."""
    page = watched.page
    for opening, closing in (
        ("?", "Escape"),
        (".top button:has(.icon-settings)", ".sheet .close"),
        (".top button:has(.icon-restart)", ".sheet.small .secondary"),
    ):
        await (page.keyboard.press(opening) if opening == "?" else page.click(opening))
        await page.wait_for_selector(".sheet[open]")
        assert await page.evaluate(FILM_IS_PAUSED)
        await (page.keyboard.press(closing) if closing == "Escape" else page.click(closing))
        await page.wait_for_selector(".sheet[open]", state="detached")


def test_a_sheet_pauses_only_while_it_is_open(chromium: Chromium, long_row: Path) -> None:
    async def play(watched: Watched) -> None:
        page = watched.page
        await page.click(".start")
        await runs(watched, "Intro")
        await open_and_close_sheets(watched)
        await says(watched, PLAYING)
        assert not await page.evaluate(FILM_IS_PAUSED)
        await page.keyboard.press("k")
        await says(watched, PAUSED)
        await open_and_close_sheets(watched)
        await says(watched, PAUSED)
        watched.assert_quiet()

    chromium.play(long_row, play)


def test_a_sheet_over_a_question_starts_no_film(chromium: Chromium, ward: Path) -> None:
    async def play(watched: Watched) -> None:
        page = watched.page
        await page.click(".start")
        await shows(page, "question")
        await page.keyboard.press("?")
        await page.keyboard.press("Escape")
        await asyncio.sleep(0.1)
        assert await page.evaluate(FILM_IS_PAUSED)
        assert await shows(page, "question") == "question"

    chromium.play(ward, play)


def test_seeking_to_the_end_while_paused_ends_the_scene(chromium: Chromium, long_row: Path) -> None:
    async def play(watched: Watched) -> None:
        page, press = watched.page, watched.page.keyboard.press
        await page.click(".start")
        await runs(watched, "Intro")
        await press("k")
        await press("ArrowRight")
        await says(watched, PAUSED)
        await press("ArrowRight")
        await runs(watched, "Bedside")
        await press("k")
        await press("ArrowRight")
        await press("ArrowRight")
        await shows(page, "question")
        await page.get_by_text("Watch again").click()
        await runs(watched, "Bedside")
        await press("k")
        await page.hover(".position")
        await page.mouse.down()
        box = await page.locator(".position").bounding_box()
        assert box is not None
        await page.mouse.move(box["x"] + box["width"] + 40, box["y"] + 5, steps=4)
        await asyncio.sleep(0.1)
        assert await shows(page, "film", "question") == "film"
        await page.mouse.up()
        await shows(page, "question")
        watched.assert_quiet()

    chromium.play(long_row, play)
