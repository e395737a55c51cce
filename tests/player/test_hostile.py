"""Titles, choices, captions and names of a hostile author stay what they are: text."""

from __future__ import annotations

import asyncio
import functools
import http.server
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from edupulse_desktop.export.manifest import manifest, manifest_text
from edupulse_desktop.export.placed import Places
from edupulse_desktop.export.web import lesson_script
from edupulse_desktop.model.asset import AssetKind, asset_of
from edupulse_desktop.model.cast import Character
from edupulse_desktop.model.exits import End
from edupulse_desktop.model.ids import CharacterId, TakeId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.line import Line, Request, Take
from tests.builders import ask, choice, lesson, line, scene
from tests.player.browser import Chromium, Watched
from tests.player.driver import shows
from tests.player.payloads import PAYLOADS
from tests.player.showings import Projector, export_web

pytestmark = pytest.mark.chromium

CHOICES_EACH = 8

STRANGERS = """
() => {
  const ours = new Set(["lesson.js", "words.js", "words-en.js", "words-de.js", "words-fr.js", "words-es.js", "words-ar.js", "walk.js", "solution.js", "elements.js", "record.js", "stage.js", "captions.js", "controls.js", "question.js", "screens.js", "sheets.js", "keyboard.js", "page.js", "way.js", "player.js", "open.js"]);
  const found = [];
  for (const element of document.querySelectorAll("*")) {
    const name = element.localName;
    if (["iframe", "object", "embed", "base", "a", "form[action]", "math", "template", "source"].includes(name)) found.push(name);
    if (name === "script" && !ours.has(element.src.split("/").pop())) found.push("script " + element.src);
    for (const { name: key, value } of element.attributes) {
      if (key.startsWith("on") || key === "srcdoc" || /javascript:/i.test(key === "aria-label" || key === "value" ? "" : value)) found.push(`${name} ${key}=${value}`);
    }
  }
  return found;
}
"""


def take_of(said: Line, length_ms: int) -> Line:
    """Return a line with a recording of this length."""
    take = Take(
        TakeId(f"t-{said.id}"),
        Request(said.text),
        asset_of(said.id.encode(), AssetKind.SOUND, "audio/wav"),
        length_ms,
    )
    return replace(said, takes=(take,), chosen=take.id)


