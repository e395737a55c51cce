"""Lesson and profile → Plan: what is seen and heard in every frame, before anything is made.

A lesson counts in whole milliseconds, a film in frames, sound in samples. The plan is the place where the three
meet, and the only one. Its rules:

*Boundaries are rounded, never durations.* A film has one clock. The start of a line is a moment of the film in
milliseconds, and the frame nearest to it is where its picture changes. Whatever comes before, a boundary is at most
half a frame from where the lesson says it is, so after a thousand lines nothing has drifted. Captions, chapters and
the manifest take their times from the same clock.

*What is costly does not know where it is.* A finished picture, a moving stretch and a stretch of sound are described
by steps (`steps.py`) that say what they show and how long in the lesson's own time, but not where in the film they
stand. So a changed first line does not touch the steps of the second, although everything after it moves. The half
frame that rounding adds or takes falls on held pictures, which cost a dozen bytes per frame, and on the silence
between two lines.

*A shot is a stretch in which one step is shown.* A scene is cut into shots wherever the picture changes, an overlay
comes or goes, or (if captions are burned in) a caption does (`shots.py`). A picture that moves keeps moving through
its shots: each is a part of one movement. A cross-fade is the beginning of the shot it leads into.

*A stretch of sound ends in silence.* Encoded sound can only be cut where nothing is heard, so lines that follow each
other without a pause are one stretch, and a scene with music or effects is one stretch altogether
(`stretches.py`).

*A plan never fails for something missing.* A line without a recording is silent for its reading time, a line without
a picture stands before a quiet ground, a scene without lines shows its title for a second. What an author should
mend is for `model/checks.py` to say.

Planning is arithmetic on frozen values: a lesson of a thousand lines takes some milliseconds, and the same lesson
gives an equal plan.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from edupulse_desktop.model.captions import Cue, cues
from edupulse_desktop.model.ids import LineId, SceneId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.scene import Scene
from edupulse_desktop.model.timing import scene_ms
from edupulse_desktop.render.clock import SceneClock
from edupulse_desktop.render.mp4.text import Caption
from edupulse_desktop.render.profile import RenderProfile
from edupulse_desktop.render.selection import EVERY_SCENE, Chosen, Selection, chosen
from edupulse_desktop.render.shots import Shot, scene_shots
from edupulse_desktop.render.stretches import Stretch, scene_stretches

EMPTY_SCENE_MS = 1_000
"""How long a scene without lines shows its title, so that every scene has a film."""


@dataclass(frozen=True, slots=True)
class ScenePlan:
    """One scene in a film.

    Args:
        first_frame: in the film.
        shots: together as long as the scene.
        stretches: its sound, together as long as the scene.
        lines: the names of its lines, so that messages can count them.
    """

    scene: SceneId
    title: str
    first_frame: int
    frames: int
    shots: tuple[Shot, ...]
    stretches: tuple[Stretch, ...]
    lines: tuple[LineId, ...]


@dataclass(frozen=True, slots=True)
class FilmPlan:
    """One film.

    Args:
        name: for its file, before it is made legal.
        captions: times in the film; empty unless the profile wants a caption track.
        language: BCP-47 tag of sound and captions.
    """

    name: str
    title: str
    author: str
    description: str
    language: str
    scenes: tuple[ScenePlan, ...]
    captions: tuple[Caption, ...]

    @property
    def frames(self) -> int:
        """Length in frames."""
        return sum(scene.frames for scene in self.scenes)


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that has to be made for one rendering."""

    profile: RenderProfile
    films: tuple[FilmPlan, ...]

    @property
    def frames(self) -> int:
        """Length of all films in frames."""
        return sum(film.frames for film in self.films)


def plan(lesson: Lesson, profile: RenderProfile, selection: Selection = EVERY_SCENE) -> Plan:
    """Return what has to be made to film these scenes of a lesson.

    Raises:
        RenderError: the lesson has no scenes, or a scene that is asked for does not exist.
    """
    films = tuple(_film(lesson, profile, each) for each in chosen(lesson, selection))
    return Plan(profile, films)


def _film(lesson: Lesson, profile: RenderProfile, film: Chosen) -> FilmPlan:
    scenes: list[ScenePlan] = []
    captions: list[Caption] = []
    several = len({line.speaker for scene in film.scenes for line in scene.lines if line.is_spoken}) > 1
    start_ms = 0
    for scene in map(partial(_playable, profile), film.scenes):
        clock = SceneClock(profile.rate, start_ms, scene_ms(scene) or EMPTY_SCENE_MS)
        said = cues(lesson, scene) if profile.captions.embedded or profile.captions.burned_in else ()
        scenes.append(_scene(lesson, profile, scene, said, clock))
        if profile.captions.embedded:
            captions += _captions(said, clock, several)
        start_ms += clock.length_ms
    return FilmPlan(
        film.name,
        film.title,
        lesson.author,
        lesson.description,
        lesson.language,
        tuple(scenes),
        tuple(captions),
    )


def _scene(
    lesson: Lesson, profile: RenderProfile, scene: Scene, said: tuple[Cue, ...], clock: SceneClock
) -> ScenePlan:
    burned_in = said if profile.captions.burned_in else ()
    return ScenePlan(
        scene.id,
        scene.title,
        clock.first_frame,
        clock.frames,
        scene_shots(lesson, profile, scene, burned_in, clock),
        scene_stretches(lesson, scene, clock),
        tuple(line.id for line in scene.lines),
    )


def _playable(profile: RenderProfile, scene: Scene) -> Scene:
    """Return a scene; without its lines if they do not fill a frame."""
    return scene if scene_ms(scene) * profile.rate.fps >= 1000 else replace(scene, lines=())


def _captions(said: tuple[Cue, ...], clock: SceneClock, several_speakers: bool) -> list[Caption]:
    """Return cues at their times in the film; where several people speak, a change of speaker is named."""
    captions: list[Caption] = []
    speaker = ""
    for cue in said:
        is_new = several_speakers and bool(cue.speaker) and cue.speaker != speaker
        text = f"{cue.speaker}: {cue.text}" if is_new else cue.text
        captions.append(Caption(clock.film_ms(cue.start_ms), clock.film_ms(cue.end_ms), text))
        speaker = cue.speaker
    return captions
