"""A draft as a lesson, with ids made from its keys; pictures of an import as an asset reader."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from edupulse_desktop.imports.imported import ImportedAsset
from edupulse_desktop.model.asset import AssetRef
from edupulse_desktop.model.cast import Character, Voice
from edupulse_desktop.model.draft import Draft, DraftContinue, DraftEnd, DraftExit, DraftLine, DraftQuestion
from edupulse_desktop.model.exits import Breakpoint, Choice, Continue, End, Exit
from edupulse_desktop.model.ids import CharacterId, ChoiceId, LessonId, LineId, SceneId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.line import Line
from edupulse_desktop.model.picture import Picture
from edupulse_desktop.model.scene import Scene


class HandedOver:
    """Gives out the pictures that came with an import."""

    def __init__(self, assets: Iterable[ImportedAsset]) -> None:
        self._data = {asset.ref: asset.data for asset in assets}

    def read(self, asset: AssetRef) -> bytes:
        return self._data[asset]

    def file(self, asset: AssetRef) -> Path:
        raise NotImplementedError(asset)


def lesson_of(draft: Draft) -> Lesson:
    cast = tuple(
        Character(
            CharacterId(f"p-{each.name}"),
            each.name,
            look=each.look,
            voice=Voice(description=each.description),
            acting_notes=each.acting_notes,
        )
        for each in draft.characters
    )
    scenes = tuple(
        Scene(
            _scene(each.key),
            each.title,
            tuple(_line(f"l-{each.key}-{number}", line) for number, line in enumerate(each.lines)),
            _exit(each.key, each.exit),
        )
        for each in draft.scenes
    )
    return Lesson(
        LessonId("lesson-draft"),
        title=draft.title,
        language=draft.language or "en",
        description=draft.description,
        objectives=draft.objectives,
        cast=cast,
        scenes=scenes,
        start=scenes[0].id if scenes else None,
    )


def _scene(key: str) -> SceneId:
    return SceneId(f"s-{key}")


def _target(key: str) -> SceneId | None:
    return _scene(key) if key else None


def _line(name: str, line: DraftLine) -> Line:
    picture = line.picture and Picture(line.picture.asset, line.picture.alt_text, prompt=line.picture.prompt)
    speaker = CharacterId(f"p-{line.speaker}") if line.speaker else None
    pause_ms = 400 if line.pause_ms is None else line.pause_ms
    return Line(LineId(name), speaker, line.text, line.direction, pause_ms, picture)


def _exit(key: str, way_out: DraftExit) -> Exit:
    match way_out:
        case DraftEnd(title, message, kind):
            return End(title, message, kind)
        case DraftContinue(to):
            return Continue(_target(to))
        case DraftQuestion() as asked:
            choices = tuple(
                Choice(
                    ChoiceId(f"c-{key}-{number}"),
                    each.text,
                    each.correct,
                    each.feedback,
                    each.points,
                    _target(each.to),
                    accepts=each.accepts,
                )
                for number, each in enumerate(asked.choices)
            )
            return Breakpoint(
                asked.question,
                choices,
                asked.kind,
                hint=asked.hint,
                attempts=asked.attempts,
                right_feedback=asked.right_feedback,
                wrong_feedback=asked.wrong_feedback,
                right_to=_target(asked.right_to),
                wrong_to=_target(asked.wrong_to),
            )
