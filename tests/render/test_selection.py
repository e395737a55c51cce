"""Which scenes become which film."""

from __future__ import annotations

import pytest

from edupulse_desktop.errors import RenderError
from edupulse_desktop.model.ids import SceneId
from edupulse_desktop.render.selection import AlongPath, EachScene, WholeLesson, chosen
from tests.builders import lesson, line, scene

LESSON = lesson(scene("a", line("Hi")), scene("b", line("Ho")), scene("c"), title="Falls")


def names(selection: EachScene | AlongPath | WholeLesson) -> list[tuple[str, list[str]]]:
    return [(film.name, [each.id for each in film.scenes]) for film in chosen(LESSON, selection)]


def test_every_scene_gets_a_film_numbered_as_written() -> None:
    assert names(EachScene()) == [("01 A", ["a"]), ("02 B", ["b"]), ("03 C", ["c"])]


def test_some_scenes_keep_their_numbers() -> None:
    assert names(EachScene((SceneId("c"), SceneId("a")))) == [("03 C", ["c"]), ("01 A", ["a"])]


def test_a_path_may_pass_a_scene_twice() -> None:
    assert names(AlongPath(tuple(map(SceneId, "aba")))) == [("Falls (path)", ["a", "b", "a"])]


def test_the_whole_lesson_is_one_film() -> None:
    assert names(WholeLesson()) == [("Falls", ["a", "b", "c"])]


@pytest.mark.parametrize("selection", [EachScene((SceneId("x"),)), AlongPath((SceneId("x"),)), AlongPath(())])
def test_scenes_that_do_not_exist_are_refused_with_those_that_do(selection: EachScene | AlongPath) -> None:
    with pytest.raises(RenderError) as caught:
        chosen(LESSON, selection)
    assert "a (A)" in caught.value.hint


def test_an_empty_lesson_is_refused_by_its_title() -> None:
    with pytest.raises(RenderError, match="Falls") as caught:
        chosen(lesson(title="Falls"), WholeLesson())
    assert caught.value.hint
