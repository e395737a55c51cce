"""Mends the order of questions and branches: every group right after its question, every target a branch of it."""

from __future__ import annotations

from dataclasses import replace

from edupulse_desktop.imports.fields import folded
from edupulse_desktop.imports.notes import Notes
from edupulse_desktop.imports.scenario_script import (
    ScriptBranch,
    ScriptGroup,
    ScriptItem,
    ScriptLine,
    ScriptOption,
    ScriptQuestion,
)

DEFAULT_QUESTION = "What should happen next?"
_RESERVED = "main"
"""The web app names the films of the main line so."""


class Mender:
    """Mends one script; the names of branches are unique in the whole of it."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes
        self._names = {_RESERVED}

    def mended(self, items: tuple[ScriptItem, ...]) -> tuple[ScriptItem, ...]:
        """Return the same script in an order that can be played."""
        ordered = self._with_questions(items)
        for index, item in enumerate(ordered):
            if isinstance(item, ScriptLine) and item.question is not None:
                following = ordered[index + 1] if index + 1 < len(ordered) else None
                if isinstance(following, ScriptGroup):
                    asked, group = self._linked(item.place, item.question, following)
                    ordered[index : index + 2] = [replace(item, question=asked), group]
                else:
                    ordered[index] = replace(item, question=self._without_targets(item.place, item.question))
        return tuple(ordered)

    def _with_questions(self, items: tuple[ScriptItem, ...]) -> list[ScriptItem]:
        """Return the items with a question right before every group, and no group empty."""
        ordered: list[ScriptItem] = []
        for item in items:
            last = ordered[-1] if ordered else None
            if isinstance(item, ScriptLine):
                if item.only_asks and isinstance(last, ScriptLine) and last.question is None:
                    ordered[-1] = replace(last, question=item.question)
                    self._notes.add(
                        item.place, "asks after nothing was said; the question follows the line before."
                    )
                else:
                    ordered.append(item)
            elif not item.branches:
                self._notes.add(item.place, "is a group without branches and was left out.")
            elif isinstance(last, ScriptGroup) and _names_any(ordered[-2], item):
                ordered[-1] = replace(last, branches=(*last.branches, *item.branches))
                self._notes.add(
                    item.place, "belongs to the question of the group before and was joined to that."
                )
            else:
                self._give_question(ordered, item)
                ordered.append(item)
        return ordered

    def _give_question(self, ordered: list[ScriptItem], group: ScriptGroup) -> None:
        """Put a question right before a group: one that names its branches further up, or a plain one."""
        last = ordered[-1] if ordered else None
        if isinstance(last, ScriptLine) and last.question is not None:
            return
        asked = self._question_further_up(ordered, group)
        if asked is None:
            asked = ScriptQuestion(
                DEFAULT_QUESTION, tuple(ScriptOption(each.name, target=each.name) for each in group.branches)
            )
            self._notes.add(
                group.place,
                f"there is no question before these branches; “{DEFAULT_QUESTION}” was put in with an answer for each.",
            )
        if ordered and isinstance(ordered[-1], ScriptLine):
            ordered[-1] = replace(ordered[-1], question=asked)
        else:
            ordered.append(ScriptLine(group.place, question=asked))

    def _question_further_up(self, ordered: list[ScriptItem], group: ScriptGroup) -> ScriptQuestion | None:
        for index in range(len(ordered) - 1, -1, -1):
            item = ordered[index]
            if isinstance(item, ScriptGroup):
                return None
            if item.question is not None:
                if not _names_any(item, group):
                    return None
                ordered[index] = replace(item, question=None)
                if item.only_asks:
                    del ordered[index]
                self._notes.add(
                    item.place, f"the question was moved to its branches in {_lower(group.place)}."
                )
                return item.question
        return None

    def _linked(
        self, place: str, asked: ScriptQuestion, group: ScriptGroup
    ) -> tuple[ScriptQuestion, ScriptGroup]:
        """Return the question with targets that are branches of the group, and the group with unique names."""
        branches: list[ScriptBranch] = []
        by_name: dict[str, str] = {}
        by_fold: dict[str, str] = {}
        for branch in group.branches:
            name = self._unique(branch.name, group.place)
            by_name.setdefault(branch.name, name)
            by_fold.setdefault(folded(branch.name), name)
            branches.append(ScriptBranch(name, branch.items))
        options = tuple(self._option(place, option, by_name, by_fold) for option in asked.options)
        if not any(option.target for option in options):
            options = self._by_text(place, options, by_fold)
        reached = {option.target for option in options}
        for branch in branches:
            if branch.name not in reached:
                self._notes.add(group.place, f"no answer leads to branch “{branch.name}”; it was kept.")
        mended = tuple(ScriptBranch(branch.name, self.mended(branch.items)) for branch in branches)
        return replace(asked, options=options), ScriptGroup(group.place, mended)

    def _unique(self, name: str, place: str) -> str:
        """Return a name no other branch has; the web app keeps spaces and hyphens apart no better than we do."""
        given, count = name, 1
        while given.replace(" ", "-") in self._names:
            count += 1
            given = f"{name} ({count})"
        self._names.add(given.replace(" ", "-"))
        if given != name:
            self._notes.add(place, f"the branch name “{name}” is taken; this branch is called “{given}”.")
        return given

    def _option(
        self, place: str, option: ScriptOption, by_name: dict[str, str], by_fold: dict[str, str]
    ) -> ScriptOption:
        if not option.target:
            return option
        if option.target in by_name:
            return replace(option, target=by_name[option.target])
        found = by_fold.get(folded(option.target)) if folded(option.target) else None
        if found is None:
            self._notes.add(
                place,
                f"answer “{_short(option.text)}” leads to “{option.target}”, which is no branch; it goes on without one.",
            )
            return replace(option, target="")
        self._notes.add(
            place, f"answer “{_short(option.text)}” leads to “{option.target}”, read as branch “{found}”."
        )
        return replace(option, target=found)

    def _by_text(
        self, place: str, options: tuple[ScriptOption, ...], by_fold: dict[str, str]
    ) -> tuple[ScriptOption, ...]:
        """Link answers that lead nowhere to branches called like them."""
        linked = tuple(replace(option, target=by_fold.get(folded(option.text), "")) for option in options)
        if any(option.target for option in linked):
            self._notes.add(
                place, "no answer named a branch; answers were linked to the branches called like them."
            )
        return linked

    def _without_targets(self, place: str, asked: ScriptQuestion) -> ScriptQuestion:
        for option in asked.options:
            if option.target:
                self._notes.add(
                    place,
                    f"answer “{_short(option.text)}” leads to “{option.target}”, but no branches follow the question; "
                    "it goes on without one.",
                )
        return replace(asked, options=tuple(replace(option, target="") for option in asked.options))


def _names_any(item: ScriptItem, group: ScriptGroup) -> bool:
    """Whether the question of a line names a branch of this group."""
    if isinstance(item, ScriptGroup) or item.question is None:
        return False
    names = {folded(branch.name) for branch in group.branches}
    return any(folded(option.target) in names for option in item.question.options if option.target)


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "…"


def _lower(place: str) -> str:
    return place[:1].lower() + place[1:]
