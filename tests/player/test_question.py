"""The rules of a question that only a screen knows: what is shown when, and in which order."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from edupulse_desktop.model.exits import QuestionKind
from tests.builders import ask, choice, lesson, line, scene
from tests.player.browser import Chromium, Watched
from tests.player.driver import shows
from tests.player.showings import Projector, export_web

pytestmark = pytest.mark.chromium

FEEDBACK = """
(cases) => cases.map(({ asked, given, left }) => {
  const words = EduPulse.words.wordsFor("en");
  const { element, go } = EduPulse.question.feedback(words, asked, given, asked.choices, { left, isSolved: true }, { goOn: () => {} });
  return {
    heading: element.querySelector("h2").textContent,
    remarks: [...element.querySelectorAll(".remark")].map((each) => each.textContent),
    solution: [...element.querySelectorAll(".solution li")].map((each) => each.textContent),
    yours: element.querySelector(".yours")?.textContent ?? null,
    go: go.textContent,
    isShown: EduPulse.question.hasFeedback(asked, given),
  };
})
"""


def asked(**changed: Any) -> dict[str, Any]:
    """Return a question as the manifest says it."""
    choices = [
        {"id": "yes", "text": "Yes", "correct": True, "feedback": "", "points": 1},
        {"id": "no", "text": "No", "correct": False, "feedback": "Because of the risk.", "points": 0},
    ]
    plain = {
        "choices": choices,
        "show_correct": "after-last-attempt",
        "right_feedback": "",
        "wrong_feedback": "Think of the risk.",
    }
    return {**plain, **changed}


def given(chosen: str, right: bool | None, **changed: Any) -> dict[str, Any]:
    """Return an answer as the walk judges it."""
    return {"chosen": [chosen], "right": right, "final": True, "timedOut": False, "text": "", **changed}


def told(chromium: Chromium, ward: Path, *cases: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what the page says about answers."""

    async def look(watched: Watched) -> list[dict[str, Any]]:
        return list(await watched.page.evaluate(FEEDBACK, [{"left": None, **case} for case in cases]))

    return chromium.play(ward, look)


def test_what_is_said_about_answers(chromium: Chromium, ward: Path) -> None:
    no_right = [{**each, "correct": False, "feedback": ""} for each in asked()["choices"]]
    wrong, right, noted, late, typed, commented = told(
        chromium,
        ward,
        {"asked": asked(), "given": given("no", False, final=False), "left": 2},
        {"asked": asked(right_feedback="Well seen."), "given": given("yes", True)},
        {"asked": asked(choices=no_right), "given": given("yes", None)},
        {"asked": asked(), "given": given("no", False, timedOut=True)},
        {"asked": asked(), "given": given("yes", True, text="  YES ")},
        {"asked": asked(choices=no_right, right_feedback="Let us see."), "given": given("no", None)},
    )
    assert (wrong["heading"], wrong["remarks"], wrong["go"]) == (
        "Not quite",
        ["Because of the risk.", "Think of the risk."],
        "Try again",
    )
    assert (right["heading"], right["remarks"], right["go"]) == ("That’s right", ["Well seen."], "Continue")
    assert (noted["heading"], noted["isShown"]) == ("Your answer is noted", False)
    assert (late["heading"], late["yours"]) == ("Time is up", "The answer “No” was chosen for you.")
    assert typed["yours"] == "You answered:   YES "
    assert (commented["remarks"], commented["isShown"]) == (["Let us see."], True)


def test_shuffling_is_fair_and_stays_for_a_seed(chromium: Chromium, ward: Path) -> None:
    async def look(watched: Watched) -> list[list[int]]:
        script = "() => [...Array(600).keys()].map((seed) => EduPulse.question.order([0, 1, 2], true, seed * 7919))"
        assert await watched.page.evaluate("EduPulse.question.order([2, 0, 1], false, 5)") == [2, 0, 1]
        assert await watched.page.evaluate(
            "EduPulse.question.order([0, 1, 2, 3], true, 5)"
        ) == await watched.page.evaluate("EduPulse.question.order([0, 1, 2, 3], true, 5)")
        return list(await watched.page.evaluate(script))

    orders = chromium.play(ward, look)
    counts = {
        order: sum(tuple(each) == order for each in orders) for order in {tuple(each) for each in orders}
    }
    assert len(counts) == 6
    assert min(counts.values()) > 60


def test_a_typed_question_waits_in_its_field(
    chromium: Chromium, projector: Projector, tmp_path: Path
) -> None:
    typed = ask("Which word?", choice("Emergency", "b", correct=True), kind=QuestionKind.SHORT_TEXT)
    shown = lesson(scene("a", line("Well?"), exit=typed), scene("b"))
    page_file = export_web(shown, projector.films(shown), tmp_path / "p").files[0]

    async def play(watched: Watched) -> dict[str, Any]:
        page = watched.page
        await page.click(".start")
        await shows(page, "question")
        session = await page.context.new_cdp_session(page)
        tree = await session.send("Accessibility.getFullAXTree")
        await page.keyboard.type("emergency")
        await page.keyboard.press("Enter")
        await page.wait_for_selector(".feedback.is-right")
        watched.assert_quiet()
        return dict(next(node for node in tree["nodes"] if node["role"]["value"] == "textbox"))

    field = chromium.play(page_file, play)
    assert (field["name"]["value"], field["description"]["value"]) == ("Your answer", "Which word?")
    assert {"name": "focused", "value": {"type": "booleanOrUndefined", "value": True}} in field["properties"]
