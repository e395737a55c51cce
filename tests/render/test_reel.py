"""Planned films as pieces of picture and sound, and the list of what has to be made for them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from edupulse_desktop.errors import NotMedia, RenderError, StorageError, ToolMissing
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.picture import Motion, Transition
from edupulse_desktop.render.aac import SoundSegment
from edupulse_desktop.render.fingerprint import fingerprint
from edupulse_desktop.render.plan import plan
from edupulse_desktop.render.profile import SoundCoder
from edupulse_desktop.render.reel import Reel, pieces_of
from edupulse_desktop.render.selection import WholeLesson
from edupulse_desktop.render.steps import SoundStep
from edupulse_desktop.render.video_track import Fade, Hold, Run, Stay, frames_of
from edupulse_desktop.render.worklist import Place, Work, worklist
from tests.builders import lesson, scene
from tests.render.filming import SMALL, Shelf


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def reel_of(told: Lesson, channels: int = 1) -> Reel:
    (film,) = plan(told, SMALL, WholeLesson()).films
    return Reel(film, SMALL, channels, "film.mp4")


def test_shots_become_pieces_of_the_same_length(shelf: Shelf) -> None:
    moving = shelf.picture(2, motion=Motion(), transition=Transition.FADE, transition_ms=200)
    reel = reel_of(lesson(scene("a", shelf.line(1, 611), shelf.line(2, 650, look=moving), shelf.line(3))))
    (planned,) = reel.film.scenes
    pieces = pieces_of(planned)
    keys = [fingerprint(shot.step) for shot in planned.shots]
    assert pieces == (
        Hold(keys[0], 30, starts_scene=True),
        Fade(keys[1], 6),
        Run(keys[1], 25),
        Stay(1),
        Hold(keys[2], 30),
    )
    assert frames_of(pieces) == planned.frames


def test_only_the_first_shot_of_a_scene_starts_it(shelf: Shelf) -> None:
    reel = reel_of(lesson(scene("a", shelf.line(1), shelf.line(2)), scene("b", shelf.line(2))))
    starts = [[piece.starts_scene for piece in pieces if isinstance(piece, Hold)] for pieces in reel.pieces]
    assert starts == [[True, False], [True]]


def test_sound_is_laid_on_one_grid_without_gaps(shelf: Shelf) -> None:
    lines = [shelf.line(number, 333 + number, 151) for number in range(1, 20)]
    reel = reel_of(lesson(scene("a", *lines[:7]), scene("b", *lines[7:8]), scene("c", *lines[8:])))

    def load(step: SoundStep) -> SoundSegment:
        packets = -(-step.mix.samples // 1024) + 1
        return SoundSegment(bytes(packets), np.ones(packets, np.uint32))

    film = reel.stored(load, b"")
    laid = sum(each.sound().packets for each in film.scenes if each.sound is not None)
    assert laid == (reel.film.frames * 1600 + 512) // 1024 + 1


def test_a_film_is_another_one_when_anything_in_it_is(shelf: Shelf) -> None:
    told = lesson(scene("a", shelf.line(1), shelf.line(2)))
    reel = reel_of(told)
    others = [
        reel_of(told, channels=2),
        reel_of(replace(told, title="Other")),
        reel_of(replace(told, author="Somebody")),
        reel_of(replace(told, language="de")),
        reel_of(lesson(scene("a", shelf.line(1), shelf.line(3)))),
        reel_of(lesson(scene("a", shelf.line(1), shelf.line(2, pause_ms=500)))),
        replace(reel, profile=replace(SMALL, coder=SoundCoder.TWOLOOP)),
        replace(reel, profile=replace(SMALL, plain=True)),
    ]
    assert len({each.key for each in (reel, *others)}) == 1 + len(others)
    assert replace(reel, file_name="elsewhere.mp4").key == reel.key == reel_of(told).key


def test_equal_steps_are_made_once(shelf: Shelf) -> None:
    told = lesson(scene("a", shelf.line(1), shelf.line(2)), scene("b", shelf.line(1), shelf.line(2)))
    works = worklist([reel_of(told), reel_of(told)])
    assert len(works) == 4
    assert sum(work.is_picture for work in works.values()) == 2
    assert all(key == work.key == fingerprint(work.step) for key, work in works.items())


def test_work_that_takes_longer_is_known_to(shelf: Shelf) -> None:
    told = lesson(scene("a", shelf.line(1), shelf.line(2, 3_000, look=shelf.picture(2, motion=Motion()))))
    costs: dict[str, int] = {}
    for work in worklist([reel_of(told)]).values():
        kind = type(work.step).__name__
        costs[kind] = max(costs.get(kind, 0), work.cost_ms)
    assert costs["MoveStep"] > 5 * costs["StillStep"]


def a_work(shelf: Shelf) -> Work:
    return next(iter(worklist([reel_of(lesson(scene("a", shelf.line(1))))]).values()))


def test_what_is_wrong_with_a_picture_names_its_place(shelf: Shelf) -> None:
    place = a_work(shelf).place
    with pytest.raises(RenderError) as caught, place.named():
        raise NotMedia("It is torn.", hint="Mend it.", detail="page 3")
    assert caught.value.message.startswith("In the scene “A”, line 1: It is torn.")
    assert (caught.value.hint, caught.value.detail) == ("Mend it.", "page 3")
    assert caught.value.where == "scene a, line l-p-anna-Line 1"
    with pytest.raises(RenderError) as caught, Place(place.scene, None).named():
        raise NotMedia("It is torn.")
    assert caught.value.message.startswith("In the scene “A”: It is torn.")
    assert caught.value.where == "scene a"


@pytest.mark.parametrize("error", [StorageError("Full."), ToolMissing("Gone.")])
def test_what_is_wrong_with_the_machine_stays_as_it_is(
    shelf: Shelf, error: StorageError | ToolMissing
) -> None:
    with pytest.raises(type(error)) as caught, a_work(shelf).place.named():
        raise error
    assert caught.value is error
