"""Plans: whole frames on one clock, steps that know nothing of their place."""

from __future__ import annotations

import time
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from edupulse_desktop.errors import RenderError
from edupulse_desktop.model.asset import AssetKind, asset_of
from edupulse_desktop.model.ids import OverlayId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.line import Line
from edupulse_desktop.model.picture import (
    Anchor,
    Fit,
    Motion,
    Overlay,
    Picture,
    PictureRequest,
    Shape,
    Transition,
)
from edupulse_desktop.model.timing import scene_ms
from edupulse_desktop.render.fingerprint import fingerprint
from edupulse_desktop.render.plan import EMPTY_SCENE_MS, Plan, ScenePlan, plan
from edupulse_desktop.render.profile import CaptionMode, RenderProfile, profile
from edupulse_desktop.render.rate import FrameRate
from edupulse_desktop.render.selection import EachScene, WholeLesson
from edupulse_desktop.render.steps import CaptionLayer, ClipStep, MoveStep, StillStep, TextLayer
from tests.builders import ANNA, BEN, lesson, line, scene
from tests.render.filming import SMALL, Shelf


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def only_scene(made: Plan) -> ScenePlan:
    (film,) = made.films
    (one,) = film.scenes
    return one


def planned(*lines: Line, profile: RenderProfile = SMALL, **fields: object) -> ScenePlan:
    return only_scene(plan(lesson(scene("a", *lines, **fields)), profile))


def shots_of(made: ScenePlan) -> list[tuple[str, int, int]]:
    return [(type(shot.step).__name__, shot.frames, shot.fade_frames) for shot in made.shots]


def keys(made: Plan) -> set[str]:
    return {fingerprint(shot.step) for film in made.films for each in film.scenes for shot in each.shots} | {
        repr(stretch.mix) for film in made.films for each in film.scenes for stretch in each.stretches
    }


def odd_lesson(shelf: Shelf, scenes: int) -> Lesson:
    """Return a lesson none of whose lines lasts whole frames."""
    return lesson(
        *(
            scene(f"s{number}", shelf.line(1, 500 + 7 * (number % 11)), shelf.line(2, 333, pause_ms=151))
            for number in range(scenes)
        )
    )


@pytest.mark.parametrize("rate", [FrameRate(30), FrameRate(25), FrameRate(30_000, 1_001), FrameRate(15)])
def test_no_boundary_is_more_than_half_a_frame_off_even_after_two_hundred_scenes(
    shelf: Shelf, rate: FrameRate
) -> None:
    made = odd_lesson(shelf, 200)
    (film,) = plan(made, replace(SMALL, rate=rate), WholeLesson()).films
    at_ms = 0
    for told, each in zip(made.scenes, film.scenes, strict=True):
        off_s = Fraction(at_ms, 1000) - each.first_frame / rate.fps
        assert abs(off_s) <= Fraction(1, 2) / rate.fps
        assert sum(shot.frames for shot in each.shots) == each.frames
        assert sum(stretch.frames for stretch in each.stretches) == each.frames
        at_ms += scene_ms(told)
    assert film.frames == rate.frame_at(at_ms)


def test_a_scene_is_made_of_the_same_steps_wherever_it_stands(shelf: Shelf) -> None:
    moving = shelf.line(5, 777, look=shelf.picture(5, motion=Motion()))
    last = scene("z", moving, shelf.line(6, 431, pause_ms=73))
    one = plan(lesson(scene("a", shelf.line(1, 501)), last), SMALL, WholeLesson())
    other = plan(lesson(scene("a", shelf.line(1, 518)), last), SMALL, WholeLesson())
    places = [made.films[0].scenes[1].first_frame for made in (one, other)]
    assert places[0] != places[1]
    steps = [[shot.step for shot in made.films[0].scenes[1].shots] for made in (one, other)]
    assert steps[0] == steps[1]
    mixes = [[stretch.mix for stretch in made.films[0].scenes[1].stretches] for made in (one, other)]
    assert mixes[0] == mixes[1]


