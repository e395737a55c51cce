"""Whole lessons played by clicking, with films that really play, in step with the model."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest

from edupulse_desktop.model import walk as rules
from edupulse_desktop.model.exits import Breakpoint, QuestionKind
from edupulse_desktop.model.ids import ChoiceId, SceneId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.timing import scene_ms
from edupulse_desktop.model.walk import Answer, Walk
from tests.builders import ask, choice, lesson, line, scene
from tests.lessons import random_lesson
from tests.player.browser import Chromium, Watched
from tests.player.driver import FILMS, WATCH_FILMS, Driver, shows
from tests.player.showings import Projector, export_web, ward_lesson

pytestmark = pytest.mark.chromium

RANDOM_LESSONS = 9
HURRIED_LESSONS = 1
ANSWERS_EACH = 3


def possible_answer(random: Random) -> Any:
    """Return a chooser of answers that a learner can give through the page."""

    def choose(asked: Breakpoint, walk: Walk) -> Answer:
        if asked.time_limit_ms == 1000:
            return Answer(timed_out=True)
        offered = [choice.id for choice in rules.offered(asked, walk)]
        if asked.kind is QuestionKind.SHORT_TEXT:
            return Answer(text=random.choice([*(choice.text for choice in asked.choices), "something else"]))
        if asked.kind is QuestionKind.SEVERAL_CORRECT:
            return Answer(tuple(random.sample(offered, random.randint(1, len(offered)))))
        return Answer((random.choice(offered),))

    return choose


def questions_soon(lesson: Lesson) -> int:
    """Return how many questions the first steps of a lesson meet."""
    walk, met = rules.begin(lesson), 0
    for _ in range(12):
        asked = rules.question(lesson, walk)
        if asked is not None and not rules.is_unanswerable(asked, walk):
            met += 1
            walk = rules.give(lesson, walk, Answer(timed_out=True))
        else:
            walk = rules.proceed(lesson, walk)
    return met


def is_hurried(lesson: Lesson) -> bool:
    """Whether some question waits only a second; here, nobody answers those in time."""
    return any(
        isinstance(each.exit, Breakpoint) and each.exit.time_limit_ms == 1000 for each in lesson.scenes
    )


def test_random_lessons_are_played_by_clicking(
    chromium: Chromium, projector: Projector, tmp_path: Path
) -> None:
    lessons = [
        each
        for each in map(random_lesson, range(400))
        if questions_soon(each) >= 2 and any(map(scene_ms, each.scenes))
    ]
    played = [each for each in lessons if not is_hurried(each)][:RANDOM_LESSONS]
    played += [each for each in lessons if is_hurried(each)][:HURRIED_LESSONS]
    assert len(played) == RANDOM_LESSONS + HURRIED_LESSONS

    async def play(shown: Lesson, number: int, watched: Watched) -> Walk:
        walk = await Driver(watched.page, shown, possible_answer(Random(number)), ANSWERS_EACH).play()
        watched.assert_quiet()
        return walk

    walks = chromium.play_together(
        [
            (
                export_web(each, projector.films(each, length_ms=160), tmp_path / str(number)).files[0],
                partial(play, each, number),
            )
            for number, each in enumerate(played)
        ]
    )
    assert all(walk.given for walk in walks)


def test_every_choice_is_clicked_and_every_film_plays(chromium: Chromium, ward: Path) -> None:
    lesson = ward_lesson()
    wanted = {
        choice.id
        for each in lesson.scenes
        if isinstance(each.exit, Breakpoint)
        for choice in each.exit.choices
    }
    clicked: set[ChoiceId] = set()
    random = Random(19)

    def choose(asked: Breakpoint, walk: Walk) -> Answer:
        if asked.kind is QuestionKind.SHORT_TEXT:
            is_new = asked.choices[0].id not in clicked
            clicked.add(asked.choices[0].id)
            return Answer(text=asked.choices[0].text if is_new else "help")
        offered = rules.offered(asked, walk)
        new = [choice for choice in offered if choice.id not in clicked]
        chosen = new[0] if new else random.choice(offered)
        clicked.add(chosen.id)
        return Answer((chosen.id,))

    async def play(watched: Watched) -> dict[str, list[str]]:
        page = watched.page
        await page.evaluate(WATCH_FILMS)
        driver = Driver(page, lesson, choose)
        await driver.play()
        seen = set(driver.walk.visits)
        while not (clicked >= wanted and seen == {each.id for each in lesson.scenes}):
            await page.click("text=Play again")
            driver.walk = rules.begin(lesson)
            await driver.go_on()
            seen |= set(driver.walk.visits)
        watched.assert_quiet()
        return dict(await page.evaluate(FILMS))

    films = chromium.play(ward, play, timeout_s=90)
    assert clicked == wanted
    names = {f"films/{path.name}" for path in (ward.parent / "films").glob("*.mp4")}
    assert len(names) == len([each for each in lesson.scenes if scene_ms(each) > 0])
    assert films == {name: ["ended", "moves", "picture"] for name in names}


def test_time_runs_out_and_the_default_answers(
    chromium: Chromium, projector: Projector, tmp_path: Path
) -> None:
    lesson = lesson_with_limit()
    page = export_web(lesson, projector.films(lesson), tmp_path / "limit").files[0]

    async def play(watched: Watched) -> str:
        await watched.page.click(".start")
        await shows(watched.page, "question")
        assert re.match(r"0:0[12]", await watched.page.inner_text(".clock .seconds"))
        await shows(watched.page, "feedback")
        return await watched.page.inner_text(".feedback")

    said = chromium.play(page, play)
    assert "Time is up" in said
    assert "“Wait” was chosen for you" in said


def lesson_with_limit() -> Lesson:
    """Return a lesson whose question waits two seconds."""

    asked = ask(
        "Now?",
        choice("Go", "b", correct=True),
        choice("Wait", "b", id="c-wait"),
        time_limit_ms=2000,
        default_choice=ChoiceId("c-wait"),
    )
    return lesson(scene("a", line("Quick."), exit=asked), scene("b", line("Done.")))


def test_a_branch_shows_no_gap(chromium: Chromium, projector: Projector, tmp_path: Path) -> None:

    names = [f"s{number}" for number in range(9)]
    chain = lesson(
        *(scene(name, line(name), to=after) for name, after in zip(names, [*names[1:], None], strict=True))
    )
    films = projector.films(chain, length_ms=400, size=(640, 360))
    page = export_web(chain, films, tmp_path / "chain").files[0]

    async def play(watched: Watched) -> list[float]:
        await watched.page.evaluate(WATCH_GAPS)
        await watched.page.click(".start")
        await shows(watched.page, "ending")
        watched.assert_quiet()
        return list(await watched.page.evaluate("globalThis.gaps"))

    gaps = sorted(chromium.play(page, play))
    assert len(gaps) == len(names) - 1
    assert gaps[len(gaps) // 2] < 100, gaps


WATCH_GAPS = """
globalThis.gaps = [];
let endedAt = null;
document.addEventListener("ended", () => (endedAt = performance.now()), true);
new MutationObserver((changes) => {
  for (const { target } of changes) {
    if (!target.matches?.("video.shown") || endedAt === null) continue;
    const since = endedAt;
    endedAt = null;
    target.requestVideoFrameCallback((now, frame) => globalThis.gaps.push(frame.presentationTime - since));
  }
}).observe(document.body, { subtree: true, attributes: true, attributeFilter: ["class"] });
"""


def test_scenes_of_one_film_play_one_after_another(
    chromium: Chromium, projector: Projector, tmp_path: Path
) -> None:
    lesson = ward_lesson()
    lasting = [each.id for each in lesson.scenes if scene_ms(each) > 0]
    page = export_web(lesson, (projector.film("whole", *lasting, length_ms=400),), tmp_path / "whole").files[
        0
    ]
    positions: list[float] = []
    ending: list[SceneId] = []

    def choose(asked: Breakpoint, walk: Walk) -> Answer:
        right = next(choice for choice in asked.choices if choice.correct)
        return Answer((right.id,), text=right.text)

    async def play(watched: Watched) -> None:
        driver = Driver(watched.page, lesson, choose, answers_at_most=1)
        await driver.play()
        await watched.page.wait_for_function("() => document.querySelector('video.shown')?.paused === false")
        positions.append(await watched.page.evaluate("document.querySelector('video.shown').currentTime"))
        driver.answers_at_most = 9
        await driver.go_on()
        positions.append(await watched.page.evaluate("document.querySelector('video.shown').currentTime"))
        ending.append(driver.walk.visits[-1])
        watched.assert_quiet()

    chromium.play(page, play)
    start_s = lasting.index("listen") * 0.4
    assert start_s - 0.01 <= positions[0] <= start_s + 0.41
    end_s = (lasting.index(ending[0]) + 1) * 0.4
    assert end_s - 0.1 <= positions[1] <= end_s + 0.01