def hostile_lesson() -> Lesson:
    """Return a lesson made of nothing but payloads: three scenes with captions, then one question after another."""
    groups = [PAYLOADS[at : at + CHOICES_EACH] for at in range(0, len(PAYLOADS), CHOICES_EACH)]
    cast = tuple(
        Character(CharacterId(f"p-{index}"), PAYLOADS[index * 7], colour=PAYLOADS[index])
        for index in range(6)
    )
    said = [
        scene(
            f"film-{index}",
            *(
                take_of(line(text, cast[at % 6], id=f"l-{index}-{at}", pause_ms=0), 100)
                for at, text in enumerate(PAYLOADS[index::40])
            ),
            to=f"film-{index + 1}" if index < 2 else "ask-0",
            title=PAYLOADS[index],
        )
        for index in range(3)
    ]
    asked = [
        scene(
            f"ask-{number}",
            exit=ask(
                group[0],
                *(
                    choice(
                        text,
                        f"ask-{number + 1}" if number + 1 < len(groups) else "end",
                        id=f"c-{number}-{at}",
                        feedback=group[-1 - at],
                    )
                    for at, text in enumerate(group)
                ),
                hint=group[-1],
                right_feedback=group[len(group) // 2],
            ),
            title=group[0],
        )
        for number, group in enumerate(groups)
    ]
    end = scene("end", exit=End(PAYLOADS[5], "\n".join(PAYLOADS[::9])), title=PAYLOADS[3])
    everything = " ".join(PAYLOADS[::5])
    return lesson(
        *said,
        *asked,
        end,
        cast=cast,
        title=everything,
        description=everything,
        author=PAYLOADS[2],
        objectives=PAYLOADS[:20],
        language='en"><script>',
    )


def test_there_are_two_hundred_payloads() -> None:
    assert len(set(PAYLOADS)) >= 200


def test_payloads_stay_text(chromium: Chromium, projector: Projector, tmp_path: Path) -> None:
    hostile = hostile_lesson()
    films = tuple(projector.film(f"film-{index}", f"film-{index}", length_ms=600) for index in range(3))
    exported = export_web(hostile, films, tmp_path / "hostile")
    assert {path.suffix for path in exported.files} == {
        ".html",
        ".js",
        ".css",
        ".svg",
        ".ttf",
        ".txt",
        ".json",
        ".mp4",
        ".jpg",
        ".vtt",
        ".srt",
    }

    async def play(watched: Watched) -> None:
        page = watched.page
        assert await page.evaluate(STRANGERS) == []
        assert await page.evaluate("document.querySelector('h1').textContent") == hostile.title
        await page.click(".start")
        for _ in range(12):
            assert await page.evaluate(STRANGERS) == []
            await asyncio.sleep(0.1)
        for each in hostile.scenes[3:-1]:
            await shows(page, "question")
            texts = await page.evaluate(
                "[...document.querySelectorAll('.choice .text')].map((each) => each.textContent)"
            )
            assert texts == [choice.text for choice in each.exit.choices]  # type: ignore[union-attr]
            await page.evaluate("document.querySelector('.question .secondary').click()")
            assert await page.evaluate(STRANGERS) == []
            await page.evaluate(
                "document.querySelectorAll('.choice')[3 % document.querySelectorAll('.choice').length].click()"
            )
            await shows(page, "feedback")
            assert await page.evaluate(STRANGERS) == []
            await page.evaluate("document.querySelector('.feedback .primary').click()")
        await shows(page, "ending")
        await page.click("summary")
        assert await page.evaluate(STRANGERS) == []
        assert await page.evaluate("globalThis.pwned") is None
        watched.assert_quiet()

    chromium.play(exported.files[0], play)


def test_the_lesson_script_cannot_be_left(tmp_path: Path) -> None:
    made = manifest(hostile_lesson(), Places((), {}), {}, ())
    script = lesson_script(manifest_text(made))
    assert script.isascii()
    assert not set("<>&") & set(script)
    literal = script.split(" = ", 1)[1].rstrip().removesuffix(";")
    assert json.loads(literal) == json.loads(manifest_text(made))


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            return

    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder))
    )
    thread = threading.Thread(target=server.serve_forever, name="web server", daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/index.html"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_the_policy_holds_from_a_server_too(chromium: Chromium, ward: Path) -> None:
    async def play(watched: Watched) -> list[str]:
        await watched.page.click(".start")
        await shows(watched.page, "question")
        assert await watched.page.evaluate("document.querySelector('video.shown').videoWidth") == 64
        assert await watched.page.evaluate("[...document.fonts].some((font) => font.status === 'loaded')")
        assert watched.messages == []
        return watched.requests

    with served(ward.parent) as address:
        requests = chromium.play(address, play)
    assert all(url.startswith(address.removesuffix("index.html")) for url in requests)


READ_CUES = """
async ([file]) => {
  const video = document.createElement("video");
  const track = Object.assign(document.createElement("track"), { kind: "captions", src: file, default: true });
  video.append(track);
  track.track.mode = "hidden";
  document.body.append(video);
  await new Promise((resolve, reject) => { track.onload = resolve; track.onerror = () => reject(new Error("not read")); });
  return [...track.track.cues].map((cue) => [cue.id, Math.round(cue.startTime * 1000), Math.round(cue.endTime * 1000), cue.getCueAsHTML().textContent]);
}
"""


def test_chromium_reads_the_captions(chromium: Chromium, projector: Projector, tmp_path: Path) -> None:
    hostile = hostile_lesson()
    films = tuple(projector.film(f"film-{index}", f"film-{index}", length_ms=600) for index in range(3))
    folder = export_web(hostile, films, tmp_path / "hostile").folder
    scenes = json.loads((folder / "manifest.json").read_text())["scenes"][:3]

    async def play(watched: Watched) -> list[list[object]]:
        return [await watched.page.evaluate(READ_CUES, [each["captions"]]) for each in scenes]

    with served(folder) as address:
        read = chromium.play(address, play)
    for each, found in zip(scenes, read, strict=True):
        assert len(found) > 3
        assert found == [
            [cue["id"], cue["start_ms"], cue["end_ms"], cue["text"].replace("\0", "\ufffd")]
            for cue in each["cues"]
        ]


@pytest.mark.parametrize(
    "breach",
    [
        "document.body.append(Object.assign(document.createElement('img'), {src: 'http://evil.invalid/a.png'}))",
        "fetch('http://evil.invalid/').catch(() => {})",
        "document.body.append(Object.assign(document.createElement('script'), {textContent: 'globalThis.pwned = 1'}))",
        "document.body.setAttribute('onclick', 'globalThis.pwned = 1'); document.body.click()",
        "document.body.insertAdjacentHTML('beforeend', '<b>x</b>')",
        "setTimeout('globalThis.pwned = 1')",
    ],
)
def test_the_policy_stops_what_a_hole_would_allow(chromium: Chromium, ward: Path, breach: str) -> None:
    async def play(watched: Watched) -> None:
        await watched.page.evaluate(
            "(code) => { try { " + breach + " } catch (refusal) { console.error(String(refusal)); } }"
        )
        await asyncio.sleep(0.2)
        assert watched.messages
        assert await watched.page.evaluate("globalThis.pwned") is None

    chromium.play(ward, play)