def test_a_changed_line_changes_its_own_steps_only(shelf: Shelf) -> None:
    lines = [shelf.line(number, 400 + 9 * number) for number in range(1, 9)]
    before = lesson(scene("a", *lines[:4]), scene("b", *lines[4:]))
    take = shelf.take(905, 999)
    after = before.with_line(
        replace(lines[2], text="Other", takes=(take,), chosen=take.id, picture=shelf.picture(77))
    )
    for selection in (EachScene(), WholeLesson()):
        changed = keys(plan(after, SMALL, selection)) - keys(plan(before, SMALL, selection))
        assert len(changed) == 2


def test_a_picture_stays_until_another_comes(shelf: Shelf) -> None:
    first, second = shelf.line(1), replace(shelf.line(2), picture=None)
    made = planned(first, second, shelf.line(3))
    assert shots_of(made) == [("StillStep", 60, 0), ("StillStep", 30, 0)]


def test_lines_without_any_picture_get_a_quiet_ground() -> None:
    (shot,) = planned(line("Hello", pause_ms=0)).shots
    assert isinstance(shot.step, StillStep)
    assert shot.step.look.asset is None


def test_a_line_without_a_take_is_silent_for_its_reading_time() -> None:
    made = planned(line("Hello", pause_ms=300))
    assert made.frames == 45
    assert [stretch.mix.placed for stretch in made.stretches] == [()]


@pytest.mark.parametrize("lines", [(), (line("", pause_ms=0),), (line("", None, pause_ms=20),)])
def test_a_scene_with_nothing_to_play_shows_its_title(lines: tuple[Line, ...]) -> None:
    made = planned(*lines, title="100 % “done”")
    assert made.frames == SMALL.rate.frame_at(EMPTY_SCENE_MS)
    (shot,) = made.shots
    assert shot.step.layers == (TextLayer("100 % “done”", Anchor.CENTRE, 60),)


def test_an_empty_lesson_is_refused() -> None:
    with pytest.raises(RenderError):
        plan(lesson(), SMALL)


def test_a_card_made_for_another_shape_is_shown_whole(shelf: Shelf) -> None:
    card = shelf.picture(1, request=PictureRequest("cards", "clinic", "Hi", shape=Shape.LANDSCAPE))
    fits = {
        shape: planned(shelf.line(1, look=card), profile=profile("480p", shape)).shots[0].step.look.fit
        for shape in (Shape.LANDSCAPE, Shape.PORTRAIT)
    }
    assert fits == {Shape.LANDSCAPE: Fit.COVER, Shape.PORTRAIT: Fit.CONTAIN}


def test_a_fade_is_the_start_of_the_shot_it_leads_into(shelf: Shelf) -> None:
    fading = shelf.picture(2, transition=Transition.FADE, transition_ms=500)
    assert shots_of(planned(shelf.line(1), shelf.line(2, look=fading))) == [
        ("StillStep", 30, 0),
        ("StillStep", 30, 15),
    ]


@pytest.mark.parametrize(
    ("transition_ms", "line_ms", "fade"), [(9_000, 20_000, 63), (900, 300, 9), (20, 900, 0)]
)
def test_a_fade_is_shortened_to_what_fits(shelf: Shelf, transition_ms: int, line_ms: int, fade: int) -> None:
    fading = shelf.picture(2, transition=Transition.FADE, transition_ms=transition_ms)
    made = planned(shelf.line(1), shelf.line(2, line_ms, pause_ms=0, look=fading))
    assert made.shots[1].fade_frames == fade


def test_a_scene_never_begins_with_a_fade(shelf: Shelf) -> None:
    fading = shelf.picture(1, transition=Transition.FADE)
    assert planned(shelf.line(1, look=fading)).shots[0].fade_frames == 0


def test_an_overlay_makes_a_shot_while_it_is_shown(shelf: Shelf) -> None:
    sign = Overlay(OverlayId("o"), "Stop!", delay_ms=200, shown_ms=300)
    made = planned(shelf.line(1, overlays=(sign,)))
    assert [(shot.frames, [type(layer).__name__ for layer in shot.step.layers]) for shot in made.shots] == [
        (6, []),
        (9, ["TextLayer"]),
        (15, []),
    ]


