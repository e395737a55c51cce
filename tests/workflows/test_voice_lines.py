import asyncio
from dataclasses import replace

import pytest

from edupulse_desktop.edits.cast import SetVoice
from edupulse_desktop.edits.lines import SetLineText
from edupulse_desktop.errors import EditError, NotConfigured
from edupulse_desktop.jobs.progress import unheard
from edupulse_desktop.model.cast import Voice
from edupulse_desktop.model.ids import LineId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.services import catalogue
from edupulse_desktop.services.speech.speaker import Speaker
from edupulse_desktop.store.project import Project
from edupulse_desktop.workflows.choose_voices import choose_voices
from edupulse_desktop.workflows.voice_lines import Voiced, lines_to_voice, voice_lines
from tests.builders import ANNA, BEN


def voiced(project: Project, lesson: Lesson, only: frozenset[LineId] | None = None) -> Voiced:
    async def speaking() -> Voiced:
        speakers: dict[str, Speaker] = {}

        def speaker(name: str) -> Speaker:
            return speakers.setdefault(name or "espeak", catalogue.speaker(name or "espeak"))

        try:
            return await voice_lines(lesson, project.assets, speaker, unheard(), only)
        finally:
            for each in speakers.values():
                await each.close()

    return asyncio.run(speaking())


def test_every_spoken_line_gets_a_true_take_whose_sound_is_in_the_project(project: Project) -> None:
    done = voiced(project, project.lesson)
    after = done.edit.apply(project.lesson)
    assert (done.spoken, done.reused) == (3, 0)
    assert lines_to_voice(after) == ()
    takes = [line.take for _scene, line in after.lines() if line.is_spoken]
    assert all(take is not None and project.assets.read(take.asset)[:4] == b"RIFF" for take in takes)


def test_a_changed_line_is_spoken_alone_and_changed_back_it_is_not_spoken_again(project: Project) -> None:
    first = voiced(project, project.lesson).edit.apply(project.lesson)
    line = first.scenes[0].lines[0]
    changed = SetLineText(line.id, "Good evening.").apply(first)
    second = voiced(project, changed)
    assert (second.spoken, second.reused) == (1, 0)
    back = SetLineText(line.id, line.text).apply(second.edit.apply(changed))
    third = voiced(project, back)
    assert (third.spoken, third.reused) == (0, 1)
    assert third.edit.apply(back).line(line.id) is not None
    assert lines_to_voice(third.edit.apply(back)) == ()


def test_the_same_words_in_the_same_voice_are_spoken_once_for_two_lines(project: Project) -> None:
    scene = project.lesson.scenes[0]
    twins = tuple(replace(scene.lines[0], id=LineId(f"twin-{n}")) for n in range(2))
    lesson = project.lesson.with_scene(replace(scene, lines=twins))
    done = voiced(project, lesson, frozenset(line.id for line in twins))
    assert (done.spoken, done.reused) == (1, 1)


def test_only_the_lines_asked_for_and_no_unknown_ones(project: Project) -> None:
    line = project.lesson.scenes[1].lines[0]
    done = voiced(project, project.lesson, frozenset({line.id}))
    assert done.spoken == 1
    with pytest.raises(EditError, match="nope"):
        voiced(project, project.lesson, frozenset({LineId("nope")}))


def test_a_provider_that_is_not_there_names_the_line(project: Project) -> None:
    lesson = SetVoice(ANNA.id, Voice("parrot", "polly")).apply(project.lesson)
    with pytest.raises(NotConfigured, match="parrot") as refused:
        voiced(project, lesson)
    assert "espeak" in refused.value.hint


def test_characters_without_a_voice_get_different_ones_that_fit(project: Project) -> None:
    anna = replace(ANNA, voice=Voice(description="a young woman"))
    ben = replace(BEN, voice=Voice(description="an old man"))
    lesson = replace(project.lesson, cast=(anna, ben))

    async def choosing() -> tuple[SetVoice, ...]:
        speaker = catalogue.speaker("espeak")
        try:
            return await choose_voices(lesson, speaker)
        finally:
            await speaker.close()

    chosen = asyncio.run(choosing())
    assert len({each.voice.voice_id for each in chosen}) == 2
    offers = {"clara", "alma", "nora", "mina"}
    assert chosen[0].voice.voice_id.rpartition("/")[2] in offers
    assert chosen[1].voice.voice_id.rpartition("/")[2] not in offers
    assert chosen[0].voice.description == "a young woman"
