"""What a lesson says in its lines, pictures, voices and questions that a web app scenario cannot carry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields

from edupulse_desktop.export.scenario_story import scene_names
from edupulse_desktop.model.asset import AssetKind
from edupulse_desktop.model.exits import Breakpoint, End, QuestionKind, ShowCorrect
from edupulse_desktop.model.ids import LineId
from edupulse_desktop.model.lesson import Lesson, Style
from edupulse_desktop.model.line import Line, TakeOrigin
from edupulse_desktop.model.picture import Frame, Picture, Transition
from edupulse_desktop.model.scene import Scene

_SHOWN_PLACES = 3
_USUAL_PAUSE_MS = Line(LineId("")).pause_ms
_PART = re.compile(r"Part \d+")
CLOSING_TITLES = frozenset({"", "The end"})

Found = Iterator[tuple[str, str]]
"""What is lost, and where."""


def losses_in_content(lesson: Lesson) -> tuple[str, ...]:
    """Return one sentence for each kind of thing that is lost, with the first places."""
    places: dict[str, list[str]] = {}
    for what, where in _all(lesson):
        found = places.setdefault(what, [])
        if where and where not in found:
            found.append(where)
    return tuple(_sentence(what, found) for what, found in places.items())


def _sentence(what: str, places: list[str]) -> str:
    if not places:
        return f"{what}."
    more = f" and {len(places) - _SHOWN_PLACES} more" if len(places) > _SHOWN_PLACES else ""
    return f"{what}: {', '.join(places[:_SHOWN_PLACES])}{more}."


def _all(lesson: Lesson) -> Found:
    yield from _of_lesson(lesson)
    yield from _of_cast(lesson)
    named = scene_names(lesson)
    for scene in lesson.scenes:
        where = named[scene.id]
        yield from _of_scene(scene, where)
        for number, line in enumerate(scene.lines, 1):
            yield from _of_line(scene, line, f"{where} line {number}")
        if isinstance(scene.exit, Breakpoint):
            yield from _of_question(scene.exit, where)
    yield from _of_endings(lesson)


def _of_lesson(lesson: Lesson) -> Found:
    facts = {
        "the language": lesson.language.split("-")[0] not in ("", "en"),
        "the description": bool(lesson.description),
        "the author": bool(lesson.author),
        "the audience": bool(lesson.audience),
        "the objectives": bool(lesson.objectives),
        "the pass mark": lesson.pass_points is not None,
        "the style of pictures": lesson.style != Style(),
        "the brief": any(getattr(lesson.brief, field.name) for field in fields(lesson.brief)),
        "approvals": bool(lesson.approvals),
    }
    for fact, is_there in facts.items():
        if is_there:
            yield "Facts about the lesson", fact
    if lesson.music is not None:
        yield "Music", "under the whole lesson"


def _of_cast(lesson: Lesson) -> Found:
    for character in lesson.cast:
        voice = character.voice
        if voice.voice_id or voice.speed_percent != 100 or voice.pitch_percent != 100:
            yield "Chosen voices (the web app makes one up from the description)", character.name
        if character.pronunciations:
            yield "Pronunciations", character.name
        if character.acting_notes:
            yield "Acting notes of characters", character.name
        if character.look or character.portrait is not None:
            yield "Looks of characters", character.name


def _of_scene(scene: Scene, where: str) -> Found:
    if scene.music is not None:
        yield "Music", where
    if scene.notes:
        yield "Notes on scenes", where


def _of_line(scene: Scene, line: Line, where: str) -> Found:
    if line.direction:
        yield "Acting directions", where
    if line.is_spoken and line.pause_ms != _USUAL_PAUSE_MS:
        yield "Pauses of their own length", where
    if not line.is_spoken and any(each.is_spoken for each in scene.lines):
        yield "Silent holds", where
    if not line.is_spoken and line.text.strip():
        yield "Texts that nobody speaks", where
    if line.overlays:
        yield "Overlays", where
    if line.effects:
        yield "Sound effects", where
    if any(take.id == line.chosen and take.origin is not TakeOrigin.SPOKEN for take in line.takes):
        yield "Recordings by people (the web app speaks every line itself)", where
    if line.picture is not None and not line.picture.is_card:
        yield from _of_picture(line.picture, where)


def _of_picture(picture: Picture, where: str) -> Found:
    if picture.asset is not None and picture.asset.kind is AssetKind.CLIP:
        yield "Video clips", where
    if picture.alt_text:
        yield "Texts for learners who do not see the pictures", where
    if picture.motion is not None or picture.crop != Frame() or picture.transition is not Transition.CUT:
        yield "Framing, motion and fades of pictures", where


def _of_question(asked: Breakpoint, where: str) -> Found:
    if asked.kind is QuestionKind.SEVERAL_CORRECT:
        yield "Questions with several answers at once (the web app takes one)", where
    if asked.kind is QuestionKind.SHORT_TEXT:
        yield "Questions with a typed answer (the web app offers the accepted answers as choices)", where
    if not asked.choices:
        yield "Questions without choices (the web app gets the choice “Continue”)", where
    if asked.right_feedback or asked.wrong_feedback or any(choice.feedback for choice in asked.choices):
        yield "Feedback", where
    if any(choice.points for choice in asked.choices):
        yield "Points", where
    if any(choice.condition is not None for choice in asked.choices):
        yield "Choices offered only under a condition", where
    if asked.hint:
        yield "Hints", where
    if asked.attempts != 1:
        yield "Further attempts (the web app moves on after the first answer)", where
    if asked.time_limit_ms is not None:
        yield "Time limits", where
    if asked.shuffle or asked.show_correct is not ShowCorrect.AFTER_LAST_ATTEMPT:
        yield "Shuffled choices and rules for showing the correct answer", where


def _of_endings(lesson: Lesson) -> Found:
    endings = [scene.exit for scene in lesson.scenes if isinstance(scene.exit, End)]
    if len(endings) > 1:
        yield f"The difference between {len(endings)} endings", ""
    for ending in endings:
        if ending.title or ending.message:
            yield "Words on the end screen", f"“{ending.title or ending.message[:40]}”"
