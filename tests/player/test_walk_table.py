"""The player follows the walk of the model: answers in, scenes, score, attempts and ending out."""

from __future__ import annotations

import json
import sys
import unicodedata
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from edupulse_desktop.export.manifest import manifest
from edupulse_desktop.export.placed import Places
from edupulse_desktop.model import walk as rules
from edupulse_desktop.model.exits import Breakpoint, QuestionKind
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.walk import Answer, Walk
from edupulse_desktop.places import resource
from tests.lessons import random_lesson
from tests.player.browser import Chromium, Watched

pytestmark = pytest.mark.chromium

LESSONS = 200
WALKS_EACH = 4
MOST_STEPS = 25


@pytest.fixture(scope="module")
def rules_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page that has loaded nothing but walk.js."""
    folder = tmp_path_factory.mktemp("rules")
    (folder / "walk.js").write_bytes(resource("player", "walk.js").read_bytes())
    page = folder / "index.html"
    page.write_text('<!doctype html><link rel="icon" href="data:,"><script src="walk.js"></script>')
    return page


def some_answer(random: Random, asked: Breakpoint, walk: Walk) -> Answer:
    """Return any answer a viewer could give: right, wrong, none, too late, of things not offered."""
    if random.random() < 0.1:
        return Answer(timed_out=True)
    names = [choice.id for choice in asked.choices]
    if asked.kind is QuestionKind.SHORT_TEXT:
        texts = [
            "",
            "nothing of the kind",
            *(each for choice in asked.choices for each in (choice.text, *choice.accepts)),
        ]
        text = random.choice(texts)
        return Answer(
            text=random.choice(
                (text, text.upper(), f"  {text} . ", unicodedata.normalize("NFD", text), text.swapcase())
            )
        )
    if asked.kind is QuestionKind.SEVERAL_CORRECT:
        correct = tuple(choice.id for choice in asked.choices if choice.correct)
        return Answer(random.choice((correct, tuple(random.sample(names, random.randint(0, len(names)))))))
    return Answer((random.choice(names),)) if names else Answer()


def state(lesson: Lesson, walk: Walk) -> dict[str, Any]:
    """Return what a viewer's walk is to a player."""
    asked = rules.question(lesson, walk)
    end = rules.ending(lesson, walk)
    return {
        "visits": list(walk.visits),
        "score": rules.score(walk),
        "stuck": walk.stuck,
        "attempts": rules.attempts_left(asked, walk) if asked else None,
        "used": rules.attempts_used(walk),
        "offered": [choice.id for choice in rules.offered(asked, walk)] if asked else None,
        "unanswerable": rules.is_unanswerable(asked, walk) if asked else None,
        "ending": end.kind.value if end else None,
        "given": [
            [given.scene, list(given.chosen), given.right, given.points, given.final, given.to]
            for given in walk.given
        ],
    }


def table_of(lesson: Lesson, random: Random) -> list[dict[str, Any]]:
    """Walk through a lesson and write down every step."""
    walk = rules.begin(lesson)
    table = [{"do": None, "then": state(lesson, walk)}]
    for _ in range(MOST_STEPS):
        asked = rules.question(lesson, walk)
        if asked is not None and not rules.is_unanswerable(asked, walk):
            answer = some_answer(random, asked, walk)
            walk = rules.give(lesson, walk, answer)
            done: dict[str, Any] = {
                "choices": list(answer.choices),
                "text": answer.text,
                "timedOut": answer.timed_out,
            }
        else:
            walk = rules.proceed(lesson, walk)
            done = {"proceed": True}
        table.append({"do": done, "then": state(lesson, walk)})
        if walk.stuck or rules.ending(lesson, walk) is not None:
            break
    return table


FOLLOW = """
(text) => {
  const rules = EduPulse.walk;
  const state = (lesson, walk) => {
    const asked = rules.question(lesson, walk);
    const end = rules.ending(lesson, walk);
    return {
      visits: walk.visits, score: rules.score(walk), stuck: walk.stuck,
      attempts: asked ? rules.attemptsLeft(asked, walk) : null, used: rules.attemptsUsed(walk),
      offered: asked ? rules.offered(asked, walk).map((choice) => choice.id) : null,
      unanswerable: asked ? rules.isUnanswerable(asked, walk) : null,
      ending: end ? end.ending : null,
      given: walk.given.map((given) => [given.scene, given.chosen, given.right, given.points, given.final, given.to]),
    };
  };
  return JSON.stringify(JSON.parse(text).map(({ lesson, table }) => {
    let walk = rules.begin(lesson);
    return table.map(({ do: done }) => {
      if (done) walk = done.proceed ? rules.proceed(lesson, walk) : rules.give(lesson, walk, done);
      return state(lesson, walk);
    });
  }));
}
"""


def test_the_player_follows_the_walk_table(chromium: Chromium, rules_page: Path) -> None:
    cases = []
    for seed in range(LESSONS):
        lesson = random_lesson(seed)
        plain = manifest(lesson, Places((), {}), {}, ())
        cases += [
            {"lesson": plain, "table": table_of(lesson, Random(f"{seed}/{each}"))}
            for each in range(WALKS_EACH)
        ]
    steps = [row["then"] for case in cases for row in case["table"]]
    assert sum(len(step["given"]) > 1 for step in steps) > 500
    assert {step["ending"] for step in steps} == {None, "success", "neutral", "failure"}
    assert any(step["stuck"] for step in steps)

    async def follow(watched: Watched) -> Any:
        return json.loads(await watched.page.evaluate(FOLLOW, json.dumps(cases)))

    followed = chromium.play(rules_page, follow)
    for case, done in zip(cases, followed, strict=True):
        assert done == [row["then"] for row in case["table"]]


def test_a_wrong_table_is_noticed(chromium: Chromium, rules_page: Path) -> None:
    lesson = next(each for each in map(random_lesson, range(50)) if rules.question(each, rules.begin(each)))
    plain = manifest(replace(lesson, start=None), Places((), {}), {}, ())
    table = table_of(lesson, Random(1))

    async def follow(watched: Watched) -> Any:
        return json.loads(
            await watched.page.evaluate(FOLLOW, json.dumps([{"lesson": plain, "table": table}]))
        )

    assert chromium.play(rules_page, follow)[0] != [row["then"] for row in table]


def test_short_texts_are_compared_as_in_the_model(chromium: Chromium, rules_page: Path) -> None:
    known = [
        chr(code)
        for code in range(sys.maxunicode + 1)
        if unicodedata.category(chr(code)) not in ("Cn", "Cs", "Co")
    ]
    letters = [
        each
        for each in known
        if not 0xAC00 <= ord(each) <= 0xD7A3 and not 0x3400 <= ord(each) <= 0x9FFF and ord(each) < 0x20000
    ]
    texts = [f"A{each}b {each}. " for each in letters]
    texts += [
        "ΟΔΥΣΣΕΥΣ ΣΑΣ",
        "İstanbul",
        "STRASSE",
        "e\u0301",
        " . a ? ",
        "\ufeffx",
        "a\x1cb\x85c",
        ".,!",
        "",
        "a . b",
    ]

    async def plain(watched: Watched) -> Any:
        return await watched.page.evaluate("(texts) => texts.map(EduPulse.walk.plain)", texts)

    done = chromium.play(rules_page, plain)
    differing = {
        text: (ours, rules._plain(text))
        for text, ours in zip(texts, done, strict=True)
        if ours != rules._plain(text)
    }
    assert not differing
