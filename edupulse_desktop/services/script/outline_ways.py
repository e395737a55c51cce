"""Gives the scenes of an outline their keys, and every way that is a name its scene.

A scene without a written way out goes on with the scene below it. Where a question leads to several scenes below
it, these are alternatives: each of them goes on after the last, not with its neighbour.
"""

from __future__ import annotations

from dataclasses import replace

from edupulse_desktop.model.draft import (
    DraftContinue,
    DraftEnd,
    DraftExit,
    DraftLine,
    DraftQuestion,
    DraftScene,
)
from edupulse_desktop.model.exits import QuestionKind
from edupulse_desktop.services.script.outline_marks import fold
from edupulse_desktop.services.script.outline_stage import OpenScene

CLOSING_TITLE = "The end"
SILENT_HOLD_MS = 1_000
"""What plays in a scene that says nothing and is meant to: a question by itself, the closing scene."""
_START = frozenset({"start", "beginning", "anfang"})
_NEXT = frozenset({"next", "continue", "goon", "weiter"})
_AGAIN = frozenset({"again", "retry", "tryagain", "back", "repeat"})
_END = frozenset({"end", "theend", "finish", "ende"})


def scenes_of(opened: list[OpenScene], title: str) -> tuple[DraftScene, ...]:
    """Return finished scenes; the first is the start."""
    return _Ways(opened, title).scenes()


class _Ways:
    def __init__(self, opened: list[OpenScene], title: str) -> None:
        self._opened = opened
        self._keys = [f"scene-{number}" for number in range(1, len(opened) + 1)]
        self._titles = _titles(opened, title)
        self._by_name: dict[str, int] = {}
        for index, scene in enumerate(opened):
            if scene.level:
                for name in (scene.title, f"scene {scene.number}" if scene.number else "", scene.number):
                    self._by_name.setdefault(fold(name), index)
        self._by_name.pop("", None)
        self._stubs: dict[str, DraftScene] = {}
        self._forks = [self._below(index) for index in range(len(opened))]

    def scenes(self) -> tuple[DraftScene, ...]:
        made = [
            DraftScene(
                self._keys[index],
                self._titles[index],
                tuple(scene.lines) or _silence(is_meant=scene.is_left or fold(scene.title) in _END),
                self._exit(index, scene),
            )
            for index, scene in enumerate(self._opened)
        ]
        return (*made, *self._stubs.values())

    def _below(self, index: int) -> frozenset[int]:
        """Return the scenes further down that the question of a scene leads to by name."""
        asked = self._opened[index].question
        named = (self._by_name.get(fold(choice.to)) for choice in asked.choices) if asked is not None else ()
        return frozenset(each for each in named if each is not None and each > index)

    def _following(self, index: int) -> int | None:
        """Return the scene that follows if nothing else is written: the next one that is no alternative to this."""
        others: set[int] = set()
        for asking, fork in enumerate(self._forks[: index + 1]):
            if fork and (asking == index or min(fork) <= index):
                others |= fork
        return next((each for each in range(index + 1, len(self._opened)) if each not in others), None)

    def _exit(self, index: int, scene: OpenScene) -> DraftExit:
        if scene.question is not None:
            return self._question(index, scene.question)
        if scene.ending is not None:
            return scene.ending
        if scene.onward:
            return DraftContinue(self._key(index, scene.onward))
        following = self._following(index)
        return DraftEnd() if following is None else DraftContinue(self._keys[following])

    def _question(self, index: int, asked: DraftQuestion) -> DraftQuestion:
        choices = tuple(
            replace(choice, to=self._key(index, choice.to)) if choice.to else choice
            for choice in asked.choices
        )
        onward = self._onward(index, asked)
        return replace(asked, choices=choices, right_to=onward, wrong_to=onward)

    def _onward(self, index: int, asked: DraftQuestion) -> str:
        """Return where answers without a scene of their own lead; nothing is made for a question without such."""
        if asked.right_to or _leaves_open(asked):
            return self._key(index, asked.right_to or "next")
        following = self._following(index)
        return "" if following is None else self._keys[following]

    def _key(self, index: int, name: str) -> str:
        """Return the key of the scene a name stands for; a scene nobody wrote becomes one of that title.

        It gets no lines, even where its title is nearly that of another scene: the checks then name it to the author,
        who knows which was meant.
        """
        word = fold(name)
        found = self._by_name.get(word)
        if found is None and word in _START:
            found = 0
        elif found is None and word in _AGAIN:
            found = index
        elif found is None and word in _NEXT:
            found = self._following(index)
        if found is not None:
            return self._keys[found]
        if word in _END | _NEXT:
            return self._stub(CLOSING_TITLE, _silence(is_meant=True))
        return self._stub(name, ())

    def _stub(self, title: str, lines: tuple[DraftLine, ...]) -> str:
        known = self._stubs.get(fold(title))
        if known is None:
            key = f"scene-{len(self._opened) + len(self._stubs) + 1}"
            known = DraftScene(key, title, lines, DraftEnd())
            self._stubs[fold(title)] = known
        return known.key


def _silence(*, is_meant: bool) -> tuple[DraftLine, ...]:
    return (DraftLine("", "", pause_ms=SILENT_HOLD_MS),) if is_meant else ()


def _leaves_open(asked: DraftQuestion) -> bool:
    """Whether some answer has no scene of its own to lead to."""
    picks_one = asked.kind in {QuestionKind.SINGLE_CHOICE, QuestionKind.TRUE_FALSE}
    return not picks_one or not all(choice.to for choice in asked.choices)


def _titles(opened: list[OpenScene], title: str) -> list[str]:
    """Return a title for every scene; parts of one are counted, and the only one is called like the lesson."""
    if len(opened) == 1 and not opened[0].title:
        return [title]
    titles: list[str] = []
    part = 1
    for index, scene in enumerate(opened):
        part = 1 if scene.level or not index else part + 1
        if scene.ending is not None and not scene.lines and not scene.level:
            titles.append(scene.ending.title or CLOSING_TITLE)
        elif scene.title:
            titles.append(scene.title if part == 1 else f"{scene.title} · {part}")
        else:
            titles.append(f"Part {part}")
    return titles