def test_an_overlay_ends_with_its_line(shelf: Shelf) -> None:
    sign = Overlay(OverlayId("o"), "Stop!", delay_ms=800, shown_ms=60_000)
    made = planned(shelf.line(1, overlays=(sign,)), replace(shelf.line(2), picture=None))
    assert [(shot.frames, len(shot.step.layers)) for shot in made.shots] == [(24, 0), (6, 1), (30, 0)]


def test_captions_are_burned_in_only_where_that_is_asked_for(shelf: Shelf) -> None:
    burned = replace(SMALL, captions=CaptionMode.BURNED_IN)
    made = planned(shelf.line(1, 1500), profile=burned)
    (first, *_) = made.shots
    assert first.step.layers == (CaptionLayer("Line 1", "Anna", ANNA.colour),)
    assert all(not shot.step.layers for shot in planned(shelf.line(1, 1500)).shots)


def test_a_caption_track_has_the_times_of_the_film_and_names_speakers(shelf: Shelf) -> None:
    told = lesson(
        scene("a", shelf.line(1, 1500), replace(shelf.line(2, 1500), speaker=BEN.id)),
        scene("b", replace(shelf.line(3, 1500), speaker=BEN.id)),
    )
    (film,) = plan(told, replace(SMALL, captions=CaptionMode.EMBEDDED), WholeLesson()).films
    assert [(each.start_ms, each.text) for each in film.captions] == [
        (0, "Anna: Line 1"),
        (1900, "Ben: Line 2"),
        (3800, "Ben: Line 3"),
    ]


def test_a_picture_keeps_moving_through_overlays(shelf: Shelf) -> None:
    sign = Overlay(OverlayId("o"), "Stop!", delay_ms=200, shown_ms=300)
    made = planned(shelf.line(1, overlays=(sign,), look=shelf.picture(1, motion=Motion())))
    parts = [shot.step.part for shot in made.shots if isinstance(shot.step, MoveStep)]
    assert [(part.first, part.frames, part.total) for part in parts] == [(0, 6, 30), (6, 9, 30), (15, 15, 30)]


def test_a_picture_begins_to_move_when_it_is_faded_in(shelf: Shelf) -> None:
    moving = shelf.picture(2, motion=Motion(), transition=Transition.FADE, transition_ms=300)
    made = planned(shelf.line(1), shelf.line(2, look=moving))
    shot = made.shots[1]
    assert isinstance(shot.step, MoveStep)
    assert (shot.frames, shot.fade_frames, shot.step.part.frames) == (30, 9, 21)


def test_a_clip_that_ends_sooner_is_held(shelf: Shelf) -> None:
    clip = Picture(asset_of(b"clip", AssetKind.CLIP, "video/mp4"), clip_ms=500)
    (shot,) = planned(shelf.line(1, 1600, look=clip)).shots
    assert isinstance(shot.step, ClipStep)
    assert (shot.frames, shot.step.part.frames) == (60, 15)


def test_lines_without_a_pause_between_them_are_heard_as_one(shelf: Shelf) -> None:
    made = planned(shelf.line(1, pause_ms=0), shelf.line(2), shelf.line(3))
    assert [len(stretch.mix.placed) for stretch in made.stretches] == [2, 1]
    assert made.stretches[0].mix.placed[1].start_sample == 600 * 48


def test_the_time_a_line_takes_is_seen_and_heard_from_the_same_frame(shelf: Shelf) -> None:
    made = only_scene(
        plan(lesson(scene("a", *(shelf.line(number, 333 + number) for number in range(1, 30)))), SMALL)
    )
    seen = 0
    for shot, stretch in zip(made.shots, made.stretches, strict=True):
        assert stretch.first_frame == seen
        seen += shot.frames


def test_planning_a_thousand_lines_takes_no_time(shelf: Shelf) -> None:
    told = odd_lesson(shelf, 500)
    started_s = time.perf_counter()
    plan(told, SMALL, WholeLesson())
    assert time.perf_counter() - started_s < 5.0


def test_equal_lessons_give_equal_plans(shelf: Shelf) -> None:
    assert plan(odd_lesson(shelf, 3), SMALL) == plan(odd_lesson(shelf, 3), SMALL)
