"""Lesson and films to the manifest that every player reads; its schema is resources/schemas/manifest-1.schema.json.

The manifest is all a player needs besides the films: scenes and where each lies in which film, captions,
questions with their choices, conditions and targets, and a hash of every file. **Correct answers are in it**,
readable by whoever opens the file: a package that works without a server has to judge answers by itself.
A test that counts needs a server that keeps them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping

from edupulse_desktop import __version__
from edupulse_desktop.export.captions import NamedCue
from edupulse_desktop.export.exits import exit_object
from edupulse_desktop.export.legible import legible
from edupulse_desktop.export.package import PackedFile
from edupulse_desktop.export.placed import Places, Showing
from edupulse_desktop.model.codec import Plain
from edupulse_desktop.model.ids import SceneId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.scene import Scene
from edupulse_desktop.model.timing import scene_ms

FORMAT = "edupulse-manifest"
MANIFEST_VERSION = 1
"""Raised when a player of the version before could not play it any more."""

Cues = Mapping[SceneId, tuple[NamedCue, ...]]
"""The cues of each scene, counted from its start."""


def manifest(lesson: Lesson, places: Places, cues: Cues, files: Iterable[PackedFile]) -> dict[str, Plain]:
    """Return the manifest of a package; `files` is everything in it but the manifest and its script."""
    made: dict[str, Plain] = {
        "format": FORMAT,
        "version": MANIFEST_VERSION,
        "generator": f"EduPulse Desktop {__version__}",
        "lesson": _lesson(lesson),
        "cast": [
            {"id": each.id, "name": each.name, "colour": each.colour, "caption_colour": legible(each.colour)}
            for each in lesson.cast
        ],
        "start": lesson.start,
        "pass_points": lesson.pass_points,
        "scenes": [
            _scene(scene, places.showings.get(scene.id), cues.get(scene.id, ())) for scene in lesson.scenes
        ],
        "films": [
            {
                "file": placed.file,
                "width_px": placed.film.width_px,
                "height_px": placed.film.height_px,
                "length_ms": placed.film.length_ms,
                "captions": placed.captions,
                "subtitles": placed.subtitles,
            }
            for placed in places.films
        ],
        "files": {file.name: {"sha256": file.sha256, "size_bytes": file.size_bytes} for file in files},
    }
    made["fingerprint"] = hashlib.sha256(manifest_text(made).encode()).hexdigest()
    return made


def manifest_text(made: Mapping[str, Plain]) -> str:
    """Return a manifest as text that is equal whenever the manifest is; halves of characters become `?`."""
    text = json.dumps(made, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
    return text.encode("utf-8", "replace").decode()


def _lesson(lesson: Lesson) -> Plain:
    return {
        "id": lesson.id,
        "title": lesson.title,
        "language": lesson.language,
        "description": lesson.description,
        "author": lesson.author,
        "audience": lesson.audience,
        "objectives": list(lesson.objectives),
        "shape": lesson.shape.value,
    }


def _scene(scene: Scene, showing: Showing | None, cues: tuple[NamedCue, ...]) -> Plain:
    film: Plain = None
    if showing is not None:
        film = {
            "file": showing.placed.file,
            "start_ms": showing.stretch.start_ms,
            "end_ms": showing.stretch.end_ms,
        }
    return {
        "id": scene.id,
        "title": scene.title,
        "length_ms": showing.stretch.end_ms - showing.stretch.start_ms
        if showing is not None
        else scene_ms(scene),
        "film": film,
        "poster": showing.placed.poster if showing is not None else None,
        "captions": showing.captions if showing is not None else None,
        "cues": [_cue(each) for each in cues] if showing is not None else [],
        "exit": exit_object(scene.exit),
    }


def _cue(named: NamedCue) -> Plain:
    cue = named.cue
    return {
        "id": named.name,
        "start_ms": cue.start_ms,
        "end_ms": cue.end_ms,
        "speaker": cue.speaker,
        "text": cue.text,
    }
