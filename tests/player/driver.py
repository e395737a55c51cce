"""Plays a lesson through the page as a learner would, in step with the model's walk."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Page

from edupulse_desktop.model import walk as rules
from edupulse_desktop.model.exits import Breakpoint, QuestionKind
from edupulse_desktop.model.ids import ChoiceId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.walk import Answer, Walk

Choose = Callable[[Breakpoint, Walk], Answer]
"""Which answer to give; must be one that the page can take."""

SHOWS = "(names) => names.includes(document.getElementById('player').dataset.shows)"


WATCH_FILMS = """
globalThis.films = {};
const note = (video, what) => {
  const name = video.getAttribute("src") ?? "";
  (globalThis.films[name] ??= new Set()).add(what);
  if (video.videoWidth > 0) globalThis.films[name].add("picture");
};
document.addEventListener("timeupdate", (event) => event.target.currentTime > 0 && note(event.target, "moves"), true);
document.addEventListener("ended", (event) => note(event.target, "ended"), true);
"""
FILMS = "Object.fromEntries(Object.entries(globalThis.films).map(([name, seen]) => [name, [...seen].sort()]))"

ATTEMPTS_LEFT = "(count) => EduPulse.words.wordsFor(document.documentElement.lang).attemptsLeft(count)"
"""What the page says of attempts, in the language of the lesson."""


async def shows(page: Page, *names: str) -> str:
    """Wait until the player shows one of these and return which."""
    await page.wait_for_function(SHOWS, arg=list(names))
    return str(await page.evaluate("document.getElementById('player').dataset.shows"))


async def kept(page: Page) -> dict[str, Any]:
    """Return what the player keeps for later."""
    text = await page.evaluate(
        "Object.entries(localStorage).find(([name]) => name.startsWith('edupulse:lesson'))?.[1] ?? '{}'"
    )
    return dict(json.loads(text))


@dataclass
class Driver:
    """A learner at a page.

    Args:
        choose: decides on answers.
        answers_at_most: then the learner stops.
    """

    page: Page
    lesson: Lesson
    choose: Choose
    answers_at_most: int = 99
    walk: Walk = field(init=False)

    async def play(self) -> Walk:
        """Start, answer until the end, and return the walk that the model says it was."""
        self.walk = rules.begin(self.lesson)
        await self.page.click(".start")
        return await self.go_on()

    async def go_on(self) -> Walk:
        """Answer until the end."""
        for _ in range(self.answers_at_most):
            self._through_scenes()
            asked = rules.question(self.lesson, self.walk)
            if asked is None:
                await self._finish()
                break
            await shows(self.page, "question")
            await self._compare(asked)
            await self._answer(asked)
        return self.walk

    def _through_scenes(self) -> None:
        """Follow the model to the next question, ending or dead end."""
        for _ in range(150):
            asked = rules.question(self.lesson, self.walk)
            is_asked = asked is not None and not rules.is_unanswerable(asked, self.walk)
            if is_asked or self.walk.stuck or rules.ending(self.lesson, self.walk) is not None:
                return
            self.walk = rules.proceed(self.lesson, self.walk)

    async def _finish(self) -> None:
        end = rules.ending(self.lesson, self.walk)
        assert await shows(self.page, "ending", "stuck") == ("ending" if end else "stuck")
        state = await kept(self.page)
        assert state["walk"]["visits"] == list(self.walk.visits)
        if end is not None:
            assert await self.page.locator(f".ending.is-{end.kind.value}").count() == 1
            if end.title:
                assert await self.page.inner_text("#ending") == end.title

    async def _compare(self, asked: Breakpoint) -> None:
        """Check that page and model agree on the way so far and on what is offered."""
        state = await kept(self.page)
        assert state["moments"][-1]["at"] == "question"
        assert state["walk"]["visits"] == list(self.walk.visits)
        assert [given["points"] for given in state["walk"]["given"]] == [
            given.points for given in self.walk.given
        ]
        if asked.kind is not QuestionKind.SHORT_TEXT:
            shown = await self.page.locator(".choice .text").all_inner_texts()
            assert sorted(shown) == sorted(choice.text for choice in rules.offered(asked, self.walk))
        left = rules.attempts_left(asked, self.walk)
        if left is not None and asked.attempts != 1:
            assert await self.page.inner_text(".question .attempts") == await self.page.evaluate(
                ATTEMPTS_LEFT, left
            )

    async def _answer(self, asked: Breakpoint) -> None:
        answer = self.choose(asked, self.walk)
        texts = {choice.id: choice.text for choice in asked.choices}
        await self.page.evaluate("document.querySelector('.panel').dataset.seen = 'yes'")
        if asked.kind is QuestionKind.SHORT_TEXT and not answer.timed_out:
            await self.page.fill("#answer", answer.text)
            await self.page.press("#answer", "Enter")
        elif not answer.timed_out:
            await self._click(answer.choices, texts, asked.kind)
        self.walk = rules.give(self.lesson, self.walk, answer)
        await self.page.wait_for_selector(".question[data-seen]", state="detached")
        if await self.page.locator(".feedback").count():
            right = self.walk.given[-1].right
            kind = "noted" if right is None else "right" if right else "wrong"
            assert await self.page.locator(f".feedback.is-{kind}").count() == 1
            await self.page.click(".feedback .primary")

    async def _click(
        self, choices: tuple[ChoiceId, ...], texts: dict[ChoiceId, str], kind: QuestionKind
    ) -> None:
        for choice in choices:
            await self.page.locator(".choice").get_by_text(texts[choice], exact=True).first.click()
        if kind is QuestionKind.SEVERAL_CORRECT:
            await self.page.click(".question [type=submit]")
