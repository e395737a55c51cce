"""EduPulse scenario JSON: what the web app's editor, server and player read.

Lost by nature: everything `scenario_losses.py` lists, and the shapes of a graph that `scenario_story.py` cannot tell as a
main line with one level of branches. Names of branches are made safe, because the web app makes file names of them.
"""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from edupulse_desktop.errors import ExportError, NotMedia
from edupulse_desktop.export.exporter import Exported
from edupulse_desktop.export.scenario_losses import losses_in_content
from edupulse_desktop.export.scenario_rules import rules_broken
from edupulse_desktop.export.scenario_story import Branch, Step, Story, story_of, target_of
from edupulse_desktop.files import storage_error, write_durably
from edupulse_desktop.jobs.progress import Progress
from edupulse_desktop.media.asset_reader import AssetReader
from edupulse_desktop.media.film import Film
from edupulse_desktop.media.message import Json
from edupulse_desktop.model.asset import AssetKind
from edupulse_desktop.model.exits import Breakpoint, Choice
from edupulse_desktop.model.ids import SceneId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.naming import quoted
from edupulse_desktop.model.picture import Picture
from edupulse_desktop.model.scene import Scene

FILE_NAME = "scenario.json"
_NARRATOR = "Narrator"
_RESERVED = "main"
"""The web app names the films of the main line so."""

_ONLY_OPTION = "Continue"
"""The web app's editor demands an option; this one passes a question that has none."""

Block = dict[str, Json]


@dataclass(frozen=True, slots=True)
class ScenarioResult:
    """A scenario and what it cannot say.

    Args:
        data: the JSON object.
        losses: what of the lesson is not in it, one sentence each.
        troubles: where the web app would play it wrong, one sentence each; for those who publish it there.
    """

    data: dict[str, Json]
    losses: tuple[str, ...]
    troubles: tuple[str, ...] = ()


def scenario_of(lesson: Lesson, assets: AssetReader, *, with_cards: bool = False) -> ScenarioResult:
    """Return a lesson as a scenario.

    Args:
        lesson: the lesson.
        assets: gives out the bytes of its pictures.
        with_cards: give blocks that open a stretch of film the built-in painter's card where there is no other
            picture, and leave out pictures that are only described: what the web app needs to play it right.

    Raises:
        NotMedia: a picture is missing or damaged.
    """
    story = story_of(lesson)
    data = _Writer(lesson, assets, story, with_cards).scenario()
    return ScenarioResult(data, _losses(lesson, story), rules_broken(data))


class ScenarioExporter:
    """Writes `scenario.json`; films are not needed, the web app renders by itself."""

    @property
    def name(self) -> str:
        """The format's name on the command line."""
        return "scenario"

    def losses(self, lesson: Lesson) -> tuple[str, ...]:
        """Return what of this lesson the format cannot carry, one sentence each."""
        return _losses(lesson, story_of(lesson))

    def refuse(self, folder: Path) -> None:
        """Check the folder; see `Exporter.refuse`."""
        _refuse_strangers(folder / FILE_NAME)

    async def export(
        self,
        lesson: Lesson,
        films: tuple[Film, ...],  # noqa: ARG002 - the protocol's
        assets: AssetReader,
        folder: Path,
        progress: Progress,
    ) -> Exported:
        """Write the file into a folder; other files there stay.

        Raises:
            ExportError: there is nothing to export, or a file of that name that is no scenario.
            NotMedia: a picture is missing or damaged, with its line named.
            StorageError: the disk is full, gone or read-only; an earlier file is untouched.
        """
        if lesson.start is None or not any(line.is_spoken for _scene, line in lesson.lines()):
            raise ExportError(
                "Nothing is said in this lesson, so there is no scenario to write. Nothing was changed.",
                hint="Write the first line, then export again.",
            )
        path = folder / FILE_NAME
        await asyncio.to_thread(_refuse_strangers, path)
        progress.at(0.1, "Writing the scenario")
        result = await asyncio.to_thread(scenario_of, lesson, assets)
        text = json.dumps(result.data, ensure_ascii=False, indent=2) + "\n"
        await asyncio.to_thread(write_durably, path, text.encode("utf-8"))
        progress.at(1.0, "Scenario written")
        return Exported(folder, (path,))


def _refuse_strangers(path: Path) -> None:
    """Raise if a file of that name is there that no scenario export wrote."""
    try:
        before = json.loads(path.read_bytes()) if path.exists() else {"script": []}
    except OSError as failure:
        raise storage_error(failure, path) from failure
    except ValueError:
        before = None
    if not isinstance(before, dict) or "script" not in before:
        raise ExportError(
            f"There is a file “{path.name}” that is no scenario. It was not touched.",
            hint="Choose an empty folder or a new name.",
            detail=str(path),
        )


