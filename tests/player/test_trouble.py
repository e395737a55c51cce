"""What the player does when something is missing or leads nowhere."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.builders import ask, choice, lesson, line, scene
from tests.player.browser import Chromium, Watched
from tests.player.driver import shows
from tests.player.showings import Projector, export_web

pytestmark = pytest.mark.chromium


def without(package: Path, copy: Path, *names: str) -> Path:
    """Return the page of a copy of a package that lacks some files."""
    shutil.copytree(package, copy)
    for name in names:
        (copy / name).unlink()
    return copy / "index.html"


def test_a_missing_film_is_told_with_its_words(chromium: Chromium, ward: Path, tmp_path: Path) -> None:
    page_file = without(
        ward.parent, tmp_path / "copy", "films/01-arrival-on-the-ward.mp4", "films/03-his-own-words.mp4"
    )

    async def play(watched: Watched) -> None:
        page = watched.page
        await page.click(".start")
        await shows(page, "failed")
        said = await page.inner_text(".failed")
        assert "films/01-arrival-on-the-ward.mp4" in said
        assert "Anna: Good morning, Mr Halloran." in said
        await page.click("text=Try again")
        await shows(page, "failed")
        await page.click("text=Go on without the film")
        await shows(page, "question")
        await page.get_by_text("Ask him to describe the pain").click()
        await page.click(".feedback .primary")
        await shows(page, "failed")
        await page.click("text=Go on without the film")
        await page.wait_for_selector(".asks-several-correct")
        assert all("ERR_FILE_NOT_FOUND" in message for message in watched.messages)

    chromium.play(page_file, play)


def test_a_missing_lesson_is_told(chromium: Chromium, ward: Path, tmp_path: Path) -> None:
    page_file = without(ward.parent, tmp_path / "copy", "lesson.js")

    async def play(watched: Watched) -> str:
        return str(await watched.page.inner_text("#player"))

    assert "Copy the whole folder again" in chromium.play(page_file, play)


def test_a_way_without_a_goal_says_so(chromium: Chromium, projector: Projector, tmp_path: Path) -> None:
    lost = lesson(
        scene("a", line("Well?"), exit=ask("Where to?", choice("Nowhere"), choice("On", "b"))), scene("b")
    )
    page_file = export_web(lost, projector.films(lost), tmp_path / "p").files[0]

    async def play(watched: Watched) -> None:
        page = watched.page
        await page.click(".start")
        await shows(page, "question")
        await page.get_by_text("Nowhere").click()
        await shows(page, "stuck")
        assert "It is not your fault" in await page.inner_text(".panel")
        await page.click(".panel .primary")
        await shows(page, "question")
        await page.get_by_text("On", exact=True).click()
        await shows(page, "ending")
        watched.assert_quiet()

    chromium.play(page_file, play)


def test_a_circle_of_silent_scenes_ends(chromium: Chromium, tmp_path: Path) -> None:
    circle = lesson(scene("a", to="b"), scene("b", to="a"))
    page_file = export_web(circle, (), tmp_path / "p").files[0]

    async def play(watched: Watched) -> None:
        await watched.page.click(".start")
        await shows(watched.page, "stuck")
        watched.assert_quiet()

    chromium.play(page_file, play)


def test_an_empty_lesson_says_so(chromium: Chromium, tmp_path: Path) -> None:
    page_file = export_web(lesson(), (), tmp_path / "p").files[0]

    async def play(watched: Watched) -> None:
        await watched.page.click(".start")
        await shows(watched.page, "stuck")
        assert "no first scene" in await watched.page.inner_text(".panel")
        watched.assert_quiet()

    chromium.play(page_file, play)


def test_time_limits_can_be_switched_off(chromium: Chromium, projector: Projector, tmp_path: Path) -> None:
    hurried = lesson(
        scene("a", line("Quick!"), exit=ask("Now?", choice("Yes", "b"), time_limit_ms=1000)), scene("b")
    )
    page_file = export_web(hurried, projector.films(hurried, length_ms=6000), tmp_path / "p").files[0]

    async def play(watched: Watched) -> None:
        page = watched.page
        await page.click(".start")
        await page.keyboard.press("?")
        await page.select_option("#set-timeLimits", "off")
        await page.keyboard.press("Escape")
        await page.keyboard.press("k")
        await page.keyboard.press("ArrowRight")
        await page.keyboard.press("ArrowRight")
        await shows(page, "question")
        assert not await page.is_visible(".clock")
        await page.reload()
        await page.click(".resume")
        await shows(page, "question")
        assert not await page.is_visible(".clock")

    chromium.play(page_file, play)


def test_a_package_plays_from_any_folder(chromium: Chromium, ward: Path, tmp_path: Path) -> None:
    page_file = without(ward.parent, tmp_path / "100 % #1? ünï 病房 [x]; 'q' &amp %41")

    async def play(watched: Watched) -> None:
        await watched.page.click(".start")
        await shows(watched.page, "question")
        assert await watched.page.evaluate("document.querySelector('video.shown').videoWidth") == 64
        watched.assert_quiet()

    chromium.play(page_file, play)
