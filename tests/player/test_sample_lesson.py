"""The sample lesson as `edupulse demo` hands it out: every choice clicked, every film played."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from random import Random

import jsonschema
import pytest

from edupulse_desktop.model import walk as rules
from edupulse_desktop.model.exits import Breakpoint, QuestionKind
from edupulse_desktop.model.ids import ChoiceId
from edupulse_desktop.model.walk import Answer, Walk
from edupulse_desktop.places import resource
from edupulse_desktop.workflows.sample_lesson import sample_lesson
from tests.player.browser import Chromium, Watched
from tests.player.driver import FILMS, WATCH_FILMS, Driver

pytestmark = pytest.mark.chromium

HURRY = """
document.addEventListener("timeupdate", ({ target }) => {
  const slider = document.querySelector(".position");
  if (!target.matches(".shown") || target.currentTime < 0.1 || target.duration - target.currentTime < 0.6) return;
  slider.value = slider.max;
  slider.dispatchEvent(new Event("input"));
}, true);
"""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page that `edupulse demo` makes."""
    folder = tmp_path_factory.mktemp("demo")
    environment = {
        **os.environ,
        "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
        "EDUPULSE_HOME": str(folder / "home"),
    }
    command = [
        sys.executable,
        "-m",
        "edupulse_desktop",
        "demo",
        str(folder / "lesson"),
        "--profile",
        "draft",
        "--json",
    ]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    return Path(json.loads(done.stdout)["player"])


def test_the_manifest_fits_the_schema(demo: Path) -> None:
    schema = json.loads(resource("schemas", "manifest-1.schema.json").read_text("utf-8"))
    made = json.loads((demo.parent / "manifest.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(made)
    for each in made["scenes"]:
        assert all(cue["end_ms"] <= each["length_ms"] for cue in each["cues"])


def test_every_choice_is_clicked_and_every_film_plays(chromium: Chromium, demo: Path) -> None:
    lesson = sample_lesson()
    wanted = {
        choice.id
        for each in lesson.scenes
        if isinstance(each.exit, Breakpoint)
        for choice in each.exit.choices
    }
    clicked: set[ChoiceId] = set()
    random = Random(13)

    def choose(asked: Breakpoint, walk: Walk) -> Answer:
        offered = rules.offered(asked, walk)
        if asked.kind is QuestionKind.SHORT_TEXT:
            text = (
                offered[0].text
                if offered[0].id not in clicked
                else random.choice((offered[0].text, "a cold"))
            )
            clicked.add(offered[0].id)
            return Answer(text=text)
        new = [choice for choice in offered if choice.id not in clicked]
        chosen = random.choice(new or list(offered))
        clicked.add(chosen.id)
        return Answer((chosen.id,))

    async def play(watched: Watched) -> dict[str, list[str]]:
        await watched.page.evaluate(WATCH_FILMS)
        await watched.page.evaluate(HURRY)
        driver = Driver(watched.page, lesson, choose)
        await driver.play()
        seen = set(driver.walk.visits)
        while not (clicked >= wanted and seen == {each.id for each in lesson.scenes}):
            await watched.page.click("text=Play again")
            driver.walk = rules.begin(lesson)
            await driver.go_on()
            seen |= set(driver.walk.visits)
        watched.assert_quiet()
        return dict(await watched.page.evaluate(FILMS))

    films = chromium.play(demo, play, timeout_s=180)
    names = {f"films/{path.name}" for path in (demo.parent / "films").glob("*.mp4")}
    assert len(names) == len(lesson.scenes)
    assert films == {name: ["ended", "moves", "picture"] for name in names}
