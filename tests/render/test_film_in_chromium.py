"""A film in a real browser: it plays, and jumps to the picture that belongs there."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright

from edupulse_desktop.media.film import Film
from edupulse_desktop.model.picture import Motion, Transition
from edupulse_desktop.render.selection import WholeLesson
from tests.builders import lesson, scene
from tests.player.browser import ARGUMENTS, find_chromium
from tests.render.decoding import decoded_file
from tests.render.filming import SMALL, Shelf, filmed

pytestmark = pytest.mark.chromium

SEEN = """async ([source, moments]) => {
  const video = document.createElement("video");
  video.muted = true;
  video.src = source;
  document.body.append(video);
  await new Promise((ready, failed) => {
    video.oncanplaythrough = ready;
    video.onerror = () => failed(new Error(video.error.message));
  });
  const canvas = document.createElement("canvas");
  canvas.width = 16;
  canvas.height = 9;
  const brush = canvas.getContext("2d", { willReadFrequently: true });
  const pictures = [];
  for (const moment of moments) {
    await new Promise((ready) => { video.onseeked = ready; video.currentTime = moment; });
    brush.drawImage(video, 0, 0, 16, 9);
    pictures.push([...brush.getImageData(0, 0, 16, 9).data]);
  }
  video.currentTime = 0;
  await video.play();
  await new Promise((ready) => { video.onended = ready; });
  const quality = video.getVideoPlaybackQuality();
  return { pictures, length: video.duration, tracks: video.textTracks.length, shown: quality.totalVideoFrames };
}"""


async def seen_in_browser(film: Path, moments_s: list[float]) -> dict[str, object]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=find_chromium(), args=[*ARGUMENTS, "--allow-file-access-from-files"]
        )
        try:
            page: Page = await browser.new_page()
            blank = film.with_name("page.html")
            blank.write_text("<!doctype html><title>film</title>")
            await page.goto(blank.as_uri())
            found: dict[str, object] = await page.evaluate(SEEN, [film.name, moments_s])
            return found
        finally:
            await browser.close()


@pytest.mark.skipif(find_chromium() is None, reason="needs Debian's Chromium")
def test_chromium_plays_a_film_and_seeks_to_the_right_pictures(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    fading = shelf.picture(2, transition=Transition.FADE)
    moving = shelf.picture(3, motion=Motion(), transition=Transition.FADE)
    told = lesson(
        scene("a", shelf.line(1), shelf.line(2, look=fading)),
        scene("b", shelf.line(4, look=moving), shelf.line(5)),
    )
    film: Film = asyncio.run(filmed(told, shelf, tmp_path / "out", SMALL, WholeLesson())).films[0]
    frames = decoded_file(film.path, 320, 180)
    moments = [55, 3, 100, 36, 31, 0, 119, 61, 64, 89, 90]
    found = asyncio.run(seen_in_browser(film.path, [(number + 0.5) / 30 for number in moments]))
    pictures = found["pictures"]
    assert isinstance(pictures, list)
    for number, pixels in zip(moments, pictures, strict=True):
        wanted = _small(frames[number].to_rgb())
        off = [abs(pixels[4 * (at // 3) + at % 3] - value) for at, value in enumerate(wanted)]
        assert sum(off) / len(off) < 8, f"frame {number}"
    assert found["length"] == pytest.approx(4.0, abs=0.03)
    assert isinstance(found["shown"], int)
    assert found["shown"] >= 100


def _small(rgb: bytes) -> list[int]:
    """Return the mean colours of 16 × 9 fields."""
    fields = []
    for row in range(9):
        for column in range(16):
            for part in range(3):
                values = [
                    rgb[3 * (320 * (20 * row + y) + 20 * column + x) + part]
                    for y in range(0, 20, 5)
                    for x in range(0, 20, 5)
                ]
                fields.append(sum(values) // len(values))
    return fields
