"""Lines without a true take become an edit that attaches takes; nothing is spoken twice."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from edupulse_desktop.edits.edit import Batch, Edit
from edupulse_desktop.edits.media import AttachTakes, ChooseTake, VoicedLine
from edupulse_desktop.errors import EditError, MediaError, ServiceError
from edupulse_desktop.jobs.progress import Progress
from edupulse_desktop.model.asset import AssetKind
from edupulse_desktop.model.ids import LineId, new_take_id
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.line import Line, Request, Take, take_is_true
from edupulse_desktop.model.scene import Scene
from edupulse_desktop.services.speech.speaker import Speaker, voice_key
from edupulse_desktop.store.assets import Assets, Making, Origin, OriginKind
from edupulse_desktop.workflows.choose_voices import choose_voices
from edupulse_desktop.workflows.line_names import line_name, line_place

SpeakerNamed = Callable[[str], Speaker]
"""Gives the speaker of a name, the settings' for an empty one."""


@dataclass(frozen=True, slots=True)
class Voiced:
    """What voicing came to.

    Args:
        spoken: lines that were spoken now.
        reused: lines whose recording was there already.
    """

    edit: Edit
    spoken: int
    reused: int


async def voice_lines(
    lesson: Lesson,
    assets: Assets,
    speaker: SpeakerNamed,
    progress: Progress,
    only: frozenset[LineId] | None = None,
) -> Voiced:
    """Return the edit that gives every line (or `only` these) a take that is true.

    Every recording is in the project's assets under its request before the next line is spoken, so a cancel
    or an error loses nothing that was made.

    Raises:
        EditError: a line of `only` is not in the lesson.
        ServiceError, MediaError: a voice failed, with the line named.
        StorageError: the disk is full or gone.
    """
    _refuse_unknown(lesson, only)
    casting = Batch(await choose_voices(lesson, speaker("")), "Choose voices")
    cast_lesson = casting.apply(lesson)
    wanted = lines_to_voice(cast_lesson, only)
    attached: list[VoicedLine] = []
    chosen: list[Edit] = []
    spoken = 0
    for index, (scene, line, request) in enumerate(wanted):
        progress.at(index / len(wanted), f"Voicing: {line_name(cast_lesson, scene, line)}")
        true_take = next((take for take in line.takes if take_is_true(take, request)), None)
        if true_take is not None:
            chosen.append(ChooseTake(line.id, true_take.id))
            continue
        making = await asyncio.to_thread(assets.made_by, voice_key(request))
        if making is None:
            making = await _spoken(cast_lesson, scene, line, request, assets, speaker)
            spoken += 1
        attached.append(VoicedLine(line.id, _take(request, making)))
    edits: tuple[Edit, ...] = (casting, AttachTakes(tuple(attached)), *chosen)
    return Voiced(Batch(edits, _label(len(wanted))), spoken, len(wanted) - spoken)


def _refuse_unknown(lesson: Lesson, only: frozenset[LineId] | None) -> None:
    unknown = sorted((only or frozenset()) - {line.id for _scene, line in lesson.lines()})
    if unknown:
        raise EditError(
            f"There is no line “{unknown[0]}” in this lesson; nothing was spoken.",
            hint="`edupulse check FILE --json` names lines by their ids.",
        )


def lines_to_voice(
    lesson: Lesson, only: frozenset[LineId] | None = None
) -> tuple[tuple[Scene, Line, Request], ...]:
    """Return the lines whose chosen take is missing or stale, with what a voice would be asked."""
    cast = lesson.cast_by_id()
    wanted: list[tuple[Scene, Line, Request]] = []
    for scene, line in lesson.lines():
        if not line.is_spoken or (only is not None and line.id not in only):
            continue
        request = line.request(cast, lesson.language)
        if line.take is None or not take_is_true(line.take, request):
            wanted.append((scene, line, request))
    return tuple(wanted)


async def _spoken(
    lesson: Lesson, scene: Scene, line: Line, request: Request, assets: Assets, speaker: SpeakerNamed
) -> Making:
    provider = speaker(request.voice.provider)
    try:
        speech = await provider.speak(request)
    except (ServiceError, MediaError) as error:
        error.message = f"{line_name(lesson, scene, line)} could not be spoken: {error.message}"
        error.where = line_place(scene, line)
        raise
    origin = Origin(
        OriginKind.MADE,
        provider=provider.provider,
        prompt=request.text,
        voice=request.voice.voice_id,
        cost_micros=speech.cost_micros,
    )
    ref = await asyncio.to_thread(assets.put, speech.sound, AssetKind.SOUND, speech.media_type, origin)
    making = Making(
        voice_key(request), ref, speech.length_ms, speech.words, provider.provider, speech.cost_micros
    )
    await asyncio.to_thread(assets.remember, making)
    return making


def _take(request: Request, making: Making) -> Take:
    return Take(
        new_take_id(), request, making.asset, making.length_ms, making.words, cost_micros=making.cost_micros
    )


def _label(count: int) -> str:
    return "Voice 1 line" if count == 1 else f"Voice {count} lines"
