"""When the right answer is shown after a wrong one: never to somebody who is asked the same again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from edupulse_desktop.export.manifest import manifest
from edupulse_desktop.export.placed import Places
from edupulse_desktop.model.exits import (
    Breakpoint,
    Choice,
    Chose,
    Continue,
    End,
    Exit,
    Route,
    ScoreAtLeast,
    ShowCorrect,
)
from edupulse_desktop.model.ids import ChoiceId, SceneId
from edupulse_desktop.model.lesson import Lesson
from tests.builders import ask, choice, lesson, line, scene
from tests.player.browser import Chromium, Watched
from tests.player.driver import shows
from tests.player.showings import Projector, export_web

pytestmark = pytest.mark.chromium

SHOWN = """
(cases) => cases.map(({ lesson, answers }) => {
  const rules = EduPulse.walk;
  let walk = rules.begin(lesson);
  let asked = null;
  for (const id of answers) {
    for (let step = 0; step < 9 && !rules.question(lesson, walk); step += 1) walk = rules.proceed(lesson, walk);
    asked = rules.question(lesson, walk);
    walk = rules.give(lesson, walk, { choices: [id], text: "", timedOut: false });
  }
  return EduPulse.solution.isShown(lesson, asked, walk.given.at(-1), walk);
})
"""


def two(name: str, right: str | None, wrong: str | None, **fields: object) -> Breakpoint:
    """Return a question with a right and a wrong choice, `<name>+` and `<name>-`, that lead to scenes."""
    choices: tuple[Choice, ...] = (
        choice("Right", right, correct=True, id=ChoiceId(f"{name}+"), points=1),
        choice("Wrong", wrong, id=ChoiceId(f"{name}-")),
    )
    return ask("Well?", *choices, **{"attempts": 1, **fields})


def story(**exits: Exit) -> Lesson:
    """Return a lesson of scenes by name; the first is the start."""
    return lesson(*(scene(name, exit=way_out) for name, way_out in exits.items()))


def on(to: str, *routes: Route) -> Continue:
    """Return the way on."""
    return Continue(SceneId(to), routes)


END = End()
HUB = ask(
    "Where to?",
    choice("One", "q", id=ChoiceId("hub-q")),
    choice("Other", "p"),
    choice("Home", "end", id=ChoiceId("home")),
)
CASES: dict[str, tuple[Lesson, tuple[str, ...], bool]] = {
    "to an end": (story(q=two("q", "end", "bad"), bad=END, end=END), ("q-",), True),
    "on, like a right answer": (
        story(q=two("q", "p", "p"), p=two("p", "end", "end"), end=END),
        ("q-",),
        True,
    ),
    "nowhere": (story(q=two("q", "end", None), end=END), ("q-",), True),
    "to the question at once": (story(q=two("q", "end", "q"), end=END), ("q-",), False),
    "to the question through another scene": (
        story(q=two("q", "end", "oops"), oops=on("q"), end=END),
        ("q-",),
        False,
    ),
    "back by a route that is taken": (
        story(q=two("q", "end", "oops"), oops=on("q", Route(ScoreAtLeast(1), SceneId("end"))), end=END),
        ("q-",),
        False,
    ),
    "on by a route that is taken": (
        story(q=two("q", "end", "oops"), oops=on("q", Route(Chose(ChoiceId("q-")), SceneId("end"))), end=END),
        ("q-",),
        True,
    ),
    "to the question before it": (
        story(p=two("p", "q", "end"), q=two("q", "end", "p"), end=END),
        ("p+", "q-"),
        False,
    ),
    "through another question and surely back": (
        story(q=two("q", "last", "r"), r=two("r", "q", "q"), last=two("last", "end", "q"), end=END),
        ("q-",),
        False,
    ),
    "to a choice of going back or giving up": (
        story(q=two("q", "end", "r"), r=ask("Again?", choice("Yes", "q"), choice("No", "end")), end=END),
        ("q-",),
        False,
    ),
    "to a hub, like a right answer": (
        story(hub=HUB, q=two("q", "hub", "hub"), p=two("p", "hub", "hub"), end=END),
        ("hub-q", "q-"),
        True,
    ),
    "never": (
        story(q=two("q", "end", "bad", show_correct=ShowCorrect.NEVER), bad=END, end=END),
        ("q-",),
        False,
    ),
    "always": (story(q=two("q", "end", "q", show_correct=ShowCorrect.ALWAYS), end=END), ("q-",), True),
    "attempts left": (story(q=two("q", "end", "bad", attempts=2), bad=END, end=END), ("q-",), False),
    "no attempts left": (story(q=two("q", "end", "bad", attempts=2), bad=END, end=END), ("q-", "q-"), True),
    "always, attempts left": (
        story(q=two("q", "end", "bad", attempts=2, show_correct=ShowCorrect.ALWAYS), bad=END, end=END),
        ("q-",),
        True,
    ),
    "a right answer": (story(q=two("q", "end", "bad"), bad=END, end=END), ("q+",), False),
}
"""What comes after the last answer: the lesson, the answers, whether the right answer is shown."""


def test_the_right_answer_is_shown_to_those_who_are_done_with_the_question(
    chromium: Chromium, ward: Path
) -> None:
    cases = [
        {"lesson": manifest(shown, Places((), {}), {}, ()), "answers": answers}
        for shown, answers, _ in CASES.values()
    ]

    async def look(watched: Watched) -> list[bool]:
        return list(await watched.page.evaluate(f"(text) => ({SHOWN})(JSON.parse(text))", json.dumps(cases)))

    found = dict(zip(CASES, chromium.play(ward, look), strict=True))
    assert found == {name: wanted for name, (_, _, wanted) in CASES.items()}


def test_a_loop_does_not_give_the_answer_away(
    chromium: Chromium, projector: Projector, tmp_path: Path
) -> None:
    question = ask(
        "What now?",
        choice("Wait", "late"),
        choice("Go home", "bad"),
        choice("Call", "end", correct=True),
        attempts=1,
    )
    shown = lesson(
        scene("a", line("Well?"), exit=question),
        scene("late", line("Later."), to="a"),
        scene("bad", line("Too late."), exit=END),
        scene("end", line("Good."), exit=END),
    )
    page_file = export_web(shown, projector.films(shown), tmp_path / "p").files[0]

    async def play(watched: Watched) -> None:
        page = watched.page
        await page.click(".start")
        for answer, solutions in (("Wait", []), ("Go home", ["Call"])):
            await shows(page, "question")
            await page.get_by_text(answer, exact=True).click()
            await shows(page, "feedback")
            assert await page.locator(".solution li").all_inner_texts() == solutions
            await page.click(".feedback .primary")
        await shows(page, "ending")
        watched.assert_quiet()

    chromium.play(page_file, play)
