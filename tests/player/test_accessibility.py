"""Every control has a name, every text can be read, every target can be hit, on every screen."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from edupulse_desktop.model.exits import End
from tests.builders import ask, choice, lesson, line, scene
from tests.player.browser import Chromium, Watched
from tests.player.driver import shows
from tests.player.showings import Projector, export_web

pytestmark = pytest.mark.chromium

CONTROLS = {
    "button",
    "slider",
    "checkbox",
    "textbox",
    "combobox",
    "link",
    "radio",
    "switch",
    "dialog",
    "DisclosureTriangle",
}

LOW_CONTRAST = """
() => {
  const parse = (text) => {
    const parts = text.match(/[\\d.]+/g).map(Number);
    return text.startsWith("color(srgb") ? [parts[0] * 255, parts[1] * 255, parts[2] * 255, parts[3] ?? 1] : [parts[0], parts[1], parts[2], parts[3] ?? 1];
  };
  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const bedOf = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const [r, g, b, a] = parse(getComputedStyle(at).backgroundColor);
      if (a === 1) return [r, g, b];
      if (a > 0 || getComputedStyle(at).backgroundImage !== "none") return null;
    }
    return null;
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) || element.closest(".unseen, script, :disabled")) continue;
    const bed = bedOf(element);
    if (!bed) continue;
    const [one, other] = [luminance(parse(getComputedStyle(element).color)), luminance(bed)].sort((a, b) => b - a);
    const ratio = (one + 0.05) / (other + 0.05);
    if (ratio < 4.5) found.push(`${node.data.trim()} ${ratio.toFixed(2)} ${getComputedStyle(element).color} on ${bed}`);
  }
  return found;
}
"""

SMALL_TARGETS = """
() => [...document.querySelectorAll("button, select, input, summary")]
  .map((element) => element.matches(".choice input") ? element.closest(".choice") : element)
  .filter((element) => element.checkVisibility({ visibilityProperty: true }))
  .map((element) => [element.className || element.id, element.getBoundingClientRect()])
  .filter(([name, { width, height }]) => (width < 24 || height < 24) && !["single-keys"].includes(name))
  .map(([name, { width, height }]) => `${name} ${width} × ${height}`)
