"""Changing which files a lesson shows and plays, everywhere it names them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from edupulse_desktop.edits.every_line import with_changed_lines
from edupulse_desktop.model.asset import AssetRef
from edupulse_desktop.model.cast import Character
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.line import Line, Take
from edupulse_desktop.model.picture import Overlay, Picture
from edupulse_desktop.model.scene import Scene
from edupulse_desktop.model.sound import Effect, Music

Exchange = Callable[[AssetRef], AssetRef | None]
"""What a file becomes: itself, another, or none to take it out."""


def with_assets(lesson: Lesson, exchange: Exchange) -> Lesson:
    """Return the lesson with every file exchanged; the same object if none changed."""
    changed = with_changed_lines(lesson, lambda line: _line(line, exchange))
    scenes = tuple(_scene(scene, exchange) for scene in changed.scenes)
    cast = tuple(_character(character, exchange) for character in changed.cast)
    music = _music(changed.music, exchange)
    if (scenes, cast, music) == (changed.scenes, changed.cast, changed.music):
        return changed
    return replace(changed, scenes=scenes, cast=cast, music=music)


def _scene(scene: Scene, exchange: Exchange) -> Scene:
    music = _music(scene.music, exchange)
    return scene if music == scene.music else replace(scene, music=music)


def _character(character: Character, exchange: Exchange) -> Character:
    portrait = exchange(character.portrait) if character.portrait is not None else None
    return character if portrait == character.portrait else replace(character, portrait=portrait)


def _line(line: Line, exchange: Exchange) -> Line:
    kept = tuple(take for each in line.takes if (take := _take(each, exchange)) is not None)
    lost = {take.id for take in line.takes} - {take.id for take in kept}
    overlays = (_overlay(each, exchange) for each in line.overlays)
    effects = (_effect(each, exchange) for each in line.effects)
    return replace(
        line,
        picture=_picture(line.picture, exchange) if line.picture is not None else None,
        overlays=tuple(each for each in overlays if each is not None),
        effects=tuple(each for each in effects if each is not None),
        takes=kept,
        chosen=None if line.chosen in lost else line.chosen,
    )


def _take(take: Take, exchange: Exchange) -> Take | None:
    asset = exchange(take.asset)
    return replace(take, asset=asset) if asset is not None else None


def _picture(picture: Picture, exchange: Exchange) -> Picture | None:
    if picture.asset is None:
        return picture
    asset = exchange(picture.asset)
    if asset is not None:
        return replace(picture, asset=asset)
    return replace(picture, asset=None, clip_ms=0, request=None) if picture.prompt else None


def _overlay(overlay: Overlay, exchange: Exchange) -> Overlay | None:
    if overlay.asset is None:
        return overlay
    asset = exchange(overlay.asset)
    return replace(overlay, asset=asset) if asset is not None or overlay.text else None


def _effect(effect: Effect, exchange: Exchange) -> Effect | None:
    asset = exchange(effect.asset)
    return replace(effect, asset=asset) if asset is not None else None


def _music(music: Music | None, exchange: Exchange) -> Music | None:
    if music is None or music.asset is None:
        return music
    asset = exchange(music.asset)
    return replace(music, asset=asset) if asset is not None else None
