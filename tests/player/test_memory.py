"""What the player remembers: resuming after a reload, and the path record."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.player.browser import Chromium, Watched
from tests.player.driver import shows

pytestmark = pytest.mark.chromium


async def answer_first(watched: Watched, text: str) -> None:
    """Answer the question shown and go on."""
    await shows(watched.page, "question")
    await watched.page.get_by_text(text, exact=True).click()
    await shows(watched.page, "feedback")
    await watched.page.click(".feedback .primary")


def test_a_reload_goes_on_where_it_was(chromium: Chromium, ward: Path) -> None:
    async def play(watched: Watched) -> None:
        page = watched.page
        await page.click(".start")
        await answer_first(watched, "Ask him to describe the pain")
        await page.wait_for_selector(".asks-several-correct")
        await page.reload()
        assert "His own words" in await page.inner_text(".kept")
        await page.click(".resume")
        await page.wait_for_selector(".asks-several-correct")
        assert await page.inner_text(".score") == "2 points"
        await page.wait_for_selector("video.shown")
        await page.reload()
        await page.click(".start")
        await page.wait_for_selector(".asks-single-choice")
        assert await page.inner_text(".score") == "0 points"
        watched.assert_quiet()

    chromium.play(ward, play)


def test_a_reload_during_feedback_keeps_the_answer(chromium: Chromium, ward: Path) -> None:
    async def play(watched: Watched) -> None:
        page = watched.page
        await page.click(".start")
        await shows(page, "question")
        await page.get_by_text("Ask him to describe the pain").click()
        await shows(page, "feedback")
        await page.reload()
        await page.click(".resume")
        await page.wait_for_selector(".asks-several-correct")
        assert await page.inner_text(".score") == "2 points"

    chromium.play(ward, play)


def test_damaged_memory_is_forgotten(chromium: Chromium, ward: Path) -> None:
    async def play(watched: Watched) -> None:
        page = watched.page
        await page.click(".start")
        await shows(page, "question")
        key = await page.evaluate(
            "Object.keys(localStorage).find((name) => name.startsWith('edupulse:lesson'))"
        )
        for damaged in (
            "{",
            "null",
            "[]",
            "7",
            '{"version":1,"moments":[{"at":"film"}]}',
            '{"version":2}',
            '{"version":1,"moments":[],"walk":{}}',
        ):
            await page.reload()
            await page.evaluate("([key, text]) => localStorage.setItem(key, text)", [key, damaged])
            await page.reload()
            assert await page.locator(".resume").count() == 0
        await page.click(".start")
        await shows(page, "question")
        watched.assert_quiet()

    chromium.play(ward, play)


def test_blocked_storage_does_not_matter(chromium: Chromium, ward: Path) -> None:
    async def play(watched: Watched) -> None:
        page = watched.page
        await page.add_init_script(
            "Object.defineProperty(globalThis, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })"
        )
        await page.reload()
        await page.click(".start")
        await answer_first(watched, "Ask him to describe the pain")
        await page.wait_for_selector(".asks-several-correct")
        watched.assert_quiet()

    chromium.play(ward, play)


def test_the_path_record_tells_everything(chromium: Chromium, ward: Path, tmp_path: Path) -> None:
    async def play(watched: Watched) -> Path:
        page = watched.page
        await page.click(".start")
        await answer_first(watched, "Finish the medication round")
        await answer_first(watched, "Ask him to describe the pain")
        await page.wait_for_selector(".asks-several-correct")
        await page.click(".back")
        await page.click(".back")
        await page.wait_for_selector(".asks-single-choice")
        await page.get_by_text("Raise the head of the bed").click()
        await page.click(".feedback .primary")
        await page.wait_for_selector(".asks-true-false")
        await page.get_by_text("True", exact=True).click()
        await page.click(".feedback .primary")
        await page.wait_for_selector(".asks-short-text")
        await page.fill("#answer", "emergency")
        await page.keyboard.press("Enter")
        await page.click(".feedback .primary")
        await page.wait_for_selector(".ending")
        async with page.expect_download() as download:
            await page.click("text=Download my record")
        file = await download.value
        assert file.suggested_filename.startswith("edupulse-path-")
        watched.assert_quiet()
        kept = tmp_path / "record.json"
        await file.save_as(kept)
        return kept

    record = json.loads(chromium.play(ward, play).read_text())
    manifest = json.loads((ward.parent / "manifest.json").read_text())
    assert record["format"] == "edupulse-path"
    assert record["lesson"] == {
        "id": "lesson-ward",
        "title": "Chest pain on Ward 4",
        "language": "en",
        "fingerprint": manifest["fingerprint"],
    }
    visits = record["visits"]
    assert [(visit["scene"], visit["taken_back"]) for visit in visits] == [
        ("arrival", False), ("listen", True), ("measure", False), ("call", False), ("way", False), ("fair", False),
    ]  # fmt: skip
    answers = record["answers"]
    told = [
        (each["scene"], each["attempt"], each["right"], each["points"], each["final"], each["taken_back"])
        for each in answers
    ]
    assert told == [
        ("arrival", 1, False, 0, False, False),
        ("arrival", 2, True, 2, True, True),
        ("arrival", 2, True, 1, True, False),
        ("measure", 1, False, 0, True, False),
        ("call", 1, True, 1, True, False),
    ]
    assert answers[0]["chosen"][0]["text"] == "Finish the medication round"
    assert answers[-1]["text"] == "emergency"
    assert all(each["thinking_ms"] >= 0 and each["asked_at"] <= each["answered_at"] for each in answers)
    assert (record["score"], record["pass_points"], record["passed"], record["steps_back"]) == (
        2,
        4,
        False,
        2,
    )
    assert record["ending"] == {"scene": "fair", "title": "Late, not too late", "kind": "neutral"}