def _losses(lesson: Lesson, story: Story) -> tuple[str, ...]:
    renamed = [
        f"The branch “{title}” is called “{name}”, because the web app makes file names of branches."
        for title, name in _branch_names(story).values()
        if title and title != name
    ]
    return (*story.deviations, *renamed, *losses_in_content(lesson))


def _branch_names(story: Story) -> dict[SceneId, tuple[str, str]]:
    """Return, by the scene a branch begins with, its title and the safe and unique name it gets."""
    names: dict[SceneId, tuple[str, str]] = {}
    taken = {_RESERVED}
    for branch in _branches(story.steps):
        title = branch.scenes[0].title
        wanted = " ".join(title.replace("/", "-").split()) or "Branch"
        given, count = wanted, 1
        while given.replace(" ", "-") in taken:
            count += 1
            given = f"{wanted} ({count})"
        taken.add(given.replace(" ", "-"))
        names[branch.head] = (title, given)
    return names


def _branches(steps: Iterable[Step]) -> Iterator[Branch]:
    for step in steps:
        yield from step.branches


def _says_something(picture: Picture | None) -> bool:
    """Whether a picture is more than a card that was painted for want of one."""
    return picture is not None and (not picture.is_card or bool(picture.prompt))


class _Writer:
    def __init__(self, lesson: Lesson, assets: AssetReader, story: Story, with_cards: bool) -> None:
        self._lesson = lesson
        self._assets = assets
        self._story = story
        self._with_cards = with_cards
        self._names = {head: name for head, (_title, name) in _branch_names(story).items()}
        self._cast = lesson.cast_by_id()

    def scenario(self) -> dict[str, Json]:
        blocks: list[Json] = []
        run: list[Block] = []
        for step in self._story.steps:
            run += self._said((step.scene,), opens_run=not run)
            if isinstance(step.scene.exit, Breakpoint):
                if not run:
                    run = [{}]
                run[-1]["breakpoint"] = self._question(step.scene.exit, step.branches)
                blocks += run
                run = []
            if step.branches:
                blocks.append({"branch_options": [self._branch(branch) for branch in step.branches]})
        data: dict[str, Json] = {"title": self._lesson.title, "script": [*blocks, *run]}
        voices: dict[str, Json] = {
            character.name: character.voice.description
            for character in self._lesson.cast
            if character.voice.description
        }
        return data | {"characters": voices} if voices else data

    def _said(self, scenes: Iterable[Scene], *, opens_run: bool) -> list[Block]:
        """Return the blocks of what is said; a picture of a silent hold comes with the next words."""
        blocks: list[Block] = []
        for scene in scenes:
            waiting: Picture | None = None
            for number, line in enumerate(scene.lines, 1):
                shown = line.picture if _says_something(line.picture) else waiting
                if not line.is_spoken:
                    waiting = shown
                    continue
                waiting = None
                speaker = self._cast.get(line.speaker) if line.speaker is not None else None
                block: Block = {"role": speaker.name if speaker else _NARRATOR, "dialogue": line.text.strip()}
                try:
                    image = self._image(shown or line.picture, opens_run=opens_run and not blocks)
                except NotMedia as failure:
                    failure.message = (
                        f"The picture of scene {quoted(scene.title)}, line {number}: {failure.message}"
                    )
                    failure.where = f"scene {scene.id}, line {line.id}"
                    raise
                if image:
                    block["image"] = image
                blocks.append(block)
        return blocks

    def _image(self, picture: Picture | None, *, opens_run: bool) -> dict[str, Json]:
        """Return a picture's object; empty if there is nothing to say about it."""
        if picture is None:
            return {}
        image: dict[str, Json] = {}
        asset = picture.asset
        wanted = not picture.is_card or (self._with_cards and opens_run)
        if wanted and asset is not None and asset.kind is AssetKind.PICTURE:
            data = base64.b64encode(self._assets.read(asset)).decode("ascii")
            image["base64"] = f"data:{asset.media_type};base64,{data}"
        if picture.prompt and (image or not self._with_cards):
            image["prompt"] = picture.prompt
        return image

    def _question(self, asked: Breakpoint, branches: tuple[Branch, ...]) -> dict[str, Json]:
        heads = {branch.head for branch in branches}
        options: list[Json] = [self._option(asked, choice, heads) for choice in asked.choices]
        return {
            "question": asked.question.strip(),
            "options": options or [{"text": _ONLY_OPTION, "isCorrect": False}],
        }

    def _option(self, asked: Breakpoint, choice: Choice, heads: set[SceneId]) -> dict[str, Json]:
        option: dict[str, Json] = {"text": choice.text, "isCorrect": choice.correct}
        to = target_of(asked, choice)
        if to is not None and to in heads:
            option["branchTarget"] = self._names[to]
        if asked.attempts != 1 and asked.has_right_answer and not choice.correct:
            option["retryOnIncorrect"] = True
        return option

    def _branch(self, branch: Branch) -> dict[str, Json]:
        return {"type": self._names[branch.head], "dialogue": [*self._said(branch.scenes, opens_run=True)]}