"""

OUT_OF_REACH = """
() => [...document.querySelectorAll("button, select, input, summary")]
  .map((element) => element.matches(".choice input") ? element.closest(".choice") : element)
  .filter((element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !element.disabled)
  .filter((element) => !document.querySelector("dialog[open]") || element.closest("dialog"))
  .filter((element) => {
    element.scrollIntoView({ block: "center" });
    const { left, top, width, height } = element.getBoundingClientRect();
    const hit = document.elementFromPoint(left + width / 2, top + height / 2);
    return !hit || !(element.contains(hit) || hit.contains(element) && hit.matches("label"));
  })
  .map((element) => `${element.className || element.id} ${element.textContent}`)
"""

SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


async def look(watched: Watched, where: str) -> list[str]:
    """Return everything wrong on the present screen."""
    await asyncio.sleep(0.15)
    page = watched.page
    session = await page.context.new_cdp_session(page)
    tree: dict[str, Any] = await session.send("Accessibility.getFullAXTree")
    await session.detach()
    nameless = [
        f"no name: {node['role']['value']}"
        for node in tree["nodes"]
        if not node.get("ignored")
        and node.get("role", {}).get("value") in CONTROLS
        and not node.get("name", {}).get("value")
    ]
    faint = [f"contrast: {text}" for text in await page.evaluate(LOW_CONTRAST)]
    small = [f"small: {target}" for target in await page.evaluate(SMALL_TARGETS)]
    hidden = [f"out of reach: {target}" for target in await page.evaluate(OUT_OF_REACH)]
    sideways = await page.evaluate(SIDEWAYS)
    wide = [f"scrolls sideways by {sideways}"] if sideways > 0 else []
    return [f"{where}: {fault}" for fault in (*nameless, *faint, *small, *hidden, *wide)]


async def tour(watched: Watched) -> list[str]:
    """Look at every screen on the way through the lesson."""
    page = watched.page
    faults = await look(watched, "start")
    await page.click(".start")
    await shows(page, "film")
    faults += await look(watched, "film")
    await shows(page, "question")
    await page.get_by_text("Show a hint").click()
    faults += await look(watched, "single choice")
    await page.get_by_text("Finish the medication round").click()
    faults += await look(watched, "wrong")
    await page.click(".feedback .primary")
    await page.get_by_text("Ask him to describe the pain").click()
    faults += await look(watched, "right")
    await page.click(".feedback .primary")
    await page.wait_for_selector(".asks-several-correct")
    await page.get_by_text("An itching ankle").click()
    faults += await look(watched, "several")
    for _ in range(2):
        await page.wait_for_selector(".asks-several-correct")
        if not await page.locator(".choice input:checked").count():
            await page.get_by_text("An itching ankle").click()
        await page.click(".question [type=submit]")
        await page.wait_for_selector(".feedback")
        faults += await look(watched, "wrong with solution")
        await page.click(".feedback .primary")
    await page.wait_for_selector(".asks-true-false")
    faults += await look(watched, "true or false")
    await page.locator(".choice").last.click()
    await page.click(".feedback .primary")
    await page.wait_for_selector(".asks-short-text")
    await page.click(".question [type=submit]")
    faults += await look(watched, "short text with complaint")
    await page.fill("#answer", "emergency")
    await page.click(".question [type=submit]")
    await page.click(".feedback .primary")
    await page.wait_for_selector(".ending")
    await page.click("summary")
    faults += await look(watched, "ending")
    await page.keyboard.press("?")
    faults += await look(watched, "settings")
    watched.assert_quiet()
    return faults


@pytest.mark.parametrize(("scheme", "width", "height"), [("light", 1280, 720), ("dark", 320, 640)])
def test_every_screen_is_accessible(
    chromium: Chromium, ward: Path, scheme: str, width: int, height: int
) -> None:
    faults = chromium.play(ward, tour, color_scheme=scheme, viewport={"width": width, "height": height})
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(("scheme", "width", "height"), [("dark", 844, 390), ("light", 3840, 2160)])
def test_small_and_large_screens(
    chromium: Chromium, ward: Path, scheme: str, width: int, height: int
) -> None:
    async def play(watched: Watched) -> list[str]:
        faults = await look(watched, "start")
        await watched.page.click(".start")
        await shows(watched.page, "question")
        return faults + await look(watched, "question")

    faults = chromium.play(ward, play, color_scheme=scheme, viewport={"width": width, "height": height})
    assert not faults, "\n".join(faults)


def test_the_look_notices_faults(chromium: Chromium, ward: Path) -> None:
    async def play(watched: Watched) -> list[str]:
        await watched.page.evaluate(BREAK)
        return await look(watched, "here")

    faults = chromium.play(ward, play)
    assert [fault.split(": ")[1] for fault in faults] == [
        "no name",
        "contrast",
        "small",
        "scrolls sideways by 720",
    ]


BREAK = """
() => {
  const button = document.createElement("button");
  button.style.cssText = "position:absolute;inset:0 auto auto 0;width:10px;height:10px;padding:0;border:0";
  const faint = document.createElement("p");
  faint.textContent = "hardly to be read";
  faint.style.cssText = "position:absolute;width:2000px;inset:90px auto auto 0;color:#888;background:#777";
  document.body.append(button, faint);
}
"""


def test_feedback_is_announced(chromium: Chromium, ward: Path) -> None:
    async def play(watched: Watched) -> str:
        page = watched.page
        await page.click(".start")
        await shows(page, "question")
        await page.get_by_text("Finish the medication round").click()
        await shows(page, "feedback")
        await page.wait_for_function("() => document.querySelector('[aria-live=polite]').textContent !== ''")
        return str(await page.inner_text("[aria-live=polite]"))

    said = chromium.play(ward, play)
    assert said == "Not quite The round can wait; he may not be able to. 1 attempt left"


def test_a_lesson_from_right_to_left(chromium: Chromium, projector: Projector, tmp_path: Path) -> None:
    arabic = lesson(
        scene(
            "a",
            line("هل أنت بخير؟"),
            exit=ask("ماذا تفعل؟", choice("أتصل بالطبيب", "b", correct=True), choice("أنتظر", "b")),
        ),
        scene("b", exit=End("أحسنت")),
        title="ألم في الصدر",
        language="ar",
    )
    page_file = export_web(arabic, projector.films(arabic), tmp_path / "rtl").files[0]

    async def play(watched: Watched) -> list[Any]:
        page = watched.page
        await page.click(".start")
        await shows(page, "question")
        facts = await page.evaluate(
            "[document.documentElement.lang, document.documentElement.dir, document.getElementById('player').lang, getComputedStyle(document.querySelector('.choice')).direction, document.querySelector('.question h2').lang]"
        )
        faults = await look(watched, "rtl")
        watched.assert_quiet()
        return [*facts, faults]

    assert chromium.play(page_file, play) == ["ar", "rtl", "ar", "rtl", "ar", []]


@pytest.mark.parametrize(
    ("size", "viewport", "layout"),
    [
        ((64, 36), (1280, 720), "over"),
        ((64, 36), (390, 844), "below"),
        ((64, 36), (320, 568), "below"),
        ((36, 64), (1280, 720), "beside"),
        ((36, 64), (390, 844), "over"),
        ((48, 48), (1280, 720), "beside"),
        ((48, 48), (390, 844), "below"),
    ],
)
def test_the_question_finds_its_place(
    chromium: Chromium,
    projector: Projector,
    tmp_path: Path,
    size: tuple[int, int],
    viewport: tuple[int, int],
    layout: str,
) -> None:
    shown = lesson(
        scene(
            "a",
            line("Well?"),
            exit=ask(
                "What do you do now?",
                *(choice(f"Choice number {each}", "b", correct=each == 1) for each in range(4)),
            ),
        ),
        scene("b"),
    )
    page_file = export_web(shown, projector.films(shown, size=size), tmp_path / "p").files[0]

    async def play(watched: Watched) -> None:
        page = watched.page
        await page.click(".start")
        await shows(page, "question")
        assert await page.evaluate("document.getElementById('player').dataset.layout") == layout
        panel, film = (
            await page.locator(".panel").bounding_box(),
            await page.locator("video.shown").bounding_box(),
        )
        assert panel is not None
        assert film is not None
        assert panel["x"] >= 0
        assert panel["x"] + panel["width"] <= viewport[0]
        if layout == "below":
            assert panel["y"] >= film["y"] + film["height"] - 1
        if layout == "beside":
            assert panel["x"] >= film["x"] + film["width"] - 1
        await page.locator(".choice").last.scroll_into_view_if_needed()
        await page.locator(".choice").last.click()
        await shows(page, "feedback")

    chromium.play(page_file, play, viewport={"width": viewport[0], "height": viewport[1]})
